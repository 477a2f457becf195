"""What of a viewer's request reaches the origin: the cache policy's share and the origin request policy's.

Stricter than the documentation where it is not clear: without a policy that names it, a header stays at the edge,
also Origin. https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/controlling-origin-requests.html
"""

from __future__ import annotations

import secrets
from typing import Any
from urllib.parse import parse_qsl, urlencode

from werkzeug.datastructures import Headers
from werkzeug.wrappers import Request

from ..registry import ResourceError
from .distributions import parts

Part = tuple[str, list[str]]  # a behavior (none, whitelist, allExcept, all) and names

# Reach every origin. Accept-Encoding is left out: nothing is cached or compressed here.
_ALWAYS = {"content-length", "content-md5", "content-type", "date", "if-match", "if-modified-since", "if-none-match",
           "if-range", "if-unmodified-since", "range", "via"}  # fmt: skip
# Never reach one, or not with the viewer's value.
_NEVER = {
    "connection", "cookie", "expect", "keep-alive", "proxy-authenticate", "proxy-authorization", "proxy-connection",
    "te", "trailer", "transfer-encoding", "upgrade", "x-forwarded-proto", "x-real-ip",
}  # fmt: skip
_OVERRIDES = ["host", "origin", "x-http-method-override", "x-http-method", "x-method-override"]
_NOTHING: dict[str, Part] = {"headers": ("none", []), "cookies": ("none", []), "query": ("none", [])}
_EVERYTHING: dict[str, Part] = {"headers": ("allViewer", []), "cookies": ("all", []), "query": ("all", [])}


def _headers(*names: str) -> dict[str, Part]:
    return _NOTHING | {"headers": ("whitelist", list(names))}


_CACHE: dict[str, dict[str, Part]] = {
    "658327ea-f89d-4fab-a63d-7e88639e58f6": _NOTHING,  # CachingOptimized
    "b2884449-e4de-46a7-ac36-70bc7f1ddd6d": _NOTHING,  # CachingOptimizedForUncompressedObjects
    "4135ea2d-6df8-44a3-9df3-4b5a84be39ad": _NOTHING,  # CachingDisabled
    "83da9c7e-98b4-4e11-a168-04f0df8e2c65": _headers(*_OVERRIDES) | {"cookies": ("all", [])},
    "4cc15a8a-d715-48a4-82b8-cc0b614638fe": _headers(*_OVERRIDES) | {"cookies": ("all", []), "query": ("all", [])},
}
_ORIGIN: dict[str, dict[str, Part]] = {
    "216adef6-5c7f-47e4-b989-5492eafa07d3": _EVERYTHING,  # AllViewer
    "b689b0a8-53d0-40ab-baf2-68738e2966ac": _EVERYTHING | {"headers": ("allExcept", ["host"])},
    "59781a5b-3903-41f3-afcb-af62929ccde1": _headers("origin"),  # CORS-CustomOrigin
    "88a5eaf4-2fd4-4709-b370-b4c650ea3fcf": _headers(
        "origin", "access-control-request-headers", "access-control-request-method"
    ),  # CORS-S3Origin
    "acba4595-bd28-49b8-b9fe-13317c0390fa": _headers("user-agent", "referer"),  # UserAgentRefererHeaders
    "bf0718e1-ba1e-49d1-88b1-f726733018ae": _headers("host"),  # HostHeaderOnly
}


def check(behavior: dict[str, Any]) -> None:
    if "ForwardedValues" in behavior or not behavior.get("CachePolicyId"):
        raise ResourceError("the lab's edge knows cache policies only: CachePolicyId is missing")
    _policies(behavior)


def _policies(behavior: dict[str, Any]) -> list[dict[str, Part]]:
    cache = behavior["CachePolicyId"]
    known = [_known(cache, _CACHE, "ParametersInCacheKeyAndForwardedToOrigin", "cache policy")]
    if behavior.get("OriginRequestPolicyId"):
        known.append(_known(behavior["OriginRequestPolicyId"], _ORIGIN, None, "origin request policy"))
    return known


def _known(identifier: str, managed: dict[str, dict[str, Part]], inner: str | None, kind: str) -> dict[str, Part]:
    if identifier in managed:
        return managed[identifier]
    if identifier not in parts:
        raise ResourceError(f"the lab's edge does not know the {kind} {identifier}")
    config = parts[identifier][inner] if inner else parts[identifier]
    read = {}
    for part, key, behavior in (
        ("headers", "Headers", "HeaderBehavior"),
        ("cookies", "Cookies", "CookieBehavior"),
        ("query", "QueryStrings", "QueryStringBehavior"),
    ):
        section = config[f"{key}Config"]
        names = section.get(key) or []
        read[part] = (section[behavior], [name.lower() if part == "headers" else name for name in names])
    return read


def _lets(policies: list[dict[str, Part]], part: str, name: str) -> bool:
    for behavior, names in (policy[part] for policy in policies):
        if behavior in ("all", "allViewer", "allViewerAndWhitelistCloudFront"):
            return True
        if (behavior == "whitelist" and name in names) or (behavior == "allExcept" and name not in names):
            return True
    return False


def origin_headers(request: Request, behavior: dict[str, Any], origin: dict[str, Any]) -> Headers:
    policies = _policies(behavior)
    headers = Headers()
    for name, value in request.headers:
        low = name.lower()
        if low in _NEVER or low.startswith(("x-edge-", "x-amz-cf-")):
            continue
        if low in _ALWAYS or _lets(policies, "headers", low):
            headers.add(name, value)
    if not _lets(policies, "headers", "host"):
        headers["Host"] = origin["DomainName"]
    if not _lets(policies, "headers", "user-agent"):
        headers["User-Agent"] = "Amazon CloudFront"
    cookies = [p for p in _cookies(request) if _lets(policies, "cookies", p.split("=")[0])]
    if cookies:
        headers["Cookie"] = "; ".join(cookies)
    forwarded = request.headers.get("X-Forwarded-For")
    viewer = request.remote_addr or "127.0.0.1"
    headers["X-Forwarded-For"] = f"{forwarded}, {viewer}" if forwarded else viewer
    headers["Via"] = "1.1 lab.cloudfront.net (CloudFront)"
    headers["X-Amz-Cf-Id"] = secrets.token_urlsafe(40)
    for header in origin.get("OriginCustomHeaders") or []:
        headers[header["HeaderName"]] = header["HeaderValue"]
    return headers


def _cookies(request: Request) -> list[str]:
    return [part.strip() for part in request.headers.get("Cookie", "").split(";") if part.strip()]


def origin_query(request: Request, behavior: dict[str, Any]) -> str:
    policies = _policies(behavior)
    text = request.query_string.decode()
    if not text or any(policy["query"][0] == "all" for policy in policies):
        return text
    pairs = parse_qsl(text, keep_blank_values=True)
    return urlencode([pair for pair in pairs if _lets(policies, "query", pair[0])])
