"""The expressions in prefixes of objects.

https://docs.aws.amazon.com/firehose/latest/dev/s3-prefixes.html
"""

from __future__ import annotations

import re
import secrets
from datetime import UTC, datetime

EXPRESSION = re.compile(r"!\{([A-Za-z]+):([^}]*)\}")
# Of Java's DateTimeFormatter, what prefixes are made of.
_DATE_PARTS = {"yyyy": "%Y", "MM": "%m", "dd": "%d", "HH": "%H", "mm": "%M", "ss": "%S"}
_DATE_TOKEN = re.compile(r"'([^']*)'|([A-Za-z]+)|([^A-Za-z']+)")
FOLDERS = "!{timestamp:yyyy/MM/dd/HH/}"
LIMIT = 512


class InvalidPrefix(ValueError):
    pass


def check(prefix: str, error_prefix: str | None, keys: frozenset[str], dynamic: bool) -> None:
    """What the service refuses when a stream is created."""
    used = EXPRESSION.findall(prefix)
    for text in (prefix, error_prefix or ""):
        if "!{" in EXPRESSION.sub("", text):
            raise InvalidPrefix(f"!{{ can only be in !{{namespace:value}} expressions: {text}")
    if used and error_prefix is None:
        raise InvalidPrefix("ErrorOutputPrefix can't be null when Prefix contains expressions")
    if ("firehose", "error-output-type") in used:
        raise InvalidPrefix("Prefix can't contain !{firehose:error-output-type}")
    in_errors = EXPRESSION.findall(error_prefix or "")
    if in_errors and ("firehose", "error-output-type") not in in_errors:
        raise InvalidPrefix("ErrorOutputPrefix with expressions must contain !{firehose:error-output-type}")
    named = {value for namespace, value in used if namespace == "partitionKeyFromQuery"}
    if dynamic and (named != keys or not error_prefix):
        # Every key has to be used, and no other.
        # https://docs.aws.amazon.com/firehose/latest/dev/dynamic-partitioning-s3bucketprefix.html
        raise InvalidPrefix(
            f"with dynamic partitioning, Prefix uses each partition key ({', '.join(sorted(keys))}) and there is an "
            f"ErrorOutputPrefix; it uses {', '.join(sorted(named)) or 'none'}"
        )
    if named and not dynamic:
        raise InvalidPrefix("partitionKeyFromQuery needs dynamic partitioning")
    evaluate(prefix, 0, dict.fromkeys(keys, "key"))
    evaluate(error_prefix or "", 0, {}, "processing-failed")


def evaluate(prefix: str, oldest: float, keys: dict[str, str], error: str | None = None) -> str:
    """`oldest`: when the first record of the object came in."""

    def value(match: re.Match[str]) -> str:
        namespace, name = match.groups()
        if namespace == "timestamp":
            return _date(name, oldest)
        if namespace == "partitionKeyFromQuery" and name in keys:
            return keys[name]
        if (namespace, name) == ("firehose", "error-output-type") and error:
            return error
        if (namespace, name) == ("firehose", "random-string"):
            return secrets.token_hex(6)[:11]
        raise InvalidPrefix(f"the lab does not know {match.group(0)}")

    if not any(namespace == "timestamp" for namespace, _ in EXPRESSION.findall(prefix)) and not error:
        # "If you specify a prefix that doesn't contain a timestamp namespace expression, Firehose appends the
        # expression"; whether with partition keys, too, is in docs/unverified.md.
        prefix += FOLDERS
    evaluated = EXPRESSION.sub(value, prefix)
    if len(evaluated) > LIMIT:
        raise InvalidPrefix(f"a prefix has {LIMIT} characters at most, evaluated: {evaluated}")
    return evaluated


def _date(pattern: str, at: float) -> str:
    moment = datetime.fromtimestamp(at, UTC)
    parts = []
    for quoted, letters, other in _DATE_TOKEN.findall(pattern):
        if letters and letters not in _DATE_PARTS:
            raise InvalidPrefix(f"the lab does not know the letters {letters} of !{{timestamp:{pattern}}}")
        parts.append(moment.strftime(_DATE_PARTS[letters]) if letters else quoted or other)
    return "".join(parts)
