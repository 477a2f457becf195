"""What CloudFormation remembers: stacks, their resources, events and change sets."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import uuid4

from .. import settings
from ..registry import Context, Made, Resource


def now() -> datetime:
    return datetime.now(UTC)


def arn(kind: str, name: str) -> str:
    return settings.arn("cloudformation", f"{kind}/{name}/{uuid4()}")


@dataclass
class StackResource:
    """A resource that exists, with the properties it was last given."""

    context: Context
    handler: Resource
    made: Made
    properties: dict[str, Any]
    definition: dict[str, Any]
    depends_on: set[str]
    status: str = "CREATE_COMPLETE"
    reason: str | None = None
    changed: datetime = field(default_factory=now)

    def retained(self, policy: str, fresh: bool = False) -> bool:
        """Whether it stays behind; `fresh`: it was created by the very operation that is being rolled back."""
        value = self.definition.get(policy)
        return value in ("Retain", "Snapshot") or (value == "RetainExceptOnCreate" and not fresh)


@dataclass
class ChangeSet:
    name: str
    id: str
    kind: str
    body: str
    template: dict[str, Any]
    parameters: dict[str, str]
    tags: dict[str, str]
    role_arn: str | None
    description: str | None
    changes: list[dict[str, Any]]
    status: str = "CREATE_COMPLETE"
    execution_status: str = "AVAILABLE"
    reason: str | None = None
    created: datetime = field(default_factory=now)


class Stack:
    def __init__(self, name: str, tags: dict[str, str], status: str = "REVIEW_IN_PROGRESS") -> None:
        self.name = name
        self.id = arn("stack", name)
        self.tags = tags
        self.status = status
        self.reason: str | None = None
        self.body = ""
        self.template: dict[str, Any] = {}
        self.parameters: dict[str, Any] = {}
        self.shown_parameters: list[dict[str, Any]] = []
        self.role_arn: str | None = None
        self.protected = False
        self.resources: dict[str, StackResource] = {}
        self.retained: list[dict[str, str]] = []
        self.outputs: list[dict[str, Any]] = []
        self.change_sets: dict[str, ChangeSet] = {}
        self.change_set_id: str | None = None
        self.events: list[dict[str, Any]] = []
        self.created = now()
        self.updated: datetime | None = None
        self.deleted: datetime | None = None
        self.operation: dict[str, Any] | None = None
        self.idle = threading.Event()
        self.idle.set()
        self._lock = threading.Lock()
        self._last_event = self.created

    def set_status(self, status: str, reason: str | None = None) -> None:
        self.status, self.reason = status, reason
        self.event(self.name, self.id, "AWS::CloudFormation::Stack", status, reason)

    def event(self, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None = None) -> None:
        with self._lock:
            # Events are sorted by their time, to the millisecond; those of one stack must not share one.
            self._last_event = max(now(), self._last_event + timedelta(milliseconds=1))
            self.events.insert(0, self._event(logical_id, physical_id, kind, status, reason))

    def _event(self, logical_id: str, physical_id: str, kind: str, status: str, reason: str | None) -> dict[str, Any]:
        event = {
            "StackId": self.id,
            "StackName": self.name,
            "EventId": str(uuid4()),
            "LogicalResourceId": logical_id,
            "PhysicalResourceId": physical_id,
            "ResourceType": kind,
            "ResourceStatus": status,
            "ResourceStatusReason": reason,
            "Timestamp": self._last_event,
            "ClientRequestToken": (self.operation or {}).get("token"),
            "OperationId": (self.operation or {}).get("id"),
        }
        return {key: value for key, value in event.items() if value is not None}

    @property
    def exports(self) -> dict[str, Any]:
        return {output["ExportName"]: output["OutputValue"] for output in self.outputs if "ExportName" in output}
