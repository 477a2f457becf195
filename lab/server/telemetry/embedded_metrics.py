"""CloudWatch's embedded metric format: a line of a log that is JSON with `_aws.CloudWatchMetrics` becomes metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
from typing import Any

from ..compute.logs import LogWriter
from . import metrics


def record(line: str) -> None:
    """As the service does it leaves out what is no number, and says nothing of what is malformed."""
    if not line.startswith("{") or '"CloudWatchMetrics"' not in line:
        return
    try:
        document: dict[str, Any] = json.loads(line)
        directives = document["_aws"]["CloudWatchMetrics"]
        at = document["_aws"]["Timestamp"] / 1000
    except (ValueError, KeyError, TypeError):
        return
    for directive in directives:
        for names in directive.get("Dimensions") or [[]]:
            dimensions = {name: str(document[name]) for name in names}
            for metric in directive.get("Metrics", []):
                values = document.get(metric["Name"])
                for value in values if isinstance(values, list) else [values]:
                    if isinstance(value, (int, float)):
                        metrics.put(directive["Namespace"], metric["Name"], value, metric.get("Unit"), dimensions, at)


def install() -> None:
    plain = LogWriter.write

    def write(writer: LogWriter, line: str) -> None:
        plain(writer, line)
        record(line)

    LogWriter.write = write  # type: ignore[method-assign]
