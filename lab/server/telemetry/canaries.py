"""The canaries of the emulated CloudWatch Synthetics: their state, their code, their runs."""

from __future__ import annotations

import io
import shutil
import time
import uuid
import zipfile
from dataclasses import dataclass, field
from pathlib import Path
from threading import RLock
from typing import Any

from moto.s3.models import s3_backends

from ..registry import lab
from . import canary_validation
from .settings import ACCOUNT, PARTITION, arn


class Conflict(ValueError):
    pass


@dataclass
class Step:
    name: str
    passed: bool
    duration_ms: float
    error: str | None = None


@dataclass
class Run:
    id: str
    started: float
    completed: float | None = None
    state: str = "RUNNING"  # RUNNING, PASSED, FAILED
    reason: str = ""
    reason_code: str | None = None  # CANARY_FAILURE: the journey failed; EXECUTION_FAILURE: it could not be played
    duration_ms: float | None = None
    steps: list[Step] = field(default_factory=list)
    artifacts: str = ""


@dataclass
class Canary:
    name: str
    properties: dict[str, Any]
    code: Path
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    state: str = "READY"
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    runs: list[Run] = field(default_factory=list)  # oldest first

    @property
    def arn(self) -> str:
        return arn("synthetics", f"canary:{self.name}")

    @property
    def handler(self) -> str:
        return self.properties["Code"]["Handler"]

    @property
    def run_config(self) -> dict[str, Any]:
        return self.properties.get("RunConfig") or {}

    @property
    def timeout(self) -> int:
        return int(self.run_config.get("TimeoutInSeconds") or 840)


class Canaries:
    def __init__(self) -> None:
        self.lock = RLock()
        self._by_name: dict[str, Canary] = {}

    def all(self) -> list[Canary]:
        with self.lock:
            return list(self._by_name.values())

    def get(self, name: str) -> Canary | None:
        return self._by_name.get(name)

    def create(self, properties: dict[str, Any]) -> Canary:
        canary_validation.check(properties)
        name = properties["Name"]
        with self.lock:
            if name in self._by_name:
                raise Conflict(f"a canary named {name} exists")
            self._by_name[name] = Canary(name, properties, unzip(name, properties["Code"]))
            return self._by_name[name]

    def update(self, name: str, properties: dict[str, Any]) -> Canary:
        canary_validation.check(properties)
        with self.lock:
            canary = self._by_name[name]
            canary.code = unzip(name, properties["Code"])
            canary.properties, canary.modified = properties, time.time()
            return canary

    def delete(self, name: str) -> None:
        with self.lock:
            self._by_name.pop(name, None)

    def start(self, canary: Canary) -> None:
        if canary.state not in ("READY", "STOPPED"):
            raise Conflict(f"Canary is not in a startable state: {canary.state}")
        canary.state = "RUNNING"

    def stop(self, canary: Canary) -> None:
        if canary.state != "RUNNING":
            raise Conflict(f"Canary is not in a stoppable state: {canary.state}")
        canary.state = "STOPPED"


canaries = Canaries()


def unzip(name: str, code: dict[str, Any]) -> Path:
    """The very zip that was deployed, unpacked; a new folder each time, since a run may still use the old one."""
    bucket, key = code["S3Bucket"], code["S3Key"]
    backend = s3_backends[ACCOUNT][PARTITION]
    stored = backend.get_object(bucket, key) if bucket in backend.buckets else None
    canary_validation.require(stored is not None, f"Code: there is no object s3://{bucket}/{key}")
    target = lab.state / "canaries" / name / "code" / uuid.uuid4().hex[:8]
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    try:
        with zipfile.ZipFile(io.BytesIO(stored.value)) as archive:
            archive.extractall(target)
    except zipfile.BadZipFile as error:
        raise canary_validation.InvalidCanary(f"Code: s3://{bucket}/{key} is no zip file") from error
    return target
