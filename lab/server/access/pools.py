"""Identity pools of Amazon Cognito, their guests, and what these are given."""

from __future__ import annotations

import re
import time
from dataclasses import dataclass, field
from typing import Any
from uuid import uuid4

from ..settings import REGION
from . import credentials, policies
from .credentials import Credential

PRINCIPAL = "cognito-identity.amazonaws.com"
SECONDS = 3600
# What Cognito gives guests at most in the enhanced flow, whatever their role allows; only what matters here.
# https://docs.aws.amazon.com/aws-managed-policy/latest/reference/AmazonCognitoUnAuthedIdentitiesSessionPolicy.html
SESSION_POLICY = {"Statement": [{"Effect": "Allow", "Action": ["rum:PutRumEvents"], "Resource": "*"}]}
_IDENTITY = re.compile(r"^[\w-]+:[0-9a-f-]{36}$")


class CognitoError(Exception):
    def __init__(self, code: str, message: str):
        super().__init__(message)
        self.code = code


@dataclass
class Pool:
    id: str
    name: str
    guests: bool
    classic: bool
    properties: dict[str, Any]
    roles: dict[str, str] = field(default_factory=dict)  # by authenticated and unauthenticated
    identities: dict[str, float] = field(default_factory=dict)  # when they were made
    issued: int = 0  # credentials


pools: dict[str, Pool] = {}


def new_id() -> str:
    return f"{REGION}:{uuid4()}"


def get_id(pool_id: str, logins: Any) -> str:
    pool = _pool(pool_id)
    _only_guests(pool, logins)
    identity = new_id()
    pool.identities[identity] = time.time()
    return identity


def open_id_token(identity: str, logins: Any) -> str:
    pool = _of(identity)
    _only_guests(pool, logins)
    if not pool.classic:
        raise CognitoError(
            "InvalidParameterException", "Basic (classic) flow is not enabled, please use enhanced flow."
        )
    raise CognitoError("InternalErrorException", "the lab does not emulate the basic (classic) flow")


def credentials_of(identity: str, logins: Any) -> Credential:
    """The enhanced flow: credentials of the pool's role for guests, limited by Cognito's session policy."""
    pool = _of(identity)
    _only_guests(pool, logins)
    role = pool.roles.get("unauthenticated")
    if role is None or not _trusted(role, pool, identity):
        message = "Invalid identity pool configuration. Check assigned IAM roles for this pool."
        raise CognitoError("InvalidIdentityPoolConfigurationException", message)
    pool.issued += 1
    return credentials.issue(role, "CognitoIdentityCredentials", SECONDS, [SESSION_POLICY])


def _trusted(role: str, pool: Pool, identity: str) -> bool:
    """Whether the role lets guests of this pool assume it."""
    trust = policies.trust_of_role(role)
    keys = {f"{PRINCIPAL}:aud": pool.id, f"{PRINCIPAL}:amr": ["unauthenticated"], f"{PRINCIPAL}:sub": identity}
    action, principal = "sts:AssumeRoleWithWebIdentity", f"Federated:{PRINCIPAL}"
    return trust is not None and policies.decide([trust], action, role, keys, principal) == "Allow"


def _only_guests(pool: Pool, logins: Any) -> None:
    if logins:
        raise CognitoError("InternalErrorException", "the lab emulates guests only, no Logins")
    if not pool.guests:
        message = "Unauthenticated access is not supported for this identity pool."
        raise CognitoError("NotAuthorizedException", message)


def _pool(pool_id: Any) -> Pool:
    if not isinstance(pool_id, str) or not _IDENTITY.match(pool_id):
        message = f"1 validation error detected: Value '{pool_id}' at 'identityPoolId' failed to satisfy constraint"
        raise CognitoError("ValidationException", message)
    if pool_id not in pools:
        raise CognitoError("ResourceNotFoundException", f"IdentityPool '{pool_id}' not found.")
    return pools[pool_id]


def _of(identity: Any) -> Pool:
    found = next((pool for pool in pools.values() if identity in pool.identities), None)
    if found is None:
        raise CognitoError("ResourceNotFoundException", f"Identity '{identity}' not found.")
    return found
