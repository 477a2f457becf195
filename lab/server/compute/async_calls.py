"""Calls that nobody waits for: tried again as the function's EventInvokeConfig says, then left in its bucket.

Lambda waits for a minute, then for two, between its attempts; the lab does not wait. What has no EventInvokeConfig is
called once, and Lambda would call it three times. Of destinations the lab knows buckets only.

https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-retain-records.html
https://docs.aws.amazon.com/lambda/latest/dg/invocation-async-error-handling.html
"""

from __future__ import annotations

import json
from collections.abc import Callable
from datetime import UTC, datetime
from typing import Any
from uuid import uuid4

from moto.awslambda.models import LambdaFunction
from moto.s3.models import s3_backends

from ..access import policies
from ..settings import ACCOUNT

Invoke = Callable[[LambdaFunction, Any], dict[str, Any]]


def call(invoke: Invoke, function: LambdaFunction, event: Any) -> None:
    config = function.event_invoke_config[-1].config if function.event_invoke_config else {}
    attempts = 1 + int(config.get("MaximumRetryAttempts", 2)) if config else 1
    answer: dict[str, Any] = {}
    for _ in range(attempts):
        answer = invoke(function, event)
        if "error" not in answer:
            return
    target = ((config.get("DestinationConfig") or {}).get("OnFailure") or {}).get("Destination")
    gave_up(function.function_name, leave(function, target, record(function, event, answer, attempts)))


def record(function: LambdaFunction, event: Any, answer: dict[str, Any], attempts: int) -> dict[str, Any]:
    return {
        "version": "1.0",
        "timestamp": datetime.now(UTC).isoformat(timespec="milliseconds").replace("+00:00", "Z"),
        "requestContext": {
            "requestId": str(uuid4()),
            "functionArn": f"{function.function_arn}:$LATEST",
            "condition": "RetriesExhausted",
            "approximateInvokeCount": attempts,
        },
        "requestPayload": event,
        "responseContext": {"statusCode": 200, "executedVersion": "$LATEST", "functionError": "Unhandled"},
        "responsePayload": answer["error"],
    }


def leave(function: LambdaFunction, target: str | None, content: dict[str, Any]) -> bool | None:
    """Whether the record is in the bucket; nothing where the function has none."""
    if not target:
        return None
    service, bucket = target.split(":")[2], target.rsplit(":", 1)[-1]
    if service != "s3":
        raise ValueError(f"the lab knows no destination but buckets: {target}")
    now = datetime.now(UTC)
    key = f"aws/lambda/async/{function.function_name}/{now:%Y/%m/%d/%Y-%m-%dT%H.%M.%S}-{uuid4()}"
    if not policies.role_allows(function.role, "s3:PutObject", f"{target}/{key}"):
        return False
    if not policies.role_allows(function.role, "s3:ListBucket", target):
        return False
    s3_backends[ACCOUNT]["aws"].put_object(bucket, key, json.dumps(content).encode())
    return True


def gave_up(function_name: str, kept: bool | None) -> None:
    """What metrics are made of; `kept` is whether the record is in the bucket, where there is one."""
