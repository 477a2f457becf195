"""Which resource types there are: the lab's own, then those that moto defines for CloudFormation."""

from __future__ import annotations

from typing import Any

from .. import registry
from ..registry import Resource
from ..resources import from_moto


def handler_of(type_name: str) -> type[Resource]:
    if type_name.startswith("Custom::"):
        type_name = "AWS::CloudFormation::CustomResource"
    handler = registry.resources.get(type_name) or from_moto.types.get(type_name)
    if handler is None:
        raise KeyError(type_name)
    return handler


def unknown_types(template: dict[str, Any]) -> list[str]:
    names = {definition.get("Type", "(none)") for definition in template["Resources"].values()}
    unknown = []
    for name in names:
        try:
            handler_of(name)
        except KeyError:
            unknown.append(name)
    return sorted(unknown)


def known_types() -> dict[str, str]:
    """All types, with who implements them."""
    return dict.fromkeys(from_moto.types, "moto") | dict.fromkeys(registry.resources, "lab")
