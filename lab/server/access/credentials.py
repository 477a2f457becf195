"""Credentials that requests are signed with, and whom they belong to."""

from __future__ import annotations

import secrets
import string
import time
from dataclasses import dataclass, field
from typing import Any

from moto.iam.models import iam_backends
from moto.sts.models import sts_backends

from ..clients import CREDENTIALS
from ..settings import ACCOUNT

_ALPHABET = string.ascii_uppercase + "234567"


@dataclass(frozen=True)
class Credential:
    access_key: str
    secret: str
    token: str | None
    principal: str  # the ARN that error messages name
    account: str = ACCOUNT
    holder: str | None = None  # the ARN of the role or user; None: an administrator, as the lab's own credential
    expires: float | None = None
    session_policies: list[Any] = field(default_factory=list)

    @property
    def expired(self) -> bool:
        return self.expires is not None and time.time() >= self.expires


_issued: dict[str, Credential] = {}


def issue(role_arn: str, session: str, seconds: int, session_policies: list[Any] | None = None) -> Credential:
    """Temporary credentials of a role."""
    role = role_arn.rsplit("/", 1)[-1]
    credential = Credential(
        access_key="ASIA" + "".join(secrets.choice(_ALPHABET) for _ in range(16)),
        secret=secrets.token_urlsafe(30),
        token=secrets.token_urlsafe(240),
        principal=f"arn:aws:sts::{ACCOUNT}:assumed-role/{role}/{session}",
        holder=role_arn,
        expires=time.time() + seconds,
        session_policies=session_policies or [],
    )
    _issued[credential.access_key] = credential
    return credential


def find(access_key: str) -> Credential | None:
    """Of the lab itself, issued by an identity pool, of an assumed role or of a user."""
    if access_key == CREDENTIALS["aws_access_key_id"]:
        root = f"arn:aws:iam::{ACCOUNT}:root"
        return Credential(access_key, CREDENTIALS["aws_secret_access_key"], None, root)
    return _issued.get(access_key) or _assumed(access_key) or _of_user(access_key)


def _assumed(access_key: str) -> Credential | None:
    for account in list(sts_backends):
        role = sts_backends[account]["aws"].get_assumed_role_from_access_key(access_key)
        if role:
            return Credential(
                access_key,
                role.secret_access_key,
                role.session_token,
                role.arn,
                account,
                role.role_arn,
                role.expiration.timestamp(),
                [role.policy] if role.policy else [],
            )
    return None


def _of_user(access_key: str) -> Credential | None:
    for account in list(iam_backends):
        for user in iam_backends[account]["aws"].users.values():
            for key in user.access_keys:
                if key.access_key_id == access_key:
                    return Credential(access_key, key.secret_access_key, None, user.arn, account, user.arn)
    return None
