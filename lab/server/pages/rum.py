"""/lab/rum: what each app monitor has received and refused, for tests."""

from __future__ import annotations

from werkzeug.wrappers import Request, Response

from ..registry import page
from ..rum.monitors import monitors
from .as_json import as_json


@page("/lab/rum")
def rum(_request: Request) -> Response:
    found = [
        {
            "name": monitor.name,
            "id": monitor.id,
            "domains": monitor.domains,
            "accepted": monitor.accepted,
            "refused": monitor.refused,
            "dropped": monitor.dropped,
            "repeated": monitor.repeated,
            "events": [
                {"type": event["event_type"], "details": event["event_details"], "metadata": event["metadata"]}
                for event in monitor.events
            ],
        }
        for monitor in monitors.all()
    ]
    return as_json({"monitors": found, "unknown": monitors.unknown})
