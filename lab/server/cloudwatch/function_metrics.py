"""What Lambda publishes of every invocation."""

from __future__ import annotations

import time
from typing import Any

from ..compute import async_calls, functions
from . import metrics


def record(function_name: str, milliseconds: float, failed: bool) -> None:
    """AWS/Lambda metrics of one invocation."""
    dimensions = {"FunctionName": function_name}
    metrics.put("AWS/Lambda", "Invocations", 1, "Count", dimensions)
    metrics.put("AWS/Lambda", "Errors", 1 if failed else 0, "Count", dimensions)
    metrics.put("AWS/Lambda", "Duration", milliseconds, "Milliseconds", dimensions)


def record_given_up(function_name: str, kept: bool | None) -> None:
    """https://docs.aws.amazon.com/lambda/latest/dg/monitoring-metrics-types.html"""
    dimensions = {"FunctionName": function_name}
    metrics.put("AWS/Lambda", "AsyncEventsDropped", 1, "Count", dimensions)
    if kept is False:
        metrics.put("AWS/Lambda", "DestinationDeliveryFailures", 1, "Count", dimensions)


def install() -> None:
    """Times every invocation; the part of the lab that runs functions knows nothing of metrics."""
    plain = functions.Worker.invoke

    def timed(worker: Any, function: Any, event: Any) -> dict[str, Any]:
        started = time.monotonic()
        answer = plain(worker, function, event)
        record(function.function_name, (time.monotonic() - started) * 1000, "error" in answer)
        return answer

    functions.Worker.invoke = timed  # type: ignore[method-assign]
    async_calls.gave_up = record_given_up
