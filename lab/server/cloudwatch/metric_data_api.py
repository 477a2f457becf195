"""Makes GetMetricData, ListMetrics and DescribeAlarms tell what the lab knows: math, percentiles, fresh alarm states.

moto's GetMetricData mixes up namespaces and evaluates no math; here it is answered by the lab's own evaluator. Its
ListMetrics repeats metrics of several dimensions; here each is listed once.
"""

from __future__ import annotations

import math
from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.exceptions import ValidationError
from moto.cloudwatch.models import CloudWatchBackend

from . import deployed_alarms, metrics, queries
from .math_values import MetricMathError


def _get_metric_data(
    self: CloudWatchBackend,
    queries_: list[dict[str, Any]],
    start_time: datetime,
    end_time: datetime,
    scan_by: str = "TimestampDescending",
) -> list[dict[str, Any]]:
    start, end = int(metrics.epoch(start_time)), math.ceil(metrics.epoch(end_time))
    try:
        parsed = [queries.parse(raw) for raw in queries_]
        period = queries.period_of(parsed)
        start -= start % min(period, 60)
        values = queries.evaluate_all(parsed, start, end)
        grid = list(range(start, end, period))
        lines = {query.id: queries.as_series(values[query.id], grid) for query in parsed if query.return_data}
    except (MetricMathError, metrics.UnsupportedStatistic) as error:
        raise ValidationError(f"the lab cannot evaluate this: {error}") from error
    results = []
    for query in parsed:
        if query.return_data:
            line = sorted(lines[query.id].items(), reverse=scan_by != "TimestampAscending")
            results.append(
                {
                    "id": query.id,
                    "label": query.label or (query.metric.name if query.metric else query.id),
                    "timestamps": [datetime.fromtimestamp(at, UTC) for at, _ in line],
                    "values": [value for _, value in line],
                    "status_code": "Complete",
                }
            )
    return results


def install() -> None:
    def get_metric_data(self: Any, queries: list, start_time: datetime, end_time: datetime, scan_by: str = "") -> list:
        return _get_metric_data(self, queries, start_time, end_time, scan_by or "TimestampDescending")

    def get_filtered_metrics(self: Any, metric_name: str, namespace: str, dimensions: list[dict[str, str]]) -> list:
        found: dict[tuple, Any] = {}
        for datum in self.get_all_metrics():
            if datum.filter(namespace, metric_name, dimensions):
                key = (datum.namespace, datum.name, frozenset((d.name, d.value) for d in datum.dimensions))
                found.setdefault(key, datum)
        return list(found.values())

    describe = CloudWatchBackend.describe_alarms

    def describe_alarms(self: Any) -> Any:
        deployed_alarms.evaluate_all()
        return describe(self)

    CloudWatchBackend.get_metric_data = get_metric_data  # type: ignore[method-assign]
    CloudWatchBackend.get_filtered_metrics = get_filtered_metrics  # type: ignore[method-assign]
    CloudWatchBackend.describe_alarms = describe_alarms  # type: ignore[method-assign]
