"""Request-based objectives of CloudWatch Application Signals, and the burn rates that it publishes.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch-ServiceLevelObjectives.html
"burn rate = error rate over the look-back window / (100% - attainment goal percentage)". What is published of a window
without requests is not documented: here, nothing. Neither are the names of its other metrics: there are none.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass
from typing import Any

from . import metrics, queries

NAMESPACE = "AWS/ApplicationSignals"


@dataclass(frozen=True)
class Objective:
    name: str
    goal: float  # in percent
    windows: tuple[int, ...]  # in minutes
    total: list[queries.Query]
    monitored: list[queries.Query]
    counts_bad: bool


objectives: dict[str, Objective] = {}


def parsed(raw: list[dict[str, Any]]) -> list[queries.Query]:
    """Up to 10 metrics and 10 expressions, of which exactly one returns data."""
    found = [queries.parse(query) for query in raw]
    expressions = [query for query in found if query.expression]
    if len(found) - len(expressions) > 10 or len(expressions) > 10:
        raise ValueError("more than 10 metrics or 10 expressions")
    if sum(query.return_data for query in found) != 1:
        raise ValueError("exactly one query must return data")
    return found


def count(asked: list[queries.Query], start: int, end: int) -> float:
    [returned] = [query.id for query in asked if query.return_data]
    values = queries.evaluate_all(asked, start, end, 60)
    line = queries.as_series(values[returned], list(range(start, end, 60)))
    return sum(value for value in line.values() if not math.isnan(value))


def burn_rate(objective: Objective, minutes: int, end: int) -> float | None:
    start = end - minutes * 60
    total = count(objective.total, start, end)
    if total <= 0:
        return None
    monitored = count(objective.monitored, start, end)
    bad = monitored if objective.counts_bad else total - monitored
    return 100 * bad / total / (100 - objective.goal)


def publish(now: float | None = None) -> None:
    """The burn rate of each window that ends with the minute that is running."""
    end = int(math.ceil((time.time() if now is None else now) / 60) * 60)
    for objective in list(objectives.values()):
        for minutes in objective.windows:
            rate = burn_rate(objective, minutes, end)
            if rate is not None:
                dimensions = {"SloName": objective.name, "BurnRateWindowMinutes": str(minutes)}
                metrics.put(NAMESPACE, "BurnRate", rate, None, dimensions, end - 1)
