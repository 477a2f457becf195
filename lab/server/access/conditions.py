"""The conditions of IAM policies, as far as the lab's services need them.

https://docs.aws.amazon.com/IAM/latest/UserGuide/reference_policies_elements_condition_operators.html
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Mapping
from typing import Any

_STRING = (
    "StringEquals",
    "StringNotEquals",
    "StringEqualsIgnoreCase",
    "StringNotEqualsIgnoreCase",
    "StringLike",
    "StringNotLike",
    "ArnEquals",
    "ArnLike",
    "ArnNotEquals",
    "ArnNotLike",
)
_NEGATED = (
    "StringNotEquals",
    "StringNotEqualsIgnoreCase",
    "StringNotLike",
    "ArnNotEquals",
    "ArnNotLike",
    "NotIpAddress",
)
OPERATORS = (*_STRING, "IpAddress", "NotIpAddress", "Bool", "Null")
_SETS = ("ForAnyValue:", "ForAllValues:")
Keys = Mapping[str, "str | list[str]"]  # by name of the condition key, in lower case


def as_list(value: Any) -> list[Any]:
    return value if isinstance(value, list) else [value]


def known_operator(operator: str) -> bool:
    for prefix in _SETS:
        operator = operator.removeprefix(prefix)
    return operator.removesuffix("IfExists") in OPERATORS


def hold(conditions: Mapping[str, Any], keys: Keys) -> bool:
    """Whether every condition of a statement holds; an operator that is not emulated raises."""
    return all(
        _holds(operator, keys.get(key.lower()), [str(value) for value in as_list(expected)])
        for operator, tests in conditions.items()
        for key, expected in tests.items()
    )


def matches(pattern: str, text: str) -> bool:
    """IAM knows * and ? only; shell patterns would read [ as a set."""
    return bool(re.fullmatch(re.escape(pattern).replace(r"\*", ".*").replace(r"\?", "."), text, re.DOTALL))


def _holds(operator: str, actual: str | list[str] | None, expected: list[str]) -> bool:
    if not known_operator(operator):
        raise ValueError(f"the condition operator {operator!r} is not emulated")
    quantifier = next((prefix for prefix in _SETS if operator.startswith(prefix)), "")
    name = operator.removeprefix(quantifier).removesuffix("IfExists")
    if name == "Null":
        return any((actual is None) == (value.lower() == "true") for value in expected)
    if actual is None:
        return operator.endswith("IfExists") or quantifier == "ForAllValues:" or (not quantifier and name in _NEGATED)
    values = as_list(actual)
    if quantifier == "ForAllValues:":
        return all(_one(name, value, expected) for value in values)
    return any(_one(name, value, expected) for value in values)


def _one(name: str, actual: str, expected: list[str]) -> bool:
    hit = any(_same(name, actual, value) for value in expected)
    return not hit if name in _NEGATED else hit


def _same(name: str, actual: str, expected: str) -> bool:
    if name in ("IpAddress", "NotIpAddress"):
        return ipaddress.ip_address(actual) in ipaddress.ip_network(expected, strict=False)
    if name in ("StringLike", "StringNotLike") or name.startswith("Arn"):
        return matches(expected, actual)
    if name in ("StringEqualsIgnoreCase", "StringNotEqualsIgnoreCase", "Bool"):
        return actual.lower() == expected.lower()
    return actual == expected
