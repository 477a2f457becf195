"""Writes to and reads from the emulated CloudWatch (moto's backend, in process).

moto stores every value, but its own reading of them mixes namespaces up and knows neither percentiles nor metric
math. Everything in the lab that reads a metric (alarms, dashboards, the report, GetMetricData) reads it here.
"""

from __future__ import annotations

import re
import time
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from moto.cloudwatch.models import MetricAggregatedDatum, MetricDatum, cloudwatch_backends

from ..settings import ACCOUNT, REGION

Dimensions = dict[str, str]
Series = dict[int, float]

_PERCENTILE = re.compile(r"^p(\d{1,2}(?:\.\d+)?|100)$")
# Values up to one, which is included; other bounds are refused.
_TRIMMED_COUNT = re.compile(r"^TC\(:(\d+(?:\.\d+)?)\)$")
STATISTICS = ("Sum", "Average", "Minimum", "Maximum", "SampleCount")


class UnsupportedStatistic(ValueError):
    pass


@dataclass(frozen=True)
class MetricStat:
    namespace: str
    name: str
    dimensions: tuple[tuple[str, str], ...]
    stat: str
    period: int
    unit: str | None = None


def backend():
    return cloudwatch_backends[ACCOUNT][REGION]


def epoch(moment: datetime) -> float:
    """moto keeps naive UTC times; callers of its API may leave aware ones."""
    return (moment if moment.tzinfo else moment.replace(tzinfo=UTC)).timestamp()


def _naive(at: float | None) -> datetime:
    return datetime.fromtimestamp(time.time() if at is None else at, UTC).replace(tzinfo=None)


def _dimension_list(dimensions: Dimensions | None) -> list[dict[str, str]]:
    return [{"Name": name, "Value": str(value)} for name, value in (dimensions or {}).items()]


def put(
    namespace: str,
    name: str,
    value: float,
    unit: str | None = None,
    dimensions: Dimensions | None = None,
    at: float | None = None,
) -> None:
    backend().metric_data.append(
        MetricDatum(namespace, name, float(value), _dimension_list(dimensions), _naive(at), unit)
    )


def put_statistics(
    namespace: str,
    name: str,
    *,
    minimum: float,
    maximum: float,
    total: float,
    count: float,
    unit: str | None = None,
    dimensions: Dimensions | None = None,
    at: float | None = None,
) -> None:
    backend().metric_data.append(
        MetricAggregatedDatum(
            namespace, name, minimum, maximum, count, total, _dimension_list(dimensions), _naive(at), unit
        )
    )


def matching(namespace: str, name: str, dimensions: Iterable[tuple[str, str]], unit: str | None = None) -> list:
    """The stored data of one metric. A metric is its namespace, name and exact set of dimensions, as in CloudWatch."""
    wanted = frozenset((key, str(value)) for key, value in dimensions)
    return [
        datum
        for datum in list(backend().metric_data)
        if datum.name == name
        and datum.namespace == namespace
        and (unit is None or datum.unit == unit)
        and frozenset((d.name, str(d.value)) for d in datum.dimensions) == wanted
    ]


def statistic(data: list, stat: str) -> float | None:
    """One statistic of the data of one period, or None when there is none to be had."""
    singles = [d.value for d in data if isinstance(d, MetricDatum)]
    sets = [d for d in data if isinstance(d, MetricAggregatedDatum)]
    count = len(singles) + sum(s.sample_count for s in sets)
    if not count:
        return None
    if stat == "SampleCount":
        return float(count)
    if stat in ("Sum", "Average"):
        total = sum(singles) + sum(s.sum for s in sets)
        return float(total if stat == "Sum" else total / count)
    if stat == "Minimum":
        return float(min(singles + [s.min for s in sets]))
    if stat == "Maximum":
        return float(max(singles + [s.max for s in sets]))
    check_statistic(stat)
    # CloudWatch has percentiles and trimmed counts of statistic sets only where one number says it all.
    if any(s.sample_count != 1 and s.min != s.max for s in sets):
        return None
    if trimmed := _TRIMMED_COUNT.match(stat):
        most = float(trimmed[1])
        return float(sum(value <= most for value in singles) + sum(s.sample_count for s in sets if s.max <= most))
    match = _PERCENTILE.match(stat)
    assert match is not None
    values = sorted(singles + [s.min for s in sets for _ in range(int(s.sample_count))])
    position = (len(values) - 1) * float(match.group(1)) / 100
    low = int(position)
    high = min(low + 1, len(values) - 1)
    return float(values[low] + (values[high] - values[low]) * (position - low))


def check_statistic(stat: str) -> None:
    if stat not in STATISTICS and not _PERCENTILE.match(stat) and not _TRIMMED_COUNT.match(stat):
        raise UnsupportedStatistic(f"statistic {stat!r}: the lab knows {', '.join(STATISTICS)}, pNN and TC(:N)")


def series(metric: MetricStat, start: int, end: int) -> Series:
    """The metric's statistic per period, keyed by the start of the period; periods without data are absent."""
    check_statistic(metric.stat)
    buckets: dict[int, list] = {}
    for datum in matching(metric.namespace, metric.name, metric.dimensions, metric.unit):
        at = epoch(datum.timestamp)
        if start <= at < end:
            buckets.setdefault(int((at - start) // metric.period) * metric.period + start, []).append(datum)
    values = {at: statistic(data, metric.stat) for at, data in sorted(buckets.items())}
    return {at: value for at, value in values.items() if value is not None}


def total(namespace: str, name: str, required: Dimensions | None = None) -> float:
    """Sum over every dimension set of a metric that carries `required`; for the report only."""
    wanted = set((required or {}).items())
    return sum(
        (d.value if isinstance(d, MetricDatum) else d.sum)
        for d in list(backend().metric_data)
        if d.namespace == namespace and d.name == name and wanted <= {(x.name, x.value) for x in d.dimensions}
    )


def extent(selected: Iterable[MetricStat]) -> tuple[float, float] | None:
    """First and last moment at which any of the metrics has data."""
    times: list[float] = []
    for metric in selected:
        times += [epoch(d.timestamp) for d in matching(metric.namespace, metric.name, metric.dimensions)]
    return (min(times), max(times)) if times else None
