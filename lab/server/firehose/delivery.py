"""Leaves the records of a buffer in Amazon S3, and those that fail below the error prefix."""

from __future__ import annotations

import base64
import gzip
import json
import time
from collections import defaultdict
from dataclasses import dataclass
from uuid import uuid4

from moto.s3.models import s3_backends

from ..access import policies
from ..settings import ACCOUNT
from . import openx, parquet, prefixes, records
from .destination import Destination


@dataclass(frozen=True)
class Record:
    data: bytes
    arrived: float


@dataclass
class Outcome:
    """Records after deaggregation."""

    stored: int = 0
    failed: int = 0
    bytes: int = 0


class Denied(Exception):
    """The stream's role may not write to the bucket."""


def deliver(stream: str, version: int, to: Destination, buffer: list[Record]) -> Outcome:
    outcome = Outcome()
    failures: dict[str, list[dict]] = defaultdict(list)
    groups: dict[tuple[tuple[str, str], ...], list[Record]] = defaultdict(list)
    for record in buffer:
        try:
            parts = records.deaggregate(record.data) if to.deaggregate else [record.data]
        except records.Unprocessed as error:
            failures["processing-failed"].append(_failure(record, error.code, str(error)))
            continue
        for part in parts:
            single = Record(part, record.arrived)
            try:
                keys = records.partition(part, to.keys) if to.keys else {}
            except records.Unprocessed as error:
                failures["processing-failed"].append(_failure(single, error.code, str(error)))
            else:
                groups[tuple(keys.items())].append(single)
    name = f"{stream}-{version}-{time.strftime('%Y-%m-%d-%H-%M-%S', time.gmtime())}-"
    for keys, members in groups.items():
        content, kept, failed = _content(to, members)
        failures["format-conversion-failed"] += failed
        if kept:
            prefix = prefixes.evaluate(to.prefix, members[0].arrived, dict(keys))
            _put(to, f"{prefix}{name}{uuid4()}{to.extension}", content)
            outcome.stored += kept
            outcome.bytes += len(content)
    for kind, failed in failures.items():
        if failed:
            prefix = prefixes.evaluate(_error_prefix(to), buffer[0].arrived, {}, kind)
            _put(to, f"{prefix}{name}{uuid4()}", "".join(json.dumps(one) + "\n" for one in failed).encode())
            outcome.failed += len(failed)
    return outcome


def _error_prefix(to: Destination) -> str:
    """Without one, what a prefix without expressions gives."""
    return to.error_prefix or f"{to.prefix}!{{firehose:error-output-type}}{prefixes.FOLDERS}"


def _content(to: Destination, members: list[Record]) -> tuple[bytes, int, list[dict]]:
    """An object, how many records it has, and those that failed."""
    if to.schema is None:
        text = b"".join(record.data + to.delimiter.encode() for record in members)
        return gzip.compress(text) if to.compression == "GZIP" else text, len(members), []
    columns, rows, failed = to.schema.columns(), [], []
    for record in members:
        try:
            rows.append(openx.row(openx.parse(record.data.decode()), columns))
        except (openx.Unreadable, UnicodeDecodeError) as error:
            failed.append(_unconverted(to, record, str(error)))
    return parquet.write(rows, columns, to.schema.compression) if rows else b"", len(rows), failed


def _failure(record: Record, code: str, message: str) -> dict:
    """https://docs.aws.amazon.com/firehose/latest/dev/data-transformation-failure-handling.html"""
    return {
        "attemptsMade": 1,
        "arrivalTimestamp": int(record.arrived * 1000),
        "errorCode": code,
        "errorMessage": message,
        "attemptEndingTimestamp": int(time.time() * 1000),
        "rawData": base64.b64encode(record.data).decode(),
    }


def _unconverted(to: Destination, record: Record, message: str) -> dict:
    """https://docs.aws.amazon.com/firehose/latest/dev/record-format-conversion-error-handling.html

    Older copies of that page call the two lastErrorCode and lastErrorMessage.
    """
    failure = _failure(record, "", "")
    del failure["errorCode"], failure["errorMessage"]
    schema = to.schema
    table = {"databaseName": schema.database, "tableName": schema.table} if schema else {}
    return failure | {
        "ErrorCode": "DataFormatConversion.MalformedData",
        "ErrorMessage": message,
        "sequenceNumber": "",
        "subSequenceNumber": 0,
        "dataCatalogTable": {"catalogId": ACCOUNT, **table},
    }


def _put(to: Destination, key: str, content: bytes) -> None:
    if not policies.role_allows(to.role, "s3:PutObject", f"arn:aws:s3:::{to.bucket}/{key}"):
        raise Denied(f"S3.AccessDenied: {to.role} may not put {key} into {to.bucket}")
    s3_backends[ACCOUNT]["aws"].put_object(to.bucket, key, content)
