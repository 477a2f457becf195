"""A resource type whose Ref is a name: what the template says, or one that CloudFormation makes."""

from __future__ import annotations

from typing import Any, ClassVar

from ..registry import Context, Made, Replace, Resource
from ..settings import arn


class Named(Resource):
    """Is put under its name; another name replaces it."""

    name_property: ClassVar[str]
    arn_type: ClassVar[str | None] = None  # of CloudWatch, where GetAtt Arn exists

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name = properties.get(self.name_property) or context.name(255)
        self.put(name, properties)
        return Made(name, {"Arn": arn("cloudwatch", f"{self.arn_type}:{name}")} if self.arn_type else {})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old.get(self.name_property) != new.get(self.name_property):
            raise Replace
        self.put(made.physical_id, new)
        return made

    def put(self, name: str, properties: dict[str, Any]) -> None:
        """Creates or changes it."""
        raise NotImplementedError
