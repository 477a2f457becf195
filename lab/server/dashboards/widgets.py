"""The widgets of a dashboard as HTML. What the lab does not draw is shown as refused, never skipped."""

from __future__ import annotations

import html
import math
import re
from collections.abc import Callable
from typing import Any

from ..cloudwatch import alarms, metrics
from ..cloudwatch.math_values import MetricMathError
from .body import BodyError, Line, alarm_names, lines_of
from .chart import color_of, draw
from .data import Drawn, Range, evaluate
from .markdown import render as render_markdown
from .numbers import short, trimmed

UNIT_WIDTH, UNIT_HEIGHT = 64.5, 50.0  # pixels of a grid cell on a page of 1600
STATES = {"OK": "ok", "ALARM": "alarm", "INSUFFICIENT_DATA": "unknown"}


def render(widget: dict[str, Any], shown: Range) -> str:
    kind, properties = widget["type"], widget["properties"]
    if kind == "text":
        plain = " plain" if properties.get("background") == "transparent" else ""
        return f'<div class="text{plain}">{render_markdown(str(properties.get("markdown", "")))}</div>'
    try:
        if kind == "metric":
            body = _metric(widget, properties, shown)
        elif kind == "alarm":
            body = _alarm_status(properties)
        else:
            body = refused(f"widgets of type {kind!r} are not emulated")
    except (
        BodyError,
        MetricMathError,
        metrics.UnsupportedStatistic,
        alarms.UnsupportedAlarm,
        KeyError,
        ValueError,
    ) as error:
        body = refused(str(error))
    title = html.escape(str(properties.get("title") or ""))
    head = f'<div class="title" title="{title}">{title}</div>' if title else ""
    return f'<div class="card">{head}{body}</div>'


def refused(reason: str) -> str:
    return f'<div class="refused"><b>Refused by the lab</b><span>{html.escape(reason)}</span></div>'


def _metric(widget: dict[str, Any], properties: dict[str, Any], shown: Range) -> str:
    view = properties.get("view", "timeSeries")
    if (properties.get("annotations") or {}).get("alarms"):
        return _of_alarm(widget, properties, shown)
    views: dict[str, Callable[..., str]] = {
        "timeSeries": _time_series,
        "singleValue": _single_value,
        "gauge": _gauge,
        "bar": _bar,
        "table": _table,
    }
    if view not in views:
        return refused(f"the view {view!r} of metric widgets is not emulated")
    whole = bool(properties.get("setPeriodToTimeRange")) and view != "timeSeries"
    lines = evaluate(lines_of(properties), shown, whole, graph=view == "timeSeries")
    return views[view](widget, properties, shown, lines)


def label_of(drawn: Drawn) -> str:
    """Dynamic labels: ${LAST}, ${SUM}, ${AVG}, ${MIN}, ${MAX}, ${LABEL} and ${PROP('...')}."""
    values = list(drawn.values.values())
    known = {
        "LAST": short(values[-1], drawn.unit) if values else "--",
        "SUM": short(sum(values)) if values else "--",
        "AVG": short(sum(values) / len(values), drawn.unit) if values else "--",
        "MIN": short(min(values), drawn.unit) if values else "--",
        "MAX": short(max(values), drawn.unit) if values else "--",
        "LABEL": drawn.line.query.metric.name if drawn.line.query.metric else drawn.line.query.id,
    }

    def fill(match: re.Match[str]) -> str:
        prop, word = match.groups()
        if prop is None:
            return known.get(word, match.group(0))
        metric = drawn.line.query.metric
        if metric is None:
            return match.group(0)
        fields = {
            "MetricName": metric.name,
            "Namespace": metric.namespace,
            "Stat": metric.stat,
            "Period": str(metric.period),
            **{f"Dim.{key}": value for key, value in metric.dimensions},
        }
        return fields.get(prop, match.group(0))

    return re.sub(r"\$\{(?:PROP\('([^']+)'\)|([A-Z]+))\}", fill, drawn.line.label)


def _legend(lines: list[Drawn]) -> str:
    if not lines:
        return ""
    items = "".join(
        f'<span><i style="background:{color_of(one, at)}"></i>{html.escape(label_of(one))}</span>'
        for at, one in enumerate(lines)
    )
    return f'<div class="legend">{items}</div>'


def size_of(widget: dict[str, Any], legend: bool) -> tuple[float, float]:
    width = int(widget.get("width", 6)) * UNIT_WIDTH - 34
    height = int(widget.get("height", 6)) * UNIT_HEIGHT - 12 - (38 if widget["properties"].get("title") else 14)
    return width, max(60.0, height - (34 if legend else 10))


def _time_series(widget: dict[str, Any], properties: dict[str, Any], shown: Range, lines: list[Drawn]) -> str:
    hidden = (properties.get("legend") or {}).get("position") == "hidden"
    width, height = size_of(widget, not hidden)
    return draw(lines, properties, shown, width, height) + ("" if hidden else _legend(lines))


def _single_value(widget: dict[str, Any], properties: dict[str, Any], shown: Range, lines: list[Drawn]) -> str:
    cells = []
    sparks = evaluate(lines_of(properties), shown) if properties.get("sparkline") else []
    for at, one in enumerate(lines):
        values = list(one.values.values())
        text = short(values[-1], one.unit) if values else "--"
        if values and properties.get("singleValueFullPrecision"):
            text = f"{values[-1]:,g}"
        spark = _sparkline(sparks[at], color_of(one, at)) if sparks and len(sparks[at].values) > 1 else ""
        number, unit = re.match(r"^(\S+)(?: (.*))?$", text).groups()  # type: ignore[union-attr]
        small = f"<small>{html.escape(unit)}</small>" if unit else ""
        cells.append(
            f'<div class="value"><b>{number}{small}</b>'
            f'<span><i style="background:{color_of(one, at)}"></i>{html.escape(label_of(one))}</span>{spark}</div>'
        )
    return f'<div class="values">{"".join(cells)}</div>'


def _sparkline(drawn: Drawn, color: str) -> str:
    values = list(drawn.values.items())
    low, high = min(v for _, v in values), max(v for _, v in values)
    first, last = values[0][0], values[-1][0]
    points = " ".join(
        f"{(at - first) / max(1, last - first) * 120:.1f},{26 - (value - low) / ((high - low) or 1) * 22:.1f}"
        for at, value in values
    )
    line = f'<polyline points="{points}" fill="none" stroke="{color}" stroke-width="2"/>'
    return f'<svg class="spark" viewBox="0 0 120 30">{line}</svg>'


def _gauge(widget: dict[str, Any], properties: dict[str, Any], shown: Range, lines: list[Drawn]) -> str:
    axis = (properties.get("yAxis") or {}).get("left") or {}
    if axis.get("min") is None or axis.get("max") is None:
        return refused("a gauge needs yAxis.left.min and max")
    low, high = float(axis["min"]), float(axis["max"])
    cells = []
    for at, one in enumerate(lines):
        values = list(one.values.values())
        value = values[-1] if values else None
        share = 0 if value is None else min(1.0, max(0.0, (value - low) / (high - low)))
        color = _gauge_color(value, properties, color_of(one, at))
        arc = f'<path d="{_arc(1)}" stroke="#e9ebed" class="arc"/>'
        if share > 0:
            arc += f'<path d="{_arc(share)}" stroke="{color}" class="arc"/>'
        text = "--" if value is None else short(value, one.unit)
        cells.append(
            f'<div class="gauge"><svg viewBox="0 0 200 122">{arc}<text x="100" y="94" class="big">{text}</text>'
            f'<text x="20" y="118" class="tick middle">{trimmed(low, 3)}</text>'
            f'<text x="180" y="118" class="tick middle">{trimmed(high, 3)}</text></svg>'
            f"<span>{html.escape(label_of(one))}</span></div>"
        )
    return f'<div class="gauges">{"".join(cells)}</div>'


def _arc(share: float) -> str:
    angle = math.pi * (1 - share)
    return f"M20,102 A80,80 0 0 1 {100 + 80 * math.cos(angle):.2f},{102 - 80 * math.sin(angle):.2f}"


def _gauge_color(value: float | None, properties: dict[str, Any], default: str) -> str:
    """The color of the annotation range that the value is in."""
    for entry in (properties.get("annotations") or {}).get("horizontal") or []:
        pair = entry if isinstance(entry, list) else [entry]
        bounds = sorted(float(one["value"]) for one in pair)
        fill = pair[0].get("fill")
        inside = value is not None and (
            (len(bounds) == 2 and bounds[0] <= value <= bounds[1])
            or (len(bounds) == 1 and (value > bounds[0] if fill == "above" else value < bounds[0] if fill else False))
        )
        if inside:
            return pair[0].get("color", default)
    return default


def _bar(widget: dict[str, Any], properties: dict[str, Any], shown: Range, lines: list[Drawn]) -> str:
    latest = [(one, list(one.values.values())) for one in lines]
    top = max([values[-1] for _, values in latest if values] + [1e-9])
    rows = []
    for at, (one, values) in enumerate(latest):
        share = values[-1] / top * 100 if values else 0
        text = short(values[-1], one.unit) if values else "no data"
        rows.append(
            f'<div class="bar"><span>{html.escape(label_of(one))}</span>'
            f'<div><i style="width:{max(0.5, share):.1f}%;background:{color_of(one, at)}"></i></div><b>{text}</b></div>'
        )
    return f'<div class="bars">{"".join(rows)}</div>'


def _table(widget: dict[str, Any], properties: dict[str, Any], shown: Range, lines: list[Drawn]) -> str:
    rows = []
    for at, one in enumerate(lines):
        values = list(one.values.values())
        cells = [min(values), max(values), sum(values) / len(values), sum(values), values[-1]] if values else []
        texts = [short(v, None if i == 3 else one.unit) for i, v in enumerate(cells)] or ["--"] * 5
        rows.append(
            f'<tr><td><i style="background:{color_of(one, at)}"></i>{html.escape(label_of(one))}</td>'
            + "".join(f"<td>{text}</td>" for text in texts)
            + "</tr>"
        )
    head = "".join(f"<th>{name}</th>" for name in ("Label", "Min", "Max", "Average", "Sum", "Last"))
    return f'<div class="scroll"><table class="data"><tr>{head}</tr>{"".join(rows)}</table></div>'


def _alarm_status(properties: dict[str, Any]) -> str:
    known = metrics.backend().alarms
    tiles = []
    for name in alarm_names(properties):
        alarm = known.get(name)
        if alarm is None:
            tiles.append(f'<div class="tile unknown"><b>{html.escape(name)}</b><span>does not exist</span></div>')
            continue
        if properties.get("states") and alarm.state_value not in properties["states"]:
            continue
        state = STATES[alarm.state_value]
        title = html.escape(f"{alarm.name}: {alarm.state_reason}")
        tiles.append(
            f'<div class="tile {state}" title="{title}"><b>{html.escape(_spoken(alarm))}</b>'
            f"<span>{alarm.state_value.replace('_', ' ').capitalize() if state != 'ok' else 'OK'}</span></div>"
        )
    return f'<div class="tiles">{"".join(tiles)}</div>'


def _spoken(alarm: Any) -> str:
    """A generated alarm name says little; the start of its description says what is wrong."""
    clause = re.split(r"(?<=[.;:])\s", (alarm.description or "").strip())[0].rstrip(".;:")
    return clause if 0 < len(clause) <= 90 else alarm.name


def _of_alarm(widget: dict[str, Any], properties: dict[str, Any], shown: Range) -> str:
    """An alarm's own graph: its metric and its threshold."""
    name = str(properties["annotations"]["alarms"][0]).rsplit(":alarm:", 1)[-1]
    alarm = metrics.backend().alarms.get(name)
    if alarm is None:
        return refused(f"no alarm is named {name}")
    if alarm.rule:
        return refused(f"{name} is a composite alarm: it has no metric to draw")
    spec = alarms.spec_of(alarm)
    lines = [
        Line(
            query,
            query.label or (query.metric.name if query.metric else name),
            None,
            "left",
            query.id == spec.returned,
            True,
        )
        for query in spec.queries
    ]
    drawn = evaluate(lines, shown)
    threshold = {"value": spec.threshold, "label": "threshold", "color": "#d13212"}
    extended = {**properties, "annotations": {"horizontal": [threshold]}}
    width, height = size_of(widget, True)
    return draw(drawn, extended, shown, width, height) + _legend(drawn)
