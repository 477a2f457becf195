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
from ..settings import ACCOUNT, PARTITION, arn
from . import validation
from .runtimes import problem_of_dry_run

# How long the service takes to create, start, stop or update a canary, in seconds. On AWS it is longer; a moment is
# enough to meet the states in between, in which other operations conflict.
SETTLING = 0.3


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
    dry_run: str | None = None  # the DryRunId


@dataclass
class Canary:
    name: str
    properties: dict[str, Any]
    code: Path
    id: str = field(default_factory=lambda: str(uuid.uuid4()))
    created: float = field(default_factory=time.time)
    modified: float = field(default_factory=time.time)
    started: float | None = None
    stopped: float | None = None
    runs: list[Run] = field(default_factory=list)  # oldest first
    passing: str = "READY"  # the state until `settled`, then `lasting`
    lasting: str = "READY"
    settled: float = 0

    @property
    def state(self) -> str:
        return self.passing if time.time() < self.settled else self.lasting

    def go(self, passing: str, lasting: str) -> None:
        self.passing, self.lasting, self.settled = passing, lasting, time.time() + SETTLING

    def settle(self) -> None:
        """Waits for the end of what is under way, as CloudFormation does."""
        while (left := self.settled - time.time()) > 0:
            time.sleep(left)

    @property
    def dry_runs(self) -> list[Run]:
        return [run for run in self.runs if run.dry_run]

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
        validation.check(properties)
        name = properties["Name"]
        with self.lock:
            if name in self._by_name:
                raise Conflict(f"a canary named {name} exists")
            canary = self._by_name[name] = Canary(name, properties, unzip(name, properties["Code"]))
            canary.go("CREATING", "READY")
            return canary

    def update(self, name: str, properties: dict[str, Any]) -> Canary:
        validation.check(properties)
        with self.lock:
            canary = self._by_name[name]
            if canary.state not in ("READY", "RUNNING", "STOPPED"):
                raise Conflict(f"Canary is in a state that can't be modified: {canary.state}")
            canary.code = unzip(name, properties["Code"])
            canary.properties, canary.modified = properties, time.time()
            canary.go("UPDATING", canary.state)
            return canary

    def delete(self, name: str) -> None:
        with self.lock:
            canary = self._by_name.pop(name, None)
            if canary:
                canary.runs = [run for run in canary.runs if run.completed]

    def start(self, canary: Canary) -> None:
        with self.lock:
            if canary.state not in ("READY", "STOPPED"):
                raise Conflict(f"Canary is not in a startable state: {canary.state}")
            canary.started = time.time()
            canary.go("STARTING", "RUNNING")

    def stop(self, canary: Canary) -> None:
        """A run that is under way comes to its end, but is not recorded."""
        with self.lock:
            if canary.state != "RUNNING":
                raise Conflict(f"Canary is not in a stoppable state: {canary.state}")
            canary.runs = [run for run in canary.runs if run.completed or run.dry_run]
            canary.stopped = time.time()
            canary.go("STOPPING", "STOPPED")

    def new_dry_run(self, canary: Canary) -> Run:
        """One at a time, of a canary that nothing else is done to; whether it is scheduled does not matter."""
        problem = problem_of_dry_run(canary.properties["RuntimeVersion"])
        validation.require(problem is None, str(problem))
        with self.lock:
            if canary.state not in ("READY", "RUNNING", "STOPPED"):
                raise Conflict(f"A conflicting operation is already in progress: the canary is {canary.state}")
            if any(run.completed is None for run in canary.dry_runs):
                raise Conflict("A conflicting operation is already in progress: a dry run")
            run = Run(str(uuid.uuid4()), time.time(), dry_run=str(uuid.uuid4()))
            canary.runs.append(run)
            return run


canaries = Canaries()


def unzip(name: str, code: dict[str, Any]) -> Path:
    """The very zip that was deployed, unpacked; a new folder each time, since a run may still use the old one."""
    bucket, key = code["S3Bucket"], code["S3Key"]
    backend = s3_backends[ACCOUNT][PARTITION]
    stored = backend.get_object(bucket, key) if bucket in backend.buckets else None
    validation.require(stored is not None, f"Code: there is no object s3://{bucket}/{key}")
    target = lab.state / "canaries" / name / "code" / uuid.uuid4().hex[:8]
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    try:
        with zipfile.ZipFile(io.BytesIO(stored.value)) as archive:
            archive.extractall(target)
    except zipfile.BadZipFile as error:
        raise validation.InvalidCanary(f"Code: s3://{bucket}/{key} is no zip file") from error
    return target
