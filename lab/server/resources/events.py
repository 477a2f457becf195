"""Topics, streams, log groups, saved queries and parameters."""

from __future__ import annotations

from typing import Any

from ..clients import client
from ..cloudwatch import query_definitions
from ..properties import tag_list, unknown
from ..registry import Context, Made, Resource, ResourceError, resource
from ..settings import arn
from .by_api import ByApi, call


@resource("AWS::SNS::Topic")
class Topic(ByApi):
    service = "sns"
    create_call = "create_topic"
    identifier = "TopicArn"
    attributes = {"TopicArn": "TopicArn", "TopicName": "=TopicName"}
    rename = {"TopicName": "Name"}
    apart = frozenset({"DisplayName", "FifoTopic", "KmsMasterKeyId", "Subscription", "SignatureVersion"})
    name_property = "TopicName"
    name_limit = 256
    delete_call = "delete_topic"
    delete_key = "TopicArn"

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        attributes = {
            key: str(properties[key]).lower() if key == "FifoTopic" else str(properties[key])
            for key in ("DisplayName", "FifoTopic", "KmsMasterKeyId", "SignatureVersion")
            if key in properties
        }
        return super().parameters(context, properties) | {"Attributes": attributes}

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        for subscription in properties.get("Subscription") or []:
            call("sns", "subscribe", {"TopicArn": made.physical_id} | subscription)


@resource("AWS::SNS::Subscription")
class Subscription(ByApi):
    service = "sns"
    create_call = "subscribe"
    identifier = "SubscriptionArn"
    unused = frozenset({"Region"})
    delete_call = "unsubscribe"
    delete_key = "SubscriptionArn"


@resource("AWS::SNS::TopicPolicy")
class TopicPolicy(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        for topic in properties["Topics"]:
            value = {"AttributeName": "Policy", "AttributeValue": properties["PolicyDocument"]}
            call("sns", "set_topic_attributes", {"TopicArn": topic} | value)
        return Made(context.name(), {"Id": context.name()})

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        self.create(context, new)
        return made

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        """Nothing to do: a policy goes with its topics."""


@resource("AWS::Logs::LogGroup")
class LogGroup(ByApi):
    service = "logs"
    create_call = "create_log_group"
    identifier = "=LogGroupName"
    apart = frozenset({"RetentionInDays", "LogGroupClass"})
    unused = frozenset({"DataProtectionPolicy", "FieldIndexPolicies"})
    name_property = "LogGroupName"
    name_limit = 512
    mutable = frozenset({"RetentionInDays", "Tags"})
    delete_call = "delete_log_group"
    delete_key = "logGroupName"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        made.attributes["Arn"] = arn("logs", f"log-group:{made.physical_id}:*")
        if "RetentionInDays" in properties:
            days = int(properties["RetentionInDays"])
            client("logs").put_retention_policy(logGroupName=made.physical_id, retentionInDays=days)
        else:
            client("logs").delete_retention_policy(logGroupName=made.physical_id)

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        self.created(context, made, new)


@resource("AWS::Logs::LogStream")
class LogStream(ByApi):
    service = "logs"
    create_call = "create_log_stream"
    identifier = "=LogStreamName"
    name_property = "LogStreamName"
    delete_call = "delete_log_stream"

    def delete_parameters(self, made: Made, properties: dict[str, Any]) -> dict[str, Any]:
        return {"logGroupName": properties["LogGroupName"], "logStreamName": made.physical_id}


@resource("AWS::Logs::QueryDefinition")
class QueryDefinition(Resource):
    def create(self, context: Context, properties: dict[str, Any]) -> Made:
        return self._put(properties)

    def update(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> Made:
        return self._put(new, made.physical_id)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        query_definitions.definitions.pop(made.physical_id, None)

    def _put(self, properties: dict[str, Any], identifier: str | None = None) -> Made:
        if strange := unknown(properties, {"Name", "QueryString", "LogGroupNames"}):
            raise ResourceError(f"the lab does not know {strange} of a saved query")
        given = (properties["Name"], properties["QueryString"], properties.get("LogGroupNames") or [])
        try:
            made = query_definitions.put(*given, identifier)
        except query_definitions.InvalidQuery as error:
            raise ResourceError(str(error)) from error
        return Made(made, {"QueryDefinitionId": made})


@resource("AWS::Kinesis::Stream")
class Stream(ByApi):
    service = "kinesis"
    create_call = "create_stream"
    identifier = "=Name"
    rename = {"Name": "StreamName"}
    apart = frozenset({"RetentionPeriodHours", "StreamEncryption", "Tags"})
    name_property = "Name"
    name_limit = 128
    delete_call = "delete_stream"
    delete_key = "StreamName"

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        kinesis = client("kinesis")
        made.attributes["Arn"] = arn("kinesis", f"stream/{made.physical_id}")
        hours = int(properties.get("RetentionPeriodHours", 24))
        if hours > 24:
            kinesis.increase_stream_retention_period(StreamName=made.physical_id, RetentionPeriodHours=hours)
        if "StreamEncryption" in properties:
            call(
                "kinesis", "start_stream_encryption", {"StreamName": made.physical_id} | properties["StreamEncryption"]
            )


@resource("AWS::SSM::Parameter")
class Parameter(ByApi):
    service = "ssm"
    create_call = "put_parameter"
    identifier = "=Name"
    attributes = {"Type": "=Type", "Value": "=Value"}
    name_property = "Name"
    name_limit = 1011
    update_call = "put_parameter"
    mutable = frozenset({"Value", "Description", "Tags"})
    delete_call = "delete_parameter"
    delete_key = "Name"

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        tags = tag_list(properties.get("Tags") or {})
        return super().parameters(context, properties) | ({"Tags": tags} if tags else {})

    def update_parameters(self, context: Context, made: Made, new: dict[str, Any]) -> dict[str, Any]:
        return {key: value for key, value in self.parameters(context, new).items() if key != "Tags"} | {
            "Overwrite": True
        }

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        made.attributes["Value"] = new["Value"]
