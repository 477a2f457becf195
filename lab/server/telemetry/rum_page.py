"""/lab/rum: what each app monitor has received and refused, for tests."""

from __future__ import annotations

import json

from werkzeug.wrappers import Request, Response

from ..registry import page
from .rum_monitors import monitors


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
    return Response(json.dumps({"monitors": found, "unknown": monitors.unknown}), content_type="application/json")
