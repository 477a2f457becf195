"""Fits CloudFormation properties to the input of an API operation, by botocore's description of that operation.

Most properties have the names of API parameters but for their case; scalars may be strings; lists may need the
{Quantity, Items} form of CloudFront; tags may be a map. What fits nowhere is refused: a property that nobody reads
would be a false green.
"""

from __future__ import annotations

import json
from functools import lru_cache
from typing import Any

import botocore.session
from botocore.model import ServiceModel, Shape

from ..properties import truth
from ..registry import ResourceError


def fit(shape: Shape, value: Any, path: str) -> Any:
    kind = shape.type_name
    if kind == "structure":
        return _structure(shape, value, path)
    if kind == "list":
        if not isinstance(value, list):
            raise ResourceError(f"{path}: expected a list, got {type(value).__name__}")
        return [fit(shape.member, item, f"{path}[{index}]") for index, item in enumerate(value)]
    if kind == "map":
        if isinstance(value, list):  # tags
            value = {item["Key"]: item["Value"] for item in value}
        return {key: fit(shape.value, item, f"{path}.{key}") for key, item in value.items()}
    return _scalar(kind, value, path)


def _structure(shape: Shape, value: Any, path: str) -> dict[str, Any]:
    members = {name.lower(): (name, member) for name, member in shape.members.items()}
    if isinstance(value, list) and {"quantity", "items"} <= set(members):
        value = {"Quantity": len(value), "Items": value} if value else {"Quantity": 0}
    if not isinstance(value, dict):
        raise ResourceError(f"{path}: expected an object, got {type(value).__name__}")
    fitted = {}
    for key, item in value.items():
        if key.lower() not in members:
            raise ResourceError(f"{path}: the lab does not know the property {key}")
        name, member = members[key.lower()]
        fitted[name] = fit(member, item, f"{path}.{key}")
    return fitted


def _scalar(kind: str, value: Any, path: str) -> Any:
    if isinstance(value, (dict, list)):
        if kind != "string":
            raise ResourceError(f"{path}: expected a {kind}, got {type(value).__name__}")
        return json.dumps(value, separators=(",", ":"))
    try:
        if kind in ("integer", "long"):
            return int(value)
        if kind in ("float", "double"):
            return float(value)
    except ValueError as error:
        raise ResourceError(f"{path}: expected a number, got {value!r}") from error
    if kind == "boolean":
        return truth(value)
    if kind == "blob":
        return value.encode() if isinstance(value, str) else value
    if isinstance(value, bool):
        return "true" if value else "false"
    return str(value)


def fit_input(service: str, operation: str, properties: Any) -> Any:
    """Properties as the input of an operation that the lab answers itself."""
    return fit(_model(service).operation_model(operation).input_shape, properties, operation)


@lru_cache
def _model(service: str) -> ServiceModel:
    """botocore's description of a service."""
    return botocore.session.Session().get_service_model(service)
