"""The metrics of Lambda functions: what Lambda itself publishes, and what an instrumented function writes as EMF.

The ADOT layers of Node.js and Python write metrics to the function's log in CloudWatch's embedded metric format, with
every attribute as a dimension. In the lab the function sends OTLP instead, and this module makes the same of it.
"""

from __future__ import annotations

import re
import time
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import lambda_backends

from ..compute import functions
from . import metrics
from .settings import ACCOUNT, REGION, truth


@dataclass
class FunctionEmf:
    """The SDK's own EMF exporter."""

    namespace: str
    environment: str | None  # adds Service and Environment when it is set

    def dimensions(self, resource: dict[str, str], own: dict[str, str]) -> dict[str, str]:
        if self.environment is None:
            return own
        environment = resource.get("deployment.environment.name", self.environment)
        return {**own, "Service": resource.get("service.name", ""), "Environment": environment}


def for_service(service: str) -> FunctionEmf | None:
    for function in list(lambda_backends[ACCOUNT][REGION].list_functions()):
        variables: dict[str, Any] = function.environment_vars or {}
        if variables.get("OTEL_SERVICE_NAME") != service or variables.get("OTEL_METRICS_EXPORTER") != "awsemf":
            continue
        header = re.search(r"x-aws-metric-namespace=([^,]+)", variables.get("OTEL_EXPORTER_OTLP_LOGS_HEADERS", ""))
        named = truth(variables.get("OTEL_METRICS_ADD_APPLICATION_SIGNALS_DIMENSIONS", False))
        return FunctionEmf(header.group(1) if header else "default", "lambda:default" if named else None)
    return None


def record(function_name: str, milliseconds: float, failed: bool) -> None:
    """AWS/Lambda metrics of one invocation."""
    dimensions = {"FunctionName": function_name}
    metrics.put("AWS/Lambda", "Invocations", 1, "Count", dimensions)
    metrics.put("AWS/Lambda", "Errors", 1 if failed else 0, "Count", dimensions)
    metrics.put("AWS/Lambda", "Duration", milliseconds, "Milliseconds", dimensions)


def install() -> None:
    """Times every invocation; the part of the lab that runs functions knows nothing of metrics."""
    plain = functions.Worker.invoke

    def timed(worker: Any, function: Any, event: Any) -> dict[str, Any]:
        started = time.monotonic()
        answer = plain(worker, function, event)
        record(function.function_name, (time.monotonic() - started) * 1000, "error" in answer)
        return answer

    functions.Worker.invoke = timed  # type: ignore[method-assign]
