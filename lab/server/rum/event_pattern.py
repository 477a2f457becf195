"""The event patterns of RUM metric definitions: which events a custom or extended metric counts.

The content filters of EventBridge that RUM documents or that public definitions use: exact values, prefix, suffix,
anything-but, numeric and exists. Anything else is refused when the metric is defined, not ignored when events arrive.
"""

from __future__ import annotations

import json
import operator
from typing import Any

_COMPARISONS = {"<": operator.lt, "<=": operator.le, ">": operator.gt, ">=": operator.ge, "=": operator.eq}
_ABSENT = object()


class InvalidEventPattern(ValueError):
    pass


def parse(text: str) -> dict[str, Any]:
    try:
        pattern = json.loads(text)
    except ValueError as error:
        raise InvalidEventPattern(f"EventPattern is not JSON: {error}") from error
    if not isinstance(pattern, dict) or not pattern:
        raise InvalidEventPattern("EventPattern must be a JSON object with at least one field")
    _check(pattern, "")
    return pattern


def _check(pattern: dict[str, Any], path: str) -> None:
    for key, value in pattern.items():
        here = f"{path}.{key}" if path else key
        if isinstance(value, dict):
            if not value:
                raise InvalidEventPattern(f"{here} is an empty object")
            _check(value, here)
        elif isinstance(value, list):
            if not value:
                raise InvalidEventPattern(f"{here} is an empty array")
            for filter_ in value:
                _check_filter(filter_, here)
        else:
            raise InvalidEventPattern(f"{here} must be an array or an object, not {json.dumps(value)}")


def _check_filter(filter_: Any, path: str) -> None:
    if not isinstance(filter_, (dict, list)):
        return
    if isinstance(filter_, list) or len(filter_) != 1:
        raise InvalidEventPattern(f"{path} holds {json.dumps(filter_)}, which is neither a value nor one filter")
    name, argument = next(iter(filter_.items()))
    if name in ("prefix", "suffix"):
        valid = isinstance(argument, str)
    elif name == "exists":
        valid = isinstance(argument, bool)
    elif name == "anything-but":
        valid = not isinstance(argument, dict) or (set(argument) <= {"prefix", "suffix"} and len(argument) == 1)
    elif name == "numeric":
        valid = (
            isinstance(argument, list)
            and len(argument) in (2, 4)
            and all(word in _COMPARISONS for word in argument[::2])
            and all(_is_number(number) for number in argument[1::2])
        )
    else:
        raise InvalidEventPattern(
            f"{path} uses the filter {name!r}: only exact values, prefix, suffix, anything-but, "
            "numeric and exists are known"
        )
    if not valid:
        raise InvalidEventPattern(f"{path}: {json.dumps(argument)} is no argument of {name}")


def _is_number(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool)


def matches(pattern: dict[str, Any], event: Any) -> bool:
    for key, expected in pattern.items():
        actual = event.get(key, _ABSENT) if isinstance(event, dict) else _ABSENT
        if isinstance(expected, dict):
            if not matches(expected, {} if actual is _ABSENT else actual):
                return False
        elif not any(_passes(filter_, actual) for filter_ in expected):
            return False
    return True


def _passes(filter_: Any, actual: Any) -> bool:
    if isinstance(filter_, dict):
        name, argument = next(iter(filter_.items()))
        if name == "exists":
            return (actual is not _ABSENT) == argument
        if actual is _ABSENT:
            return False
        candidates = actual if isinstance(actual, list) else [actual]
        return any(_one(name, argument, candidate) for candidate in candidates)
    if actual is _ABSENT:
        return False
    return any(_same(filter_, candidate) for candidate in (actual if isinstance(actual, list) else [actual]))


def _same(expected: Any, actual: Any) -> bool:
    # JSON tells true from 1; Python does not.
    return isinstance(expected, bool) == isinstance(actual, bool) and expected == actual


def _one(name: str, argument: Any, actual: Any) -> bool:
    if name == "prefix":
        return isinstance(actual, str) and actual.startswith(argument)
    if name == "suffix":
        return isinstance(actual, str) and actual.endswith(argument)
    if name == "anything-but":
        if isinstance(argument, dict):
            kind, text = next(iter(argument.items()))
            return not _one(kind, text, actual)
        return not any(_same(value, actual) for value in (argument if isinstance(argument, list) else [argument]))
    if not _is_number(actual):
        return False
    return all(_COMPARISONS[argument[at]](actual, argument[at + 1]) for at in range(0, len(argument), 2))


def paths(pattern: dict[str, Any], prefix: str = "") -> set[str]:
    """Every field that the pattern constrains, as dotted paths."""
    found: set[str] = set()
    for key, value in pattern.items():
        here = f"{prefix}{key}"
        found |= paths(value, here + ".") if isinstance(value, dict) else {here}
    return found
