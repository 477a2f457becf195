"""What becomes of a JSON value under the type of a column, by the OpenX JSON SerDe of Firehose's format conversion.

https://docs.aws.amazon.com/firehose/latest/dev/enable-record-format-conversion.html

AWS documents little of it. This does what the reader of that SerDe in Trino 483 does, which test/queries/serde.test.ts
sees: what cannot be is NULL, what is no scalar fails the record. docs/engines.md has the table.
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal, InvalidOperation
from typing import Any

_EPOCH = datetime(1970, 1, 1, tzinfo=UTC)
_DOUBLE = re.compile(r"[+-]?(NaN|Infinity|(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?[fFdD]?)")
_NUMBER = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?")
_MOMENT = re.compile(r"(\d{4})-(\d\d)-(\d\d)[T ](\d\d):(\d\d)(?::(\d\d)(?:\.(\d{1,9}))?)?(Z|z|[+-]\d\d:?\d\d)?")
_LAST = 2**63 // 10**6  # INT96 in Parquet: nanoseconds, until 2262
MILLISECONDS = 13  # as many digits are milliseconds, fewer are seconds


class Unreadable(ValueError):
    """The record can't be read as a row."""


@dataclass(frozen=True)
class Literal:
    """A number, true or false: a JSON value without quotes, as it was written."""

    text: str


def parse(text: str) -> Any:
    """JSON with literals as they stand; keys that differ in case only are the same, and the last wins."""

    def constant(name: str) -> Any:
        raise Unreadable(f"{name} is no JSON")

    try:
        value = json.loads(
            text, parse_int=Literal, parse_float=Literal, parse_constant=constant, object_pairs_hook=_object
        )
    except json.JSONDecodeError as error:
        raise Unreadable(str(error)) from error
    return value


def _object(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    entries: dict[str, tuple[str, Any]] = {}
    for key, value in pairs:
        entries.pop(key.lower(), None)
        entries[key.lower()] = (key, Literal(str(value).lower()) if isinstance(value, bool) else value)
    return dict(entries.values())


def row(record: Any, columns: dict[str, str]) -> dict[str, Any]:
    """The values of a row, by column, of a parsed record."""
    if not isinstance(record, dict):
        raise Unreadable("only an object is a row")
    given = {key.lower(): value for key, value in record.items()}
    return {name: convert(kind, given.get(name.lower())) for name, kind in columns.items()}


def convert(kind: str, value: Any) -> Any:
    if isinstance(value, bool):
        value = Literal(str(value).lower())
    return None if value is None else _TYPES[kind](value)


def _string(value: Any) -> str:
    if isinstance(value, Literal):
        return _canonical(value.text)
    return value if isinstance(value, str) else _text(value)


def _text(value: Any) -> str:
    """An object or array as it is written under a column of text."""
    if isinstance(value, dict):
        return "{" + ",".join(f"{_quoted(key)}:{_text(item)}" for key, item in value.items()) + "}"
    if isinstance(value, list):
        return "[" + ",".join(map(_text, value)) + "]"
    if value is None:
        return "null"
    if isinstance(value, bool):
        return str(value).lower()
    return _canonical(value.text) if isinstance(value, Literal) else _quoted(value)


def _quoted(text: str) -> str:
    return json.dumps(text, ensure_ascii=False).replace("</", "<\\/")


def _canonical(literal: str) -> str:
    if literal in ("true", "false"):
        return literal
    if re.fullmatch(r"-?\d+", literal) and -(2**63) <= int(literal) < 2**63:
        return str(int(literal))
    number = Decimal(literal)
    return str(abs(number) if number.is_zero() else number)


def _scalar(value: Any, kind: str) -> str:
    if isinstance(value, (dict, list)):
        raise Unreadable(f"an object or array is no {kind}")
    return value.text if isinstance(value, Literal) else value


def _bigint(value: Any) -> int | None:
    text = _scalar(value, "bigint")
    if re.match(r"0[xX][0-9a-fA-F]", text):
        number = _based(text[2:], 16)
    elif re.match(r"0[0-7]+$", text):
        number = _based(text[1:], 8)
    elif _NUMBER.fullmatch(text):
        exact = Decimal(text)
        if exact.adjusted() > 20:
            return None
        number = int(exact.to_integral_value(ROUND_DOWN))
    else:
        return None
    return number if number is not None and -(2**63) <= number < 2**63 else None


def _based(digits: str, base: int) -> int | None:
    try:
        return int(digits, base)
    except ValueError:
        return None


def _double(value: Any) -> float | None:
    text = _scalar(value, "double").strip("".join(map(chr, range(33))))
    if not _DOUBLE.fullmatch(text):
        return None
    return float(text.rstrip("fFdD") if text[-1] in "fFdD" else text)


def _boolean(value: Any) -> bool:
    return not isinstance(value, (dict, list)) and _scalar(value, "boolean").lower() == "true"


def _timestamp(value: Any) -> int | None:
    """Milliseconds since 1970, UTC; fractions are rounded, so that a moment may be of the next day."""
    text = _scalar(value, "timestamp")
    if ":" in text:
        at = _moment(text)
    elif not re.fullmatch(r"[-+.\d]+", text):
        at = None
    else:
        at = _since_1970(text)
    if at is not None and abs(at) > _LAST:
        raise Unreadable(f"no time that a file can hold: {text}")
    return at


def _since_1970(text: str) -> int | None:
    try:
        if "." in text:
            return int((Decimal(text) * 1000).to_integral_value(ROUND_DOWN))
        return int(text) * (1 if len(text) >= MILLISECONDS else 1000)
    except (InvalidOperation, ValueError):
        return None


def _moment(text: str) -> int | None:
    parts = _MOMENT.fullmatch(text)
    if not parts:
        return None
    year, month, day, hour, minute, second = (int(part or 0) for part in parts.groups()[:6])
    fraction, zone = Decimal(f"0.{parts.group(7) or 0}") * 1000, parts.group(8) or "Z"
    offset = timedelta()
    if zone not in "Zz":
        offset = timedelta(hours=int(zone[1:3]), minutes=int(zone[-2:])) * (-1 if zone[0] == "-" else 1)
    if not 1 <= month <= 12 or not 1 <= day <= 31:
        return None
    midnight = datetime(year, month, 1, tzinfo=UTC) + timedelta(days=day - 1)  # 30 February is 2 March
    at = midnight + timedelta(hours=hour, minutes=minute, seconds=second) - offset
    return (at - _EPOCH) // timedelta(milliseconds=1) + int(fraction.to_integral_value(ROUND_HALF_UP))


_TYPES: dict[str, Callable[[Any], Any]] = {
    "string": _string,
    "bigint": _bigint,
    "double": _double,
    "boolean": _boolean,
    "timestamp": _timestamp,
}
TYPES = frozenset(_TYPES)
