"""Runs Lambda functions from the deployed zip, with the environment that the template gives them.

A process handles one invocation at a time and is kept for the next one, as Lambda keeps its execution environments. It
differs from Lambda in that it is not confined: it sees the machine's files, uses the machine's Node.js and Python
whatever version the function names, and has no memory limit. Its standard output goes to CloudWatch Logs.
"""

from __future__ import annotations

import base64
import hashlib
import json
import os
import re
import select
import shutil
import sys
import threading
import time
import zipfile
from pathlib import Path
from typing import Any
from uuid import uuid4

from moto.awslambda.models import LambdaFunction, lambda_backends

from ..clients import environment
from ..registry import ResourceError, lab
from ..settings import ACCOUNT, REGION
from . import async_calls
from .children import end, spawn
from .logs import LogWriter

HERE = Path(__file__).parent
ROOT = HERE.parents[2]
OTEL = ROOT / "lab" / "otel"
OTEL_WRAPPERS = ("/opt/otel-instrument", "/opt/otel-handler")
# Layers of AWS that the lab does not have: OpenTelemetry, which lab/otel stands for.
STAND_IN_LAYER = re.compile(r":layer:(AWSOpenTelemetryDistro|aws-otel-)")

log_groups: dict[str, str] = {}  # by function name
urls: dict[str, dict[str, Any]] = {}  # function URLs by host
_idle: dict[str, list[Worker]] = {}
_lock = threading.Lock()
_unpacking = threading.Lock()


def check_runtime(runtime: str) -> None:
    if not runtime.startswith(("nodejs", "python")):
        raise ResourceError(f"the lab does not run the runtime {runtime!r}, only nodejs and python")


class Worker:
    """A process with one loaded handler."""

    def __init__(self, function: LambdaFunction) -> None:
        self.name = function.function_name
        self.version = _version(function)
        group = log_groups.get(self.name, f"/aws/lambda/{self.name}")
        self.log = LogWriter(group, f"{time.strftime('%Y/%m/%d')}/[$LATEST]{uuid4().hex}")
        task, opt = _unpack(function)
        program = self._program(function)
        read_end, write_end = os.pipe()
        variables = self._environment(function, task, opt) | {"LAB_ANSWERS": str(write_end)}
        self.process = spawn(program, cwd=task, env=variables, pass_fds=[write_end], stdin=-1, stdout=-1, stderr=-2)
        os.close(write_end)
        self.answers = os.fdopen(read_end, "rb")
        self.log.follow(self.process.stdout)

    def _program(self, function: LambdaFunction) -> list[str]:
        if function.run_time.startswith("python"):
            return [sys.executable, str(HERE / "bootstrap.py")]
        instrument = []
        if (function.environment_vars or {}).get("AWS_LAMBDA_EXEC_WRAPPER") in OTEL_WRAPPERS:
            instrument = ["--require", str(OTEL / "lambda.cjs")]
        return ["node", *instrument, str(HERE / "bootstrap.cjs")]

    def _environment(self, function: LambdaFunction, task: Path, opt: Path) -> dict[str, str]:
        return {
            "PATH": os.environ.get("PATH", ""),
            "HOME": "/tmp",
            "LANG": "en_US.UTF-8",
            "TZ": ":UTC",
            "PYTHONUNBUFFERED": "1",
            "NODE_PATH": os.pathsep.join(
                # The runtime of Lambda brings the AWS SDK; here it comes from the project or from the caller.
                [str(opt / "nodejs/node_modules"), str(ROOT / "node_modules"), os.environ.get("NODE_PATH", "")]
            ),
            "_HANDLER": function.handler,
            "LAMBDA_TASK_ROOT": str(task),
            "LAB_OPT": str(opt),
            "LAB_OTLP_ENDPOINT": lab.otlp_url,
            **environment(),
            "AWS_SESSION_TOKEN": "lab",
            "AWS_EXECUTION_ENV": f"AWS_Lambda_{function.run_time}",
            "AWS_LAMBDA_FUNCTION_NAME": self.name,
            "AWS_LAMBDA_FUNCTION_VERSION": "$LATEST",
            "AWS_LAMBDA_FUNCTION_MEMORY_SIZE": str(function.memory_size),
            "AWS_LAMBDA_LOG_GROUP_NAME": self.log.group,
            "AWS_LAMBDA_LOG_STREAM_NAME": self.log.stream,
        } | {key: str(value) for key, value in (function.environment_vars or {}).items()}

    def invoke(self, function: LambdaFunction, event: Any) -> dict[str, Any]:
        request_id = str(uuid4())
        timeout = int(function.timeout)
        context = {
            "functionName": self.name,
            "functionVersion": "$LATEST",
            "invokedFunctionArn": function.function_arn,
            "memoryLimitInMB": str(function.memory_size),
            "awsRequestId": request_id,
            "logGroupName": self.log.group,
            "logStreamName": self.log.stream,
            "deadline": int((time.time() + timeout) * 1000),
        }
        started = time.monotonic()
        self.log.write(f"START RequestId: {request_id} Version: $LATEST")
        answer = self._exchange({"event": event, "context": context}, timeout)
        milliseconds = (time.monotonic() - started) * 1000
        self.log.write(f"END RequestId: {request_id}")
        self.log.write(f"REPORT RequestId: {request_id}\tDuration: {milliseconds:.2f} ms")
        return answer

    def _exchange(self, request: dict[str, Any], timeout: int) -> dict[str, Any]:
        try:
            self.process.stdin.write(json.dumps(request).encode() + b"\n")
            self.process.stdin.flush()
        except BrokenPipeError:
            pass  # it failed while loading; the reason waits to be read
        if not select.select([self.answers], [], [], timeout)[0]:
            end(self.process, 0)
            return {
                "error": {"errorType": "Sandbox.Timedout", "errorMessage": f"Task timed out after {timeout}.00 seconds"}
            }
        line = self.answers.readline()
        if not line:
            self.process.wait()
            message = f"Runtime exited with exit status {self.process.returncode}"
            return {"error": {"errorType": "Runtime.ExitError", "errorMessage": message}}
        return json.loads(line)


def invoke(function: LambdaFunction, event: Any) -> dict[str, Any]:
    """Runs a function; returns {"result": …} or {"error": {errorType, errorMessage, …}}."""
    with _lock:
        waiting = _idle.setdefault(function.function_name, [])
        worker = waiting.pop() if waiting else None
    if worker and (worker.version != _version(function) or worker.process.poll() is not None):
        end(worker.process)
        worker = None
    worker = worker or Worker(function)
    answer = worker.invoke(function, event)
    if worker.process.poll() is None:
        with _lock:
            _idle[function.function_name].append(worker)
    return answer


def stop_workers(name: str) -> None:
    with _lock:
        workers = _idle.pop(name, [])
    for worker in workers:
        end(worker.process)


def _version(function: LambdaFunction) -> str:
    parts = [function.code_digest, function.handler, function.run_time, function.environment_vars]
    parts.append([layer["Arn"] for layer in function.layers])
    return hashlib.sha256(json.dumps(parts, sort_keys=True, default=str).encode()).hexdigest()


def _unpack(function: LambdaFunction) -> tuple[Path, Path]:
    """The folders that stand for /var/task and /opt."""
    opt_parts = []
    for layer in function.layers:
        version = _layer_version(layer["Arn"])
        if version is not None:
            opt_parts.append(version.code_bytes)
    with _unpacking:
        return _unpacked([function.code_bytes]), _unpacked(opt_parts)


def _unpacked(archives: list[bytes]) -> Path:
    digest = hashlib.sha256(b"".join(hashlib.sha256(archive).digest() for archive in archives)).hexdigest()
    folder = lab.state / "code" / digest[:32]
    if not folder.exists():
        part = folder.with_suffix(".part")
        shutil.rmtree(part, ignore_errors=True)
        part.mkdir(parents=True)
        for archive in archives:
            path = part / ".zip"
            path.write_bytes(archive)
            with zipfile.ZipFile(path) as opened:
                opened.extractall(part)
            path.unlink()
        part.rename(folder)
    return folder


def _layer_version(arn: str) -> Any:
    return lambda_backends[ACCOUNT][REGION].layers_versions_by_arn(arn)


def _get_layers_data(self: LambdaFunction, arns: list[str]) -> list[dict[str, Any]]:
    layers = []
    for arn in arns:
        version = _layer_version(arn)
        if version is None and not STAND_IN_LAYER.search(arn):
            raise ResourceError(f"the lab does not have the layer {arn}")
        layers.append({"Arn": arn, "CodeSize": version.code_size if version else 0})
    return layers


def _invoke(self: LambdaFunction, body: Any, request_headers: Any, response_headers: Any) -> bytes:
    """The Invoke operation, in the place of moto's, which needs Docker."""
    event = json.loads(body) if body else {}
    if request_headers.get("x-amz-invocation-type") == "Event":
        threading.Thread(target=async_calls.call, args=(invoke, self, event), daemon=True).start()
        return b""
    answer = invoke(self, event)
    response_headers["x-amz-log-result"] = base64.b64encode(b"").decode()
    if "error" in answer:
        response_headers["x-amz-function-error"] = "Unhandled"
        return json.dumps(answer["error"]).encode()
    return json.dumps(answer["result"]).encode()


LambdaFunction._get_layers_data = _get_layers_data
LambdaFunction.invoke = _invoke
