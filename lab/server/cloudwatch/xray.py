"""X-Ray: PutTraceSegments, checked as the service documents it, and BatchGetTraces of what was put.

https://docs.aws.amazon.com/xray/latest/devguide/xray-api-segmentdocuments.html
https://docs.aws.amazon.com/xray/latest/api/API_BatchGetTraces.html
"""

from __future__ import annotations

import json
import re
from collections import Counter
from threading import Lock
from typing import Any

from werkzeug.wrappers import Request, Response

from ..registry import api
from ..wire import answer
from . import trace_summaries

MAX_BYTES = 64 * 1024
MAX_IDS = 5  # of a BatchGetTraces
_KEPT_TRACES = 20_000
_TRACE_ID = re.compile(r"^1-[\da-f]{8}-[\da-f]{24}$")
_ID = re.compile(r"^[\da-f]{16}$")


class Received:
    """What arrived, by service; requests and documents that were refused, by reason."""

    def __init__(self) -> None:
        self.lock = Lock()
        self.spans: Counter = Counter()
        self.refused: Counter = Counter()
        self.traces: set[str] = set()
        self.documents: dict[str, dict[str, str]] = {}  # by trace and segment, the oldest trace first

    def keep(self, document: dict[str, Any]) -> None:
        """With the lock held."""
        self.traces.add(document["trace_id"])
        self.documents.setdefault(document["trace_id"], {})[document["id"]] = json.dumps(document)
        if len(self.documents) > _KEPT_TRACES:
            del self.documents[next(iter(self.documents))]


received = Received()


@api("xray")
def xray(request: Request) -> Response:
    if request.path == "/TraceSummaries":
        return trace_summaries.summaries(request)
    if request.path == "/Traces":
        return _batch_get_traces(request)
    if request.path != "/TraceSegments":
        return _refuse(request.path.strip("/") or "no operation", 501, "NotImplemented")
    try:
        documents = json.loads(request.get_data())["TraceSegmentDocuments"]
        if not isinstance(documents, list) or not all(isinstance(document, str) for document in documents):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        return _refuse("a request that is no PutTraceSegments", 400, "InvalidRequestException")
    unprocessed = [failure for failure in map(_take, documents) if failure]
    return answer({"UnprocessedTraceSegments": unprocessed})


def take_from_rum(details: dict[str, Any]) -> None:
    """What a browser has traced: CloudWatch RUM hands it on, with IDs of W3C trace context in the form of X-Ray."""
    trace = str(details.get("trace_id", ""))
    if re.fullmatch(r"[\da-f]{32}", trace):
        trace = f"1-{trace[:8]}-{trace[8:]}"
    document = {**details, "trace_id": trace}
    reason = _mistake(document, json.dumps(document))
    with received.lock:
        if reason is None:
            received.keep(document)
        else:
            received.refused[reason] += 1


def _batch_get_traces(request: Request) -> Response:
    try:
        ids = json.loads(request.get_data())["TraceIds"]
        if not isinstance(ids, list) or len(ids) > MAX_IDS or not all(_TRACE_ID.match(str(one)) for one in ids):
            raise ValueError
    except (ValueError, KeyError, TypeError):
        return _refuse("a request that is no BatchGetTraces", 400, "InvalidRequestException")
    with received.lock:
        found = {one: received.documents[one] for one in ids if one in received.documents}
        traces = [
            {
                "Id": one,
                "Segments": [{"Id": segment, "Document": document} for segment, document in documents.items()],
            }
            for one, documents in found.items()
        ]
    return answer({"Traces": traces, "UnprocessedTraceIds": []})


def _take(text: str) -> dict[str, str] | None:
    document, reason = None, "ParseError"
    try:
        document = json.loads(text)
        reason = _mistake(document, text)
    except ValueError:
        pass
    with received.lock:
        if reason is None:
            received.spans[service_of(document)] += 1
            received.keep(document)
            start = float(document["start_time"])
            trace_summaries.record(
                document["trace_id"], service_of(document), start, float(document.get("end_time") or start)
            )
            return None
        received.refused[reason] += 1
    known = document.get("id") if isinstance(document, dict) else None
    return {**({"Id": str(known)} if known else {}), "ErrorCode": reason, "Message": f"refused: {reason}"}


def _mistake(document: Any, text: str) -> str | None:
    if not isinstance(document, dict):
        return "ParseError"
    if len(text.encode()) > MAX_BYTES:
        return "DocumentTooLarge"
    if not _TRACE_ID.match(str(document.get("trace_id", ""))):
        return "InvalidTraceId"
    if not _ID.match(str(document.get("id", ""))):
        return "InvalidId"
    if not document.get("name") or len(document["name"]) > 200:
        return "InvalidName"
    if not isinstance(document.get("start_time"), (int, float)):
        return "MissingStartTime"
    if not document.get("in_progress") and not isinstance(document.get("end_time"), (int, float)):
        return "MissingEndTime"
    if document.get("type") == "subsegment" and not document.get("parent_id"):
        return "MissingParentId"
    return None


def service_of(document: dict[str, Any]) -> str:
    """Of what the collector's exporter adds; a segment of another client is named after its service."""
    metadata = document.get("metadata") or {}
    for attributes in (metadata.get("default") or {}, document.get("annotations") or {}):
        if isinstance(attributes, dict) and attributes.get("otel.resource.service.name"):
            return str(attributes["otel.resource.service.name"])
    return str(document["name"])


def _refuse(what: str, status: int, code: str) -> Response:
    with received.lock:
        received.refused[what] += 1
    return answer({"message": f"the lab's X-Ray refused {what}"}, status, code)
