"""OTLP metrics of Lambda functions to CloudWatch metrics, as the layer's own exporter of embedded metrics writes them.

Counters arrive as sums of deltas, gauges as values, histograms as statistic sets (so they have no percentiles).
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from threading import Lock
from typing import Any

from ..cloudwatch import metrics
from . import function_emf

CUMULATIVE = 2
# The translation of OpenTelemetry units; others are passed only where CloudWatch knows them.
UNITS = {"s": "Seconds", "ms": "Milliseconds", "us": "Microseconds", "By": "Bytes", "bit": "Bits", "%": "Percent"}

_last: dict[tuple, tuple[float, float]] = {}
_lock = Lock()
skipped: Counter = Counter()  # metrics that nothing deployed turns into CloudWatch metrics, by reason


def text_of(value: Any) -> str:
    kind = value.WhichOneof("value")
    if kind is None:
        return ""
    found = getattr(value, kind)
    return str(found).lower() if isinstance(found, bool) else str(found)


def attributes_of(pairs: Iterable[Any]) -> dict[str, str]:
    return {pair.key: text_of(pair.value) for pair in pairs}


def convert(resource: dict[str, str], metric: Any) -> int:
    """Publishes one OTLP metric; returns how many CloudWatch data points came of it."""
    service = resource.get("service.name", "unknown_service")
    emf = function_emf.for_service(service)
    if emf is None:
        skipped[f"no function that writes metrics is called {service}"] += 1
        return 0
    kind = metric.WhichOneof("data")
    if kind not in ("sum", "gauge", "histogram"):
        skipped[f"{kind} is not converted by the lab: {metric.name}"] += 1
        return 0
    written = 0
    for point in getattr(metric, kind).data_points:
        own = attributes_of(point.attributes)
        series = (id_of(resource), metric.name, tuple(sorted(own.items())))
        values = _values(kind, metric, point, series)
        if values is None:
            continue
        dimensions, at = emf.dimensions(resource, own), point.time_unix_nano / 1e9
        _put(emf.namespace, metric.name, values, UNITS.get(metric.unit), dimensions, at)
        written += 1
    return written


def id_of(resource: dict[str, str]) -> tuple:
    return tuple(sorted(resource.items()))


def _values(kind: str, metric: Any, point: Any, series: tuple) -> tuple | None:
    """(sum, count, minimum, maximum) since the last export; None when nothing happened."""
    if kind == "gauge":
        value = _number(point)
        return value, 1, value, value
    data = getattr(metric, kind)
    now = (_number(point), 1.0) if kind == "sum" else (point.sum, float(point.count))
    if data.aggregation_temporality == CUMULATIVE and (kind == "histogram" or data.is_monotonic):
        now = _delta(series, point.start_time_unix_nano, now)
    if kind == "sum":
        return (now[0], 1, now[0], now[0]) if now[0] or not data.is_monotonic else None
    if not now[1]:
        return None
    mean = now[0] / now[1]
    low = point.min if point.HasField("min") else mean
    high = point.max if point.HasField("max") else mean
    return now[0], now[1], low, high


def _number(point: Any) -> float:
    return float(point.as_int if point.WhichOneof("value") == "as_int" else point.as_double)


def _delta(series: tuple, start: int, now: tuple[float, float]) -> tuple[float, float]:
    key = (*series, start)  # a restarted process has a new start time and counts from zero
    with _lock:
        before = _last.get(key)
        _last[key] = now
    if before is None:
        return now
    return now[0] - before[0], now[1] - before[1]


def _put(namespace: str, name: str, values: tuple, unit: str | None, dimensions: dict[str, str], at: float) -> None:
    total, count, low, high = values
    if count == 1:
        metrics.put(namespace, name, total, unit, dimensions, at)
    else:
        metrics.put_statistics(
            namespace,
            name,
            minimum=low,
            maximum=high,
            total=total,
            count=count,
            unit=unit,
            dimensions=dimensions,
            at=at,
        )
