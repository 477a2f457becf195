"""What a distribution answers: behavior, origin, error pages and response headers, without a cache."""

from __future__ import annotations

import http.client
import json
import secrets
from typing import Any

from moto.elbv2.models import elbv2_backends
from moto.s3.models import s3_backends
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from ..clients import client
from ..compute import tasks
from ..registry import ACCOUNT, REGION
from . import function_urls
from .distributions import Distribution
from .response_headers import add_policy_headers

HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip


def respond(request: Request, distribution: Distribution) -> Response:
    behavior = distribution.behavior(request.path)
    if request.method not in (behavior.get("AllowedMethods") or ["GET", "HEAD"]):
        response = _error(403, "This distribution is not configured to allow the HTTP request method.")
    else:
        response = _from_origin(request, distribution, behavior, _object_path(request.path, distribution))
        response = _error_page(request, distribution, response)
    add_policy_headers(request, response, behavior.get("ResponseHeadersPolicyId"))
    response.headers["X-Cache"] = "Miss from cloudfront"
    response.headers["Via"] = f"1.1 {distribution.domain} (CloudFront)"
    response.headers["X-Amz-Cf-Id"] = secrets.token_urlsafe(40)
    return response


def _object_path(path: str, distribution: Distribution) -> str:
    root = distribution.config.get("DefaultRootObject")
    return f"/{root}" if path == "/" and root else path


def _from_origin(request: Request, distribution: Distribution, behavior: dict[str, Any], path: str) -> Response:
    origin = distribution.origin(behavior["TargetOriginId"])
    path = origin.get("OriginPath", "") + path
    domain = origin["DomainName"]
    headers = _forwarded_headers(request, origin)
    if ".s3." in domain or domain.endswith(".s3.amazonaws.com"):
        return _from_bucket(request, distribution, origin, domain.split(".s3.")[0], path.lstrip("/"))
    if ".lambda-url." in domain:
        return function_urls.through(request, distribution, origin, headers)
    port = _load_balanced_port(domain)
    if port is None:
        return _error(502, f"The lab has nothing that answers for {domain}.")
    raw_path = request.environ.get("RAW_URI", path).split("?")[0]
    return _from_process(request, headers, port, origin.get("OriginPath", "") + raw_path)


def _forwarded_headers(request: Request, origin: dict[str, Any]) -> Headers:
    """The viewer's headers, as ALL_VIEWER_EXCEPT_HOST_HEADER forwards them, whatever the behavior's policy says."""
    headers = Headers([(k, v) for k, v in request.headers if k.lower() not in HOP_BY_HOP and k.lower() != "host"])
    headers["Host"] = origin["DomainName"]
    headers["Via"] = "1.1 lab.cloudfront.net (CloudFront)"
    headers["X-Forwarded-For"] = request.remote_addr or "127.0.0.1"
    headers["X-Forwarded-Proto"] = "https"
    for header in origin.get("OriginCustomHeaders") or []:
        headers[header["HeaderName"]] = header["HeaderValue"]
    return headers


def _from_bucket(
    request: Request, distribution: Distribution, origin: dict[str, Any], bucket: str, key: str
) -> Response:
    if request.method not in ("GET", "HEAD"):
        return _error(403, "AccessDenied")
    if not origin.get("OriginAccessControlId") or not _bucket_lets(bucket, distribution):
        return _error(403, "AccessDenied")
    s3 = client("s3")
    try:
        found = s3.get_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as error:
        # Without s3:ListBucket S3 does not tell whether a key exists.
        missing = error.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404")
        return _error(403 if missing else 502, "AccessDenied")
    response = Response(found["Body"].read(), 200, content_type=found["ContentType"])
    response.headers["ETag"] = found["ETag"]
    response.last_modified = found["LastModified"]
    response.headers["x-amz-server-side-encryption"] = "AES256"
    for header, name in (("Cache-Control", "CacheControl"), ("Content-Encoding", "ContentEncoding")):
        if found.get(name):
            response.headers[header] = found[name]
    return response.make_conditional(request)


def _bucket_lets(bucket: str, distribution: Distribution) -> bool:
    found = s3_backends[ACCOUNT]["aws"].buckets.get(bucket)
    policy = json.loads(found.policy) if found is not None and found.policy else {}
    arn = f"arn:aws:cloudfront::{ACCOUNT}:distribution/{distribution.id}"
    return any(
        statement["Effect"] == "Allow" and "s3:GetObject" in json.dumps(statement) and arn in json.dumps(statement)
        for statement in policy.get("Statement", [])
    )


def _load_balanced_port(domain: str) -> int | None:
    backend = elbv2_backends[ACCOUNT][REGION]
    for balancer in backend.load_balancers.values():
        if balancer.dns_name.lower() != domain.lower():
            continue
        for listener in balancer.listeners.values():
            for group in _target_groups(listener.default_actions):
                port = tasks.port_of(group)
                if port:
                    return port
    return None


def _target_groups(actions: list[Any]) -> list[str]:
    groups = []
    for action in actions:
        data = action.data if hasattr(action, "data") else action
        if data.get("TargetGroupArn"):
            groups.append(data["TargetGroupArn"])
        groups += [group["TargetGroupArn"] for group in (data.get("ForwardConfig") or {}).get("TargetGroups") or []]
    return groups


def _from_process(request: Request, headers: Headers, port: int, path: str) -> Response:
    query = request.query_string.decode()
    target = path + (f"?{query}" if query else "")
    connection = http.client.HTTPConnection("127.0.0.1", port, timeout=30)
    try:
        body = request.get_data()
        connection.putrequest(request.method, target, skip_host=True, skip_accept_encoding=True)
        for name, value in headers.items():
            if name.lower() != "content-length":
                connection.putheader(name, value)
        if body or request.method in ("POST", "PUT", "PATCH"):
            connection.putheader("Content-Length", str(len(body)))
        connection.endheaders(body or None)
        answer = connection.getresponse()
        kept = [(k, v) for k, v in answer.getheaders() if k.lower() not in HOP_BY_HOP]
        return Response(answer.read(), answer.status, Headers(kept))
    except TimeoutError:
        return _error(504, "CloudFront wasn't able to get a response in time.")
    except (OSError, http.client.HTTPException):
        return _error(502, "CloudFront wasn't able to connect to the origin.")
    finally:
        connection.close()


def _error_page(request: Request, distribution: Distribution, response: Response) -> Response:
    for rule in distribution.config.get("CustomErrorResponses") or []:
        if int(rule["ErrorCode"]) != response.status_code:
            continue
        if not rule.get("ResponsePagePath"):
            return response
        page = rule["ResponsePagePath"]
        behavior = distribution.behavior(page)
        get = Request({**request.environ, "REQUEST_METHOD": "GET", "PATH_INFO": page, "HTTP_IF_NONE_MATCH": ""})
        replaced = _from_origin(get, distribution, behavior, page)
        if replaced.status_code == 200:
            replaced.status_code = int(rule.get("ResponseCode") or response.status_code)
            return replaced
    return response


def _error(status: int, message: str) -> Response:
    return Response(f"<html><body><h1>{status}</h1><p>{message}</p></body></html>", status, content_type="text/html")
