"""Copies what an app monitor accepts to its log group, if it is told to.

The log group appears with the first events, keeps them for 30 days unless it is told otherwise, and outlives the app
monitor.
"""

from __future__ import annotations

import json
from typing import Any

from moto.logs.models import logs_backends

from ..compute.logs import LogWriter
from ..settings import ACCOUNT, REGION

RETENTION_DAYS = 30


def group_of(name: str, identifier: str) -> str:
    return f"/aws/vendedlogs/RUMService_{name}{identifier[:8]}"


def write(group: str, events: list[dict[str, Any]]) -> None:
    backend = logs_backends[ACCOUNT][REGION]
    if group not in backend.groups:
        backend.ensure_log_group(group)
        backend.put_retention_policy(group, RETENTION_DAYS)
    for event in events:
        LogWriter(group, event["log_stream"]).write(json.dumps(event))
