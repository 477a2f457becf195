"""Evaluates a list of metric data queries (metrics and math) over a time range.

The same shape serves alarms, dashboards and GetMetricData: dictionaries as CloudFormation writes MetricDataQuery.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from typing import Any

from . import metrics
from .math_values import READINGS, Context, MetricMathError, Reading, UndocumentedMath, Value
from .metric_math import evaluate


@dataclass
class Query:
    id: str
    label: str | None = None
    metric: metrics.MetricStat | None = None
    expression: str | None = None
    period: int | None = None
    return_data: bool = True


def returns_data(raw: dict[str, Any]) -> bool:
    """What says nothing of it does."""
    return str(raw.get("ReturnData", True)).lower() != "false"


def parse(raw: dict[str, Any]) -> Query:
    """One MetricDataQuery. Refuses what the lab would silently get wrong."""
    identifier = raw.get("Id")
    if not identifier:
        raise MetricMathError("a metric data query without an Id")
    if raw.get("AccountId"):
        raise MetricMathError(f"query {identifier}: cross-account metrics are not emulated")
    stat = raw.get("MetricStat")
    if bool(stat) == bool(raw.get("Expression")):
        raise MetricMathError(f"query {identifier}: exactly one of MetricStat and Expression is needed")
    query = Query(
        id=identifier,
        label=raw.get("Label"),
        expression=raw.get("Expression"),
        period=int(raw["Period"]) if raw.get("Period") else None,
        return_data=returns_data(raw),
    )
    if stat:
        metric = stat["Metric"]
        query.metric = metrics.MetricStat(
            namespace=metric["Namespace"],
            name=metric["MetricName"],
            dimensions=tuple((d["Name"], str(d["Value"])) for d in metric.get("Dimensions") or []),
            stat=stat["Stat"],
            period=int(stat["Period"]),
            unit=stat.get("Unit"),
        )
        metrics.check_statistic(query.metric.stat)
    return query


def period_of(queries: list[Query]) -> int:
    periods = [q.metric.period for q in queries if q.metric] + [q.period for q in queries if q.period]
    return max(periods) if periods else 60


def evaluate_all(queries: list[Query], start: int, end: int, period: int | None = None) -> dict[str, Value]:
    """Every query's value by id. Expressions use the longest period in play, as CloudWatch aligns them to it.

    Refuses what differs by what CloudWatch's documentation leaves open.
    """
    step = period or period_of(queries)
    grid = list(range(start, end, step))
    by_id = {query.id: query for query in queries}
    if len(by_id) != len(queries):
        raise MetricMathError("two queries with one Id")
    read = {query.id: metrics.series(query.metric, start, end) for query in queries if query.metric}
    first, *others = [_evaluate(by_id, read, grid, reading) for reading in READINGS]
    for query in queries:
        if query.return_data and not all(_same(other[query.id], first[query.id]) for other in others):
            raise UndocumentedMath(
                f"{query.expression!r}: its value depends here on what CloudWatch's documentation leaves open"
            )
    return first


def _evaluate(by_id: dict[str, Query], read: dict[str, Value], grid: list[int], reading: Reading) -> dict[str, Value]:
    done = dict(read)
    open_ids: list[str] = []

    def resolve(identifier: str) -> Value:
        if identifier in done:
            return done[identifier]
        query = by_id.get(identifier)
        if query is None:
            raise MetricMathError(f"no query has the id {identifier!r}")
        if identifier in open_ids:
            raise MetricMathError(f"the expression of {identifier!r} refers to itself")
        open_ids.append(identifier)
        done[identifier] = evaluate(query.expression or "", Context(resolve, with_text, grid, reading))
        open_ids.remove(identifier)
        return done[identifier]

    def with_text(text: str) -> list:
        return [value for identifier, value in read.items() if text in identifier]

    for identifier in by_id:
        resolve(identifier)
    return done


def _same(one: Value, other: Value) -> bool:
    if isinstance(one, float) and isinstance(other, float) and math.isnan(one):
        return math.isnan(other)
    return one == other


def as_series(value: Value, grid: list[int]) -> metrics.Series:
    """A number becomes a flat line, as in a CloudWatch graph."""
    if isinstance(value, list):
        raise MetricMathError("an expression that returns several time series")
    return value if isinstance(value, dict) else dict.fromkeys(grid, value)
