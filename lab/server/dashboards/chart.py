"""Draws time series as SVG: lines, stacked areas, annotations, axes."""

from __future__ import annotations

import html
from dataclasses import dataclass, field
from datetime import datetime
from itertools import pairwise
from typing import Any

from .data import Drawn, Range
from .numbers import short, ticks, time_ticks

PALETTE = ("#0972d3", "#e07700", "#1d8102", "#d13212", "#8456ce", "#0f9d9a", "#c33d69", "#6b7280", "#9c7a00", "#4053b4")
GRID, AXIS, TEXT = "#e9ebed", "#c6c6cd", "#5f6b7a"


@dataclass
class Frame:
    """The plotting area inside an SVG of width x height, and the scales."""

    width: float
    height: float
    left: float = 46
    right: float = 14
    top: float = 10
    bottom: float = 22
    shown: Range = field(default_factory=lambda: Range(0, 1, 1, False))
    scales: dict[str, tuple[float, float]] = field(default_factory=dict)

    def x(self, at: float) -> float:
        share = (at - self.shown.start) / max(1, self.shown.seconds)
        return round(self.left + share * (self.width - self.left - self.right), 1)

    def y(self, value: float, axis: str = "left") -> float:
        low, high = self.scales[axis]
        share = (value - low) / (high - low)
        return round(self.height - self.bottom - share * (self.height - self.top - self.bottom), 1)

    @property
    def floor(self) -> float:
        return self.height - self.bottom


def color_of(drawn: Drawn, at: int) -> str:
    return drawn.line.color or PALETTE[at % len(PALETTE)]


def draw(lines: list[Drawn], properties: dict[str, Any], shown: Range, width: float, height: float) -> str:
    frame = Frame(width, height, shown=shown)
    stacked = bool(properties.get("stacked"))
    annotations = properties.get("annotations") or {}
    tops = _stack(lines) if stacked else [line.values for line in lines]
    axes = sorted({line.line.axis for line in lines} | {"left"})
    if "right" in axes:
        frame.right = 46
    marks: dict[str, list[float]] = {}
    for axis in axes:
        marks[axis] = _axis_ticks(axis, lines, tops, properties, annotations, stacked)
        frame.scales[axis] = (marks[axis][0], marks[axis][-1])
    parts = [_axes(frame, marks, properties), _bands(frame, annotations)]
    order = range(len(lines) - 1, -1, -1) if stacked else range(len(lines))
    for at in order:
        below = tops[at - 1] if stacked and at else None
        parts.append(_clipped(frame, _line(frame, lines[at], tops[at], color_of(lines[at], at), stacked, below)))
    ends = [frame.y(line.values[max(line.values)], line.line.axis) for line in lines if line.values]
    parts.append(_rules(frame, annotations, ends))
    if not any(line.values for line in lines):
        parts.append(f'<text x="{width / 2}" y="{height / 2}" class="empty">No data in this range</text>')
    return f'<svg viewBox="0 0 {width:g} {height:g}" role="img">{"".join(parts)}</svg>'


def _clipped(frame: Frame, content: str) -> str:
    """Lines that leave the scale end at its edge; a nested svg clips without an id that would have to be unique."""
    x, y = frame.left - 4, frame.top - 4
    width, height = frame.width - frame.left - frame.right + 8, frame.floor - frame.top + 8
    box = f'x="{x}" y="{y}" width="{width:g}" height="{height:g}" viewBox="{x} {y} {width:g} {height:g}"'
    return f"<svg {box}>{content}</svg>"


def _stack(lines: list[Drawn]) -> list[dict[int, float]]:
    """Running sums over the union of times, so that each area stands on the one below."""
    times = sorted({at for line in lines for at in line.values})
    total = dict.fromkeys(times, 0.0)
    tops = []
    for line in lines:
        total = {at: total[at] + line.values.get(at, 0.0) for at in times}
        tops.append(total)
    return tops


def _axis_ticks(
    axis: str, lines: list[Drawn], tops: list, properties: dict[str, Any], annotations: dict[str, Any], stacked: bool
) -> list[float]:
    settings = (properties.get("yAxis") or {}).get(axis) or {}
    values = [v for line, top in zip(lines, tops, strict=True) if line.line.axis == axis for v in top.values()]
    values += [a["value"] for a in _flat(annotations.get("horizontal")) if a.get("yAxis", "left") == axis]
    low, high = min(values, default=0.0), max(values, default=1.0)
    low = min(0.0, low) if stacked or low < high * 0.5 or low == high else low
    high = high if high > low else low + 1
    if settings.get("min") is not None:
        low = float(settings["min"])
    if settings.get("max") is not None:
        high = float(settings["max"])
    elif values:
        high += (high - low) * 0.06
    found = ticks(low, high, whole=bool(values) and all(float(v).is_integer() for v in values))
    if settings.get("max") is not None:
        found = [tick for tick in found if tick <= high * 1.000001] or [low, high]
        if found[-1] < high:
            found.append(high)
    return found


def _axes(frame: Frame, marks: dict[str, list[float]], properties: dict[str, Any]) -> str:
    parts = []
    for tick in marks["left"]:
        y = frame.y(tick)
        parts.append(f'<line x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y}" y2="{y}" stroke="{GRID}"/>')
        parts.append(f'<text x="{frame.left - 7}" y="{y + 3.5}" class="tick end">{short(tick)}</text>')
    for tick in marks.get("right", []):
        y = frame.y(tick, "right")
        parts.append(f'<text x="{frame.width - frame.right + 7}" y="{y + 3.5}" class="tick">{short(tick)}</text>')
    parts.append(
        f'<line x1="{frame.left}" x2="{frame.width - frame.right}" y1="{frame.floor}" y2="{frame.floor}" '
        f'stroke="{AXIS}"/>'
    )
    room = int((frame.width - frame.left - frame.right) // 78)
    for at, label in time_ticks(frame.shown.start, frame.shown.end, max(2, room)):
        x = frame.x(at)
        parts.append(f'<line x1="{x}" x2="{x}" y1="{frame.floor}" y2="{frame.floor + 4}" stroke="{AXIS}"/>')
        if frame.left + 14 < x < frame.width - 24:
            parts.append(f'<text x="{x}" y="{frame.floor + 16}" class="tick middle">{label}</text>')
    label = ((properties.get("yAxis") or {}).get("left") or {}).get("label")
    if label:
        parts.append(f'<text x="{frame.left + 4}" y="{frame.top + 2}" class="tick">{html.escape(label)}</text>')
    return "".join(parts)


def _line(frame: Frame, drawn: Drawn, top: dict[int, float], color: str, stacked: bool, below: dict | None) -> str:
    axis, half = drawn.line.axis, drawn.period / 2
    points = [(frame.x(min(at + half, frame.shown.end)), frame.y(value, axis), at) for at, value in sorted(top.items())]
    if not points:
        return ""
    parts = []
    if stacked:
        base = [
            (frame.x(min(at + half, frame.shown.end)), frame.y(value, axis))
            for at, value in sorted((below or dict.fromkeys(top, 0.0)).items())
        ]
        outline = " ".join(f"{x},{y}" for x, y, _ in points) + " " + " ".join(f"{x},{y}" for x, y in reversed(base))
        parts.append(f'<polygon points="{outline}" fill="{color}" fill-opacity="0.28"/>')
    counted = drawn.line.query.metric is not None and drawn.line.query.metric.stat in ("Sum", "SampleCount")
    for (x1, y1, t1), (x2, y2, t2) in pairwise(points):
        gap = not stacked and t2 - t1 > drawn.period * 1.01
        if gap and counted:
            continue  # nothing was counted in between: a line would say otherwise
        style = ' stroke-dasharray="2 4" stroke-opacity="0.55"' if gap else ""
        parts.append(
            f'<line x1="{x1}" y1="{y1}" x2="{x2}" y2="{y2}" stroke="{color}" stroke-width="2" '
            f'stroke-linecap="round"{style}/>'
        )
    if counted and not stacked:
        parts += _stems(frame, points, drawn.period, color, axis)
    elif len(points) == 1 and drawn.period * 2 > frame.shown.seconds:
        _, y, _ = points[0]
        parts.append(
            f'<line x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y}" y2="{y}" stroke="{color}" '
            'stroke-width="2"/>'
        )
    if len(points) <= 40:
        title = html.escape(drawn.line.label)
        parts += [
            f'<circle cx="{x}" cy="{y}" r="{2.6 if len(points) > 12 else 3.2}" fill="{color}">'
            f"<title>{title}: {short(drawn.values.get(at, 0), drawn.unit)}</title></circle>"
            for x, y, at in points
        ]
    return "".join(parts)


def _stems(frame: Frame, points: list, period: int, color: str, axis: str) -> list[str]:
    """Counts that stand alone get a stem from zero, so that they are seen as counts."""
    times = {at for _, _, at in points}
    base = frame.y(max(0.0, frame.scales[axis][0]), axis)
    return [
        f'<line x1="{x}" x2="{x}" y1="{base}" y2="{y}" stroke="{color}" stroke-width="2" stroke-opacity="0.5"/>'
        for x, y, at in points
        if at - period not in times and at + period not in times
    ]


def _flat(annotations: list | None) -> list[dict[str, Any]]:
    return [
        one
        for entry in annotations or []
        for one in (entry if isinstance(entry, list) else [entry])
        if "value" in one and isinstance(one["value"], (int, float))
    ]


def _bands(frame: Frame, annotations: dict[str, Any]) -> str:
    """Filled areas above, below or between horizontal annotations."""
    parts = []
    for entry in annotations.get("horizontal") or []:
        pair = entry if isinstance(entry, list) else [entry]
        axis = pair[0].get("yAxis", "left")
        if axis not in frame.scales:
            continue
        low, high = frame.scales[axis]
        if len(pair) == 2:
            bounds = sorted((float(pair[0]["value"]), float(pair[1]["value"])))
        elif pair[0].get("fill") == "above":
            bounds = [float(pair[0]["value"]), high]
        elif pair[0].get("fill") == "below":
            bounds = [low, float(pair[0]["value"])]
        else:
            continue
        top, bottom = frame.y(min(bounds[1], high), axis), frame.y(max(bounds[0], low), axis)
        parts.append(
            f'<rect x="{frame.left}" y="{top}" width="{frame.width - frame.left - frame.right}" '
            f'height="{max(0, bottom - top)}" fill="{pair[0].get("color", "#d13212")}" fill-opacity="0.08"/>'
        )
    return "".join(parts)


def _rules(frame: Frame, annotations: dict[str, Any], ends: list[float]) -> str:
    """`ends` are the heights at which lines end: a label there goes below its rule."""
    parts, labels = [], []
    for one in _flat(annotations.get("horizontal")):
        axis = one.get("yAxis", "left")
        if axis not in frame.scales or one.get("visible") is False:
            continue
        low, high = frame.scales[axis]
        if not low <= one["value"] <= high:
            continue
        y, color = frame.y(one["value"], axis), one.get("color", "#d13212")
        parts.append(
            f'<line x1="{frame.left}" x2="{frame.width - frame.right}" y1="{y}" y2="{y}" stroke="{color}" '
            f'stroke-width="1.3" stroke-dasharray="5 4"/>'
        )
        text = f"{one.get('label', '')} {short(one['value'])}".strip()
        crowded = any(y - 17 < end < y for end in ends)
        above = y - 5 if y > frame.top + 12 and not crowded else y + 13
        if all(abs(above - other) > 11 for other in labels):
            labels.append(above)
            parts.append(
                f'<text x="{frame.width - frame.right - 4}" y="{above}" class="rule" fill="{color}">'
                f"{html.escape(text)}</text>"
            )
    for one in annotations.get("vertical") or []:
        parts.append(_vertical(frame, one))
    return "".join(parts)


def _vertical(frame: Frame, one: Any) -> str:
    try:
        at = datetime.fromisoformat(str(one["value"]).replace("Z", "+00:00")).timestamp()
    except (KeyError, TypeError, ValueError):
        return ""
    if not frame.shown.start <= at <= frame.shown.end:
        return ""
    x, color = frame.x(at), one.get("color", "#5f6b7a")
    label = html.escape(str(one.get("label", "")))
    return (
        f'<line x1="{x}" x2="{x}" y1="{frame.top}" y2="{frame.floor}" stroke="{color}" stroke-dasharray="4 3"/>'
        f'<text x="{x + 4}" y="{frame.top + 9}" class="rule start" fill="{color}">{label}</text>'
    )
