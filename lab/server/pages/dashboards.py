"""/dashboards/<name>: the deployed dashboard, drawn from the emulated CloudWatch as one self-contained page."""

from __future__ import annotations

import html
import time

from werkzeug.wrappers import Request, Response

from ..cloudwatch import deployed_alarms, metrics
from ..dashboards.body import BodyError, widgets_of
from ..dashboards.data import Range, choose_range
from ..dashboards.numbers import clock, lasting
from ..dashboards.widgets import refused, render
from ..registry import page
from .style import frame

BANNER = '<span class="pill">emulated CloudWatch (lab)</span>'


def draw(name: str, body: str, now: float | None = None) -> str:
    shown = choose_range(body, now)
    cells = []
    for widget in _placed(widgets_of(body)):
        x, y = int(widget["x"]), int(widget["y"])
        width, height = int(widget.get("width", 6)), int(widget.get("height", 6))
        place = f"grid-column:{x + 1}/span {width};grid-row:{y + 1}/span {height}"
        cells.append(f'<div class="cell" style="{place}">{render(widget, shown)}</div>')
    safe = html.escape(name)
    header = f'<div class="crumbs"><a href="/">Lab</a> › Dashboards</div><h1>{safe}</h1>{BANNER}{_when(shown)}'
    footer = (
        "Drawn by the lab from the dashboard body that was deployed and from metrics in an emulated CloudWatch. "
        "No AWS account was contacted. Times are UTC."
    )
    return frame(f"{safe} · emulated CloudWatch", header, f'<div class="grid">{"".join(cells)}</div>', footer)


def _when(shown: Range) -> str:
    note = ""
    if shown.zoomed:
        note = (
            f"zoomed to where data is, with shorter periods; the dashboard itself shows the last {lasting(shown.asked)}"
        )
    start, end = clock(shown.start), clock(shown.end)
    end = end[11:] if end[:10] == start[:10] else end
    return f'<div class="when"><b>{start} – {end} UTC</b> ({lasting(shown.seconds)})<br>{note}</div>'


def _placed(widgets: list[dict]) -> list[dict]:
    """Widgets without coordinates go below the others, as in CloudWatch."""
    bottom = max([int(w.get("y", 0)) + int(w.get("height", 6)) for w in widgets if "y" in w], default=0)
    placed = []
    for widget in widgets:
        if "x" in widget and "y" in widget:
            placed.append(widget)
        else:
            placed.append({**widget, "x": 0, "y": bottom})
            bottom += int(widget.get("height", 6))
    return placed


@page("/dashboards/<name>")
def show(request: Request, name: str) -> Response:
    dashboard = metrics.backend().get_dashboard(name)
    if dashboard is None:
        known = ", ".join(metrics.backend().dashboards) or "none is deployed"
        return Response(f"No dashboard is named {name}. Deployed: {known}\n", 404, content_type="text/plain")
    deployed_alarms.evaluate_all()
    try:
        text = draw(name, dashboard.body)
    except BodyError as error:
        text = frame(name, f"<h1>{html.escape(name)}</h1>{BANNER}", refused(str(error)), "")
    return Response(text, content_type="text/html; charset=utf-8", headers={"Cache-Control": "no-store"})


@page("/dashboards")
def index(request: Request) -> str:
    items = (
        "".join(
            f'<tr><td><a href="/dashboards/{html.escape(name)}">{html.escape(name)}</a></td></tr>'
            for name in metrics.backend().dashboards
        )
        or "<tr><td>No dashboard is deployed.</td></tr>"
    )
    body = f'<div class="section"><div class="card"><table class="data">{items}</table></div></div>'
    return frame(
        "Dashboards",
        f'<div class="crumbs"><a href="/">Lab</a></div><h1>Dashboards</h1>{BANNER}',
        body,
        f"{time.strftime('%Y-%m-%d %H:%M:%S', time.gmtime())} UTC",
    )
