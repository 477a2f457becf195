"""Workgroups and named queries of Athena."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from ..properties import unknown

# https://docs.aws.amazon.com/athena/latest/APIReference/API_WorkGroupConfiguration.html
LEAST_CUTOFF = 10_000_000
_KNOWN = {
    *("ResultConfiguration", "EnforceWorkGroupConfiguration", "PublishCloudWatchMetricsEnabled"),
    *("BytesScannedCutoffPerQuery", "RequesterPaysEnabled", "EngineVersion"),
}
_NAME = re.compile(r"[a-zA-Z0-9._-]{1,128}")


class InvalidRequest(ValueError):
    pass


@dataclass
class Workgroup:
    name: str
    configuration: dict[str, Any]
    description: str = ""
    enabled: bool = True
    created: float = field(default_factory=time.time)

    @property
    def cutoff(self) -> int | None:
        return self.configuration.get("BytesScannedCutoffPerQuery")

    def output(self, asked: str | None) -> str:
        """Where results go: the workgroup's setting wins where it is enforced."""
        own = (self.configuration.get("ResultConfiguration") or {}).get("OutputLocation")
        location = own if self.configuration.get("EnforceWorkGroupConfiguration", True) else asked or own
        if not location:
            raise InvalidRequest("No output location provided. An output location is required.")
        return location


@dataclass(frozen=True)
class NamedQuery:
    id: str
    name: str
    database: str
    query: str
    description: str
    workgroup: str


workgroups: dict[str, Workgroup] = {}
named_queries: dict[str, NamedQuery] = {}


def checked(name: str, configuration: dict[str, Any]) -> dict[str, Any]:
    if not _NAME.fullmatch(name):
        raise InvalidRequest(f"no name of a workgroup: {name}")
    if strange := unknown(configuration, _KNOWN):
        raise InvalidRequest(f"the lab does not know {strange} of a workgroup")
    cutoff = configuration.get("BytesScannedCutoffPerQuery")
    if cutoff is not None and cutoff < LEAST_CUTOFF:
        raise InvalidRequest(f"BytesScannedCutoffPerQuery is at least {LEAST_CUTOFF}, not {cutoff}")
    engine = (configuration.get("EngineVersion") or {}).get("SelectedEngineVersion", "AUTO")
    if engine not in ("AUTO", "Athena engine version 3"):
        raise InvalidRequest(f"the lab does not know {engine}")
    return configuration


def create(name: str, configuration: dict[str, Any], description: str = "", enabled: bool = True) -> Workgroup:
    if name in workgroups:
        raise InvalidRequest(f"WorkGroup {name} is already created")
    workgroups[name] = Workgroup(name, checked(name, configuration), description, enabled)
    return workgroups[name]


def find(name: str) -> Workgroup:
    if name == "primary":  # which every account has
        return workgroups.setdefault(name, Workgroup(name, {"EnforceWorkGroupConfiguration": False}))
    if name not in workgroups:
        raise InvalidRequest(f"WorkGroup {name} is not found.")
    return workgroups[name]


def delete(name: str, recursive: bool) -> None:
    """https://docs.aws.amazon.com/athena/latest/APIReference/API_DeleteWorkGroup.html"""
    held = [query.id for query in named_queries.values() if query.workgroup == name]
    if held and not recursive:
        raise InvalidRequest(f"WorkGroup {name} is not empty")
    for identifier in held:
        del named_queries[identifier]
    workgroups.pop(name, None)


def create_named_query(given: dict[str, Any]) -> NamedQuery:
    workgroup = find(given.get("WorkGroup", "primary"))
    # https://docs.aws.amazon.com/athena/latest/APIReference/API_CreateNamedQuery.html
    if not 1 <= len(given["QueryString"]) <= 262_144:
        raise InvalidRequest("QueryString has 1 to 262144 characters")
    if not 1 <= len(given["Name"]) <= 128 or not 1 <= len(given["Database"]) <= 255:
        raise InvalidRequest("Name has 1 to 128 characters, Database 1 to 255")
    if len(given.get("Description", "")) > 1024:
        raise InvalidRequest("Description has 1024 characters at most")
    query = NamedQuery(
        str(uuid4()),
        given["Name"],
        given["Database"],
        given["QueryString"],
        given.get("Description", ""),
        workgroup.name,
    )
    named_queries[query.id] = query
    return query
