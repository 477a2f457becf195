"""The types that moto defines for CloudFormation."""

from __future__ import annotations

from typing import Any

from moto.cloudformation import parsing

from ..registry import Context, Made, Replace, Resource
from ..settings import ACCOUNT, REGION

# moto's placeholders, and nested stacks, which belong to moto's own engine.
NOT_FROM_MOTO = {"?", "AWS::SERVICE::RESOURCE", "AWS::CloudFormation::Stack"}


class MotoResource(Resource):
    """A type that moto's CloudFormation models know; each change replaces it."""

    model: Any = None

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name_property = self.model.cloudformation_name_type()
        name = properties.get(name_property) if name_property else None
        definition = {"Type": context.resource_type, "Properties": properties}
        made = self.model.create_from_cloudformation_json(
            name or context.name(),
            definition,
            ACCOUNT,
            REGION,
            LogicalId=context.logical_id,
            StackId=context.stack_id,
            ResourceType=context.resource_type,
        )
        return Made(made.physical_resource_id, _Attributes(made), made)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        raise Replace

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        definition = {"Type": context.resource_type, "Properties": properties}
        if hasattr(made.data, "delete"):
            made.data.delete(ACCOUNT, REGION)
        elif "delete_from_cloudformation_json" in vars(type(made.data)):
            self.model.delete_from_cloudformation_json(made.physical_id, definition, ACCOUNT, REGION)
        else:
            raise NotImplementedError(f"the lab cannot delete {context.resource_type}: moto defines no deletion")


class _Attributes(dict[str, Any]):
    """Looks attributes up in moto's model when they are asked for."""

    def __init__(self, model: Any) -> None:
        super().__init__()
        self.model = model

    def __contains__(self, name: object) -> bool:
        try:
            return self[str(name)] is not None
        except Exception:
            return False

    def __getitem__(self, name: str) -> Any:
        return self.model.get_cfn_attribute(name)


def _moto_models() -> dict[str, Any]:
    models = parsing.get_model_map() if hasattr(parsing, "get_model_map") else parsing.MODEL_MAP
    return {name: model for name, model in models.items() if name not in NOT_FROM_MOTO}


def _moto_handler(name: str, model: Any) -> type[Resource]:
    return type(name.replace("::", ""), (MotoResource,), {"model": model})


types = {name: _moto_handler(name, model) for name, model in _moto_models().items()}
