"""The account and Region that the lab plays, and helpers that follow from them."""

from __future__ import annotations

from ..registry import ACCOUNT, REGION

PARTITION = "aws"


def arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"


def truth(value: object) -> bool:
    """Scalars of a template may be strings."""
    return str(value).lower() == "true"
