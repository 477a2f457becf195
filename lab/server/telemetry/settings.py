"""The account and Region that the lab plays, and how it reaches its own servers."""

from __future__ import annotations

ACCOUNT = "123456789012"
REGION = "us-east-1"
PARTITION = "aws"

EMULATED = "emulated by the lab: no AWS account was contacted"


def arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"
