"""AWS::RUM::AppMonitor, and the control plane of CloudWatch RUM as far as telemetry needs it."""

from __future__ import annotations

import json
from typing import Any
from urllib.parse import unquote

from werkzeug.wrappers import Request, Response

from ..registry import Context, Made, Replace, Resource, ResourceError, api, resource
from .rum_dataplane import put_rum_events
from .rum_monitors import AlreadyExists, Monitor, QuotaExceeded, monitors


@resource("AWS::RUM::AppMonitor")
class AppMonitor(Resource):
    """Ref is the name, GetAtt Id the UUID that clients send to."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        try:
            monitor = monitors.create(properties)
        except ValueError as error:
            raise ResourceError(f"app monitor {properties.get('Name')}: {error}") from error
        return Made(monitor.name, {"Id": monitor.id})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get("Name") != new.get("Name") or old.get("Platform", "Web") != new.get("Platform", "Web"):
            raise Replace
        monitor = monitors.get(made.physical_id)
        if monitor is None:
            raise ResourceError(f"app monitor {made.physical_id} does not exist")
        try:
            monitor.apply(new)
        except ValueError as error:
            raise ResourceError(f"app monitor {monitor.name}: {error}") from error
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        monitors.delete(made.physical_id)


def _error(code: str, message: str, status: int) -> Response:
    return Response(
        json.dumps({"message": message}), status, {"x-amzn-errortype": code}, content_type="application/json"
    )


def _ok(body: Any) -> Response:
    return Response(json.dumps(body), 200, content_type="application/json")


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
        return _error("ConflictException", str(error), 409)
    except QuotaExceeded as error:
        return _error("ServiceQuotaExceededException", str(error), 402)
    except ValueError as error:
        return _error("ValidationException", str(error), 400)


def _route(method: str, parts: list[str], body: dict[str, Any]) -> Response:
    if method == "POST" and parts[0] == "appmonitors" and len(parts) == 1:
        return _ok({"AppMonitorSummaries": [_summary(monitor) for monitor in monitors.all()]})
    if method == "POST" and parts == ["appmonitor"]:
        tags = [{"Key": key, "Value": value} for key, value in (body.pop("Tags", None) or {}).items()]
        return _ok({"Id": monitors.create({**body, **({"Tags": tags} if tags else {})}).id})
    if parts[0] in ("appmonitor", "rummetrics") and len(parts) >= 2:
        monitor = monitors.get(parts[1])
        if monitor is None:
            return _error("ResourceNotFoundException", f"no app monitor is named {parts[1]}", 404)
        return _of_monitor(method, parts, body, monitor)
    return _not_emulated(method, parts)


def _not_emulated(method: str, parts: list[str]) -> Response:
    return _error("NotImplementedException", f"the lab does not emulate {method} /{'/'.join(parts)} of RUM", 501)


def _of_monitor(method: str, parts: list[str], body: dict[str, Any], monitor: Monitor) -> Response:
    action = "/".join([parts[0], *parts[2:]])
    if action == "appmonitor" and method == "GET":
        return _ok({"AppMonitor": monitor.describe()})
    if action == "appmonitor" and method == "DELETE":
        monitors.delete(monitor.name)
        return _ok({})
    if action == "appmonitor" and method == "PATCH":
        monitor.apply({**monitor.properties, **body})
        return _ok({})
    if action == "appmonitor/policy" and method == "GET":
        if monitor.policy is None:
            return _error("PolicyNotFoundException", "the app monitor has no resource policy", 404)
        return _ok({"PolicyDocument": json.dumps(monitor.policy)})
    if action == "appmonitor/policy" and method == "PUT":
        monitor.apply({**monitor.properties, "ResourcePolicy": body})
        return _ok({"PolicyDocument": json.dumps(monitor.policy)})
    if action == "appmonitor/policy" and method == "DELETE":
        monitor.apply({k: v for k, v in monitor.properties.items() if k != "ResourcePolicy"})
        return _ok({})
    if action == "appmonitor/data" and method == "POST":
        after = float(body.get("TimeRange", {}).get("After", 0)) / 1000
        chosen = [json.dumps(event) for event in monitor.events if event["event_timestamp"] / 1000 >= after]
        return _ok({"Events": chosen[: int(body.get("MaxResults") or 100)]})
    if action == "rummetrics/metrics" and method == "GET":
        return _ok(
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
        return _ok({"Destinations": found})
    return _not_emulated(method, parts)


def _summary(monitor: Monitor) -> dict[str, Any]:
    described = monitor.describe()
    return {key: described[key] for key in ("Name", "Id", "Created", "LastModified", "State", "Platform")}
