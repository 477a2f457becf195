"""What happens to a record before it is converted: one becomes many, and each is given its partition.

https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-multirecord-deaggergation.html
https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-partitioning-keys.html
"""

from __future__ import annotations

import json
import re
from typing import Any

MOST = (
    500  # "capped at 500 per record"; a record of more goes to the errors here, as AWS does not say what becomes of it
)
_PAIR = re.compile(r'\s*(?:"([A-Za-z_]\w*)"|([A-Za-z_]\w*))\s*:\s*\.([A-Za-z_]\w*(?:\.[A-Za-z_]\w*)*)\s*')


class Unprocessed(ValueError):
    """Sends a record to the errors of kind processing-failed. `code` is that of the error."""

    def __init__(self, code: str, message: str) -> None:
        super().__init__(message)
        self.code = code


def deaggregate(data: bytes) -> list[bytes]:
    """JSON objects one after the other, with or without line feeds between; no array."""
    try:
        text, decoder, found, at = data.decode(), json.JSONDecoder(), [], 0
        while at < len(text):
            if text[at].isspace():
                at += 1
                continue
            value, end = decoder.raw_decode(text, at)
            if not isinstance(value, dict):
                raise ValueError("only objects are records")
            found.append(text[at:end].encode())
            at = end
    except ValueError as error:
        raise Unprocessed("DynamicPartitioning.DeaggregationFailed", f"no JSON objects: {error}") from error
    if len(found) > MOST:
        raise Unprocessed("DynamicPartitioning.DeaggregationFailed", f"{len(found)} records in one, {MOST} at most")
    return found


def query(expression: str) -> dict[str, list[str]]:
    """The path of each key, of an expression such as {dt:.dt,kind:.event.kind}: all of jq that the lab knows."""
    inner = expression.strip()
    parts = inner[1:-1].split(",") if inner.startswith("{") and inner.endswith("}") else [""]
    pairs = [_PAIR.fullmatch(part) for part in parts]
    if not all(pairs):
        raise ValueError(f"the lab knows of jq only {{key:.path,…}}: {expression}")
    return {pair[1] or pair[2]: pair[3].split(".") for pair in pairs if pair}


def partition(record: bytes, paths: dict[str, list[str]]) -> dict[str, str]:
    try:
        parsed = json.loads(record)
    except ValueError as error:
        raise Unprocessed("DynamicPartitioning.MetadataExtractionFailed", f"no JSON: {error}") from error
    return {key: _key(key, parsed, path) for key, path in paths.items()}


def _key(key: str, value: Any, path: list[str]) -> str:
    for name in path:
        value = value.get(name) if isinstance(value, dict) else None
    if value is None or value == "" or isinstance(value, (dict, list)):
        message = f"the partition key {key} is {json.dumps(value)}: keys must not be null or empty"
        raise Unprocessed("DynamicPartitioning.MetadataExtractionFailed", message)
    return value if isinstance(value, str) else json.dumps(value)
