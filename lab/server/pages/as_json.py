"""JSON that a person may read."""

from __future__ import annotations

import json
from typing import Any

from werkzeug.wrappers import Response


def as_json(value: Any, status: int = 200) -> Response:
    return Response(json.dumps(value, indent=2) + "\n", status, content_type="application/json")
