"""AWS::Synthetics::Canary, the Synthetics API as far as telemetry needs it, and the lab's own run button."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from ..registry import Context, Made, Replace, Resource, ResourceError, api, page, resource
from . import canary_runs
from .canaries import Canary, Conflict, Run, canaries
from .rum_monitors import iso
from .settings import REGION, truth


@resource("AWS::Synthetics::Canary")
class CanaryResource(Resource):
    """Ref is the name; GetAtt Id, State. Like the service's handler it starts the canary and looks at no run."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        try:
            canary = canaries.create(properties)
        except ValueError as error:
            raise ResourceError(f"canary {properties.get('Name')}: {error}") from error
        if truth(properties.get("StartCanaryAfterCreation", False)):
            canaries.start(canary)
        return _made(canary)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get("Name") != new.get("Name"):
            raise Replace
        try:
            canary = canaries.update(made.physical_id, new)
        except (ValueError, KeyError) as error:
            raise ResourceError(f"canary {made.physical_id}: {error}") from error
        wanted = truth(new.get("StartCanaryAfterCreation", False))
        if wanted and canary.state in ("READY", "STOPPED"):
            canaries.start(canary)
        elif not wanted and canary.state == "RUNNING":
            canaries.stop(canary)
        return _made(canary)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        canaries.delete(made.physical_id)


def _made(canary: Canary) -> Made:
    return Made(canary.name, {"Id": canary.id, "State": canary.state})


def _answer(body: Any, status: int = 200, error: str | None = None) -> Response:
    headers = {"x-amzn-errortype": error} if error else None
    return Response(json.dumps(body), status, headers, content_type="application/json")


@api("synthetics")
def synthetics(request: Request) -> Response:
    parts = [unquote(part) for part in request.path.strip("/").split("/")]
    if request.method == "POST" and parts == ["canaries"]:
        return _answer({"Canaries": [describe(canary) for canary in canaries.all()]})
    if request.method == "POST" and parts == ["canaries", "last-run"]:
        return _answer(
            {
                "CanariesLastRun": [
                    {"CanaryName": c.name, "LastRun": _run(c, c.runs[-1])} for c in canaries.all() if c.runs
                ]
            }
        )
    if parts[0] != "canary" or len(parts) < 2:
        return _answer(
            {"Message": f"the lab does not emulate {request.method} {request.path} of Synthetics"},
            501,
            "NotImplementedException",
        )
    canary = canaries.get(parts[1])
    if canary is None:
        return _answer({"Message": f"no canary is named {parts[1]}"}, 404, "ResourceNotFoundException")
    try:
        return _of_canary(request.method, "/".join(parts[2:]), canary)
    except Conflict as error:
        return _answer({"Message": str(error)}, 409, "ConflictException")


def _of_canary(method: str, action: str, canary: Canary) -> Response:
    if method == "GET" and action == "":
        return _answer({"Canary": describe(canary)})
    if method == "POST" and action == "runs":
        return _answer({"CanaryRuns": [_run(canary, one) for one in reversed(canary.runs)]})
    if method == "POST" and action == "start":
        canaries.start(canary)
        return _answer({})
    if method == "POST" and action == "stop":
        canaries.stop(canary)
        return _answer({})
    if method == "DELETE" and action == "":
        if canary.state == "RUNNING":
            raise Conflict("Canary is in a state that can't be deleted: RUNNING")
        canaries.delete(canary.name)
        return _answer({})
    return _answer(
        {"Message": f"the lab does not emulate {method} {action} of a canary"}, 501, "NotImplementedException"
    )


def describe(canary: Canary) -> dict[str, Any]:
    properties = canary.properties
    run = {key: value for key, value in canary.run_config.items() if key != "EnvironmentVariables"}
    schedule = {"Expression": properties["Schedule"]["Expression"]}
    return {
        "Id": canary.id,
        "Name": canary.name,
        "Code": {"Handler": canary.handler},
        "ArtifactS3Location": properties["ArtifactS3Location"].removeprefix("s3://"),
        "ExecutionRoleArn": properties["ExecutionRoleArn"],
        "RuntimeVersion": properties["RuntimeVersion"],
        "Schedule": schedule,
        "Status": {"State": canary.state},
        "RunConfig": {key: truth(v) if key == "ActiveTracing" else int(v) for key, v in run.items()},
        "SuccessRetentionPeriodInDays": int(properties.get("SuccessRetentionPeriod", 31)),
        "FailureRetentionPeriodInDays": int(properties.get("FailureRetentionPeriod", 31)),
        "Timeline": {"Created": canary.created, "LastModified": canary.modified},
        "Tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []},
    }


def _run(canary: Canary, run: Run) -> dict[str, Any]:
    status: dict[str, Any] = {"State": run.state}
    if run.reason:
        status["StateReason"] = run.reason
    if run.reason_code:
        status["StateReasonCode"] = run.reason_code
    timeline = {"Started": run.started, **({"Completed": run.completed} if run.completed else {})}
    return {
        "Id": run.id,
        "Name": canary.name,
        "Status": status,
        "Timeline": timeline,
        "Location": REGION,
        "ArtifactS3Location": run.artifacts,
    }


@page("/lab/canaries/<name>/run")
def run_now(request: Request, name: str) -> Response:
    """POST plays the canary now and answers when it has ended; the deployed schedule is not waited for."""
    if request.method != "POST":
        return _answer({"error": "POST runs the canary"}, 405)
    canary = canaries.get(name)
    if canary is None:
        return _answer({"error": f"no canary is named {name}"}, 404)
    run = canary_runs.run(canary)
    return _answer(
        {
            "canary": canary.name,
            "id": run.id,
            "state": run.state,
            "reason": run.reason,
            "reasonCode": run.reason_code,
            "started": iso(run.started),
            "durationMs": run.duration_ms,
            "artifacts": run.artifacts,
            "note": "run on demand by the lab; the schedule is deployed but not waited for",
            "steps": [
                {"name": s.name, "passed": s.passed, "durationMs": s.duration_ms, "error": s.error} for s in run.steps
            ],
        }
    )
