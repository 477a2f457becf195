"""CloudFormation's types of Firehose, AWS Glue and Athena."""

import pytest
from moto.glue.models import glue_backends

from lab.server.athena import workgroups
from lab.server.firehose import streams
from lab.server.registry import ResourceError
from lab.server.settings import ACCOUNT, REGION
from support.firehose import plain
from support.resources import bucket_of, deploy, remove, update

STREAM, DATABASE, TABLE = "AWS::KinesisFirehose::DeliveryStream", "AWS::Glue::Database", "AWS::Glue::Table"
WORKGROUP, QUERY = "AWS::Athena::WorkGroup", "AWS::Athena::NamedQuery"
PROJECTED = {
    "projection.enabled": "true",
    "projection.dt.type": "date",
    "projection.dt.format": "yyyy-MM-dd",
    "projection.dt.range": "2020-01-01,NOW+1DAYS",
}


def table(columns=("a",), **changes):
    storage = {"Columns": [{"Name": name, "Type": "string"} for name in columns], "Location": "s3://events/events/"}
    made = {"Name": "t", "StorageDescriptor": storage, "PartitionKeys": [{"Name": "dt", "Type": "string"}]} | changes
    return {"CatalogId": ACCOUNT, "DatabaseName": "d", "TableInput": made}


def database():
    deploy(DATABASE, {"CatalogId": ACCOUNT, "DatabaseInput": {"Name": "d"}})


def test_a_stream_is_made_changed_and_taken_away():
    bucket_of("events")
    old = {"ExtendedS3DestinationConfiguration": plain()}
    made = deploy(STREAM, old)
    assert made.attributes["Arn"].endswith(f":deliverystream/{made.physical_id}")
    new = {"ExtendedS3DestinationConfiguration": plain(Prefix="other/")}
    assert update(STREAM, made.physical_id, old, new) == "updated"
    assert streams.get(made.physical_id).destination.prefix == "other/"
    assert update(STREAM, made.physical_id, old, old | {"DeliveryStreamName": "another"}) == "replaced"
    remove(STREAM, made.physical_id)
    assert streams.get(made.physical_id) is None


def test_a_stream_that_the_service_refuses_fails():
    with pytest.raises(ResourceError, match="only streams of type DirectPut"):
        deploy(STREAM, {"DeliveryStreamType": "KinesisStreamAsSource"})
    with pytest.raises(ResourceError, match="does not know the property Nothing"):
        deploy(STREAM, {"ExtendedS3DestinationConfiguration": plain(Nothing="1")})


def test_tables_lie_in_databases():
    with pytest.raises(ResourceError, match="database d not found"):
        deploy(TABLE, table())
    database()
    deploy(TABLE, table(Parameters=PROJECTED))
    assert update(TABLE, "t", table(), table(["a", "b"])) == "updated"
    assert update(TABLE, "t", table(), table(Name="u")) == "replaced"
    described = glue_backends[ACCOUNT][REGION].get_table("d", "t").as_dict()
    assert [column["Name"] for column in described["StorageDescriptor"]["Columns"]] == ["a", "b"]
    with pytest.raises(ResourceError, match="already exists"):
        deploy(TABLE, table())


def test_a_view_is_a_table():
    database()
    deploy(TABLE, table(TableType="VIRTUAL_VIEW", ViewOriginalText="/* Presto View: e30= */", PartitionKeys=[]))


@pytest.mark.parametrize(
    ("given", "says"),
    [
        (table(["a", "dt"]), "twice: dt"),
        (table(["A"]), "lower case"),
        (table(Name="a-b"), "lower case"),
        (table(Parameters=PROJECTED | {"projection.dt.type": "integer"}), "of type date"),
        (table(Parameters=PROJECTED | {"projection.dt.range": "NOW,2020-01-01"}), "ends before"),
        (table(Parameters=PROJECTED | {"projection.dt.range": "soon,NOW"}), "no day"),
        (table(Parameters=PROJECTED | {"projection.dt.interval": "7"}), "each day"),
        (table(Parameters=PROJECTED | {"projection.dt.unknown": "7"}), "does not know unknown"),
        (table(Parameters=PROJECTED | {"storage.location.template": "s3://events/"}), "lacks"),
        ({**table(), "OpenTableFormatInput": {}}, "Iceberg"),
    ],
    ids=lambda value: value if isinstance(value, str) else "",
)
def test_refuses_tables(given, says):
    database()
    with pytest.raises(ResourceError, match=says):
        deploy(TABLE, given)


def test_a_workgroup_has_a_limit():
    limited = {"Name": "w", "WorkGroupConfiguration": {"BytesScannedCutoffPerQuery": "10000000"}}
    assert deploy(WORKGROUP, limited).physical_id == "w"
    assert workgroups.find("w").cutoff == 10_000_000
    with pytest.raises(ResourceError, match="at least 10000000"):
        deploy(WORKGROUP, {"Name": "v", "WorkGroupConfiguration": {"BytesScannedCutoffPerQuery": 9_999_999}})
    with pytest.raises(ResourceError, match="already created"):
        deploy(WORKGROUP, limited)
    with pytest.raises(ResourceError, match="ExecutionRole"):
        deploy(WORKGROUP, {"Name": "v", "WorkGroupConfiguration": {"ExecutionRole": "r"}})


def test_a_workgroup_with_queries_is_not_taken_away():
    deploy(WORKGROUP, {"Name": "w"})
    query = deploy(QUERY, {"Name": "q", "Database": "d", "QueryString": "SELECT 1", "WorkGroup": "w"})
    with pytest.raises(ResourceError, match="not empty"):
        remove(WORKGROUP, "w")
    remove(QUERY, query.physical_id)
    remove(WORKGROUP, "w")
    assert not workgroups.workgroups


def test_refuses_queries():
    with pytest.raises(ResourceError, match="w is not found"):
        deploy(QUERY, {"Database": "d", "QueryString": "SELECT 1", "WorkGroup": "w"})
    with pytest.raises(ResourceError, match="1 to 262144"):
        deploy(QUERY, {"Database": "d", "QueryString": "x" * 262_145})
