"""The account and Region that the lab plays, and what follows from them."""

from __future__ import annotations

ACCOUNT = "123456789012"
REGION = "us-east-1"
PARTITION = "aws"


def arn(service: str, resource: str) -> str:
    return f"arn:{PARTITION}:{service}:{REGION}:{ACCOUNT}:{resource}"
