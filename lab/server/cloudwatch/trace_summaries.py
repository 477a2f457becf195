"""X-Ray: GetTraceSummaries, of what services have sent segments of; by service only.

https://docs.aws.amazon.com/xray/latest/api/API_GetTraceSummaries.html
"""

from __future__ import annotations

import json
import re
from dataclasses import dataclass, field
from threading import Lock

from werkzeug.wrappers import Request, Response

from ..wire import answer

MOST = 100  # of a page
_SERVICE = re.compile(r'^service\("([^"]+)"\)$')


@dataclass
class Seen:
    start: float
    end: float
    services: set[str] = field(default_factory=set)


_lock = Lock()
_traces: dict[str, Seen] = {}


def record(trace_id: str, service: str, start: float, end: float) -> None:
    with _lock:
        seen = _traces.setdefault(trace_id, Seen(start, end))
        seen.start, seen.end = min(seen.start, start), max(seen.end, end)
        seen.services.add(service)


def forget() -> None:
    with _lock:
        _traces.clear()


def summaries(request: Request) -> Response:
    body = json.loads(request.get_data() or b"{}")
    expression = body.get("FilterExpression")
    match = _SERVICE.match(expression) if expression else None
    unknown = sorted(set(body) - {"StartTime", "EndTime", "FilterExpression", "NextToken"})
    if unknown or (expression and not match):
        message = f"the lab does not emulate {', '.join(unknown) or f'the filter {expression}'} of GetTraceSummaries"
        return answer({"message": message}, 501, "NotImplemented")
    with _lock:
        chosen = sorted(
            (seen.start, trace_id, seen.end)
            for trace_id, seen in _traces.items()
            # By the trace's start, which is what its ID says.
            if body["StartTime"] <= seen.start <= body["EndTime"] and (match is None or match.group(1) in seen.services)
        )
    begin = int(body.get("NextToken") or 0)
    page = chosen[begin : begin + MOST]
    return answer(
        {
            "TraceSummaries": [
                {"Id": trace_id, "StartTime": start, "Duration": max(0, end - start), "IsPartial": False}
                for start, trace_id, end in page
            ],
            "TracesProcessedCount": len(page),
            **({"NextToken": str(begin + MOST)} if begin + MOST < len(chosen) else {}),
        }
    )
