"""The app monitors of the emulated CloudWatch RUM, and what each has received."""

from __future__ import annotations

import time
import uuid
from collections import Counter, deque
from dataclasses import dataclass, field
from fnmatch import fnmatchcase
from threading import RLock
from typing import Any

from ..answers import iso
from ..properties import truth
from ..settings import arn
from . import event_pattern, logs, policy, source_maps, validation

MAX_MONITORS = 20  # quota per account and Region
_KEPT_EVENTS = 20_000


class QuotaExceeded(ValueError):
    pass


class AlreadyExists(ValueError):
    pass


@dataclass
class Definition:
    """A metric definition, its pattern read once."""

    name: str
    namespace: str | None
    value_key: str | None
    unit: str | None
    dimensions: dict[str, str]
    pattern: dict[str, Any]


@dataclass
class Monitor:
    name: str
    id: str
    properties: dict[str, Any]
    policy: dict[str, Any] | None = None
    definitions: list[Definition] = field(default_factory=list)
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    events: deque = field(default_factory=lambda: deque(maxlen=_KEPT_EVENTS))
    event_ids: set[str] = field(default_factory=set)
    accepted: Counter = field(default_factory=Counter)  # by event type
    refused: Counter = field(default_factory=Counter)  # requests, by reason
    dropped: Counter = field(default_factory=Counter)  # events of accepted requests, by reason
    repeated: int = 0  # events whose id was seen before
    from_canaries: int = 0  # events of accepted requests that a canary's browser sent

    @property
    def arn(self) -> str:
        return arn("rum", f"appmonitor/{self.name}")

    @property
    def configuration(self) -> dict[str, Any]:
        return self.properties.get("AppMonitorConfiguration") or {}

    @property
    def domains(self) -> list[str]:
        return validation.domains_of(self.properties)

    @property
    def custom_events(self) -> bool:
        return (self.properties.get("CustomEvents") or {}).get("Status") == "ENABLED"

    @property
    def logs(self) -> bool:
        return truth(self.properties.get("CwLogEnabled", False))

    @property
    def log_group(self) -> str:
        return logs.group_of(self.name, self.id)

    def serves(self, host: str | None) -> bool:
        """Whether a page of this host may report: exact, or by a wildcard label at either end."""
        return host is not None and any(fnmatchcase(host.lower(), domain.lower()) for domain in self.domains)

    def apply(self, properties: dict[str, Any]) -> None:
        """Takes new properties after checking them all, so that a refused update changes nothing."""
        validation.check(properties)
        source_maps.check(properties, self.arn)
        document = (properties.get("ResourcePolicy") or {}).get("PolicyDocument")
        parsed = policy.parse(document, self.arn) if document else None
        definitions = [
            Definition(
                raw["Name"],
                raw.get("Namespace") if raw.get("Namespace") != "AWS/RUM" else None,
                raw.get("ValueKey"),
                raw.get("UnitLabel"),
                dict(raw.get("DimensionKeys") or {}),
                event_pattern.parse(raw["EventPattern"]) if raw.get("EventPattern") else {},
            )
            for destination in (properties.get("AppMonitorConfiguration") or {}).get("MetricDestinations") or []
            for raw in destination.get("MetricDefinitions") or []
        ]
        self.properties, self.policy, self.definitions, self.modified = properties, parsed, definitions, time.time()

    def describe(self) -> dict[str, Any]:
        """As GetAppMonitor answers."""
        configuration = {k: v for k, v in self.configuration.items() if k != "MetricDestinations"}
        configuration["SessionSampleRate"] = float(configuration.get("SessionSampleRate", 0.1))
        for flag in ("AllowCookies", "EnableXRay"):
            configuration[flag] = truth(configuration.get(flag, False))
        return {
            "Name": self.name,
            "Id": self.id,
            "State": "ACTIVE" if self.accepted else "CREATED",
            **({"Domain": self.properties["Domain"]} if "Domain" in self.properties else {"DomainList": self.domains}),
            "AppMonitorConfiguration": configuration,
            "CustomEvents": {"Status": "ENABLED" if self.custom_events else "DISABLED"},
            "DataStorage": {
                "CwLog": {
                    "CwLogEnabled": self.logs,
                    "CwLogGroup": self.log_group,
                }
            },
            "Platform": self.properties.get("Platform", "Web"),
            "Tags": {tag["Key"]: tag["Value"] for tag in self.properties.get("Tags") or []},
            "Created": iso(self.created),
            "LastModified": iso(self.modified),
        }


class Monitors:
    def __init__(self) -> None:
        self.lock = RLock()
        self._by_name: dict[str, Monitor] = {}
        self.unknown: Counter = Counter()  # refused requests that name no monitor, by reason

    def all(self) -> list[Monitor]:
        with self.lock:
            return list(self._by_name.values())

    def get(self, name: str) -> Monitor | None:
        return self._by_name.get(name)

    def by_id(self, identifier: str) -> Monitor | None:
        return next((m for m in self.all() if m.id.lower() == identifier.lower()), None)

    def create(self, properties: dict[str, Any]) -> Monitor:
        with self.lock:
            validation.check(properties)
            name = properties["Name"]
            if name in self._by_name:
                raise AlreadyExists(f"an app monitor named {name} exists")
            if len(self._by_name) >= MAX_MONITORS:
                raise QuotaExceeded(f"{MAX_MONITORS} app monitors per account and Region")
            monitor = Monitor(name, str(uuid.uuid4()), {})
            monitor.apply(properties)
            self._by_name[name] = monitor
            return monitor

    def delete(self, name: str) -> None:
        with self.lock:
            self._by_name.pop(name, None)


monitors = Monitors()
