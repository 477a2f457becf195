"""The API of CloudWatch Synthetics, as far as telemetry needs it; the rest is refused.

https://docs.aws.amazon.com/AmazonSynthetics/latest/APIReference/API_Operations.html
"""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from ..answers import answer
from ..properties import truth
from ..registry import api
from ..settings import REGION, arn
from .canaries import Canary, Conflict, Run, canaries
from .runs import run_dry
from .validation import InvalidCanary, require


class NotEmulated(Exception):
    pass


@api("synthetics")
def synthetics(request: Request) -> Response:
    try:
        return answer(_route(request))
    except Conflict as error:
        return answer({"Message": str(error)}, 409, "ConflictException")
    except InvalidCanary as error:
        return answer({"Message": str(error)}, 400, "ValidationException")
    except LookupError as error:
        return answer({"Message": str(error.args[0])}, 404, "ResourceNotFoundException")
    except NotEmulated:
        message = f"the lab does not emulate {request.method} {request.path} of Synthetics"
        return answer({"Message": message}, 501, "NotImplementedException")


def _route(request: Request) -> dict[str, Any]:
    body = json.loads(request.get_data() or b"{}")
    parts = [unquote(part) for part in request.path.strip("/").split("/")]
    if request.method == "POST" and parts == ["canaries"]:
        return _page("Canaries", [describe(canary) for canary in _named(body, 5)], body, 20)
    if request.method == "POST" and parts == ["canaries", "last-run"]:
        last = [(c, [run for run in c.runs if not run.dry_run]) for c in _named(body, 5)]
        known = [{"CanaryName": c.name, "LastRun": _run(c, runs[-1])} for c, runs in last if runs]
        return _page("CanariesLastRun", known, body, 100)
    if parts[0] != "canary" or len(parts) < 2:
        raise NotEmulated
    canary = canaries.get(parts[1])
    if canary is None:
        raise LookupError(f"Canary not found: {arn('synthetics', f'canary:{parts[1]}')}")
    return _of_canary(request, "/".join(parts[2:]), canary, body)


def _of_canary(request: Request, action: str, canary: Canary, body: dict[str, Any]) -> dict[str, Any]:
    operation = (request.method, action)
    if operation == ("GET", ""):
        return {"Canary": describe(canary, request.args.get("dryRunId"))}
    if operation == ("POST", "runs"):
        return _page("CanaryRuns", [_run(canary, run) for run in reversed(_runs(canary, body))], body, 100)
    if operation == ("POST", "start"):
        canaries.start(canary)
        return {}
    if operation == ("POST", "stop"):
        canaries.stop(canary)
        return {}
    if operation == ("POST", "dry-run/start"):
        require(not body, f"the lab plays a canary dry as it is, and not with another {', '.join(sorted(body))}")
        return {"DryRunConfig": _dry_run(run_dry(canary))}
    if operation == ("DELETE", ""):
        if canary.state not in ("READY", "STOPPED"):
            raise Conflict(f"Canary is in a state that can't be deleted: {canary.state}")
        canaries.delete(canary.name)
        return {}
    raise NotEmulated


def _named(body: dict[str, Any], most: int) -> list[Canary]:
    names = body.get("Names")
    require(names is None or 1 <= len(names) <= most, f"Names has {len(names or [])} names, expected 1 to {most}")
    return [canary for canary in canaries.all() if names is None or canary.name in names]


def _runs(canary: Canary, body: dict[str, Any]) -> list[Run]:
    kind, dry_run = body.get("RunType", "CANARY_RUN"), body.get("DryRunId")
    require(kind in ("CANARY_RUN", "DRY_RUN"), f"RunType is {kind!r}, expected CANARY_RUN or DRY_RUN")
    require(dry_run is None or kind == "DRY_RUN", "DryRunId cannot be given with RunType CANARY_RUN")
    if kind == "CANARY_RUN":
        return [run for run in canary.runs if not run.dry_run]
    return [run for run in canary.dry_runs if dry_run is None or run.dry_run == dry_run]


def _page(name: str, items: list[dict[str, Any]], body: dict[str, Any], most: int) -> dict[str, Any]:
    size = body.get("MaxResults", most)
    require(1 <= size <= most, f"MaxResults is {size}, expected 1 to {most}")
    token = str(body.get("NextToken", "from0"))
    require(token.startswith("from") and token[4:].isdigit(), f"NextToken {token!r} is none of this list")
    start = int(token[4:])
    more = {"NextToken": f"from{start + size}"} if start + size < len(items) else {}
    return {name: items[start : start + size], **more}


def describe(canary: Canary, dry_run: str | None = None) -> dict[str, Any]:
    properties = canary.properties
    run = {key: value for key, value in canary.run_config.items() if key != "EnvironmentVariables"}
    retries = (properties["Schedule"].get("RetryConfig") or {}).get("MaxRetries")
    schedule = {
        "Expression": properties["Schedule"]["Expression"],
        **({"RetryConfig": {"MaxRetries": int(retries)}} if retries is not None else {}),
    }
    timeline = {
        "Created": canary.created,
        "LastModified": canary.modified,
        **({"LastStarted": canary.started} if canary.started else {}),
        **({"LastStopped": canary.stopped} if canary.stopped else {}),
    }
    dry_runs = [one for one in canary.dry_runs if dry_run is None or one.dry_run == dry_run]
    if dry_run and not dry_runs:
        raise LookupError(f"Dry run not found: {dry_run}")
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
        "Timeline": timeline,
        "Tags": {tag["Key"]: tag["Value"] for tag in properties.get("Tags") or []},
        **({"DryRunConfig": _dry_run(dry_runs[-1])} if dry_runs else {}),
    }


def _dry_run(run: Run) -> dict[str, Any]:
    return {"DryRunId": run.dry_run, "LastDryRunExecutionStatus": run.state if run.completed else "RUNNING"}


def _run(canary: Canary, run: Run) -> dict[str, Any]:
    """What is known of a run before its end is only that it runs."""
    ended = run.completed is not None
    status: dict[str, Any] = {"State": run.state if ended else "RUNNING"}
    if ended and run.reason:
        status["StateReason"] = run.reason
    if ended and run.reason_code:
        status["StateReasonCode"] = run.reason_code
    if ended:
        status["TestResult"] = "UNKNOWN" if run.reason_code == "EXECUTION_FAILURE" else run.state
    return {
        "Id": run.id,
        "Name": canary.name,
        "Status": status,
        "Timeline": {"Started": run.started, **({"Completed": run.completed} if ended else {})},
        "Location": REGION,
        **({"ArtifactS3Location": run.artifacts} if ended else {}),
        **({"DryRunConfig": {"DryRunId": run.dry_run}} if run.dry_run else {}),
    }
