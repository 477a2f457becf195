"""Lifecycle rules of buckets, and a calendar to turn: what expires in a month is gone at once.

https://docs.aws.amazon.com/AmazonS3/latest/userguide/intro-lifecycle-rules.html
"""

from __future__ import annotations

from typing import Any

from werkzeug.wrappers import Request, Response

from .. import aws
from ..clients import client
from ..wire import answer

PATH = "/lab/days-later/"
_rules: dict[str, list[dict[str, Any]]] = {}  # by bucket


def keep(bucket: str, configuration: dict[str, Any] | None) -> None:
    _rules.pop(bucket, None)
    if configuration:
        _rules[bucket] = configuration["Rules"]


def _days_later(request: Request) -> Response:
    """Deletes the objects that expire within so many days; their versions and classes are not emulated."""
    days = int(request.path.removeprefix(PATH))
    return answer({"expired": [f"{bucket}/{key}" for bucket in list(_rules) for key in _expire(bucket, days)]})


def _expire(bucket: str, days: int) -> list[str]:
    s3 = client("s3")
    prefixes = [
        rule.get("Prefix", "")
        for rule in _rules[bucket]
        if rule["Status"] == "Enabled" and int(rule.get("ExpirationInDays", days + 1)) <= days
    ]
    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket)
    keys = [item["Key"] for page in pages for item in page.get("Contents") or []]
    expired = [key for key in keys if any(key.startswith(prefix) for prefix in prefixes)]
    for key in expired:
        s3.delete_object(Bucket=bucket, Key=key)
    return expired


aws.paths[PATH] = _days_later
