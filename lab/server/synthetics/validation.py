"""What CloudWatch Synthetics checks when a canary is created or updated (limits of its service model)."""

from __future__ import annotations

import re
from typing import Any

from ..properties import unknown
from .runtimes import problem_of

_NAME = re.compile(r"^[0-9a-z_\-]{1,255}$")
_HANDLER = re.compile(r"^(([0-9a-zA-Z_-]+(/|\.))*[0-9A-Za-z_\\-]+(\.|::)[A-Za-z_][A-Za-z0-9_]*)?$")
_ROLE = re.compile(r"^arn:(aws[a-zA-Z-]*)?:iam::\d{12}:role/?[a-zA-Z_0-9+=,.@\-_/]+$")
_RATE = re.compile(r"^rate\((\d+) (minute|minutes|hour)\)$")
_CRON = re.compile(r"^cron\(\S+( \S+){5}\)$")
_RESERVED = {
    "_HANDLER",
    "AWS_REGION",
    "AWS_DEFAULT_REGION",
    "AWS_EXECUTION_ENV",
    "AWS_LAMBDA_FUNCTION_NAME",
    "AWS_ACCESS_KEY_ID",
    "AWS_SECRET_ACCESS_KEY",
    "AWS_SESSION_TOKEN",
    "LAMBDA_TASK_ROOT",
    "TZ",
}
_PROPERTIES = {
    "Name",
    "Code",
    "ArtifactS3Location",
    "ExecutionRoleArn",
    "Schedule",
    "RunConfig",
    "RuntimeVersion",
    "StartCanaryAfterCreation",
    "SuccessRetentionPeriod",
    "FailureRetentionPeriod",
    "Tags",
    "ArtifactConfig",
    "DeleteLambdaResourcesOnCanaryDeletion",
    "ProvisionedResourceCleanup",
    "ResourcesToReplicateTags",
    "BrowserConfigs",
    "DryRunAndUpdate",
    "VPCConfig",
    "KmsKeyArn",  # taken, and nothing is encrypted with it
}


class InvalidCanary(ValueError):
    pass


def require(condition: Any, message: str) -> None:
    if not condition:
        raise InvalidCanary(message)


def check(properties: dict[str, Any]) -> None:
    strange = unknown(properties, _PROPERTIES)
    require(not strange, f"the lab does not emulate {strange}")
    for required in ("Name", "Code", "ArtifactS3Location", "ExecutionRoleArn", "Schedule", "RuntimeVersion"):
        require(properties.get(required), f"{required} is required")
    require(_NAME.match(properties["Name"]), f"Name {properties['Name']!r} must match {_NAME.pattern}")
    problem = problem_of(properties["RuntimeVersion"])
    require(problem is None, str(problem))
    require(_ROLE.match(properties["ExecutionRoleArn"]), f"ExecutionRoleArn {properties['ExecutionRoleArn']!r}")
    require(
        properties["ArtifactS3Location"].startswith("s3://"),
        f"ArtifactS3Location {properties['ArtifactS3Location']!r} must start with s3://",
    )
    code = properties["Code"]
    require(code.get("S3Bucket") and code.get("S3Key"), "Code must name S3Bucket and S3Key (Script is not emulated)")
    require("BlueprintTypes" not in code, "the lab does not play the multi checks blueprint (HealthChecks)")
    handler = code.get("Handler", "")
    require(handler and len(handler) <= 128 and _HANDLER.match(handler), f"Code.Handler {handler!r}")
    for kind in ("SuccessRetentionPeriod", "FailureRetentionPeriod"):
        days = int(properties.get(kind, 31))
        require(1 <= days <= 1024, f"{kind} is {days}, expected 1 to 1024 days")
    timeout = int((properties.get("RunConfig") or {}).get("TimeoutInSeconds") or 0)
    seconds = _check_schedule(properties["Schedule"], timeout)
    _check_run(properties.get("RunConfig") or {}, seconds)
    browsers = [b.get("BrowserType") for b in properties.get("BrowserConfigs") or []]
    require(set(browsers) <= {"CHROME"}, f"BrowserConfigs {browsers}: the lab plays Chrome only")
    require(len(properties.get("Tags") or []) <= 50, "at most 50 tags")


def _check_schedule(schedule: dict[str, Any], timeout: int) -> int | None:
    """Returns the interval in seconds of a rate; None for once and for cron."""
    expression = schedule.get("Expression", "")
    retries = int((schedule.get("RetryConfig") or {}).get("MaxRetries", 0))
    require(0 <= retries <= 2, f"Schedule.RetryConfig.MaxRetries is {retries}, expected 0 to 2")
    require(retries < 2 or timeout < 600, f"with 2 retries the timeout has to be below 600 seconds, it is {timeout}")
    match = _RATE.match(expression)
    if not match:
        require(_CRON.match(expression), f"Schedule.Expression {expression!r} is no rate() and no cron()")
        return None
    minutes = int(match.group(1)) * (60 if match.group(2) == "hour" else 1)
    require(0 <= minutes <= 60, f"Schedule.Expression {expression!r}: a rate is at most one hour")
    return minutes * 60 or None


def _check_run(run: dict[str, Any], interval: int | None) -> None:
    timeout = int(run.get("TimeoutInSeconds") or interval or 840)
    timeout = min(timeout, 840) if not run.get("TimeoutInSeconds") else timeout
    require(3 <= timeout <= 840, f"RunConfig.TimeoutInSeconds is {timeout}, expected 3 to 840")
    require(
        interval is None or timeout <= interval,
        f"RunConfig.TimeoutInSeconds is {timeout}, longer than the schedule's {interval} s",
    )
    memory = int(run.get("MemoryInMB", 1000))
    require(
        "MemoryInMB" not in run or (960 <= memory <= 3008 and memory % 64 == 0),
        f"RunConfig.MemoryInMB is {memory}, expected a multiple of 64 from 960 to 3008",
    )
    storage = int(run.get("EphemeralStorage", 1024))
    require(1024 <= storage <= 10240, f"RunConfig.EphemeralStorage is {storage}, expected 1024 to 10240")
    variables = run.get("EnvironmentVariables") or {}
    reserved = _RESERVED & set(variables)
    require(not reserved, f"the environment variables {', '.join(sorted(reserved))} are reserved")
    for name in variables:
        require(re.match(r"^[a-zA-Z]\w+$", name), f"{name!r} is no name of an environment variable")
    size = sum(len(name) + len(str(value)) for name, value in variables.items())
    require(size <= 4096, f"the environment variables have {size} bytes, at most 4096")
