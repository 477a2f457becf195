"""The resource policy of an app monitor: checked when it is set, evaluated when events arrive.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-RUM-resource-policies.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from fnmatch import fnmatchcase
from typing import Any

from ..access.conditions import as_list, hold, known_operator
from ..settings import ACCOUNT

MAX_BYTES = 4096
ACTION = "rum:PutRumEvents"


class InvalidPolicy(ValueError):
    pass


@dataclass(frozen=True)
class Caller:
    """What the service knows of a request when it evaluates the policy."""

    source_ip: str
    referer: str | None
    alias: str | None
    secure: bool = True
    principal: str | None = None  # account of a known credential; None for an unsigned request

    def keys(self) -> dict[str, str]:
        known = {"aws:sourceip": self.source_ip, "aws:securetransport": str(self.secure).lower()}
        if self.referer:
            known["aws:referer"] = self.referer
        if self.alias:
            known["rum:alias"] = self.alias
        if self.principal:
            known["aws:principalaccount"] = self.principal
        return known


def parse(document: Any, monitor_arn: str) -> dict[str, Any]:
    text = document if isinstance(document, str) else json.dumps(document)
    size = len(text.encode())
    if size > MAX_BYTES:
        raise InvalidPolicy(f"the policy document has {size} bytes, the limit is {MAX_BYTES}")
    try:
        policy = json.loads(text)
    except ValueError as error:
        raise InvalidPolicy(f"the policy document is not JSON: {error}") from error
    if not isinstance(policy, dict) or not policy.get("Statement"):
        raise InvalidPolicy("the policy document needs a Statement")
    if policy.get("Version", "2012-10-17") not in ("2012-10-17", "2008-10-17"):
        raise InvalidPolicy(f"the policy version {policy['Version']!r} does not exist")
    for statement in as_list(policy["Statement"]):
        _check(statement, monitor_arn)
    return policy


def _check(statement: dict[str, Any], monitor_arn: str) -> None:
    if statement.get("Effect") not in ("Allow", "Deny"):
        raise InvalidPolicy(f"Effect {statement.get('Effect')!r}: expected Allow or Deny")
    for unsupported in ("NotAction", "NotPrincipal", "NotResource"):
        if unsupported in statement:
            raise InvalidPolicy(f"{unsupported} is not emulated")
    actions = as_list(statement.get("Action"))
    if actions != [ACTION]:
        raise InvalidPolicy(f"Action {json.dumps(statement.get('Action'))}: app monitors support {ACTION} only")
    for pattern in as_list(statement.get("Resource")):
        if not isinstance(pattern, str) or not fnmatchcase(monitor_arn, pattern):
            raise InvalidPolicy(f"Resource {json.dumps(pattern)} is not this app monitor ({monitor_arn})")
    if "Principal" not in statement:
        raise InvalidPolicy("a resource policy needs a Principal")
    for principal in _aws_principals(statement["Principal"]):
        if principal != "*" and not _in_account(principal):
            raise InvalidPolicy(f"Principal {principal!r}: cross-account access is not supported")
    for operator, tests in (statement.get("Condition") or {}).items():
        if not known_operator(operator):
            raise InvalidPolicy(f"the condition operator {operator!r} is not emulated")
        if not isinstance(tests, dict) or not tests:
            raise InvalidPolicy(f"the condition {operator!r} tests nothing")


def _aws_principals(principal: Any) -> list[str]:
    return as_list(principal.get("AWS", [])) if isinstance(principal, dict) else as_list(principal)


def _in_account(principal: str) -> bool:
    return principal == ACCOUNT or bool(re.match(rf"^arn:[^:]+:(iam|sts)::{ACCOUNT}:", principal))


def allows(policy: dict[str, Any] | None, monitor_arn: str, caller: Caller) -> bool:
    """An explicit Deny wins; without an Allow the answer is no."""
    allowed = False
    for statement in as_list((policy or {}).get("Statement", [])):
        if not any(fnmatchcase(monitor_arn, pattern) for pattern in as_list(statement["Resource"])):
            continue
        if not _names(statement["Principal"], caller) or not hold(statement.get("Condition") or {}, caller.keys()):
            continue
        if statement["Effect"] == "Deny":
            return False
        allowed = True
    return allowed


def _names(principal: Any, caller: Caller) -> bool:
    return any(p == "*" or (caller.principal is not None and _in_account(p)) for p in _aws_principals(principal))


def denies(policy: dict[str, Any] | None, monitor_arn: str, caller: Caller) -> bool:
    """Whether a Deny applies, whatever else the policy says."""
    statements = [s for s in as_list((policy or {}).get("Statement", [])) if s["Effect"] == "Deny"]
    anyone = {"Effect": "Allow", "Action": ACTION, "Resource": monitor_arn, "Principal": "*"}
    return not allows({"Statement": [*statements, anyone]}, monitor_arn, caller)
