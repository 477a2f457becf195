"""What a delivery stream leaves in the bucket."""

import base64
import gzip
import io
import json
import re
import time

import pytest
from pyarrow import parquet

from lab.server.firehose import streams
from support.firehose import deny, failures, given, make, objects, plain, stream_role, table


def rows():
    """Rows by folder."""
    read = {}
    for key, content in objects("events/").items():
        read.setdefault(key.rsplit("/", 1)[0], []).extend(parquet.read_table(io.BytesIO(content)).to_pylist())
    return read


def lines(*records):
    return "\n".join(json.dumps(record) for record in records).encode()


def test_many_events_of_a_record_become_rows_in_the_folders_of_their_days():
    table()
    stream = make()
    stream.put(lines({"event_id": "a", "event_time": 1, "dt": "2026-11-27"}, {"event_id": "b", "dt": "2026-11-28"}))
    stream.put(b'{"event_id":"c","is_bot":true,"dt":"2026-11-28"}{"event_id":"d","scroll_depth":1,"dt":"2026-11-28"}')
    stream.flush()
    none = {"event_time": None, "scroll_depth": None, "is_bot": None}
    assert rows() == {
        "events/dt=2026-11-27": [none | {"event_id": "a", "event_time": 1}],
        "events/dt=2026-11-28": [
            none | {"event_id": "b"},
            none | {"event_id": "c", "is_bot": True},
            none | {"event_id": "d", "scroll_depth": 1.0},
        ],
    }
    hour = time.strftime("%H", time.gmtime())
    assert all(re.search(rf"/{hour}-s-1-[\d-]{{19}}-[\w-]{{36}}\.parquet$", key) for key in objects("events/"))
    assert (stream.delivered.stored, stream.delivered.failed) == (4, 0)


def test_what_can_not_be_a_row_is_kept_with_its_reason():
    table()
    stream = make()
    kept = b'{"event_id":"kept","dt":"2026-11-28"}'
    for broken in (b"{", b'[{"dt":"2026-11-28"}]', b"\xff", b'{"event_id":"no day"}', b'{"dt":null}', b'{"dt":""}'):
        stream.put(broken)
    stream.put(kept + b'{"event_time":{"no":"number"},"dt":"2026-11-28"}')
    stream.flush()
    assert [row["event_id"] for row in rows()["events/dt=2026-11-28"]] == ["kept"]
    unprocessed = failures("errors/processing-failed/")
    assert [base64.b64decode(one["rawData"])[:10] for one in unprocessed] == [
        *(b"{", b'[{"dt":"20', b"\xff", b'{"event_id', b'{"dt":null', b'{"dt":""}')
    ]
    assert {one["errorCode"] for one in unprocessed[3:]} == {"DynamicPartitioning.MetadataExtractionFailed"}
    [unconverted] = failures("errors/format-conversion-failed/")
    assert json.loads(base64.b64decode(unconverted["rawData"]))["event_time"] == {"no": "number"}
    assert unconverted["dataCatalogTable"]["tableName"] == "events"
    assert stream.delivered.failed == 7


def test_a_record_of_more_than_500_is_not_taken_apart():
    table()
    stream = make()
    event = b'{"event_id":"a","dt":"2026-11-28"}\n'
    stream.put(event * 500)
    stream.put(event * 501)
    stream.flush()
    assert (stream.delivered.stored, stream.delivered.failed) == (500, 1)


def test_without_partitions_and_conversion_records_are_joined_as_they_are():
    stream = make(plain())
    stream.put(b'{"a":1}')
    stream.put(b'{"a":2}\n')
    stream.flush()
    [(key, content)] = objects().items()
    assert content == b'{"a":1}{"a":2}\n'  # the service adds no line feed
    assert re.match(r"raw/\d{4}/\d\d/\d\d/\d\d/s-1-", key)


def test_appends_line_feeds_and_compresses_where_it_is_told_to():
    processing = {"Enabled": "true", "Processors": [{"Type": "AppendDelimiterToRecord"}]}
    stream = make(plain(ProcessingConfiguration=processing, CompressionFormat="GZIP"))
    stream.put(b"a")
    stream.put(b"b")
    stream.flush()
    [(key, content)] = objects().items()
    assert gzip.decompress(content) == b"a\nb\n"
    assert key.endswith(".gz")


def test_folders_of_hours_come_after_a_prefix_without_a_time():
    table()
    stream = make(given(Prefix="dt=!{partitionKeyFromQuery:dt}/"))
    stream.put(b'{"dt":"2026-11-28"}')
    stream.flush()
    [key] = objects()
    assert re.match(r"dt=2026-11-28/\d{4}/\d\d/\d\d/\d\d/s-1-", key)


def test_what_may_not_be_written_is_kept_until_it_may():
    table()
    role = stream_role()
    stream = make(given(role))
    deny(role)
    stream.put(b'{"dt":"2026-11-28"}')
    stream.flush()
    assert "AccessDenied" in stream.failure
    assert (objects(), stream.waiting) == ({}, 1)


def test_is_delivered_by_itself(monkeypatch):
    monkeypatch.setattr(streams, "LONGEST_WAIT", 0.05)
    stream = make(plain())
    stream.put(b"a")
    for _ in range(200):
        if objects():
            break
        time.sleep(0.05)
    assert list(objects().values()) == [b"a"]


@pytest.mark.parametrize("full", [True, False])
def test_is_delivered_when_the_buffer_is_full(full):
    stream = make(plain(BufferingHints={"SizeInMBs": 1, "IntervalInSeconds": 900}))
    stream.put(b"a" * ((1 << 20) - 1))
    if full:
        stream.put(b"a")
    assert bool(objects()) == full
    stream.stop()
