"""The values of metric math and how operators combine them.

As documented under "Basic arithmetic functions" and "Comparison and logical operators":
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .metrics import Series

Value = float | Series | list


class MetricMathError(ValueError):
    pass


class UndocumentedMath(MetricMathError):
    """What an expression is depends on something that the documentation does not say."""


@dataclass(frozen=True)
class Reading:
    """What the documentation leaves open: each field is one answer. See READINGS."""

    # Whether a series without any data point in the range has a range nevertheless, which FILL fills and clocks tell.
    empty_has_range: bool
    # Whether MIN and MAX of an array take what is missing for 0, as AVG is said to.
    missing_is_least: bool


READINGS = tuple(Reading(empty, least) for empty in (False, True) for least in (False, True))


@dataclass
class Context:
    """What an expression may refer to: the other queries by id, and the periods of the range that was asked for."""

    resolve: Callable[[str], Value]
    metrics: Callable[[str], list]  # those whose id contains a text
    grid: list[int]
    reading: Reading = READINGS[0]


def combine(operator: str, left: Value, right: Value) -> Value:
    """Scalars with scalars, series with scalars, and series with series where one of them has a data point.

    "Missing values in a time series are treated as 0", for arithmetic and for comparisons.
    """
    if isinstance(left, list) or isinstance(right, list):
        lefts = left if isinstance(left, list) else [left] * len(right)  # type: ignore[arg-type]
        rights = right if isinstance(right, list) else [right] * len(lefts)
        if len(lefts) != len(rights):
            raise MetricMathError(f"two arrays of different length around {operator}")
        return [combine(operator, a, b) for a, b in zip(lefts, rights, strict=True)]
    if isinstance(left, dict) or isinstance(right, dict):
        if isinstance(left, dict) and isinstance(right, dict):
            times = sorted({*left, *right})
        else:
            times = list(left if isinstance(left, dict) else right)  # type: ignore[arg-type]
        pairs = ((at, apply(operator, or_zero(left, at), or_zero(right, at))) for at in times)
        return {at: value for at, value in pairs if value is not None}
    value = apply(operator, left, right)
    return math.nan if value is None else value


def pick(value: Value, at: int) -> float | None:
    if isinstance(value, dict):
        return value.get(at)
    if isinstance(value, list):
        raise MetricMathError("an array of time series where one time series is needed")
    return value


def or_zero(value: Value, at: int) -> float:
    known = pick(value, at)
    return 0.0 if known is None else known


def apply(operator: str, a: float, b: float) -> float | None:
    if math.isnan(a) or math.isnan(b):
        return None
    if operator == "/":
        return a / b if b else None  # "the data point is dropped"
    if operator == "^":
        try:
            result = a**b
        except (OverflowError, ZeroDivisionError):
            return None
        return result if isinstance(result, (int, float)) else None
    table: dict[str, Callable[[float, float], float]] = {
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "<": lambda x, y: float(x < y),
        ">": lambda x, y: float(x > y),
        "<=": lambda x, y: float(x <= y),
        ">=": lambda x, y: float(x >= y),
        "==": lambda x, y: float(x == y),
        "!=": lambda x, y: float(x != y),
        "AND": lambda x, y: float(bool(x) and bool(y)),
        "OR": lambda x, y: float(bool(x) or bool(y)),
    }
    return table[operator](a, b)
