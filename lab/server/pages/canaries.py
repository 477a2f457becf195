"""/lab/canaries/<name>/run: the lab's own run button."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from ..answers import iso
from ..registry import page
from ..synthetics.canaries import canaries
from ..synthetics.runs import run
from .as_json import as_json


@page("/lab/canaries/<name>/run")
def run_now(request: Request, name: str) -> Response:
    """POST plays the canary now and answers when it has ended; the deployed schedule is not waited for."""
    if request.method != "POST":
        return as_json({"error": "POST runs the canary"}, 405)
    canary = canaries.get(name)
    if canary is None:
        return as_json({"error": f"no canary is named {name}"}, 404)
    done = run(canary)
    return as_json(
        {
            "canary": canary.name,
            "id": done.id,
            "state": done.state,
            "reason": done.reason,
            "reasonCode": done.reason_code,
            "started": iso(done.started),
            "durationMs": done.duration_ms,
            "artifacts": done.artifacts,
            "note": "run on demand by the lab; the schedule is deployed but not waited for",
            "steps": [
                {"name": s.name, "passed": s.passed, "durationMs": s.duration_ms, "error": s.error} for s in done.steps
            ],
        }
    )
