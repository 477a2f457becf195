"""Function URLs: a request becomes an event of payload format 2.0, and the function's answer a response.

https://docs.aws.amazon.com/lambda/latest/dg/urls-invocation.html
"""

from __future__ import annotations

import base64
import hashlib
import json
import time
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.awslambda.models import lambda_backends
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from ..compute import functions
from ..settings import ACCOUNT, REGION
from ..wire import raw_path
from .distributions import Distribution

TEXTUAL = (
    "text/",
    "application/json",
    "application/javascript",
    "application/xml",
    "application/x-www-form-urlencoded",
)


def forbidden(message: str) -> Response:
    return Response(json.dumps({"Message": message}), 403, content_type="application/json")


def respond_directly(request: Request) -> Response:
    """Without CloudFront: unsigned, so only URLs of auth type NONE answer."""
    name = request.host.rsplit(":", 1)[0]
    url = functions.urls.get(name)
    if url is None or url["auth"] != "NONE" or not _permits(url, "*"):
        return forbidden("Forbidden")
    return invoke(request, name, url, request.headers)


def through(request: Request, distribution: Distribution, origin: dict[str, Any], headers: Headers) -> Response:
    """From CloudFront, which signs requests if the origin has an access control."""
    name = origin["DomainName"]
    url = functions.urls.get(name)
    if url is None:
        return Response("the lab has no such function URL", 502, content_type="text/plain")
    if url["auth"] == "AWS_IAM":
        if not origin.get("OriginAccessControlId"):
            return forbidden("Forbidden")
        if not _permits(url, "cloudfront.amazonaws.com", distribution.arn):
            return forbidden("Forbidden. For troubleshooting Function URL authorization issues, see the documentation")
        if not _body_hash_fits(request):
            return forbidden("The request signature we calculated does not match the signature you provided.")
    elif not _permits(url, "*"):
        return forbidden("Forbidden. For troubleshooting Function URL authorization issues, see the documentation")
    return invoke(request, name, url, headers)


def _permits(url: dict[str, Any], principal: str, source: str = "") -> bool:
    """Whether the function's policy has both permissions that a URL asks for, also one that anybody may call.

    https://docs.aws.amazon.com/lambda/latest/dg/urls-auth.html
    """
    function = lambda_backends[ACCOUNT][REGION].get_function(url["function"])
    found = {
        statement["Action"]
        for statement in function.policy.statements
        if principal in json.dumps(statement["Principal"]) and source in json.dumps(statement)
    }
    return {"lambda:InvokeFunctionUrl", "lambda:InvokeFunction"} <= found


def _body_hash_fits(request: Request) -> bool:
    """CloudFront does not hash bodies: a client that sends one has to, or the signature fails."""
    body = request.get_data()
    return not body or request.headers.get("x-amz-content-sha256") == hashlib.sha256(body).hexdigest()


def invoke(request: Request, domain: str, url: dict[str, Any], headers: Headers) -> Response:
    function = lambda_backends[ACCOUNT][REGION].get_function(url["function"])
    answer = functions.invoke(function, event_of(request, domain, headers))
    if "error" in answer:
        return Response('{"Message":"Internal Server Error"}', 502, content_type="application/json")
    return response_of(answer["result"])


def event_of(request: Request, domain: str, headers: Headers) -> dict[str, Any]:
    body = request.get_data()
    textual = (request.content_type or "").startswith(TEXTUAL)
    path = raw_path(request)
    now = time.time()
    event: dict[str, Any] = {
        "version": "2.0",
        "routeKey": "$default",
        "rawPath": path,
        "rawQueryString": request.query_string.decode(),
        "headers": {name.lower(): value for name, value in headers.items() if name.lower() != "cookie"},
        "requestContext": {
            "accountId": "anonymous",
            "apiId": domain.split(".", maxsplit=1)[0],
            "domainName": domain,
            "domainPrefix": domain.split(".", maxsplit=1)[0],
            "http": {
                "method": request.method,
                "path": path,
                "protocol": "HTTP/1.1",
                "sourceIp": request.remote_addr,
                "userAgent": request.headers.get("User-Agent", ""),
            },
            "requestId": str(uuid4()),
            "routeKey": "$default",
            "stage": "$default",
            "time": datetime.fromtimestamp(now, UTC).strftime("%d/%b/%Y:%H:%M:%S +0000"),
            "timeEpoch": int(now * 1000),
        },
        "isBase64Encoded": bool(body) and not textual,
    }
    if "Cookie" in headers:
        event["cookies"] = [part.strip() for part in headers["Cookie"].split(";")]
    if request.args:
        event["queryStringParameters"] = {key: ",".join(request.args.getlist(key)) for key in request.args}
    if body:
        event["body"] = body.decode() if textual else base64.b64encode(body).decode()
    return event


def response_of(result: Any) -> Response:
    if not isinstance(result, dict) or "statusCode" not in result:
        return Response(json.dumps(result), 200, content_type="application/json")
    body = result.get("body", "")
    data = base64.b64decode(body) if result.get("isBase64Encoded") else str(body).encode()
    response = Response(data, int(result["statusCode"]), content_type="application/json")
    for name, value in (result.get("headers") or {}).items():
        response.headers[name] = str(value)
    for cookie in result.get("cookies") or []:
        response.headers.add("Set-Cookie", cookie)
    return response
