"""What a distribution answers: web ACL, behavior, function, origin, error pages and response headers; no cache."""

from __future__ import annotations

import secrets
from typing import Any

from werkzeug.wrappers import Request, Response

from ..wire import raw_path
from . import edge_functions, firewall, origins
from .distributions import Distribution
from .origins import error
from .response_headers import add_policy_headers


def respond(request: Request, distribution: Distribution) -> Response:
    behavior = distribution.behavior(request.path)
    response = firewall.check(request, distribution) or _answer(request, distribution, behavior)
    add_policy_headers(request, response, behavior.get("ResponseHeadersPolicyId"))
    response.headers["X-Cache"] = "Miss from cloudfront"
    response.headers["Via"] = f"1.1 {distribution.domain} (CloudFront)"
    response.headers["X-Amz-Cf-Id"] = secrets.token_urlsafe(40)
    return response


def _answer(request: Request, distribution: Distribution, behavior: dict[str, Any]) -> Response:
    if request.method not in (behavior.get("AllowedMethods") or ["GET", "HEAD"]):
        return error(403, "This distribution is not configured to allow the HTTP request method.")
    if request.method == "GET" and request.get_data():
        return error(403, "The request could not be satisfied: GET with a body.")
    changed = edge_functions.viewer_request(request, distribution, behavior)
    if isinstance(changed, Response):
        return changed
    path = _object_path(raw_path(changed), distribution)
    response = origins.fetch(changed, distribution, behavior, path)
    return _error_page(changed, distribution, response)


def _object_path(path: str, distribution: Distribution) -> str:
    root = distribution.config.get("DefaultRootObject")
    return f"/{root}" if path == "/" and root else path


def _error_page(request: Request, distribution: Distribution, response: Response) -> Response:
    for rule in distribution.config.get("CustomErrorResponses") or []:
        if int(rule["ErrorCode"]) != response.status_code:
            continue
        if not rule.get("ResponsePagePath"):
            return response
        page = rule["ResponsePagePath"]
        behavior = distribution.behavior(page)
        get = Request({**request.environ, "REQUEST_METHOD": "GET", "PATH_INFO": page, "HTTP_IF_NONE_MATCH": ""})
        replaced = origins.fetch(get, distribution, behavior, page)
        if replaced.status_code == 200:
            replaced.status_code = int(rule.get("ResponseCode") or response.status_code)
            return replaced
    return response
