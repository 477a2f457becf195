"""The containers of a task as local processes.

- An image of Node.js runs by the local node, an image of the AWS CLI by the CLI of the lab's venv, and an image of a
  collector by the collector that scripts/demo and scripts/test build. Any other image fails the deployment.
- A volume is a folder, and paths in commands that begin with a mount point lead there.
- Tasks share the machine's ports. A container that says in an environment variable whose name ends in PORT on which
  containerPort it listens gets a free port there instead; the edge knows which. Without such a variable it gets the
  containerPort itself, and two tasks that want the same one clash.
"""

from __future__ import annotations

import os
import random
import re
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from ..clients import client, environment
from ..registry import ResourceError
from . import collectors
from .children import spawn
from .collectors import Collector
from .logs import LogWriter

NODE_IMAGE = re.compile(r"(^|/)node(:|@|$)")
CLI_IMAGE = re.compile(r"(^|/)aws-cli(:|@|$)")
READY_SECONDS = 30
INIT_SECONDS = 60
# Below those that Linux gives to connections (ip_local_port_range, from 32768).
PORTS = range(20_000, 32_000)


@dataclass
class Task:
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)  # by container
    ports: dict[tuple[str, int], int] = field(default_factory=dict)  # (container, containerPort) to local port
    collectors: dict[str, Collector] = field(default_factory=dict)  # by container
    started: dict[str, float] = field(default_factory=dict)  # when, by container
    stopped: bool = False


def check(definition: dict[str, Any]) -> None:
    for container in definition.get("ContainerDefinitions") or []:
        image = container["Image"]
        if not any(known.search(image) for known in (NODE_IMAGE, CLI_IMAGE, collectors.IMAGE)):
            raise ResourceError(
                f"container {container['Name']}: the lab runs images of Node.js, the AWS CLI and collectors; "
                f"it has nothing for {image!r}"
            )


def run(task: Task, container: dict[str, Any]) -> None:
    name, image = container["Name"], container["Image"]
    collector = task.collectors.get(name)
    if collector:
        launch(task, container, collector.arguments)
        _await(name, collector.is_ready, task.processes[name])
        return
    mounts = {
        mount["ContainerPath"]: task.folder / mount["SourceVolume"] for mount in container.get("MountPoints") or []
    }
    for folder in mounts.values():
        folder.mkdir(exist_ok=True)
    arguments = [
        _mapped(str(part), mounts) for part in [*(container.get("EntryPoint") or []), *(container.get("Command") or [])]
    ]
    if CLI_IMAGE.search(image) and not container.get("EntryPoint"):
        arguments = [str(Path(sys.executable).with_name("aws")), *arguments]
    process, copying = launch(task, container, arguments)
    if not container.get("Essential", True) or CLI_IMAGE.search(image):
        try:
            status = process.wait(INIT_SECONDS)
        except subprocess.TimeoutExpired:
            return
        copying.join(1)
        if status != 0:
            raise ResourceError(f"container {name} exited with status {status}; see {_log(container, task).group}")


def launch(
    task: Task, container: dict[str, Any], arguments: list[str]
) -> tuple[subprocess.Popen[bytes], threading.Thread]:
    name = container["Name"]
    home = task.folder / f"home-{name}"
    home.mkdir(exist_ok=True)
    process = spawn(
        arguments, cwd=home, env=_environment(task, container), stdin=subprocess.DEVNULL, stdout=-1, stderr=-2
    )
    task.processes[name], task.started[name] = process, time.monotonic()
    return process, _log(container, task).follow(process.stdout)


def declared(container: dict[str, Any]) -> dict[str, str]:
    values = {item["Name"]: str(item["Value"]) for item in container.get("Environment") or []}
    for secret in container.get("Secrets") or []:
        values[secret["Name"]] = _secret(secret["ValueFrom"])
    return values


def _environment(task: Task, container: dict[str, Any]) -> dict[str, str]:
    values = declared(container)
    for mapping in container.get("PortMappings") or []:
        wanted = int(mapping["ContainerPort"])
        local = wanted
        for name, value in values.items():
            if name.endswith("PORT") and value == str(wanted):
                local = free_port()
                values[name] = str(local)
        task.ports[(container["Name"], wanted)] = local
    for collector in task.collectors.values() if container["Name"] not in task.collectors else []:
        values = {name: collector.address(value) for name, value in values.items()}
    return {
        "PATH": os.environ.get("PATH", ""),
        "HOME": str(task.folder / f"home-{container['Name']}"),
        **environment(),
        "AWS_EXECUTION_ENV": "AWS_ECS_FARGATE",
    } | values


def _secret(source: str) -> str:
    if ":secretsmanager:" in source:
        return client("secretsmanager").get_secret_value(SecretId=":".join(source.split(":")[:7]))["SecretString"]
    return client("ssm").get_parameter(Name=source.rsplit(":parameter", maxsplit=1)[-1], WithDecryption=True)[
        "Parameter"
    ]["Value"]


def _log(container: dict[str, Any], task: Task) -> LogWriter:
    options = (container.get("LogConfiguration") or {}).get("Options") or {}
    prefix = options.get("awslogs-stream-prefix", "ecs")
    return LogWriter(options.get("awslogs-group", "/lab/ecs"), f"{prefix}/{container['Name']}/{task.folder.name}")


def _mapped(argument: str, mounts: dict[str, Path]) -> str:
    for mount, folder in mounts.items():
        if argument == mount or argument.startswith(mount.rstrip("/") + "/"):
            return str(folder) + argument[len(mount.rstrip("/")) :]
    return argument


def await_port(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
    _await(name, lambda: collectors.listens(port), process)


def _await(name: str, is_ready: Callable[[], bool], process: subprocess.Popen[bytes]) -> None:
    limit = time.monotonic() + READY_SECONDS
    while time.monotonic() < limit:
        if process.poll() is not None:
            raise ResourceError(f"container {name} exited with status {process.returncode} before it listened")
        if is_ready():
            return
        time.sleep(0.05)
    raise ResourceError(f"container {name} did not listen on its port in {READY_SECONDS} s")


def free_port() -> int:
    """Out of the system's own hands: what it gives to a connection meanwhile is none of these."""
    for port in random.sample(PORTS, len(PORTS)):
        with socket.socket() as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
            return port
    raise ResourceError(f"none of the ports {PORTS.start} to {PORTS.stop - 1} is free")
