"""The report: what arrived, counted from the emulated services and never from the actors.

The JSON has exactly the layers that `scripts/demo` promises; /report shows them with reasons for a person.
"""

from __future__ import annotations

import html
import json
import time
from typing import Any

from werkzeug.wrappers import Request, Response

from ..registry import page
from . import alarms, embedded_metrics, metrics, mute_rules, otlp, otlp_convert, rum_dataplane, xray
from .canaries import canaries
from .dashboard_page import BANNER
from .numbers import clock, short
from .page_style import page as frame
from .rum_body import is_custom
from .rum_monitors import monitors

TRANSACTIONS = "RUM/CustomMetrics/UserTelemetry"


def report() -> dict[str, Any]:
    alarms.evaluate_deployed()
    everything = monitors.all()
    runs = [run for canary in canaries.all() for run in canary.runs if run.completed]
    known = metrics.backend().alarms.values()

    def rum(name: str, namespace: str = "AWS/RUM") -> int:
        return int(sum(metrics.total(namespace, name, {"application_name": m.name}) for m in everything))

    return {
        "layers": {
            "realUsers": {
                "sessions": rum("SessionCount"),
                "pageViews": rum("PageViewCount"),
                "jsErrors": rum("JsErrorCount"),
                "customEvents": sum(n for m in everything for kind, n in m.accepted.items() if is_custom(kind)),
                "refused": sum(sum(m.refused.values()) for m in everything) + sum(monitors.unknown.values()),
            },
            "syntheticUsers": {
                "runs": len(runs),
                "passed": sum(run.state == "PASSED" for run in runs),
                "failed": sum(run.state == "FAILED" for run in runs),
                "steps": sum(len(run.steps) for run in runs),
            },
            "backends": {"spans": sum(_spans().values()), "metrics": sum(_points().values())},
            "behavior": {
                "started": rum("TransactionStarted", TRANSACTIONS),
                "completed": rum("TransactionCompleted", TRANSACTIONS),
                "abandoned": rum("TransactionAbandoned", TRANSACTIONS),
            },
            "watch": {
                "dashboards": len(metrics.backend().dashboards),
                "alarms": len(known),
                "alarmsInAlarm": sum(alarm.state_value == "ALARM" for alarm in known),
            },
        }
    }


def _spans() -> Counter:
    """What X-Ray received, and what the layers of functions would have sent there."""
    return xray.received.spans + otlp.received.spans


def _points() -> Counter:
    """The data points of metrics in what CloudWatch Logs received, and what the layers would have sent there."""
    return embedded_metrics.published + otlp.received.published


def details() -> dict[str, Any]:
    """What the page tells beyond the counts, mostly what was refused or could not be emulated."""
    errors = alarms.evaluate_deployed()
    return {
        "refusedByRum": {
            **{f"{m.name}: {reason}": n for m in monitors.all() for reason, n in m.refused.items()},
            **dict(monitors.unknown),
        },
        "droppedByRum": {f"{m.name}: {reason}": n for m in monitors.all() for reason, n in m.dropped.items()},
        "repeatedEventIds": sum(m.repeated for m in monitors.all()),
        "eventsFromCanaries": sum(m.from_canaries for m in monitors.all()),
        "eventsOverQuota": rum_dataplane.over_quota(),
        "eventsByType": {
            kind: sum(m.accepted[kind] for m in monitors.all())
            for kind in sorted({kind for m in monitors.all() for kind in m.accepted})
        },
        "spansByService": dict(_spans()),
        "cloudWatchPointsByService": dict(_points()),
        "refusedByXray": dict(xray.received.refused),
        "otlpRefused": dict(otlp.received.refused),
        "otlpNotConverted": dict(otlp_convert.skipped),
        "alarmErrors": errors,
    }


@page("/report.json")
def as_json(request: Request) -> Response:
    return Response(json.dumps(report(), indent=2) + "\n", content_type="application/json")


@page("/report/details.json")
def details_as_json(request: Request) -> Response:
    return Response(json.dumps(details(), indent=2) + "\n", content_type="application/json")


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
    "RUM events are checked as the service would, but signatures are not verified, nothing is throttled (events over "
    "the quota of 50 a second are counted) and repeated events count twice, since RUM documents no deduplication.",
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
        f"<tr><td>{html.escape(a.name)}</td><td>{a.state_value}</td><td>{html.escape(a.state_reason + _muted(a.name))}</td></tr>"
        for a in metrics.backend().alarms.values()
    )
    return (
        _card("Alarms", f'<table class="data"><tr><th>Alarm</th><th>State</th><th>Why</th></tr>{rows}</table>')
        if rows
        else ""
    )
