"""The values of metric math and how operators combine them."""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass

from .metrics import Series

Value = float | Series | list


class MetricMathError(ValueError):
    pass


@dataclass
class Context:
    """What an expression may refer to: the other queries by id, and the grid of periods that FILL fills."""

    resolve: Callable[[str], Value]
    metrics: Callable[[], list]
    grid: list[int]


def combine(operator: str, left: Value, right: Value) -> Value:
    """Scalars with scalars, series with scalars, and series with series where both have a data point."""
    if isinstance(left, list) or isinstance(right, list):
        lefts = left if isinstance(left, list) else [left] * len(right)  # type: ignore[arg-type]
        rights = right if isinstance(right, list) else [right] * len(lefts)
        if len(lefts) != len(rights):
            raise MetricMathError(f"two arrays of different length around {operator}")
        return [combine(operator, a, b) for a, b in zip(lefts, rights, strict=True)]
    if isinstance(left, dict) or isinstance(right, dict):
        if isinstance(left, dict) and isinstance(right, dict):
            times = [at for at in left if at in right]
        else:
            times = list(left if isinstance(left, dict) else right)  # type: ignore[arg-type]
        pairs = ((at, apply(operator, pick(left, at), pick(right, at))) for at in times)
        return {at: value for at, value in pairs if value is not None}
    value = apply(operator, left, right)
    return math.nan if value is None else value


def pick(value: Value, at: int) -> float | None:
    if isinstance(value, dict):
        return value.get(at)
    if isinstance(value, list):
        raise MetricMathError("an array of time series where one time series is needed")
    return value


def apply(operator: str, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or math.isnan(a) or math.isnan(b):
        return None
    if operator == "/":
        return a / b if b else None
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
