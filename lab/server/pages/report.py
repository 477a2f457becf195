"""The report: what arrived, counted from the emulated services and never from the actors.

The JSON has exactly the layers that `scripts/demo` promises; /report shows them with reasons for a person.
"""

from __future__ import annotations

from collections import Counter
from typing import Any

from werkzeug.wrappers import Request, Response

from ..cloudwatch import deployed_alarms, embedded_metrics, metrics, xray
from ..otlp import convert, receiver
from ..registry import page
from ..rum.body import is_custom
from ..rum.data_plane import over_quota
from ..rum.monitors import monitors
from ..synthetics.canaries import canaries
from .as_json import as_json

TRANSACTIONS = "RUM/CustomMetrics/UserTelemetry"
COUNTED_BY_SERVICES = ("UserTelemetry", "user.transactions")


def report() -> dict[str, Any]:
    deployed_alarms.evaluate_all()
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
                "repeatedIds": sum(m.repeated for m in everything),
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
                "completedByServices": int(metrics.total(*COUNTED_BY_SERVICES, {"outcome": "completed"})),
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
    return xray.received.spans + receiver.received.spans


def _points() -> Counter:
    """The data points of metrics in what CloudWatch Logs received, and what the layers would have sent there."""
    return embedded_metrics.published + receiver.received.published


def details() -> dict[str, Any]:
    """What the page tells beyond the counts, mostly what was refused or could not be emulated."""
    errors = deployed_alarms.evaluate_all()
    return {
        "refusedByRum": {
            **{f"{m.name}: {reason}": n for m in monitors.all() for reason, n in m.refused.items()},
            **dict(monitors.unknown),
        },
        "droppedByRum": {f"{m.name}: {reason}": n for m in monitors.all() for reason, n in m.dropped.items()},
        "repeatedEventIds": sum(m.repeated for m in monitors.all()),
        "eventsFromCanaries": sum(m.from_canaries for m in monitors.all()),
        "eventsOverQuota": over_quota(),
        "eventsByType": {
            kind: sum(m.accepted[kind] for m in monitors.all())
            for kind in sorted({kind for m in monitors.all() for kind in m.accepted})
        },
        "spansByService": dict(_spans()),
        "cloudWatchPointsByService": dict(_points()),
        "refusedByXray": dict(xray.received.refused),
        "otlpRefused": dict(receiver.received.refused),
        "otlpNotConverted": dict(convert.skipped),
        "alarmErrors": errors,
    }


@page("/report.json")
def report_as_json(_request: Request) -> Response:
    return as_json(report())


@page("/report/details.json")
def details_as_json(_request: Request) -> Response:
    return as_json(details())
