"""Runs ECS services: the containers of a task become local processes.

- An image of Node.js runs by the local node, an image of the AWS CLI by the CLI of the lab's venv, and an image of a
  collector by the collector that scripts/demo and scripts/test build. Any other image fails the deployment.
- A volume is a folder, and paths in commands that begin with a mount point lead there.
- Containers stop in the reverse of the order they started in: what a collector's container was sent last, it flushes.
- Tasks share the machine's ports. A container that says in an environment variable whose name ends in PORT on which
  containerPort it listens gets a free port there instead; the edge knows which. Without such a variable it gets the
  containerPort itself, and two tasks that want the same one clash.
"""

from __future__ import annotations

import os
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
from uuid import uuid4

from ..clients import client
from ..properties import truth
from ..registry import ResourceError, lab
from ..settings import REGION
from . import collectors
from .children import end, spawn
from .collectors import Collector
from .logs import LogWriter

NODE_IMAGE = re.compile(r"(^|/)node(:|@|$)")
CLI_IMAGE = re.compile(r"(^|/)aws-cli(:|@|$)")
READY_SECONDS = 30
STOP_SECONDS = 10  # at most, where ECS waits 30 unless told otherwise
RESTART_PERIOD = 300  # how long a container has to have run to be restarted, unless told otherwise
INIT_SECONDS = 60

definitions: dict[str, dict[str, Any]] = {}  # properties of task definitions by ARN


@dataclass
class Task:
    folder: Path
    processes: dict[str, subprocess.Popen[bytes]] = field(default_factory=dict)  # by container
    ports: dict[tuple[str, int], int] = field(default_factory=dict)  # (container, containerPort) to local port
    collectors: dict[str, Collector] = field(default_factory=dict)  # by container
    started: dict[str, float] = field(default_factory=dict)  # when, by container
    stopped: bool = False


@dataclass
class Service:
    properties: dict[str, Any]
    tasks: list[Task]


services: dict[str, Service] = {}
_lock = threading.Lock()


def check(definition: dict[str, Any]) -> None:
    for container in definition.get("ContainerDefinitions") or []:
        image = container["Image"]
        if not any(known.search(image) for known in (NODE_IMAGE, CLI_IMAGE, collectors.IMAGE)):
            raise ResourceError(
                f"container {container['Name']}: the lab runs images of Node.js, the AWS CLI and collectors; "
                f"it has nothing for {image!r}"
            )


def deploy(service_id: str, properties: dict[str, Any]) -> None:
    """Starts the tasks of a service, then stops those that it had before."""
    arn = properties["TaskDefinition"]
    definition = definitions.get(arn) or next((d for d in definitions.values() if d.get("Family") == arn), None)
    if definition is None:
        raise ResourceError(f"the lab does not know the task definition {arn}")
    started: list[Task] = []
    try:
        for _ in range(int(properties.get("DesiredCount", 1))):
            started.append(_start(definition))
    except Exception:
        for task in started:
            _stop(task)
        raise
    with _lock:
        former, services[service_id] = services.get(service_id), Service(properties, started)
    for task in started:
        threading.Thread(target=_supervise, args=(service_id, task, definition), daemon=True).start()
    for task in former.tasks if former else []:
        _stop(task)


def stop_service(service_id: str) -> None:
    with _lock:
        service = services.pop(service_id, None)
    for task in service.tasks if service else []:
        _stop(task)


def port_of(target_group_arn: str) -> int | None:
    """Where a task of the service behind a target group listens."""
    for service in list(services.values()):
        for target in service.properties.get("LoadBalancers") or []:
            if target.get("TargetGroupArn") != target_group_arn:
                continue
            key = (target["ContainerName"], int(target["ContainerPort"]))
            for task in service.tasks:
                if not task.stopped and key in task.ports:
                    return task.ports[key]
    return None


def _start(definition: dict[str, Any]) -> Task:
    task = Task(lab.state / "tasks" / uuid4().hex[:16])
    task.folder.mkdir(parents=True)
    try:
        ordered = _in_order(definition["ContainerDefinitions"])
        for container in ordered:
            if collectors.IMAGE.search(container["Image"]):
                values = _declared(container)
                task.collectors[container["Name"]] = collectors.prepare(container, values, task.folder, free_port)
        for container in ordered:
            _run(task, container)
        for (name, _), port in task.ports.items():
            _await_port(name, port, task.processes[name])
    except Exception:
        _stop(task)
        raise
    return task


def _run(task: Task, container: dict[str, Any]) -> None:
    name, image = container["Name"], container["Image"]
    collector = task.collectors.get(name)
    if collector:
        _launch(task, container, collector.arguments)
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
    process, copying = _launch(task, container, arguments)
    if not container.get("Essential", True) or CLI_IMAGE.search(image):
        try:
            status = process.wait(INIT_SECONDS)
        except subprocess.TimeoutExpired:
            return
        copying.join(1)
        if status != 0:
            raise ResourceError(f"container {name} exited with status {status}; see {_log(container, task).group}")


def _launch(
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


def _declared(container: dict[str, Any]) -> dict[str, str]:
    values = {item["Name"]: str(item["Value"]) for item in container.get("Environment") or []}
    for secret in container.get("Secrets") or []:
        values[secret["Name"]] = _secret(secret["ValueFrom"])
    return values


def _environment(task: Task, container: dict[str, Any]) -> dict[str, str]:
    values = _declared(container)
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
        "AWS_REGION": REGION,
        "AWS_DEFAULT_REGION": REGION,
        "AWS_ACCESS_KEY_ID": "lab",
        "AWS_SECRET_ACCESS_KEY": "lab",
        "AWS_ENDPOINT_URL": lab.aws_url,
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


def _in_order(containers: list[dict[str, Any]]) -> list[dict[str, Any]]:
    ordered: list[dict[str, Any]] = []
    remaining = list(containers)
    while remaining:
        started = {container["Name"] for container in ordered}
        ready = [c for c in remaining if all(d["ContainerName"] in started for d in c.get("DependsOn") or [])]
        if not ready:
            raise ResourceError(f"containers wait for each other: {', '.join(c['Name'] for c in remaining)}")
        ordered += ready
        remaining = [container for container in remaining if container not in ready]
    return ordered


def _await_port(name: str, port: int, process: subprocess.Popen[bytes]) -> None:
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


def _supervise(service_id: str, task: Task, definition: dict[str, Any]) -> None:
    """Restarts containers as their policies say, and replaces a task whose essential container ended, as ECS does."""
    watched = {c["Name"]: c for c in definition["ContainerDefinitions"] if c["Name"] in task.processes}
    while not task.stopped and all(_goes_on(task, watched[name]) for name in list(watched)):
        time.sleep(0.5)
    if task.stopped:
        return
    _stop(task)
    time.sleep(1)
    service = services.get(service_id)
    if service is None or task not in service.tasks:
        return
    service.tasks.remove(task)
    replacement = _start(definition)
    service.tasks.append(replacement)
    threading.Thread(target=_supervise, args=(service_id, replacement, definition), daemon=True).start()


def _goes_on(task: Task, container: dict[str, Any]) -> bool:
    """Whether the task may go on as far as this container is concerned; restarts the container where it should be."""
    name = container["Name"]
    status = task.processes[name].poll()
    if status is None or task.stopped:
        return True
    policy = container.get("RestartPolicy") or {}
    if truth(policy.get("Enabled", False)) and status not in [int(s) for s in policy.get("IgnoredExitCodes") or []]:
        ran = time.monotonic() - task.started[name]
        if ran >= int(policy.get("RestartAttemptPeriod", RESTART_PERIOD)):
            # Its ports are the same: the other containers know them.
            _launch(task, container, [str(part) for part in task.processes[name].args])
            return True
    return not truth(container.get("Essential", True))


def _stop(task: Task) -> None:
    task.stopped = True
    for process in reversed(list(task.processes.values())):
        end(process, STOP_SECONDS)


def free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        return probe.getsockname()[1]
