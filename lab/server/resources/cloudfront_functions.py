"""AWS::CloudFront::Function and AWS::CloudFront::KeyValueStore."""

from __future__ import annotations

import json
from typing import Any
from uuid import uuid4

from ..clients import client
from ..edge import edge_functions
from ..properties import truth
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from ..settings import ACCOUNT


@resource("AWS::CloudFront::Function")
class Function(Resource):
    """Ref is the ARN. Without AutoPublish the code stays in the stage DEVELOPMENT, where no distribution runs it."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        name = properties["Name"]
        arn = f"arn:aws:cloudfront::{ACCOUNT}:function/{name}"
        if arn in edge_functions.functions:
            raise ResourceError(f"{name} already exists")
        edge_functions.functions[arn] = self._read(arn, name, properties)
        return Made(arn, {"FunctionARN": arn, "FunctionMetadata.FunctionARN": arn, "Stage": "LIVE"})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old["Name"] != new["Name"]:
            raise Replace
        edge_functions.functions[made.physical_id] = self._read(made.physical_id, new["Name"], new)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        edge_functions.functions.pop(made.physical_id, None)

    def _read(self, arn: str, name: str, properties: dict[str, Any]) -> edge_functions.Function:
        config = properties["FunctionConfig"]
        stores = [one["KeyValueStoreARN"] for one in config.get("KeyValueStoreAssociations") or []]
        missing = set(stores) - set(edge_functions.stores)
        if missing:
            raise ResourceError(f"the key value store {', '.join(missing)} does not exist")
        edge_functions.check_code(properties["FunctionCode"], config["Runtime"])
        published = truth(properties.get("AutoPublish", False))
        return edge_functions.Function(arn, name, properties["FunctionCode"], published, stores)


@resource("AWS::CloudFront::KeyValueStore")
class KeyValueStore(Resource):
    """Ref is the ID; what an import source holds is read when the store is created."""

    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        identifier = str(uuid4())
        arn = f"arn:aws:cloudfront::{ACCOUNT}:key-value-store/{identifier}"
        edge_functions.stores[arn] = self._imported(properties.get("ImportSource"))
        return Made(identifier, {"Arn": arn, "Id": identifier, "Status": "READY"})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        if old["Name"] != new["Name"]:
            raise Replace
        return made  # an import source counts at creation only

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        edge_functions.stores.pop(made.attributes["Arn"], None)

    def _imported(self, source: dict[str, Any] | None) -> dict[str, str]:
        if not source:
            return {}
        if source["SourceType"] != "S3":
            raise ResourceError(f"SourceType {source['SourceType']!r} is not S3")
        bucket, _, key = source["SourceArn"].removeprefix("arn:aws:s3:::").partition("/")
        data = json.loads(client("s3").get_object(Bucket=bucket, Key=key)["Body"].read())["data"]
        return {entry["key"]: str(entry["value"]) for entry in data}
