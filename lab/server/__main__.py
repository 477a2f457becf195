"""Starts the lab: python -m lab.server --state DIR [--port N]"""

from __future__ import annotations

import argparse
import importlib
import json
import logging
import os
import signal
import sys
import threading
from pathlib import Path
from types import FrameType

from . import PACKAGES, registry
from .aws import Endpoint, serve
from .registry import lab
from .settings import REGION


def start(state: Path, port: int) -> None:
    state.mkdir(parents=True, exist_ok=True)
    (state / "endpoints.json").unlink(missing_ok=True)
    lab.state = state.resolve()
    # moto: the managed policies of AWS, for roles to attach.
    os.environ |= {"MOTO_IAM_LOAD_MANAGED_POLICIES": "true", "AWS_DEFAULT_REGION": REGION}
    for package in PACKAGES:
        importlib.import_module(f"lab.server.{package}")
    lab.aws_port = serve(Endpoint(), port).server_port
    for hook in registry.start_hooks:
        hook(lab)
    endpoints = {
        "aws": lab.aws_url,
        "edge": {"host": "127.0.0.1", "port": lab.edge_port},
        "otlp": lab.otlp_url,
        "web": lab.web_url,
        "pid": os.getpid(),
    }
    waiting = state / "endpoints.json.part"
    waiting.write_text(json.dumps(endpoints, indent=2) + "\n")
    waiting.rename(state / "endpoints.json")
    print(f"lab: AWS on {lab.aws_url}, pages on {lab.web_url}", flush=True)


def stop() -> None:
    for hook in reversed(registry.stop_hooks):
        try:
            hook(lab)
        except Exception:
            logging.exception("while stopping")
    (lab.state / "endpoints.json").unlink(missing_ok=True)


def main() -> None:
    parser = argparse.ArgumentParser(prog="lab.server", description="An emulated AWS on loopback.")
    parser.add_argument("--state", type=Path, required=True, help="folder for endpoints.json, logs and running code")
    parser.add_argument("--port", type=int, default=0, help="port of the AWS endpoint (default: a free one)")
    arguments = parser.parse_args()
    logging.basicConfig(level=logging.WARNING, format="%(levelname)s %(name)s: %(message)s")
    ended = threading.Event()

    def end(_signal: int, _frame: FrameType | None) -> None:
        ended.set()

    signal.signal(signal.SIGTERM, end)
    signal.signal(signal.SIGINT, end)
    status = 0
    try:
        start(arguments.state, arguments.port)
        ended.wait()
    except Exception:
        logging.exception("the lab could not start")
        status = 1
    stop()
    sys.stdout.flush()
    os._exit(status)  # threads that hold a request open must not keep the lab alive


if __name__ == "__main__":
    main()
