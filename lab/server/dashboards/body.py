"""Reads the body of a dashboard: its widgets, and the rows of `metrics` with their shorthands.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/CloudWatch-Dashboard-Body-Structure.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass
from typing import Any

from ..cloudwatch import metrics, queries

MAX_WIDGETS = 500
COLUMNS = 24
_DURATION = re.compile(r"^-P(?:(\d+)W)?(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$")
_DEFAULT_RANGE = 3 * 3600


class BodyError(ValueError):
    pass


def widgets_of(text: str) -> list[dict[str, Any]]:
    try:
        body = json.loads(text)
    except ValueError as error:
        raise BodyError(f"DashboardBody is not JSON: {error}") from error
    found = body.get("widgets") if isinstance(body, dict) else None
    if not isinstance(found, list):
        raise BodyError("DashboardBody needs a list of widgets")
    for at, widget in enumerate(found):
        if not isinstance(widget, dict) or "type" not in widget or not isinstance(widget.get("properties"), dict):
            raise BodyError(f"widget {at} needs a type and properties")
        x, width = int(widget.get("x", 0)), int(widget.get("width", 6))
        if not (0 <= x < COLUMNS and 1 <= width <= COLUMNS and 1 <= int(widget.get("height", 6)) <= 1000):
            raise BodyError(f"widget {at} does not fit into {COLUMNS} columns and 1000 rows")
    return found


def range_of(text: str) -> int:
    """Seconds that the dashboard looks back (its `start`), CloudWatch's default being 3 hours."""
    start = json.loads(text).get("start", "")
    match = _DURATION.match(start)
    if not match:
        return _DEFAULT_RANGE
    weeks, days, hours, minutes, seconds = (int(group or 0) for group in match.groups())
    return ((weeks * 7 + days) * 24 + hours) * 3600 + minutes * 60 + seconds or _DEFAULT_RANGE


@dataclass
class Line:
    """One row of `metrics`: a query and how it is drawn."""

    query: queries.Query
    label: str
    color: str | None
    axis: str
    visible: bool
    named: bool  # whether the body gave it a label


def lines_of(properties: dict[str, Any]) -> list[Line]:
    found: list[Line] = []
    previous: list[Any] = []
    taken = {row[-1].get("id") for row in properties.get("metrics") or [] if row and isinstance(row[-1], dict)}
    for at, row in enumerate(properties.get("metrics") or []):
        if not isinstance(row, list) or not row:
            raise BodyError(f"row {at} of metrics is no list")
        options = row[-1] if isinstance(row[-1], dict) else {}
        identifier = options.get("id") or _unnamed(at, taken)
        if "expression" in options:
            line = _expression(identifier, options)
        else:
            previous = _full([cell for cell in row if not isinstance(cell, dict)], previous)
            line = _metric(identifier, previous, options, properties)
        found.append(line)
    return found


def _unnamed(at: int, taken: set[str | None]) -> str:
    """As `user-telemetry preview` calls what has no id."""
    name = f"line{at + 1}"
    while name in taken:
        name += "_"
    return name


def _full(cells: list[Any], previous: list[Any]) -> list[Any]:
    """'.' repeats the cell above, '...' all cells above up to the last one."""
    if "..." in cells:
        at = cells.index("...")
        rest = cells[at + 1 :]
        cells = cells[:at] + previous[at : len(previous) - len(rest)] + rest
    try:
        return [previous[at] if cell == "." else cell for at, cell in enumerate(cells)]
    except IndexError as error:
        raise BodyError(f"'.' in {cells} has no cell above it") from error


def _metric(identifier: str, cells: list[Any], options: dict[str, Any], properties: dict[str, Any]) -> Line:
    if len(cells) < 2 or len(cells) % 2:
        raise BodyError(f"the metric {cells} needs a namespace, a name and pairs of dimensions")
    if options.get("accountId"):
        raise BodyError("cross-account metrics are not emulated")
    stat = options.get("stat") or properties.get("stat") or "Average"
    period = int(options.get("period") or properties.get("period") or 300)
    dimensions = tuple((str(cells[at]), str(cells[at + 1])) for at in range(2, len(cells), 2))
    metric = metrics.MetricStat(str(cells[0]), str(cells[1]), dimensions, stat, period)
    metrics.check_statistic(stat)
    query = queries.Query(identifier, options.get("label"), metric=metric)
    label = options.get("label") or " ".join([*(value for _, value in dimensions), metric.name])
    return Line(
        query,
        label,
        options.get("color"),
        options.get("yAxis", "left"),
        options.get("visible", True),
        "label" in options,
    )


def _expression(identifier: str, options: dict[str, Any]) -> Line:
    query = queries.Query(
        identifier,
        options.get("label"),
        expression=options["expression"],
        period=int(options["period"]) if options.get("period") else None,
    )
    return Line(
        query,
        options.get("label") or options["expression"],
        options.get("color"),
        options.get("yAxis", "left"),
        options.get("visible", True),
        "label" in options,
    )


def alarm_names(properties: dict[str, Any]) -> list[str]:
    return [str(arn).rsplit(":alarm:", 1)[-1] for arn in properties.get("alarms") or []]
