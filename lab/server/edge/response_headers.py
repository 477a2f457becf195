"""Response headers policies: the managed security headers, and those of the template."""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from ..properties import truth
from .distributions import parts

SECURITY_HEADERS = {
    "Strict-Transport-Security": "max-age=31536000",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "SAMEORIGIN",
    "Referrer-Policy": "strict-origin-when-cross-origin",
    "X-XSS-Protection": "1; mode=block",
}
ANY_ORIGIN = {"Access-Control-Allow-Origin": "*"}
# https://docs.aws.amazon.com/AmazonCloudFront/latest/DeveloperGuide/using-managed-response-headers-policies.html
MANAGED = {
    "67f7725c-6f97-4210-82d7-5512b31e9d03": SECURITY_HEADERS,
    "60669652-455b-4ae9-85a4-c4c02393f86c": ANY_ORIGIN,
    "e61eb60c-9c35-4d20-a928-2b84e02af89c": ANY_ORIGIN | SECURITY_HEADERS,
}


def add_policy_headers(request: Request, response: Response, policy: str | None) -> None:
    if policy in MANAGED:
        for name, value in MANAGED[policy].items():
            response.headers.setdefault(name, value)
    elif policy in parts:
        _add(response, parts[policy])


def _add(response: Response, config: dict[str, Any]) -> None:
    security = config.get("SecurityHeadersConfig") or {}
    if "ContentTypeOptions" in security:
        response.headers["X-Content-Type-Options"] = "nosniff"
    for part, header, key in (
        ("FrameOptions", "X-Frame-Options", "FrameOption"),
        ("ReferrerPolicy", "Referrer-Policy", "ReferrerPolicy"),
        ("ContentSecurityPolicy", "Content-Security-Policy", "ContentSecurityPolicy"),
    ):
        if part in security:
            _put(response, header, security[part][key], security[part])
    transport = security.get("StrictTransportSecurity")
    if transport:
        response.headers["Strict-Transport-Security"] = f"max-age={transport['AccessControlMaxAgeSec']}"
    for item in (config.get("CustomHeadersConfig") or {}).get("Items") or []:
        _put(response, item["Header"], item["Value"], item)
    origins = (config.get("CorsConfig") or {}).get("AccessControlAllowOrigins") or {}
    if origins.get("Items"):
        response.headers["Access-Control-Allow-Origin"] = origins["Items"][0]


def _put(response: Response, header: str, value: Any, setting: dict[str, Any]) -> None:
    """The origin's own header stays unless the policy says to override it."""
    if header not in response.headers or truth(setting.get("Override", False)):
        response.headers[header] = str(value)
