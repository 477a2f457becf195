"""Every process that the lab starts, so that none outlives it."""

from __future__ import annotations

import os
import signal
import subprocess
import threading
from typing import Any

from ..registry import Lab, stops

_children: set[subprocess.Popen[Any]] = set()
_lock = threading.Lock()


def spawn(arguments: list[str], **options: Any) -> subprocess.Popen[Any]:
    """Starts a process in a group of its own."""
    with _lock:
        _children.difference_update([child for child in _children if child.returncode is not None])
        child = subprocess.Popen(arguments, start_new_session=True, **options)
        _children.add(child)
    return child


def end(child: subprocess.Popen[Any], patience: float = 2) -> None:
    """Ends a process and what it started."""
    for number, wait in ((signal.SIGTERM, patience), (signal.SIGKILL, 5.0)):
        if child.poll() is not None:
            return
        try:
            os.killpg(child.pid, number)
            child.wait(wait)
        except (ProcessLookupError, subprocess.TimeoutExpired):
            pass


@stops
def end_all(_lab: Lab) -> None:
    threads = [threading.Thread(target=end, args=(child,)) for child in list(_children)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
