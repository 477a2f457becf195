"""How the emulated APIs answer."""

from __future__ import annotations

import json
import time
from typing import Any

from werkzeug.wrappers import Response


def answer(body: Any, status: int = 200, error: str | None = None) -> Response:
    """A JSON answer of an API of AWS; `error` is the code that its clients raise."""
    headers = {"x-amzn-errortype": error} if error else None
    return Response(json.dumps(body), status, headers, content_type="application/json")


def iso(at: float) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(at))
