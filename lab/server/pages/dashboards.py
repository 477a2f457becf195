"""/dashboards/<name>: the deployed dashboard, drawn by `user-telemetry preview` from the emulated CloudWatch."""

from __future__ import annotations

import html
import json
import subprocess
import tempfile
import time
from pathlib import Path

from werkzeug.wrappers import Request, Response

from ..cloudwatch import deployed_alarms, metrics
from ..dashboards.series import shown
from ..registry import page
from .as_json import as_json
from .style import frame

BANNER = '<span class="pill">emulated CloudWatch (lab)</span>'
TOOL = Path(__file__).resolve().parents[3] / "assets/cli/user-telemetry.js"
WRONG_DASHBOARD = 1  # is drawn all the same


def draw(name: str, body: str) -> str:
    with tempfile.TemporaryDirectory() as folder:
        data, out = Path(folder, f"{name}.json"), Path(folder, "page.html")
        data.write_text(json.dumps(shown(name, body)))
        command = ["node", str(TOOL), "preview", data.name, "--data", data.name, "--out", out.name]
        done = subprocess.run(command, cwd=folder, capture_output=True, text=True, check=False)
        if done.returncode not in (0, WRONG_DASHBOARD):
            raise RuntimeError(f"{name} was not drawn: {done.stderr}")
        return out.read_text()


def _deployed(name: str) -> str | Response:
    dashboard = metrics.backend().get_dashboard(name)
    if dashboard is None:
        known = ", ".join(metrics.backend().dashboards) or "none is deployed"
        return Response(f"No dashboard is named {name}. Deployed: {known}\n", 404, content_type="text/plain")
    deployed_alarms.evaluate_all()
    return dashboard.body


@page("/dashboards/<name>")
def show(_request: Request, name: str) -> Response:
    body = _deployed(name)
    if isinstance(body, Response):
        return body
    headers = {"Cache-Control": "no-store"}
    return Response(draw(name, body), content_type="text/html; charset=utf-8", headers=headers)


@page("/dashboards/<name>/data.json")
def data_of(_request: Request, name: str) -> Response:
    body = _deployed(name)
    return body if isinstance(body, Response) else as_json(shown(name, body))


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
