"""A resource type told by the API operations that make it."""

from __future__ import annotations

from collections.abc import Callable
from contextlib import suppress
from typing import Any, ClassVar

import jmespath
from botocore import xform_name

from ..clients import client
from ..registry import Context, Made, Replace, Resource
from .shapes import fit


class ByApi(Resource):
    """Calls `create_call` with the properties made to fit, and reads id and attributes from the answer."""

    service: ClassVar[str]
    create_call: ClassVar[str]
    identifier: ClassVar[str]  # JMESPath into the answer, or "=Name" for a property
    attributes: ClassVar[dict[str, str]] = {}  # the same, by attribute
    rename: ClassVar[dict[str, str]] = {}  # property to parameter
    apart: ClassVar[frozenset[str]] = frozenset()  # properties that `parameters` or `created` deal with
    unused: ClassVar[frozenset[str]] = frozenset()  # known, without effect in the lab
    name_property: ClassVar[str | None] = None  # given a name when the template has none
    name_limit: ClassVar[int] = 64
    lower_name: ClassVar[bool] = False
    delete_call: ClassVar[str]
    delete_key: ClassVar[str]
    update_call: ClassVar[str | None] = None
    mutable: ClassVar[frozenset[str]] = frozenset()  # properties whose change does not replace

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        properties = self.named(context, properties)
        answer = self.call(self.create_call, self.parameters(context, properties))
        made = Made(
            str(read(self.identifier, answer, properties)),
            {name: read(source, answer, properties) for name, source in self.attributes.items()},
        )
        try:
            self.created(context, made, properties)
        except Exception:
            with suppress(Exception):  # the first failure is the one to tell
                self.delete(context, made, properties)
            raise
        return made

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        changed = {key for key in old.keys() | new.keys() if old.get(key) != new.get(key)}
        if not changed <= self.mutable:
            raise Replace
        new = self.named(context, new)
        if self.update_call:
            self.call(self.update_call, self.update_parameters(context, made, new))
        self.updated(context, made, old, new)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        getattr(client(self.service), self.delete_call)(**self.delete_parameters(made, properties))

    def named(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        if self.name_property is None or properties.get(self.name_property):
            return properties
        return properties | {self.name_property: context.name(self.name_limit, self.lower_name)}

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        """The input of the create operation."""
        return {
            self.rename.get(key, key): value
            for key, value in properties.items()
            if key not in self.apart and key not in self.unused
        }

    def update_parameters(self, context: Context, made: Made, new: dict[str, Any]) -> dict[str, Any]:
        return self.parameters(context, new)

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {self.delete_key: made.physical_id}

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        """What is left to do after the create operation."""

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        """What is left to do after the update operation."""

    def call(self, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
        return call(self.service, operation, parameters)


def call(service: str, operation: str, parameters: dict[str, Any]) -> dict[str, Any]:
    """Calls an operation of the emulated AWS with parameters that are made to fit."""
    api = client(service)
    method: Callable[..., dict[str, Any]] = getattr(api, operation)
    name = next(name for name in api.meta.service_model.operation_names if xform_name(name) == operation)
    shape = api.meta.service_model.operation_model(name).input_shape
    return method(**fit(shape, parameters, operation))


def read(source: str, answer: dict[str, Any], properties: dict[str, Any]) -> Any:
    return properties.get(source[1:]) if source.startswith("=") else jmespath.search(source, answer)
