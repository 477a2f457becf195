"""Evaluates policies: of roles, of sessions, of buckets and of keys.

An explicit Deny wins; without an Allow the answer is no. Permissions boundaries and service control policies are not
emulated: a role that has a boundary is refused when it is asked for.
"""

from __future__ import annotations

import json
from typing import Any

from moto.iam.models import iam_backends

from ..settings import ACCOUNT
from .conditions import Keys, as_list, hold, matches
from .credentials import Credential

Policy = dict[str, Any]


def load(document: Any) -> Policy:
    return json.loads(document) if isinstance(document, (str, bytes)) else document


def of_identity(credential: Credential, action: str, resource: str, keys: Keys) -> str:
    """What the policies of a role or user say, and those of its session, which only ever take away."""
    if credential.holder is None:
        return "Allow"  # the lab's own credential
    verdicts = {decide(_attached(credential), action, resource, keys)}
    verdicts |= {decide([load(policy)], action, resource, keys) for policy in credential.session_policies}
    return "Deny" if "Deny" in verdicts else "None" if "None" in verdicts else "Allow"


def role_allows(role_arn: str, action: str, resource: str = "*") -> bool:
    """What a service finds that looks whether it can use a role, before anybody takes it."""
    return decide(_policies_of(role_arn), action, resource, {}) == "Allow"


def _attached(credential: Credential) -> list[Policy]:
    return _policies_of(credential.holder)


def _policies_of(arn: str | None) -> list[Policy]:
    """The inline and the attached policies; none if the role or user is gone."""
    backend = iam_backends[ACCOUNT]["aws"]
    holders = [*backend.roles.values(), *backend.users.values()]
    holder = next((one for one in holders if one.arn == arn), None)
    if holder is None:
        return []
    if getattr(holder, "permissions_boundary", None):
        raise ValueError(f"the lab does not evaluate the permissions boundary of {arn}")
    managed = [v.document for p in holder.managed_policies.values() for v in p.versions if v.is_default]
    return [load(document) for document in [*managed, *holder.policies.values()]]


def trust_of_role(role_arn: str) -> Policy | None:
    backend = iam_backends[ACCOUNT]["aws"]
    role = next((role for role in backend.roles.values() if role.arn == role_arn), None)
    return load(role.assume_role_policy_document) if role else None


def decide(policies: list[Policy], action: str, resource: str, keys: Keys, principal: str | None = None) -> str:
    """`Allow`, `Deny` (explicitly), or `None` where no statement applies.

    `principal` is what a resource's policy has to name, such as `Service:rum.amazonaws.com`; identity policies name
    nobody.
    """
    verdict = "None"
    for policy in policies:
        for statement in as_list(policy.get("Statement") or []):
            if not _applies(statement, action, resource, principal) or not hold(statement.get("Condition") or {}, keys):
                continue
            if statement["Effect"] == "Deny":
                return "Deny"
            verdict = "Allow"
    return verdict


def _applies(statement: Policy, action: str, resource: str, principal: str | None) -> bool:
    if "NotPrincipal" in statement:
        raise ValueError("the lab does not evaluate NotPrincipal")
    if principal is not None and not _names(statement.get("Principal"), principal):
        return False
    if "NotAction" in statement:
        acts = not any(matches(p.lower(), action.lower()) for p in as_list(statement["NotAction"]))
    else:
        acts = any(matches(p.lower(), action.lower()) for p in as_list(statement.get("Action") or []))
    if not acts:
        return False
    if "NotResource" in statement:
        return not any(matches(p, resource) for p in as_list(statement["NotResource"]))
    # A trust policy has no resource: it belongs to one.
    return any(matches(p, resource) for p in as_list(statement.get("Resource") or ["*"]))


def _names(principals: Any, principal: str) -> bool:
    if principals == "*":
        return True
    if not isinstance(principals, dict):
        return False
    kind, name = principal.split(":", 1)
    return name in as_list(principals.get(kind) or []) or principals.get("AWS") == "*"
