"""The control plane of CloudWatch RUM as far as telemetry needs it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from ..answers import answer
from ..registry import api
from .data_plane import put_rum_events
from .monitors import AlreadyExists, Monitor, QuotaExceeded, monitors


@api("rum")
def control_plane(request: Request) -> Response:
    """Reads and simple writes; what is not emulated says so instead of pretending."""
    parts = [unquote(part) for part in request.path.strip("/").split("/")]
    if request.method == "POST" and parts[0] == "appmonitors" and len(parts) == 2:
        return put_rum_events(request, parts[1])  # with one endpoint URL for all, the SDKs send it here
    body = json.loads(request.get_data() or b"{}")
    try:
        return _route(request.method, parts, body)
    except AlreadyExists as error:
        return answer({"message": str(error)}, 409, "ConflictException")
    except QuotaExceeded as error:
        return answer({"message": str(error)}, 402, "ServiceQuotaExceededException")
    except ValueError as error:
        return answer({"message": str(error)}, 400, "ValidationException")


def _route(method: str, parts: list[str], body: dict[str, Any]) -> Response:
    if method == "POST" and parts[0] == "appmonitors" and len(parts) == 1:
        return answer({"AppMonitorSummaries": [_summary(monitor) for monitor in monitors.all()]})
    if method == "POST" and parts == ["appmonitor"]:
        tags = [{"Key": key, "Value": value} for key, value in (body.pop("Tags", None) or {}).items()]
        return answer({"Id": monitors.create({**body, **({"Tags": tags} if tags else {})}).id})
    if parts[0] in ("appmonitor", "rummetrics") and len(parts) >= 2:
        monitor = monitors.get(parts[1])
        if monitor is None:
            return answer({"message": f"no app monitor is named {parts[1]}"}, 404, "ResourceNotFoundException")
        return _of_monitor(method, parts, body, monitor)
    return _not_emulated(method, parts)


def _not_emulated(method: str, parts: list[str]) -> Response:
    return answer(
        {"message": f"the lab does not emulate {method} /{'/'.join(parts)} of RUM"}, 501, "NotImplementedException"
    )


def _of_monitor(method: str, parts: list[str], body: dict[str, Any], monitor: Monitor) -> Response:
    action = "/".join([parts[0], *parts[2:]])
    if action == "appmonitor" and method == "GET":
        return answer({"AppMonitor": monitor.describe()})
    if action == "appmonitor" and method == "DELETE":
        monitors.delete(monitor.name)
        return answer({})
    if action == "appmonitor" and method == "PATCH":
        monitor.apply({**monitor.properties, **body})
        return answer({})
    if action == "appmonitor/policy" and method == "GET":
        if monitor.policy is None:
            return answer({"message": "the app monitor has no resource policy"}, 404, "PolicyNotFoundException")
        return answer({"PolicyDocument": json.dumps(monitor.policy)})
    if action == "appmonitor/policy" and method == "PUT":
        monitor.apply({**monitor.properties, "ResourcePolicy": body})
        return answer({"PolicyDocument": json.dumps(monitor.policy)})
    if action == "appmonitor/policy" and method == "DELETE":
        monitor.apply({k: v for k, v in monitor.properties.items() if k != "ResourcePolicy"})
        return answer({})
    if action == "appmonitor/data" and method == "POST":
        after = float(body.get("TimeRange", {}).get("After", 0)) / 1000
        chosen = [json.dumps(event) for event in monitor.events if event["event_timestamp"] / 1000 >= after]
        return answer({"Events": chosen[: int(body.get("MaxResults") or 100)]})
    if action == "rummetrics/metrics" and method == "GET":
        return answer(
            {
                "MetricDefinitions": [
                    {
                        "MetricDefinitionId": f"{monitor.id}-{at}",
                        "Name": d.name,
                        "EventPattern": json.dumps(d.pattern),
                        "DimensionKeys": d.dimensions,
                        **{
                            key: value
                            for key, value in (
                                ("Namespace", d.namespace),
                                ("ValueKey", d.value_key),
                                ("UnitLabel", d.unit),
                            )
                            if value
                        },
                    }
                    for at, d in enumerate(monitor.definitions)
                ]
            }
        )
    if action == "rummetrics/metricsdestination" and method == "GET":
        found = [{"Destination": d["Destination"]} for d in monitor.configuration.get("MetricDestinations") or []]
        return answer({"Destinations": found})
    return _not_emulated(method, parts)


def _summary(monitor: Monitor) -> dict[str, Any]:
    described = monitor.describe()
    return {key: described[key] for key in ("Name", "Id", "Created", "LastModified", "State", "Platform")}
