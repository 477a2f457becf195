"""A delivery stream with its bucket, table and role, as the construct of events declares it."""

import json
from copy import deepcopy

from moto.glue.models import glue_backends
from moto.iam.models import iam_backends
from moto.s3.models import s3_backends

from lab.server.firehose import streams
from lab.server.settings import ACCOUNT, REGION
from support.iam import role
from support.resources import bucket_of

COLUMNS = {"event_id": "string", "event_time": "bigint", "scroll_depth": "double", "is_bot": "boolean"}
TRUST = {
    "Statement": [
        {"Effect": "Allow", "Principal": {"Service": "firehose.amazonaws.com"}, "Action": "sts:AssumeRole"},
    ]
}
MAY = {
    "Statement": [
        {"Effect": "Allow", "Action": ["s3:PutObject"], "Resource": "arn:aws:s3:::events/*"},
        {"Effect": "Allow", "Action": ["glue:GetTable*"], "Resource": "*"},
    ]
}


def table(columns=None):
    glue = glue_backends[ACCOUNT][REGION]
    glue.create_database("d", {"Name": "d"})
    listed = [{"Name": name, "Type": kind} for name, kind in (columns or COLUMNS).items()]
    glue.create_table("d", "events", {"Name": "events", "StorageDescriptor": {"Columns": listed}})


def stream_role(policy=None):
    return role(policy or MAY, TRUST)


def given(role_arn=None, **changes):
    """ExtendedS3DestinationConfiguration: JSON that is deaggregated, partitioned and converted to Parquet."""
    role_arn = role_arn or stream_role()
    destination = {
        "BucketARN": "arn:aws:s3:::events",
        "RoleARN": role_arn,
        "Prefix": "events/dt=!{partitionKeyFromQuery:dt}/!{timestamp:HH}-",
        "ErrorOutputPrefix": "errors/!{firehose:error-output-type}/",
        "BufferingHints": {"SizeInMBs": 64, "IntervalInSeconds": 60},
        "DynamicPartitioningConfiguration": {"Enabled": True},
        "ProcessingConfiguration": {
            "Enabled": True,
            "Processors": [
                {
                    "Type": "RecordDeAggregation",
                    "Parameters": [{"ParameterName": "SubRecordType", "ParameterValue": "JSON"}],
                },
                {
                    "Type": "MetadataExtraction",
                    "Parameters": [
                        {"ParameterName": "MetadataExtractionQuery", "ParameterValue": "{dt:.dt}"},
                        {"ParameterName": "JsonParsingEngine", "ParameterValue": "JQ-1.6"},
                    ],
                },
            ],
        },
        "DataFormatConversionConfiguration": {
            "Enabled": True,
            "SchemaConfiguration": {"RoleARN": role_arn, "DatabaseName": "d", "TableName": "events"},
            "InputFormatConfiguration": {"Deserializer": {"OpenXJsonSerDe": {}}},
            "OutputFormatConfiguration": {"Serializer": {"ParquetSerDe": {}}},
        },
    }
    return {key: value for key, value in (deepcopy(destination) | changes).items() if value is not None}


def plain(**changes):
    """The same without partitions and conversion."""
    none = dict.fromkeys(
        (
            "DynamicPartitioningConfiguration",
            "ProcessingConfiguration",
            "DataFormatConversionConfiguration",
            "BufferingHints",
        )
    )
    return given(**(none | {"Prefix": "raw/"} | changes))


def make(destination=None):
    bucket_of("events")
    return streams.create(
        {"DeliveryStreamName": "s", "ExtendedS3DestinationConfiguration": destination or given()},
    )


def objects(prefix=""):
    """Content by key."""
    backend = s3_backends[ACCOUNT]["aws"]
    return {
        key: backend.get_object("events", key).value for key in backend.buckets["events"].keys if key.startswith(prefix)
    }


def failures(prefix):
    return [json.loads(line) for content in objects(prefix).values() for line in content.decode().splitlines()]


def deny(role_arn):
    backend = iam_backends[ACCOUNT]["aws"]
    holder = next(one for one in backend.roles.values() if one.arn == role_arn)
    holder.policies.clear()
