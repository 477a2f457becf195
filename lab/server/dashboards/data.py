"""What a widget shows: its lines evaluated over the range that the page shows.

A demo lasts a minute, a dashboard looks back hours. So the page zooms to where data is, and shortens the periods of
the graphs to match; both are said on the page. Alarms keep the periods that were deployed.
"""

from __future__ import annotations

import json
import math
import time
from dataclasses import dataclass, replace
from typing import Any

from ..cloudwatch import metrics, queries
from ..cloudwatch.metrics import Series
from .body import BodyError, Line, lines_of, range_of, widgets_of

_NICE = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 21600, 86400)
POINTS = 24  # that a graph of the zoomed range should have at least


@dataclass(frozen=True)
class Range:
    start: int
    end: int
    asked: int  # seconds that the dashboard's body asks for
    zoomed: bool

    @property
    def seconds(self) -> int:
        return self.end - self.start


@dataclass
class Drawn:
    """A line with its values; `period` is the one that was used."""

    line: Line
    values: Series
    unit: str | None
    period: int


def choose_range(body: str, now: float | None = None) -> Range:
    now = math.ceil(time.time() if now is None else now)
    asked = range_of(body)
    found = metrics.extent(line.query.metric for line in _all_lines(body) if line.query.metric)
    recent = found and found[1] >= now - asked
    if not found or not recent or max(found[0], now - asked) < now - asked * 0.6:
        return Range(now - asked, now, asked, False)
    first, last = max(found[0], now - asked), min(found[1], now)
    # What still runs ends now; what has ended keeps its place instead of shrinking while a person looks at it.
    end = now if now - last < 0.5 * (last - first) + 60 else last
    margin = max(5.0, (end - first) * 0.06)
    step = shorter((end - first) / POINTS, floor=1)
    start = math.floor((first - margin) / step) * step
    return Range(start, max(math.ceil((end + margin / 2) / step) * step, start + 30), asked, True)


def own_range(properties: dict[str, Any], shown: Range) -> Range:
    """That of a widget which looks back by itself, whatever the dashboard shows."""
    start = properties.get("start")
    if not start:
        return shown
    asked = range_of(json.dumps({"start": start}))
    return Range(shown.end - asked, shown.end, asked, False)


def _all_lines(body: str) -> list[Line]:
    lines: list[Line] = []
    for widget in widgets_of(body):
        try:
            lines += lines_of(widget["properties"])
        except (BodyError, metrics.UnsupportedStatistic):
            continue  # drawn as an error where the widget stands
    return lines


def shorter(seconds: float, floor: int = 5) -> int:
    """The longest nice period up to `seconds`."""
    return max([nice for nice in _NICE if nice <= seconds] + [floor])


def period_for(deployed: int, shown: Range, keep: bool) -> int:
    if not shown.zoomed:
        return deployed
    return min(deployed, shown.seconds if keep else shorter(shown.seconds / POINTS))


def evaluate(lines: list[Line], shown: Range, whole_range: bool = False, graph: bool = True) -> list[Drawn]:
    """Every visible line. `whole_range` makes one data point of the range (setPeriodToTimeRange).

    Graphs of metrics get shorter periods when the page is zoomed. Math and single numbers keep theirs: a ratio of two
    counts over five seconds would be noise.
    """
    deployed = queries.period_of([line.query for line in lines])
    keep = not graph or any(line.query.expression for line in lines)
    period = shown.seconds if whole_range else period_for(deployed, shown, keep)
    whole = period == shown.seconds
    start = shown.start if whole else shown.start // period * period
    end = shown.end if whole else math.ceil(shown.end / period) * period
    asked = [
        replace(line.query, metric=replace(line.query.metric, period=period), return_data=line.visible)
        if line.query.metric
        else replace(line.query, period=None, return_data=line.visible)
        for line in lines
    ]
    values = queries.evaluate_all(asked, start, end, period)
    grid = list(range(start, end, period))
    return [
        Drawn(
            line,
            {at: v for at, v in queries.as_series(values[line.query.id], grid).items() if not math.isnan(v)},
            _unit(line),
            period,
        )
        for line in lines
        if line.visible
    ]


def _unit(line: Line) -> str | None:
    metric = line.query.metric
    if metric is None or metric.stat == "SampleCount":
        return None
    data = metrics.matching(metric.namespace, metric.name, metric.dimensions)
    return data[0].unit if data else None
