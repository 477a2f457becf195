"""Evaluates a list of metric data queries (metrics and math) over a time range.

The same shape serves alarms, dashboards and GetMetricData: dictionaries as CloudFormation writes MetricDataQuery.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import metrics
from .math_values import Context, MetricMathError, Value
from .metric_math import evaluate


@dataclass
class Query:
    id: str
    label: str | None = None
    metric: metrics.MetricStat | None = None
    expression: str | None = None
    period: int | None = None
    return_data: bool = True


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
    return_data = raw.get("ReturnData", True)
    query = Query(
        id=identifier,
        label=raw.get("Label"),
        expression=raw.get("Expression"),
        period=int(raw["Period"]) if raw.get("Period") else None,
        return_data=str(return_data).lower() != "false",
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
    """Every query's value by id. Expressions use the longest period in play, as CloudWatch aligns them to it."""
    step = period or period_of(queries)
    grid = list(range(start, end, step))
    by_id = {query.id: query for query in queries}
    if len(by_id) != len(queries):
        raise MetricMathError("two queries with one Id")
    done: dict[str, Value] = {}
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
        if query.metric:
            done[identifier] = metrics.series(query.metric, start, end)
        else:
            context = Context(resolve, lambda: [resolve(q.id) for q in queries if q.metric], grid)
            done[identifier] = evaluate(query.expression or "", context)
        open_ids.remove(identifier)
        return done[identifier]

    for query in queries:
        resolve(query.id)
    return done


def as_series(value: Value, grid: list[int]) -> metrics.Series:
    """A number becomes a flat line, as in a CloudWatch graph."""
    if isinstance(value, list):
        raise MetricMathError("an expression that returns several time series")
    return value if isinstance(value, dict) else dict.fromkeys(grid, value)
