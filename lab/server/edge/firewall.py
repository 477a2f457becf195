"""Web ACLs of AWS WAF at the edge: rate-based rules and simple matches.

Sharper than AWS: a rate counts exactly and at once, where AWS WAF estimates and needs up to some tens of seconds.
https://docs.aws.amazon.com/waf/latest/developerguide/waf-rule-statement-type-rate-based.html
"""

from __future__ import annotations

import base64
import time
from collections import defaultdict, deque
from dataclasses import dataclass, field
from threading import Lock
from typing import Any

from werkzeug.wrappers import Request, Response

from ..registry import ResourceError
from .distributions import Distribution
from .origins import error

_MATCHES = {
    "EXACTLY": lambda text, search: text == search,
    "STARTS_WITH": lambda text, search: text.startswith(search),
    "ENDS_WITH": lambda text, search: text.endswith(search),
    "CONTAINS": lambda text, search: search in text,
}
_SIZES = {
    "EQ": lambda a, b: a == b,
    "NE": lambda a, b: a != b,
    "LE": lambda a, b: a <= b,
    "LT": lambda a, b: a < b,
    "GE": lambda a, b: a >= b,
    "GT": lambda a, b: a > b,
}
_FIELDS = {"UriPath", "QueryString", "Method", "SingleHeader", "Body"}
_lock = Lock()


@dataclass
class WebAcl:
    arn: str
    name: str
    properties: dict[str, Any]
    seen: dict[tuple[str, str], deque[float]] = field(default_factory=lambda: defaultdict(deque))
    blocked: int = 0

    @property
    def rules(self) -> list[dict[str, Any]]:
        return sorted(self.properties.get("Rules") or [], key=lambda rule: int(rule["Priority"]))


acls: dict[str, WebAcl] = {}


def validate(properties: dict[str, Any]) -> None:
    if properties.get("Scope") != "CLOUDFRONT":
        raise ResourceError(f"the lab knows web ACLs of the scope CLOUDFRONT only, got {properties.get('Scope')}")
    for rule in properties.get("Rules") or []:
        if "VisibilityConfig" not in rule or ("Action" in rule) == ("OverrideAction" in rule):
            raise ResourceError(f"rule {rule.get('Name')} needs a VisibilityConfig, and an Action or an OverrideAction")
        unknown = set(rule.get("Action") or {}) - {"Block", "Allow", "Count"}
        if unknown or "OverrideAction" in rule:
            raise ResourceError(f"the lab does not emulate the action of rule {rule['Name']}")
        _validate(rule["Statement"], top=True)


def _validate(statement: dict[str, Any], top: bool = False) -> None:
    ((kind, body),) = statement.items()
    if kind == "RateBasedStatement" and top:
        _validate_rate(body)
    elif kind in ("AndStatement", "OrStatement"):
        for inner in body["Statements"]:
            _validate(inner)
    elif kind == "NotStatement":
        _validate(body["Statement"])
    elif kind in ("ByteMatchStatement", "SizeConstraintStatement"):
        if not set(body["FieldToMatch"]) <= _FIELDS:
            raise ResourceError(f"the lab does not emulate the FieldToMatch {', '.join(body['FieldToMatch'])}")
        unknown = {t["Type"] for t in body["TextTransformations"]} - {"NONE", "LOWERCASE"}
        if unknown:
            raise ResourceError(f"the lab does not emulate the text transformation {', '.join(unknown)}")
    else:
        raise ResourceError(f"the lab does not emulate the statement {kind}")


def _validate_rate(body: dict[str, Any]) -> None:
    if not 10 <= int(body["Limit"]) <= 2_000_000_000:
        raise ResourceError(f"RateBasedStatement: Limit {body['Limit']} is not between 10 and 2,000,000,000")
    if int(body.get("EvaluationWindowSec", 300)) not in (60, 120, 300, 600):
        raise ResourceError("RateBasedStatement: EvaluationWindowSec must be 60, 120, 300 or 600")
    if body["AggregateKeyType"] not in ("IP", "CONSTANT"):
        raise ResourceError(f"the lab does not emulate AggregateKeyType {body['AggregateKeyType']}")
    if body["AggregateKeyType"] == "CONSTANT" and "ScopeDownStatement" not in body:
        raise ResourceError("AggregateKeyType CONSTANT needs a ScopeDownStatement")
    if "ScopeDownStatement" in body:
        _validate(body["ScopeDownStatement"])


def check(request: Request, distribution: Distribution) -> Response | None:
    """The response of a rule that blocks; None where the request may go on."""
    acl = acls.get(distribution.config.get("WebACLId") or "")
    if acl is None:
        return None
    for rule in acl.rules:
        if not _hit(acl, rule, request):
            continue
        action = rule["Action"]
        if "Block" in action:
            return _block(acl, action["Block"])
        if "Allow" in action:
            return None
    return _block(acl, acl.properties["DefaultAction"]["Block"]) if "Block" in acl.properties["DefaultAction"] else None


def _block(acl: WebAcl, action: dict[str, Any]) -> Response:
    acl.blocked += 1
    custom = action.get("CustomResponse") or {}
    return error(int(custom.get("ResponseCode", 403)), "Request blocked.")


def _hit(acl: WebAcl, rule: dict[str, Any], request: Request) -> bool:
    body = rule["Statement"].get("RateBasedStatement")
    if body is None:
        return _matches(rule["Statement"], request)
    if "ScopeDownStatement" in body and not _matches(body["ScopeDownStatement"], request):
        return False
    who = request.remote_addr or "" if body["AggregateKeyType"] == "IP" else ""
    now = time.monotonic()
    with _lock:
        seen = acl.seen[(rule["Name"], who)]
        seen.append(now)
        while seen[0] <= now - int(body.get("EvaluationWindowSec", 300)):
            seen.popleft()
        return len(seen) > int(body["Limit"])


def _matches(statement: dict[str, Any], request: Request) -> bool:
    ((kind, body),) = statement.items()
    if kind == "AndStatement":
        return all(_matches(inner, request) for inner in body["Statements"])
    if kind == "OrStatement":
        return any(_matches(inner, request) for inner in body["Statements"])
    if kind == "NotStatement":
        return not _matches(body["Statement"], request)
    text = _field(body["FieldToMatch"], request)
    if any(transformation["Type"] == "LOWERCASE" for transformation in body["TextTransformations"]):
        text = text.lower()
    if kind == "SizeConstraintStatement":
        return _SIZES[body["ComparisonOperator"]](len(text), int(body["Size"]))
    search = body.get("SearchString")
    search = base64.b64decode(body["SearchStringBase64"]) if search is None else search.encode()
    return _MATCHES[body["PositionalConstraint"]](text, search)


def _field(wanted: dict[str, Any], request: Request) -> bytes:
    ((kind, detail),) = wanted.items()
    if kind == "UriPath":
        return request.environ.get("RAW_URI", request.path).split("?")[0].encode()
    if kind == "QueryString":
        return request.query_string
    if kind == "Method":
        return request.method.encode()
    if kind == "SingleHeader":
        return request.headers.get(detail["Name"], "").encode()
    return request.get_data()
