"""For tests: what streams have, delivery at once, and streams that refuse records for a while."""

from __future__ import annotations

from typing import Any

from werkzeug.exceptions import NotFound
from werkzeug.wrappers import Request, Response

from ..registry import Lab, page, stops
from ..wire import answer
from . import streams


def _state(stream: streams.Stream) -> dict[str, Any]:
    return {
        "name": stream.name,
        "accepted": stream.accepted,
        "waiting": stream.waiting,
        "stored": stream.delivered.stored,
        "failed": stream.delivered.failed,
        "failure": stream.failure,
    }


@page("/lab/firehose")
def state(_request: Request) -> Response:
    return answer({"streams": [_state(stream) for stream in streams.all_streams()]})


@page("/lab/firehose/deliver")
def deliver(request: Request) -> Response:
    """Delivers what all streams hold, and answers with their state."""
    for stream in streams.all_streams():
        stream.flush()
    return state(request)


@page("/lab/firehose/<name>/refuse/<int:count>")
def refuse(request: Request, name: str, count: int) -> Response:
    """The stream refuses so many of the next records, as one that is throttled."""
    stream = streams.get(name)
    if stream is None:
        raise NotFound
    stream.refusing = count
    return state(request)


@stops
def _stop(_lab: Lab) -> None:
    for stream in streams.all_streams():
        stream.stop()
