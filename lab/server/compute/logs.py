"""Writes what processes print to CloudWatch Logs."""

from __future__ import annotations

import threading
import time
from typing import IO

from moto.logs.models import logs_backends

from ..settings import ACCOUNT, REGION

_lock = threading.Lock()


class LogWriter:
    def __init__(self, group: str, stream: str) -> None:
        self.group, self.stream = group, stream

    def write(self, line: str) -> None:
        event = {"timestamp": int(time.time() * 1000), "message": line}
        backend = logs_backends[ACCOUNT][REGION]
        with _lock:
            if self.group not in backend.groups:
                backend.ensure_log_group(self.group)
            if self.stream not in backend.groups[self.group].streams:
                backend.create_log_stream(self.group, self.stream)
            backend.put_log_events(self.group, self.stream, [event])

    def follow(self, output: IO[bytes]) -> threading.Thread:
        """Copies an output until it ends."""

        def copy() -> None:
            for line in output:
                self.write(line.decode(errors="replace").rstrip("\n"))

        thread = threading.Thread(target=copy, name=f"log {self.stream}", daemon=True)
        thread.start()
        return thread
