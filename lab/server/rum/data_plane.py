"""The data plane of CloudWatch RUM: PutRumEvents, refused where the service would refuse.

Deviations, by choice: the quota of 50 events a second is counted but does not throttle, and repeated event ids are
counted but not removed, since RUM documents no deduplication.
https://docs.aws.amazon.com/cloudwatchrum/latest/APIReference/API_PutRumEvents.html
"""

from __future__ import annotations

import re
import time
from collections import Counter
from typing import Any
from urllib.parse import urlsplit

from werkzeug.wrappers import Request, Response

from ..access import policies, signature
from ..access.credentials import Credential
from ..cloudwatch import xray
from ..properties import truth
from ..registry import host
from ..settings import ACCOUNT, REGION
from ..wire import answer
from . import logs, metrics, policy
from .body import InvalidBody, check, decode, is_custom, is_uuid
from .monitors import Monitor, monitors

EVENTS_PER_SECOND = 50
TRACE = "com.amazon.rum.xray_trace_event"
CANARY_MARK = "CloudWatchSynthetics"
_seconds: Counter = Counter()  # events by second of arrival, for the quota


class Refused(Exception):
    def __init__(self, status: int, code: str, reason: str, message: str):
        super().__init__(message)
        self.status, self.code, self.reason = status, code, reason


def over_quota() -> int:
    """Events beyond 50 in a second, which the service may throttle."""
    return sum(max(0, count - EVENTS_PER_SECOND) for count in _seconds.values())


@host(f"dataplane.rum.{REGION}.amazonaws.com")
def data_plane(request: Request) -> Response:
    match = re.match(r"^/appmonitors/([^/]+)/?$", request.path)
    if request.method == "OPTIONS":
        return _with_cors(Response(status=200), request)
    if not match or request.method != "POST":
        return _with_cors(
            answer({"message": f"no operation {request.method} {request.path}"}, 404, "UnknownOperationException"),
            request,
        )
    return put_rum_events(request, match.group(1))


def put_rum_events(request: Request, identifier: str) -> Response:
    monitor = monitors.by_id(identifier)
    try:
        _put(request, identifier, monitor)
        return _with_cors(answer({}), request)
    except Refused as refusal:
        (monitor.refused if monitor else monitors.unknown)[refusal.reason] += 1
        return _with_cors(answer({"message": str(refusal)}, refusal.status, refusal.code), request)


def _put(request: Request, identifier: str, monitor: Monitor | None) -> None:
    if not is_uuid(identifier):
        raise Refused(400, "ValidationException", "bad app monitor id", f"{identifier!r} is no UUID")
    if monitor is None:
        raise Refused(
            404, "ResourceNotFoundException", "unknown app monitor", f"no app monitor has the id {identifier}"
        )
    page = request.headers.get("Origin") or request.headers.get("Referer")
    if not monitor.serves(urlsplit(page).hostname if page else None):
        raise Refused(
            403,
            "AccessDeniedException",
            "domain not allowed",
            f"{page or 'a request without Origin and Referer'} is not of {', '.join(monitor.domains)}",
        )
    try:
        body = decode(request.get_data(), request.headers.get("Content-Encoding"))
        _authorize(request, monitor, body.get("Alias"))
        events = check(body, monitor.id)
    except InvalidBody as error:
        raise Refused(400, "ValidationException", error.reason, str(error)) from error
    canary = CANARY_MARK in (request.headers.get("User-Agent") or "")
    with monitors.lock:
        _seconds[int(time.time())] += len(events)
        stored = [_accept(monitor, event, body, canary) for event in events]
    if monitor.logs:
        logs.write(monitor.log_group, [event for event in stored if event])


def _authorize(request: Request, monitor: Monitor, alias: Any) -> None:
    """By the identity's own policies or by the monitor's; a Deny of either wins."""
    credential = _identify(request)
    caller = policy.Caller(
        source_ip=request.remote_addr or "127.0.0.1",
        referer=request.headers.get("Referer"),
        alias=alias if isinstance(alias, str) else None,
        principal=credential.account if credential else None,
    )
    if credential is None:
        if not policy.allows(monitor.policy, monitor.arn, caller):
            reason = "unsigned without resource policy" if monitor.policy is None else "resource policy does not allow"
            raise _denied(reason, f"rum:PutRumEvents on {monitor.arn}: {reason}")
        return
    verdict = policies.of_identity(credential, policy.ACTION, monitor.arn, caller.keys())
    if verdict == "Deny" or policy.denies(monitor.policy, monitor.arn, caller):
        raise _denied("denied by a policy", _unauthorized(credential, monitor, "with an explicit deny"))
    if verdict != "Allow" and not policy.allows(monitor.policy, monitor.arn, caller):
        missing = f"because no identity-based policy allows the {policy.ACTION} action"
        raise _denied("identity without permission", _unauthorized(credential, monitor, missing))


def _identify(request: Request) -> Credential | None:
    """Whose signature it is; None for a request without one."""
    if not signature.is_signed(request):
        return None
    try:
        credential = signature.verify(request, "rum")
    except signature.Rejected as rejected:
        raise Refused(403, rejected.code, rejected.reason, str(rejected)) from rejected
    if credential.account != ACCOUNT:
        message = f"{credential.principal} is of another account, which app monitors do not support"
        raise _denied("credential of another account", message)
    return credential


def _unauthorized(credential: Credential, monitor: Monitor, why: str) -> str:
    who = f"User: {credential.principal} is not authorized to perform: {policy.ACTION}"
    return f"{who} on resource: {monitor.arn} {why}"


def _denied(reason: str, message: str) -> Refused:
    return Refused(403, "AccessDeniedException", reason, message)


def _accept(monitor: Monitor, event: dict[str, Any], body: dict[str, Any], canary: bool) -> dict[str, Any] | None:
    """The event as it is stored; None where it is dropped."""
    if is_custom(event["type"]) and not monitor.custom_events:
        monitor.dropped["custom events are disabled"] += 1
        return None
    if event["id"] in monitor.event_ids:
        monitor.repeated += 1
    monitor.event_ids.add(event["id"])
    monitor.accepted[event["type"]] += 1
    monitor.from_canaries += canary
    details, user = body["AppMonitorDetails"], body["UserDetails"]
    stored = {
        "event_timestamp": int(event["timestamp"] * 1000),
        "event_type": event["type"],
        "event_id": event["id"],
        "event_version": "1.0.0",
        "log_stream": time.strftime("%Y-%m-%dT%H", time.gmtime(event["timestamp"])),
        "application_id": monitor.id,
        "application_version": details.get("version", "1.0.0"),
        "application_name": monitor.name,
        "account_id": ACCOUNT,
        "batch_id": body["BatchId"],
        "metadata": event["metadata"],
        "user_details": user,
        "event_details": event["details"],
    }
    if event["type"] == TRACE and truth(monitor.configuration.get("EnableXRay", False)):
        xray.take_from_rum(event["details"])
    monitor.events.append(stored)
    metrics.publish(monitor, stored, event["size"])
    return stored


def _with_cors(response: Response, request: Request) -> Response:
    response.headers["Access-Control-Allow-Origin"] = request.headers.get("Origin") or "*"
    response.headers["Access-Control-Allow-Methods"] = "POST, OPTIONS"
    response.headers["Access-Control-Allow-Headers"] = request.headers.get(
        "Access-Control-Request-Headers",
        "content-type, content-encoding, authorization, x-amz-date, x-amz-security-token",
    )
    response.headers["Access-Control-Expose-Headers"] = "x-amzn-errortype"
    response.headers["Access-Control-Max-Age"] = "600"
    return response
