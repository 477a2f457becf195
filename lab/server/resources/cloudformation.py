"""CloudFormation's own types, without effect in the lab."""

from __future__ import annotations

from typing import Any

from ..registry import Context, Made, Resource, resource


@resource("AWS::CDK::Metadata", "AWS::CloudFormation::WaitConditionHandle")
class Nothing(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        return Made(context.name())

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        pass
