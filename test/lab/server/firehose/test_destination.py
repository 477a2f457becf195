"""Streams that the service, or the lab, refuses."""

import pytest

from lab.server.firehose.destination import InvalidStream
from support.firehose import given, make, plain, stream_role, table
from support.iam import role

ERRORS = "errors/!{firehose:error-output-type}/"
HINTS = {"SizeInMBs": 64, "IntervalInSeconds": 60}


def processors(query="{dt:.dt}"):
    parameters = {"MetadataExtractionQuery": query, "JsonParsingEngine": "JQ-1.6"}
    named = [{"ParameterName": name, "ParameterValue": value} for name, value in parameters.items()]
    return {"Enabled": True, "Processors": [{"Type": "MetadataExtraction", "Parameters": named}]}


@pytest.mark.parametrize(
    ("changes", "says"),
    [
        ({"BufferingHints": HINTS | {"SizeInMBs": 63}}, "at least 64"),
        ({"BufferingHints": HINTS | {"IntervalInSeconds": 59}}, "at least 60"),
        ({"BufferingHints": HINTS | {"IntervalInSeconds": 901}}, "0 to 900"),
        ({"CompressionFormat": "GZIP"}, "UNCOMPRESSED"),
        ({"ErrorOutputPrefix": None}, "can't be null"),
        ({"ErrorOutputPrefix": "errors/!{timestamp:HH}/"}, "must contain !{firehose:error-output-type}"),
        ({"Prefix": "a/!{firehose:error-output-type}/"}, "can't contain"),
        ({"Prefix": "events/"}, "uses none"),
        ({"Prefix": "dt=!{partitionKeyFromQuery:day}/"}, "uses day"),
        ({"Prefix": "dt=!{partitionKeyFromQuery:dt/"}, "only be in"),
        ({"Prefix": "dt=!{partitionKeyFromQuery:dt}/!{timestamp:YYYY}"}, "letters YYYY"),
        ({"Prefix": "dt=!{partitionKeyFromQuery:dt}/" + "a" * 512}, "512 characters"),
        ({"DynamicPartitioningConfiguration": None, "Prefix": "a/"}, "needs MetadataExtraction, and it"),
        ({"ProcessingConfiguration": processors("{dt:.dt|ascii_downcase}")}, "knows of jq only"),
        ({"ProcessingConfiguration": processors(".dt")}, "knows of jq only"),
        ({"ProcessingConfiguration": {"Enabled": True, "Processors": [{"Type": "Lambda"}]}}, "the processor Lambda"),
        ({"S3BackupMode": "Enabled"}, "backups"),
        ({"CustomTimeZone": "Asia/Tokyo"}, "time zones"),
        ({"Somewhere": 1}, "does not know Somewhere"),
    ],
    ids=lambda value: str(value)[:40],
)
def test_refuses(changes, says):
    table()
    with pytest.raises(InvalidStream, match=says.replace("{", "\\{")):
        make(given(**changes))


def test_a_prefix_without_expressions_needs_none_for_errors():
    make(plain(ErrorOutputPrefix=None))


def test_takes_paths_as_partition_keys():
    table()
    prefix = "a=!{partitionKeyFromQuery:a}/b=!{partitionKeyFromQuery:b}/"
    stream = make(given(ProcessingConfiguration=processors('{a: .x.y, "b":.z}'), Prefix=prefix))
    assert stream.destination.keys == {"a": ["x", "y"], "b": ["z"]}


def test_refuses_a_role_that_does_not_trust_it():
    nobody = {"Effect": "Allow", "Principal": {"Service": "lambda.amazonaws.com"}, "Action": "sts:AssumeRole"}
    with pytest.raises(InvalidStream, match="unable to assume role"):
        make(plain(RoleARN=role({"Statement": []}, {"Statement": [nobody]})))


def test_refuses_a_role_that_may_not_read_the_table():
    table()
    narrow = stream_role({"Statement": [{"Effect": "Allow", "Action": "glue:GetTable", "Resource": "*"}]})
    with pytest.raises(InvalidStream, match=r"Access was denied when calling Glue.*glue:GetTableVersion"):
        make(given(narrow))


def test_refuses_columns_that_it_can_not_convert_to():
    table({"a": "map<string,string>"})
    with pytest.raises(InvalidStream, match="map<string,string>"):
        make(given())
