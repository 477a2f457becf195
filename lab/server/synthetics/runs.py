"""Plays a canary: the deployed zip in a real browser, with the canary's environment, by lab/synthetics/run.ts.

A run becomes CloudWatchSynthetics metrics and artifacts in the artifact location, as the service documents:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Synthetics_Canaries_metrics.html
The lab runs canaries on demand; their schedule is deployed but not waited for.
"""

from __future__ import annotations

import json
import os
import re
import shutil
import subprocess
import time
import uuid
from pathlib import Path
from threading import Lock, Thread
from typing import Any

from moto.s3.models import s3_backends

from ..clients import environment
from ..cloudwatch import metrics
from ..compute.children import end, spawn
from ..registry import lab
from ..settings import ACCOUNT, PARTITION, REGION
from .canaries import Canary, Run, Step, canaries

NAMESPACE = "CloudWatchSynthetics"
PROJECT = Path(__file__).resolve().parents[3]
RUNNER = "lab/synthetics/run.ts"
GRACE = 15  # seconds that the runner gets to end itself after the canary's timeout
_REASON_LIMIT = 1000
_one_at_a_time = Lock()  # a browser is heavy; two at once would distort each other's durations


def chromium_arguments(edge_port: int) -> list[str]:
    """Pages keep their true origin: the names of the emulated hosts resolve to the lab's edge, others to nothing."""
    edge = f"127.0.0.1:{edge_port}"
    rules = f"MAP *.cloudfront.net {edge}, MAP dataplane.rum.*.amazonaws.com {edge}, MAP * ~NOTFOUND, EXCLUDE 127.0.0.1"
    return [f"--host-resolver-rules={rules}", "--ignore-certificate-errors"]


def run(canary: Canary, current: Run | None = None) -> Run:
    """Plays a canary now; `current` is a dry run that was announced, and else this is a run of its schedule."""
    with _one_at_a_time:
        if current is None:
            current = Run(str(uuid.uuid4()), time.time())
            canary.runs.append(current)
        current.started = time.time()
        out = lab.state / "canaries" / canary.name / "runs" / current.id
        out.mkdir(parents=True, exist_ok=True)
        try:
            _play(canary, current, out)
        except Exception as error:  # whatever went wrong, the run has failed and says why
            _failed(current, f"the canary could not be played: {error}", "EXECUTION_FAILURE")
        ended = time.time()
        if current.duration_ms is None:
            current.duration_ms = (ended - current.started) * 1000
        if current in canary.runs:  # else the canary was stopped or deleted, and the run counts no more
            current.artifacts = _upload(canary, current, out)
            _publish(canary, current)
        current.completed = ended
        return current


def run_dry(canary: Canary) -> Run:
    """Begins a dry run; it is played behind the caller's back, as by the service."""
    current = canaries.new_dry_run(canary)
    Thread(target=run, args=(canary, current), name=f"dry run of {canary.name}", daemon=True).start()
    return current


def _failed(current: Run, reason: str, code: str) -> None:
    current.state, current.reason, current.reason_code = "FAILED", reason[:_REASON_LIMIT], code


def _play(canary: Canary, current: Run, out: Path) -> None:
    command = [
        "node",
        "--import",
        "tsx",
        RUNNER,
        "--code",
        str(canary.code),
        "--handler",
        canary.handler,
        "--out",
        str(out),
        "--timeout",
        str(canary.timeout),
    ]
    command += [f"--chromium-arg={argument}" for argument in chromium_arguments(lab.edge_port)]
    with (out / "runner.log").open("wb") as log:
        child = spawn(command, cwd=PROJECT, env=_environment(canary), stdout=subprocess.PIPE, stderr=log)
        try:
            stdout, _ = child.communicate(timeout=canary.timeout + GRACE)
        except subprocess.TimeoutExpired:
            end(child, 5)
            _failed(current, f"timed out after {canary.timeout} seconds, and did not end", "EXECUTION_FAILURE")
            return
    _read(current, stdout.decode(errors="replace"), child.returncode)


def _environment(canary: Canary) -> dict[str, str]:
    """The canary's variables and what every Lambda function has; of the lab's own environment only what node needs."""
    kept = {name: os.environ[name] for name in ("PATH", "HOME", "LANG", "TMPDIR", "CHROMIUM") if name in os.environ}
    variables = {name: str(value) for name, value in (canary.run_config.get("EnvironmentVariables") or {}).items()}
    return {
        **kept,
        **environment(),
        "CANARY_NAME": canary.name,
        "CANARY_ARN": canary.arn,
        **variables,
    }


def _read(current: Run, stdout: str, code: int) -> None:
    """The last line that is JSON with a status; anything else on stdout is the script's own log."""
    answer: dict[str, Any] | None = None
    for line in reversed(stdout.strip().splitlines()):
        try:
            found = json.loads(line)
        except ValueError:
            continue
        if isinstance(found, dict) and "status" in found:
            answer = found
            break
    if answer is None:
        _failed(current, f"the canary runner ended with status {code} and without a result", "EXECUTION_FAILURE")
        return
    current.duration_ms = float(answer.get("durationMs") or 0)
    current.steps = [
        Step(
            str(step["name"]),
            str(step.get("status", "")).lower() in ("passed", "pass", "success", "succeeded"),
            float(step.get("durationMs") or 0),
            step.get("error"),
        )
        for step in answer.get("steps") or []
    ]
    if str(answer["status"]).lower() in ("passed", "pass", "success", "succeeded"):
        current.state = "PASSED"
        return
    reason = str(answer.get("reason") or "the canary failed")
    _failed(current, reason, "EXECUTION_FAILURE" if reason.startswith("timed out after") else "CANARY_FAILURE")


def _publish(canary: Canary, current: Run) -> None:
    """A dry run has metrics of its own, so that alarms see nothing of it."""
    at = current.started
    execution = current.reason_code == "EXECUTION_FAILURE"
    passed = 100 if current.state == "PASSED" else 0
    if current.dry_run:
        for dimensions in ({"CanaryName": canary.name}, {}):
            if not execution:
                metrics.put(NAMESPACE, "SuccessPercentDryRun", passed, "Percent", dimensions, at)
                metrics.put(NAMESPACE, "DurationDryRun", current.duration_ms or 0, "Milliseconds", dimensions, at)
        return
    for dimensions in ({"CanaryName": canary.name}, {}):
        metrics.put(NAMESPACE, "Failed", 1 if execution else 0, "Count", dimensions, at)
        if execution:
            continue  # a run that timed out publishes neither success nor duration
        metrics.put(NAMESPACE, "SuccessPercent", passed, "Percent", dimensions, at)
        metrics.put(NAMESPACE, "Duration", current.duration_ms or 0, "Milliseconds", dimensions, at)
    for step in current.steps:
        dimensions = {"CanaryName": canary.name, "StepName": step.name}
        metrics.put(NAMESPACE, "SuccessPercent", 100 if step.passed else 0, "Percent", dimensions, at)
        metrics.put(NAMESPACE, "Duration", step.duration_ms, "Milliseconds", dimensions, at)


def _upload(canary: Canary, current: Run, out: Path) -> str:
    """Artifacts under canary/<region>/<name>/<date>/<hour>/<minute-second-millisecond>/ of the artifact location."""
    location = canary.properties["ArtifactS3Location"].removeprefix("s3://").strip("/")
    bucket, _, prefix = location.partition("/")
    moment = time.strftime("%Y/%m/%d/%H/%M-%S", time.gmtime(current.started))
    folder = f"canary/{REGION}/{canary.name}/{moment}-{int(current.started * 1000) % 1000:03d}"
    key = f"{prefix}/{folder}" if prefix else folder
    backend = s3_backends[ACCOUNT][PARTITION]
    if bucket not in backend.buckets:
        current.reason = f"{current.reason} (artifacts lost: no bucket {bucket})".strip()
        return ""
    files = [path for path in sorted(out.rglob("*")) if path.is_file()]
    for path in files:
        name = re.sub(r"[^-\w./]", "_", str(path.relative_to(out)))
        backend.put_object(bucket, f"{key}/{name}", path.read_bytes())
    shutil.rmtree(out, ignore_errors=True)
    return f"{bucket}/{key}"
