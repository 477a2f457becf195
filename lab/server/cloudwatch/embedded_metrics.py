"""CloudWatch's embedded metric format: a line of a log that is JSON with `_aws.CloudWatchMetrics` becomes metrics.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Embedded_Metric_Format_Specification.html
"""

from __future__ import annotations

import json
from collections import Counter
from typing import Any

from moto.logs.responses import LogsResponse

from ..compute.logs import LogWriter
from . import metrics

published: Counter = Counter()  # CloudWatch data points that came of PutLogEvents, by service


def record(line: str) -> int:
    """How many data points came of a line. As the service does it leaves out what is no number or malformed."""
    if not line.startswith("{") or '"CloudWatchMetrics"' not in line:
        return 0
    written = 0
    try:
        document: dict[str, Any] = json.loads(line)
        at = document["_aws"]["Timestamp"] / 1000
        for directive in document["_aws"]["CloudWatchMetrics"]:
            for names in directive.get("Dimensions") or [[]]:
                dimensions = {name: str(document[name]) for name in names}
                for metric in directive.get("Metrics", []):
                    written += _put(directive["Namespace"], metric, document.get(metric["Name"]), dimensions, at)
    except (ValueError, KeyError, TypeError):
        pass
    return written


def _put(namespace: str, metric: dict[str, Any], value: Any, dimensions: dict[str, str], at: float) -> int:
    name, unit = metric["Name"], metric.get("Unit")
    if isinstance(value, dict):
        if not value.get("Count"):
            return 0
        named = {"minimum": "Min", "maximum": "Max", "total": "Sum", "count": "Count"}
        statistics = {ours: value[theirs] for ours, theirs in named.items()}
        metrics.put_statistics(namespace, name, **statistics, unit=unit, dimensions=dimensions, at=at)
        return 1
    numbers = [one for one in (value if isinstance(value, list) else [value]) if isinstance(one, (int, float))]
    for number in numbers:
        metrics.put(namespace, name, number, unit, dimensions, at)
    return len(numbers)


def _service(line: str) -> str:
    return str(json.loads(line).get("service", "unknown_service"))


def install() -> None:
    """Reads what processes print and what clients put into CloudWatch Logs."""
    plain = LogWriter.write
    put = LogsResponse.put_log_events

    def write(writer: LogWriter, line: str) -> None:
        plain(writer, line)
        record(line)

    def put_log_events(response: LogsResponse) -> str:
        answer = put(response)
        for event in response._get_param("logEvents"):
            if written := record(event["message"]):
                published[_service(event["message"])] += written
        return answer

    LogWriter.write = write  # type: ignore[method-assign]
    LogsResponse.put_log_events = put_log_events  # type: ignore[method-assign]
