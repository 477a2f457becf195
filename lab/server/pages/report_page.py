"""/report: the report with reasons, for a person."""

from __future__ import annotations

import html
import time
from typing import Any

from werkzeug.wrappers import Request

from ..cloudwatch import metrics, mute_rules
from ..dashboards.numbers import clock, short
from ..registry import page
from ..synthetics.canaries import canaries
from .dashboards import BANNER
from .report import details, report
from .style import frame

_TITLES = {
    "realUsers": "Real users",
    "syntheticUsers": "Synthetic users",
    "backends": "Backends",
    "behavior": "Behavior",
    "watch": "Watch",
}
_NOTES = {
    "refusedByRum": "Refused by the RUM data plane (requests)",
    "droppedByRum": "Dropped by RUM (events)",
    "eventsByType": "RUM events by type",
    "spansByService": "Spans by service",
    "cloudWatchPointsByService": "CloudWatch data points by service",
    "refusedByXray": "Refused by X-Ray",
    "otlpRefused": "Refused by the OTLP receiver of functions",
    "otlpNotConverted": "Received, but not turned into CloudWatch metrics",
    "alarmErrors": "Alarms that cannot be evaluated",
}
EMULATED = (
    "RUM events and their signatures are checked as the service would, but nothing is throttled (events over the "
    "quota of 50 a second are counted) and repeated events count twice, since RUM documents no deduplication.",
    "Canaries run on demand: the deployed schedule is not waited for. The browser is this machine's Chromium, not the "
    "runtime's.",
    "Collectors of sidecars are real. A function's layer is not: what stands for it sends OTLP to the lab, which makes "
    "of its metrics what the layer's exporter would write.",
    "Alarms are evaluated when a page or the report is read. Missing data counts as deployed: a young alarm that "
    "treats it as breaching is in alarm, as it would be on AWS.",
)


def _words(name: str) -> str:
    return "".join(f" {c.lower()}" if c.isupper() else c for c in name)


@page("/report")
def as_page(request: Request) -> str:
    counts = report()["layers"]
    more = details()
    stats = "".join(
        f'<div class="card"><h2>{_TITLES[layer]}</h2><dl>'
        + "".join(f"<dt>{_words(name)}</dt><dd>{value:,}</dd>" for name, value in values.items())
        + "</dl></div>"
        for layer, values in counts.items()
    )
    pairs = [_pairs(title, more[key]) for key, title in _NOTES.items() if more[key]]
    single = {name: more[name] for name in ("repeatedEventIds", "eventsFromCanaries", "eventsOverQuota") if more[name]}
    pairs.append(_pairs("Also counted", {_words(name): value for name, value in single.items()}) if single else "")
    sections = [_canary_table(), _alarm_table(), f'<div class="columns">{"".join(pairs)}</div>']
    notes = "".join(f"<li>{html.escape(note)}</li>" for note in EMULATED)
    sections.append(_card("What is emulated", f"<ul>{notes}</ul>"))
    crumbs = '<div class="crumbs"><a href="/">Lab</a> › <a href="/dashboards">Dashboards</a></div>'
    header = f"{crumbs}<h1>What arrived</h1>{BANNER}"
    return frame(
        "What arrived · lab",
        header,
        f'<div class="stats">{stats}</div>{"".join(sections)}',
        'Counted from the emulated services. As JSON: <a href="/report.json">/report.json</a>, '
        '<a href="/report/details.json">/report/details.json</a>',
    )


def _card(title: str, body: str) -> str:
    return f'<div class="section"><div class="card"><div class="title">{html.escape(title)}</div>{body}</div></div>'


def _pairs(title: str, values: dict[str, Any]) -> str:
    rows = "".join(
        f"<tr><td>{html.escape(str(key))}</td><td>{html.escape(str(value))}</td></tr>" for key, value in values.items()
    )
    return _card(title, f'<table class="data">{rows}</table>')


def _canary_table() -> str:
    rows = []
    for canary in canaries.all():
        for run in canary.runs:
            steps = ", ".join(
                f"{s.name} {'✓' if s.passed else '✗'} {short(s.duration_ms, 'Milliseconds')}" for s in run.steps
            )
            cells = (
                canary.name,
                clock(run.started),
                run.state,
                short(run.duration_ms or 0, "Milliseconds"),
                steps,
                run.reason,
            )
            rows.append("<tr>" + "".join(f"<td>{html.escape(cell)}</td>" for cell in cells) + "</tr>")
    head = "".join(f"<th>{name}</th>" for name in ("Canary", "Started (UTC)", "State", "Duration", "Steps", "Reason"))
    return _card("Canary runs", f'<table class="data"><tr>{head}</tr>{"".join(rows)}</table>') if rows else ""


def _muted(alarm: str) -> str:
    rules = mute_rules.muting(alarm, time.time())
    return f"; its actions are muted by {', '.join(rules)}" if rules else ""


def _alarm_table() -> str:
    rows = "".join(
        f"<tr><td>{html.escape(a.name)}</td><td>{a.state_value}</td>"
        f"<td>{html.escape(a.state_reason + _muted(a.name))}</td></tr>"
        for a in metrics.backend().alarms.values()
    )
    return (
        _card("Alarms", f'<table class="data"><tr><th>Alarm</th><th>State</th><th>Why</th></tr>{rows}</table>')
        if rows
        else ""
    )
