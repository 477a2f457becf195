"""Where a distribution gets what it answers: buckets, load-balanced processes, function URLs, emulated AWS hosts."""

from __future__ import annotations

import fnmatch
import http.client
import json
from io import BytesIO
from typing import Any
from urllib.parse import unquote

from moto.elbv2.models import elbv2_backends
from moto.s3.models import s3_backends
from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request, Response

from .. import registry
from ..clients import client
from ..compute import tasks
from ..settings import ACCOUNT, REGION
from . import function_urls, request_policies
from .distributions import Distribution

# What origins see as the address of their caller; of the range that CloudFront calls origins from.
EDGE_ADDRESS = "130.176.0.9"
HOP_BY_HOP = {
    "connection", "keep-alive", "proxy-authenticate", "proxy-authorization", "te", "trailer",
    "transfer-encoding", "upgrade",
}  # fmt: skip


def error(status: int, message: str) -> Response:
    return Response(f"<html><body><h1>{status}</h1><p>{message}</p></body></html>", status, content_type="text/html")


def fetch(request: Request, distribution: Distribution, behavior: dict[str, Any], path: str) -> Response:
    """`path` is percent-encoded, as the viewer sent it or as a function rewrote it."""
    origin = distribution.origin(behavior["TargetOriginId"])
    path = origin.get("OriginPath", "") + path
    domain = origin["DomainName"]
    if ".s3." in domain or domain.endswith(".s3.amazonaws.com"):
        return _from_bucket(request, distribution, origin, domain.split(".s3.")[0], unquote(path.lstrip("/")))
    headers = request_policies.origin_headers(request, behavior, origin)
    query = request_policies.origin_query(request, behavior)
    sent = _origin_request(request, headers, path, query)
    if ".lambda-url." in domain:
        return function_urls.through(sent, distribution, origin, headers)
    handler = next((handle for pattern, handle in registry.hosts if fnmatch.fnmatch(domain.lower(), pattern)), None)
    if handler:
        return _from_aws(sent, origin, handler)
    port = _load_balanced_port(domain)
    if port is None:
        return error(502, f"The lab has nothing that answers for {domain}.")
    return _from_process(sent, headers, port, path + (f"?{query}" if query else ""))


def _origin_request(request: Request, headers: Headers, path: str, query: str) -> Request:
    """The request as CloudFront makes it."""
    body = request.get_data()
    kept = {key: value for key, value in request.environ.items() if not key.startswith(("HTTP_", "werkzeug."))}
    kept |= {
        f"HTTP_{name.upper().replace('-', '_')}": value
        for name, value in headers.items()
        if name.lower() not in ("content-type", "content-length")
    }
    kept |= {
        "CONTENT_LENGTH": str(len(body)),
        "CONTENT_TYPE": headers.get("Content-Type", ""),
        "PATH_INFO": unquote(path),
        "QUERY_STRING": query,
        "RAW_URI": path + (f"?{query}" if query else ""),
        "REMOTE_ADDR": EDGE_ADDRESS,
        "wsgi.input": BytesIO(body),
        "wsgi.input_terminated": True,
    }
    return Request(kept)


def _from_aws(request: Request, origin: dict[str, Any], handler: registry.Handler) -> Response:
    """An endpoint of AWS that the lab emulates. These speak TLS 1.2 and later only."""
    custom = origin.get("CustomOriginConfig") or {}
    # What CloudFormation takes where the template says nothing.
    protocols = custom.get("OriginSSLProtocols") or ["TLSv1", "SSLv3"]
    if custom.get("OriginProtocolPolicy") == "http-only" or "TLSv1.2" not in protocols:
        return error(502, "CloudFront wasn't able to connect to the origin.")
    if request.host.lower() != origin["DomainName"].lower():
        # Nobody there answers for the viewer's Host, and the certificate is of another name.
        return error(502, "CloudFront wasn't able to connect to the origin: the Host header is the viewer's.")
    return handler(request)


def _from_bucket(
    request: Request, distribution: Distribution, origin: dict[str, Any], bucket: str, key: str
) -> Response:
    if request.method not in ("GET", "HEAD"):
        return error(403, "AccessDenied")
    if not origin.get("OriginAccessControlId") or not _bucket_lets(bucket, distribution):
        return error(403, "AccessDenied")
    s3 = client("s3")
    try:
        found = s3.get_object(Bucket=bucket, Key=key)
    except s3.exceptions.ClientError as failure:
        # Without s3:ListBucket S3 does not tell whether a key exists.
        missing = failure.response["Error"]["Code"] in ("NoSuchKey", "NoSuchBucket", "404")
        return error(403 if missing else 502, "AccessDenied")
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
    return any(
        statement["Effect"] == "Allow"
        and "s3:GetObject" in json.dumps(statement)
        and distribution.arn in json.dumps(statement)
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


def _from_process(request: Request, headers: Headers, port: int, target: str) -> Response:
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
        return error(504, "CloudFront wasn't able to get a response in time.")
    except (OSError, http.client.HTTPException):
        return error(502, "CloudFront wasn't able to connect to the origin.")
    finally:
        connection.close()
