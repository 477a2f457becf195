"""Runs the real collector for a task's collector container, with the configuration that was delivered to it.

What the lab changes: every port it listens on is a free one of this machine (a second --config that is merged into the
first), and AWS is the lab (AWS_ENDPOINT_URL, as for every container). An exporter to a service that the lab does not
have fails the deployment.
"""

from __future__ import annotations

import json
import re
import socket
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any
from urllib.request import urlopen

import yaml

from ..clients import client
from ..registry import ResourceError

BINARY = Path(__file__).parents[3] / ".cache/collector/collector"
VARIABLE = "AOT_CONFIG_CONTENT"
IMAGE = re.compile(r"(^|/)(aws-otel-collector|opentelemetry-collector[a-z-]*)(:|@|$)")
LISTENS = re.compile(r"^(https?://)?(localhost|127\.0\.0\.1|0\.0\.0\.0):(\d+)$")
LOCAL = re.compile(r"^(https?://)?(localhost|127\.0\.0\.1)(:|/|$)")
S3_URL = re.compile(r"^s3://([^/]+?)\.s3\.[a-z0-9-]+\.[a-z.]+/(.+)$")
AWS_EXPORTERS = {"awsxray", "awsemf", "awscloudwatchlogs"}


@dataclass
class Collector:
    """One container's collector: what it is started with, and the port that stands for each one of its own."""

    name: str
    arguments: list[str]
    ports: dict[int, int] = field(default_factory=dict)
    health: str = ""

    def address(self, value: str) -> str:
        """An address of the collector as another container has it, as it is in the lab."""

        def local(match: re.Match[str]) -> str:
            port = int(match.group(2))
            return f"127.0.0.1:{self.ports[port]}" if port in self.ports else match.group(0)

        return re.sub(rf"(localhost|127\.0\.0\.1|{re.escape(self.name)}):(\d+)", local, value)

    def is_ready(self) -> bool:
        if not self.health:
            return all(map(listens, list(self.ports.values())[:1]))
        try:
            with urlopen(self.health, timeout=1) as answer:
                return answer.status == 200
        except OSError:
            return False


def listens(port: int) -> bool:
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
        return True
    except OSError:
        return False


def prepare(
    container: dict[str, Any], environment: dict[str, str], folder: Path, free_port: Callable[[], int]
) -> Collector:
    name = container["Name"]
    if not BINARY.exists():
        raise ResourceError(f"container {name}: no .cache/collector/collector; scripts/demo and scripts/test build it")
    text, arguments = _delivered(name, container, environment, folder)
    try:
        config = yaml.safe_load(text)
        exporters, service = config["exporters"], config["service"]
    except (yaml.YAMLError, KeyError, TypeError) as error:
        raise ResourceError(f"container {name}: the collector's configuration is no configuration: {error}") from error
    used = {part for pipeline in service.get("pipelines", {}).values() for part in pipeline.get("exporters") or []}
    for exporter in sorted(used):
        _check(name, exporter, exporters.get(exporter) or {})

    collector = Collector(name, [])
    # 0.0.0.0 too: on this machine there is no network of the task's own.
    listening = {"receivers": config.get("receivers"), "extensions": config.get("extensions")}
    for port in sorted(_ports(listening)):
        collector.ports[port] = free_port()
    served = {**listening, "service": {"telemetry": service.get("telemetry")}}
    changed = json.dumps(_changed(served, collector.ports) or {})
    (folder / f"{name}-ports.yaml").write_text(changed)
    health = ((config.get("extensions") or {}).get("health_check") or {}).get("endpoint")
    if health and "health_check" in (service.get("extensions") or []):
        collector.health = f"http://{collector.address(health)}"
    collector.arguments = [str(BINARY), *arguments, f"--config=file:{folder / f'{name}-ports.yaml'}"]
    return collector


def _delivered(
    name: str, container: dict[str, Any], environment: dict[str, str], folder: Path
) -> tuple[str, list[str]]:
    """The configuration's text, and how the collector gets it: as the image does, the variable wins."""
    command = [str(part) for part in container.get("Command") or []]
    named = [part.removeprefix("--config=") for part in command if part.startswith("--config=")]
    others = [part for part in command if not part.startswith("--config=")]
    if environment.get(VARIABLE):
        return environment[VARIABLE], [*others, f"--config=env:{VARIABLE}"]
    match = S3_URL.match(named[0]) if len(named) == 1 else None
    if match is None:
        raise ResourceError(
            f"container {name}: the lab reads a collector's configuration from {VARIABLE} or from one "
            f"--config=s3://…, not from {' '.join(command) or 'its image'}"
        )
    text = client("s3").get_object(Bucket=match.group(1), Key=match.group(2))["Body"].read().decode()
    file = folder / f"{name}-config.yaml"
    file.write_text(text)
    return text, [*others, f"--config=file:{file}"]


def _check(name: str, exporter: str, settings: dict[str, Any]) -> None:
    kind, endpoint = exporter.split("/", maxsplit=1)[0], str(settings.get("endpoint") or "")
    if kind in ("debug", "nop") or (kind in AWS_EXPORTERS and not endpoint) or LOCAL.match(endpoint):
        return
    raise ResourceError(
        f"container {name}: the lab has nothing that exporter {exporter} could send to"
        f"{f' at {endpoint}' if endpoint else ''}"
    )


def _strings(value: Any) -> Iterator[str]:
    if isinstance(value, str):
        yield value
    for part in value.values() if isinstance(value, dict) else value if isinstance(value, list) else []:
        yield from _strings(part)


def _ports(value: Any) -> set[int]:
    return {int(match.group(3)) for match in map(LISTENS.match, _strings(value)) if match}


def _changed(value: Any, ports: dict[int, int]) -> Any:
    """The parts of a configuration that differ with these ports, or None: lists, which are not merged, are whole."""
    if isinstance(value, str):
        match = LISTENS.match(value)
        if match and int(match.group(3)) in ports:
            return f"{match.group(1) or ''}127.0.0.1:{ports[int(match.group(3))]}"
        return None
    if isinstance(value, list):
        parts = [_changed(part, ports) for part in value]
        if all(part is None for part in parts):
            return None
        return [_merged(old, new) for old, new in zip(value, parts, strict=True)]
    if isinstance(value, dict):
        parts = {key: _changed(part, ports) for key, part in value.items()}
        return {key: part for key, part in parts.items() if part is not None} or None
    return None


def _merged(old: Any, new: Any) -> Any:
    if isinstance(old, dict) and isinstance(new, dict):
        return {key: _merged(part, new.get(key)) for key, part in old.items()}
    return old if new is None else new
