"""Runs ECS services: their tasks, which stop their containers in the reverse of the order they started in.

What a collector's container was sent last, it flushes.
"""

from __future__ import annotations

import threading
import time
from dataclasses import dataclass
from typing import Any
from uuid import uuid4

from ..properties import truth
from ..registry import ResourceError, lab
from . import collectors
from .children import end
from .containers import Task, await_port, declared, free_port, launch, run

STOP_SECONDS = 10  # at most, where ECS waits 30 unless told otherwise
RESTART_PERIOD = 300  # how long a container has to have run to be restarted, unless told otherwise

definitions: dict[str, dict[str, Any]] = {}  # properties of task definitions by ARN


@dataclass
class Service:
    properties: dict[str, Any]
    tasks: list[Task]


services: dict[str, Service] = {}
_lock = threading.Lock()


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
                values = declared(container)
                task.collectors[container["Name"]] = collectors.prepare(container, values, task.folder, free_port)
        for container in ordered:
            run(task, container)
        for (name, _), port in task.ports.items():
            await_port(name, port, task.processes[name])
    except Exception:
        _stop(task)
        raise
    return task


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
            launch(task, container, [str(part) for part in task.processes[name].args])
            return True
    return not truth(container.get("Essential", True))


def _stop(task: Task) -> None:
    task.stopped = True
    for process in reversed(list(task.processes.values())):
        end(process, STOP_SECONDS)
