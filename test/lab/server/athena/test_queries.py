"""Statements over what a delivery stream left, by projected partitions."""

import base64
import json
import time

import pytest
from moto.glue.models import glue_backends
from moto.s3.models import s3_backends

from lab.server.athena import queries, workgroups
from lab.server.settings import ACCOUNT, REGION
from support.firehose import COLUMNS, given, make, objects
from support.resources import bucket_of

PROJECTED = {
    "projection.enabled": "true",
    "projection.dt.type": "date",
    "projection.dt.format": "yyyy-MM-dd",
    "projection.dt.range": "2026-11-27,2026-11-28",
}


def glue():
    return glue_backends[ACCOUNT][REGION]


def table(**changes):
    listed = [{"Name": name, "Type": kind} for name, kind in COLUMNS.items()]
    glue().create_database("d", {"Name": "d"})
    storage = {"Columns": listed, "Location": "s3://events/events/"}
    made = {"Name": "events", "StorageDescriptor": storage, "PartitionKeys": [{"Name": "dt", "Type": "string"}]}
    glue().create_table("d", "events", made | {"Parameters": PROJECTED} | changes)


def view(name, sql):
    text = base64.b64encode(json.dumps({"originalSql": sql}).encode()).decode()
    view_input = {"Name": name, "TableType": "VIRTUAL_VIEW", "ViewOriginalText": f"/* Presto View: {text} */"}
    glue().create_table("d", name, view_input)


def events(*days, prefix="events/dt=!{partitionKeyFromQuery:dt}/!{timestamp:HH}-"):
    stream = make(given(Prefix=prefix))
    for at, day in enumerate(days):
        stream.put(json.dumps({"event_id": f"e{at}", "event_time": at, "is_bot": at == 0, "dt": day}).encode())
    stream.flush()


def ask(sql, workgroup="primary", output="s3://events/results/"):
    bucket_of("events")
    execution = queries.start(sql, "d", workgroups.find(workgroup), output)
    for _ in range(600):
        if execution.ended and execution.state not in ("QUEUED", "RUNNING"):
            break
        time.sleep(0.05)
    return execution


def test_reads_the_days_that_the_projection_names():
    table()
    events("2026-11-26", "2026-11-27", "2026-11-28", "2026-11-29")
    execution = ask("SELECT event_id, dt, is_bot, scroll_depth FROM events ORDER BY dt")
    assert (execution.state, execution.reason) == ("SUCCEEDED", "")
    assert execution.rows == [["e1", "2026-11-27", "false", None], ["e2", "2026-11-28", "false", None]]
    assert execution.scanned > 0
    [content] = objects("results/").values()
    assert content.decode().splitlines() == [
        '"event_id","dt","is_bot","scroll_depth"',
        '"e1","2026-11-27","false",""',
        '"e2","2026-11-28","false",""',
    ]


def test_finds_nothing_in_folders_below_that_of_the_partition():
    table()
    events("2026-11-28", prefix="events/dt=!{partitionKeyFromQuery:dt}/")
    assert ask("SELECT count(*) FROM events").rows == [["0"]]


def test_views_read_each_other_in_any_order():
    table()
    events("2026-11-28")
    view("a", "SELECT ids FROM b WHERE ids > 0")
    view("b", "SELECT count(*) AS ids FROM events")
    view("broken", "SELECT nothing FROM events")
    assert ask("SELECT * FROM a").rows == [["1"]]
    failed = ask("SELECT * FROM broken")
    assert failed.state == "FAILED"
    assert "nothing" in failed.reason


def test_a_table_of_json_lines():
    serde = {"SerializationLibrary": "org.openx.data.jsonserde.JsonSerDe"}
    columns = [{"Name": "reason", "Type": "string"}]
    table(StorageDescriptor={"Columns": columns, "Location": "s3://events/events/", "SerdeInfo": serde})
    bucket_of("events")
    s3_backends[ACCOUNT]["aws"].put_object("events", "events/dt=2026-11-28/a", b'{"reason":"too_old"}\n{}\n')
    assert ask("SELECT reason, dt FROM events").rows == [["too_old", "2026-11-28"], [None, "2026-11-28"]]


def test_the_limit_of_the_workgroup_stops_a_query():
    table()
    events("2026-11-28")
    workgroups.create("w", {"BytesScannedCutoffPerQuery": 10_000_000, "EnforceWorkGroupConfiguration": False})
    assert ask("SELECT 1 FROM events", "w").state == "SUCCEEDED"
    workgroups.find("w").configuration["BytesScannedCutoffPerQuery"] = 10
    stopped = ask("SELECT 1 FROM events", "w")
    assert (stopped.state, stopped.reason) == (
        "FAILED",
        "Query exhausted resources: Bytes scanned limit was exceeded",
    )


def test_refuses_what_it_can_not_do():
    with pytest.raises(workgroups.InvalidRequest, match="output location"):
        ask("SELECT 1", output=None)
    with pytest.raises(workgroups.InvalidRequest, match="SELECT, WITH and VALUES"):
        ask("DROP TABLE events")
    assert "SCHEMA_NOT_FOUND" in ask("SELECT 1").reason
    workgroups.create("own", {"ResultConfiguration": {"OutputLocation": "s3://events/own/"}})
    assert workgroups.find("own").output("s3://elsewhere/") == "s3://events/own/"
