"""AWS::KinesisFirehose::DeliveryStream."""

from __future__ import annotations

from typing import Any

from ..firehose import streams
from ..firehose.destination import InvalidStream
from ..registry import Context, Made, Replace, Resource, ResourceError, resource
from .shapes import fit_input


@resource("AWS::KinesisFirehose::DeliveryStream")
class DeliveryStream(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        named = {"DeliveryStreamName": context.name(64)} | properties
        try:
            stream = streams.create(fit_input("firehose", "CreateDeliveryStream", named))
        except InvalidStream as error:
            raise ResourceError(str(error)) from error
        return Made(stream.name, {"Arn": stream.arn})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        for replacing in ("DeliveryStreamName", "DeliveryStreamType"):
            if old.get(replacing) != new.get(replacing):
                raise Replace
        stream = streams.get(made.physical_id)
        if stream is None:
            raise ResourceError(f"delivery stream {made.physical_id} does not exist")
        named = {"DeliveryStreamName": made.physical_id} | new
        try:
            stream.change(fit_input("firehose", "CreateDeliveryStream", named))
        except InvalidStream as error:
            raise ResourceError(str(error)) from error
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        streams.delete(made.physical_id)
