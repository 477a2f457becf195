"""Reads the collector configurations of the deployed task definitions (AOT_CONFIG_CONTENT) and applies them, simply.

This stands in for the sidecar's collector: the lab receives OTLP itself and follows the metrics pipeline as far as it
knows the components (filter by name, cumulativetodelta, resource, batch, memory_limiter; awsemf). The real collector
comes with a later issue. A component that the lab does not know is listed in the report, never silently taken as done.
"""

from __future__ import annotations

import re
from dataclasses import dataclass, field
from typing import Any

import yaml
from moto.ecs.models import ecs_backends

from .settings import ACCOUNT, REGION

VARIABLE = "AOT_CONFIG_CONTENT"
_NO_EFFECT = {"batch", "memory_limiter"}  # they change when data is sent, not what
_NAME_TEST = re.compile(r'^\s*name\s*(!=|==)\s*"([^"]*)"\s*$')


@dataclass
class Emf:
    """The awsemf exporter of a metrics pipeline, and what the processors before it do."""

    namespace: str
    declarations: list[dict[str, Any]]
    units: dict[str, str]
    resource_labels: bool
    rollup: str
    resource_actions: list[dict[str, Any]] = field(default_factory=list)
    drop: list[str] = field(default_factory=list)
    keep_first: bool = True
    unknown: list[str] = field(default_factory=list)

    def drops(self, name: str) -> bool:
        return any(_condition(condition, name) for condition in self.drop)

    def dimension_sets(self, name: str, resource: dict[str, str], own: dict[str, str]) -> list[dict[str, str]]:
        """The dimension sets of the declarations that select this metric and whose labels it has."""
        labels = {**(apply_resource(self.resource_actions, resource) if self.resource_labels else {}), **own}
        found: list[dict[str, str]] = []
        for declaration in self.declarations:
            if not any(re.search(selector, name) for selector in declaration.get("metric_name_selectors") or []):
                continue
            for dimensions in declaration.get("dimensions") or []:
                if all(dimension in labels for dimension in dimensions):
                    chosen = {dimension: labels[dimension] for dimension in dimensions}
                    if chosen not in found:
                        found.append(chosen)
        return found


def _condition(text: str, name: str) -> bool:
    """`name != "a" and name != "b"`: the one form of OTTL that the lab reads."""
    for test in text.split(" and "):
        match = _NAME_TEST.match(test)
        if match is None:
            return False
        if (name == match.group(2)) != (match.group(1) == "=="):
            return False
    return True


def readable(condition: str) -> bool:
    return all(_NAME_TEST.match(test) for test in condition.split(" and "))


def parse(text: str) -> list[Emf]:
    """The awsemf exporters of every metrics pipeline of one configuration."""
    config = yaml.safe_load(text) or {}
    found = []
    for name, pipeline in ((config.get("service") or {}).get("pipelines") or {}).items():
        if name.split("/")[0] != "metrics":
            continue
        for exporter in pipeline.get("exporters") or []:
            if exporter.split("/")[0] == "awsemf":
                found.append(_emf(config, pipeline, (config.get("exporters") or {}).get(exporter) or {}))
    return found


def _emf(config: dict[str, Any], pipeline: dict[str, Any], exporter: dict[str, Any]) -> Emf:
    emf = Emf(
        namespace=exporter.get("namespace", "default"),
        declarations=exporter.get("metric_declarations") or [],
        units={d["metric_name"]: d["unit"] for d in exporter.get("metric_descriptors") or [] if d.get("overwrite")},
        resource_labels=bool((exporter.get("resource_to_telemetry_conversion") or {}).get("enabled")),
        rollup=exporter.get("dimension_rollup_option", "ZeroAndSingleDimensionRollup"),
    )
    if emf.rollup != "NoDimensionRollup":
        emf.unknown.append(f"awsemf dimension_rollup_option {emf.rollup}")
    for name in pipeline.get("processors") or []:
        settings = (config.get("processors") or {}).get(name) or {}
        kind = name.split("/")[0]
        if kind == "resource":
            emf.resource_actions += settings.get("attributes") or []
        elif kind == "cumulativetodelta":
            emf.keep_first = settings.get("initial_value", "auto") != "drop"
        elif kind == "filter":
            for condition in (settings.get("metrics") or {}).get("metric") or []:
                (emf.drop if readable(condition) else emf.unknown).append(condition)
        elif kind not in _NO_EFFECT:
            emf.unknown.append(f"processor {name}")
    return emf


def apply_resource(actions: list[dict[str, Any]], attributes: dict[str, str]) -> dict[str, str]:
    """The resource processor: insert, update, upsert and delete."""
    result = dict(attributes)
    for action in actions:
        kind, key = action.get("action"), action.get("key", "")
        if kind == "delete":
            pattern = action.get("pattern")
            result = {k: v for k, v in result.items() if not (k == key or (pattern and re.search(pattern, k)))}
            continue
        source = action.get("from_attribute")
        value = result.get(source) if source else action.get("value")
        if value is None:
            continue
        if kind == "upsert" or (kind == "insert" and key not in result) or (kind == "update" and key in result):
            result[key] = str(value)
    return result


@dataclass(frozen=True)
class Deployed:
    family: str
    service: str | None
    text: str


def deployed() -> list[Deployed]:
    """The configuration of every task definition that has a collector, with the service name of its application."""
    found = []
    for definition in list(ecs_backends[ACCOUNT][REGION].task_definitions.values()):
        for revision in list(definition.values())[-1:]:
            environments = [_environment(container) for container in revision.container_definitions]
            for text in (e[VARIABLE] for e in environments if e.get(VARIABLE)):
                names = [_service_name(environment) for environment in environments]
                found.append(Deployed(revision.family, next((name for name in names if name), None), text))
    return found


def _environment(container: dict[str, Any]) -> dict[str, str]:
    return {pair["name"]: pair["value"] for pair in container.get("environment") or []}


def _service_name(environment: dict[str, str]) -> str | None:
    if environment.get("OTEL_SERVICE_NAME"):
        return environment["OTEL_SERVICE_NAME"]
    match = re.search(r"(?:^|,)service\.name=([^,]+)", environment.get("OTEL_RESOURCE_ATTRIBUTES", ""))
    return match.group(1) if match else None


def for_service(service: str) -> list[Emf]:
    """The pipelines of this service's sidecar. Sidecars of one lab share a port: the service name tells whose it is."""
    return next((parse(one.text) for one in deployed() if one.service == service), [])
