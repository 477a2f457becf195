"""The metrics of an instrumented Lambda function, as it writes them in CloudWatch's embedded metric format.

The ADOT layers of Node.js and Python write metrics to the function's log, with every attribute as a dimension. In the
lab the function sends OTLP instead, and this module makes the same of it.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Any

from moto.awslambda.models import lambda_backends

from ..properties import truth
from ..settings import ACCOUNT, REGION


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
