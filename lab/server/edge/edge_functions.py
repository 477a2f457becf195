"""CloudFront Functions of viewer requests: the deployed code, run by Node.js in a context without anything else.

Not emulated: compute utilization, and functions of other event types.
https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/functions-event-structure.html
"""

from __future__ import annotations

import base64
import itertools
import json
import threading
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.parse import parse_qsl, quote, unquote

from werkzeug.wrappers import Request, Response

from ..compute.children import spawn
from ..registry import ResourceError
from ..wire import raw_path
from .distributions import Distribution
from .origins import error

RUNNER = Path(__file__).parent / "function-runner.cjs"
MAX_BYTES = 10 * 1024
RUNTIME = "cloudfront-js-2.0"
_READ_ONLY = {"content-length", "host", "transfer-encoding", "via"}
_DISALLOWED = {"connection", "expect", "keep-alive", "trailer", "upgrade", "x-cache", "x-forwarded-proto", "x-real-ip"}
_DISALLOWED_STARTS = ("proxy-", "x-accel-", "x-amz-cf-", "x-amzn-", "x-edge-")


@dataclass
class Function:
    arn: str
    name: str
    code: str
    published: bool
    stores: list[str] = field(default_factory=list)  # ARNs of key value stores
    runs: int = 0
    failures: list[str] = field(default_factory=list)


functions: dict[str, Function] = {}
stores: dict[str, dict[str, str]] = {}  # key value stores by ARN


class _Runner:
    """One process for all functions, started when the first one is deployed."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self.process: Any = None
        self.numbers = itertools.count()

    def ask(self, question: dict[str, Any]) -> dict[str, Any]:
        with self.lock:
            if self.process is None or self.process.poll() is not None:
                self.process = spawn(["node", str(RUNNER)], stdin=-1, stdout=-1)
            number = next(self.numbers)
            self.process.stdin.write(json.dumps(question | {"id": number}).encode() + b"\n")
            self.process.stdin.flush()
            while True:
                line = self.process.stdout.readline()
                if not line:
                    raise RuntimeError("the runner of CloudFront functions ended")
                answer: dict[str, Any] = json.loads(line)
                if answer["id"] == number:
                    return answer


_runner = _Runner()


def check_code(code: str, runtime: str) -> None:
    if runtime != RUNTIME:
        raise ResourceError(f"the lab runs functions of {RUNTIME} only, got {runtime}")
    if len(code.encode()) > MAX_BYTES:
        raise ResourceError(f"The function code has {len(code.encode())} bytes, the limit is {MAX_BYTES}")
    complaint = _runner.ask({"code": code}).get("complaint")
    if complaint:
        raise ResourceError(f"The function's code is invalid: {complaint}")


def check_associations(behavior: dict[str, Any]) -> None:
    for association in behavior.get("FunctionAssociations") or []:
        function = functions.get(association["FunctionARN"])
        if association["EventType"] != "viewer-request":
            raise ResourceError(f"the lab does not run functions of {association['EventType']}")
        if function is None or not function.published:
            raise ResourceError(f"The function {association['FunctionARN']} is not published to the LIVE stage")


def viewer_request(request: Request, distribution: Distribution, behavior: dict[str, Any]) -> Request | Response:
    """The request as the behavior's function changed it, or the response that it made."""
    association = next(iter(behavior.get("FunctionAssociations") or []), None)
    if association is None:
        return request
    function = functions[association["FunctionARN"]]
    function.runs += 1
    event = _event(request, distribution)
    held = {arn.rsplit("/", 1)[-1]: stores[arn] for arn in function.stores}
    answer = _runner.ask({"code": function.code, "event": event, "stores": held})
    try:
        if "error" in answer:
            raise _Failure(503, answer["error"])
        result = answer["result"]
        if not isinstance(result, dict):
            raise _Failure(502, "the function returned neither request nor response")
        return _response(result) if "statusCode" in result else _changed(request, event["request"], result)
    except _Failure as failure:
        function.failures.append(str(failure))
        return error(failure.status, f"The CloudFront function associated with the distribution failed: {failure}")


class _Failure(Exception):
    def __init__(self, status: int, message: str):
        super().__init__(message)
        self.status = status


def _event(request: Request, distribution: Distribution) -> dict[str, Any]:
    headers: dict[str, Any] = {}
    for name, value in request.headers:
        if name.lower() != "cookie":
            headers[name.lower()] = {"value": value}
    cookies = [part.strip().split("=", 1) for part in request.headers.get("Cookie", "").split(";") if "=" in part]
    query = parse_qsl(request.query_string.decode(), keep_blank_values=True)
    return {
        "version": "1.0",
        "context": {
            "distributionDomainName": distribution.domain,
            "distributionId": distribution.id,
            "eventType": "viewer-request",
            "requestId": "lab",
        },
        "viewer": {"ip": request.remote_addr},
        "request": {
            "method": request.method,
            "uri": raw_path(request),
            "querystring": {key: {"value": value} for key, value in query},
            "headers": headers,
            "cookies": {key: {"value": value} for key, value in cookies},
        },
    }


def _changed(request: Request, before: dict[str, Any], after: dict[str, Any]) -> Request:
    if after.get("method") != before["method"]:
        raise _Failure(502, "a function cannot change the method")
    uri = after.get("uri")
    if not isinstance(uri, str) or not uri.startswith("/"):
        raise _Failure(502, f"the uri {uri!r} does not begin with /")
    headers = after.get("headers") or {}
    for name in set(headers) | set(before["headers"]):
        if headers.get(name) == before["headers"].get(name):
            continue
        if name != name.lower():
            raise _Failure(502, f"the header name {name!r} is not in lower case")
        if name in _READ_ONLY or name in _DISALLOWED or name.startswith(_DISALLOWED_STARTS):
            raise _Failure(502, f"a function cannot set or remove the header {name}")
    environ = {k: v for k, v in request.environ.items() if not k.startswith(("HTTP_", "werkzeug."))}
    for name, entry in headers.items():
        if name not in ("content-type", "content-length"):
            environ[f"HTTP_{name.upper().replace('-', '_')}"] = entry["value"]
    environ["CONTENT_TYPE"] = headers.get("content-type", {}).get("value", "")
    cookies = "; ".join(f"{key}={entry['value']}" for key, entry in (after.get("cookies") or {}).items())
    if cookies:
        environ["HTTP_COOKIE"] = cookies
    query = "&".join(f"{k}={entry['value']}" for k, entry in (after.get("querystring") or {}).items())
    raw = quote(uri, safe="/%:@!$&'()*+,;=~")
    environ["PATH_INFO"], environ["QUERY_STRING"] = unquote(raw), query
    environ["RAW_URI"] = raw + (f"?{query}" if query else "")
    changed = Request(environ)
    changed.get_data = request.get_data  # type: ignore[method-assign] - the body was read already
    return changed


def _response(result: dict[str, Any]) -> Response:
    body = result.get("body") or ""
    if isinstance(body, dict):
        data = body.get("data", "")
        body = base64.b64decode(data) if body.get("encoding") == "base64" else data
    status = result["statusCode"]
    if not isinstance(status, int) or not 100 <= status <= 599:
        raise _Failure(502, f"the statusCode {status!r} is none")
    response = Response(body, status)
    response.headers.pop("Content-Type", None)
    for name, entry in (result.get("headers") or {}).items():
        response.headers[name] = entry["value"]
    return response
