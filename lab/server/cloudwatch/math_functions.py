"""The functions of the lab's metric math."""

from __future__ import annotations

import math
import time
from collections.abc import Callable
from itertools import pairwise

from .math_values import Context, MetricMathError, Value, pick


def _count(name: str, arguments: list, *allowed: int) -> None:
    if len(arguments) not in allowed:
        raise MetricMathError(f"{name}() takes {' or '.join(map(str, allowed))} arguments, not {len(arguments)}")


def _if(arguments: list, context: Context) -> Value:
    _count("IF", arguments, 2, 3)
    condition, when = arguments[0], arguments[1]
    otherwise = arguments[2] if len(arguments) == 3 else None
    if isinstance(condition, list):
        raise MetricMathError("IF() needs one time series or number as its condition")
    if not isinstance(condition, dict):
        chosen = when if condition else otherwise
        return {} if chosen is None else chosen
    result = {}
    for at, truth in condition.items():
        chosen = when if truth else otherwise
        value = None if chosen is None else pick(chosen, at)
        if value is not None and not math.isnan(value):
            result[at] = value
    return result


def _fill(arguments: list, context: Context) -> Value:
    _count("FILL", arguments, 2)
    target, filler = arguments
    if isinstance(target, list):
        return [_fill([one, filler], context) for one in target]
    if not isinstance(target, dict):
        raise MetricMathError("FILL() needs a time series as its first argument")
    if filler == "REPEAT":
        return _repeat(target, context.grid)
    if filler == "LINEAR":
        return _linear(target, context.grid)
    result = {}
    for at in context.grid:
        value = target[at] if at in target else pick(filler, at)
        if value is not None:
            result[at] = value
    return result


def _repeat(target: dict, grid: list[int]) -> dict:
    result, last = {}, None
    for at in grid:
        last = target.get(at, last)
        if last is not None:
            result[at] = last
    return result


def _linear(target: dict, grid: list[int]) -> dict:
    result = dict(target)
    known = sorted(target)
    for left, right in pairwise(known):
        for at in grid:
            if left < at < right:
                result[at] = target[left] + (target[right] - target[left]) * (at - left) / (right - left)
    return dict(sorted(result.items()))


def _each(name: str, function: Callable[[float], float]) -> Callable[[list, Context], Value]:
    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        target = arguments[0]
        if isinstance(target, list):
            return [run([one], context) for one in target]
        if isinstance(target, dict):
            return {at: float(function(value)) for at, value in target.items()}
        return float(function(target))

    return run


def _clock(name: str, of: Callable[[time.struct_time], int]) -> Callable[[list, Context], Value]:
    """The time of each period in UTC, whether or not the series has a data point there."""

    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        if not isinstance(arguments[0], dict):
            raise MetricMathError(f"{name}() takes one time series")
        return {at: float(of(time.gmtime(at))) for at in context.grid}

    return run


def _across(name: str, function: Callable[[list[float]], float]) -> Callable[[list, Context], Value]:
    """Of one series: a number. Of an array: a series, at every time where any of them has a data point."""

    def run(arguments: list, context: Context) -> Value:
        if len(arguments) > 1:  # MAX(a, b) is not CloudWatch's grammar: it wants MAX([a, b])
            raise MetricMathError(f"{name}() takes one time series or one [array]")
        _count(name, arguments, 1)
        target = arguments[0]
        if isinstance(target, list):
            times = sorted({at for one in target if isinstance(one, dict) for at in one})
            if not any(isinstance(one, dict) for one in target):
                return function([float(one) for one in target]) if target else {}
            present = {at: [v for v in (pick(one, at) for one in target) if v is not None] for at in times}
            return {at: function(values) for at, values in present.items() if values}
        if isinstance(target, dict):
            return function(list(target.values())) if target else {}
        return float(target)

    return run


def _metrics(arguments: list, context: Context) -> Value:
    _count("METRICS", arguments, 0)
    return context.metrics()


FUNCTIONS: dict[str, Callable[[list, Context], Value]] = {
    "IF": _if,
    "FILL": _fill,
    "METRICS": _metrics,
    "ABS": _each("ABS", abs),
    "CEIL": _each("CEIL", math.ceil),
    "FLOOR": _each("FLOOR", math.floor),
    "MINUTE": _clock("MINUTE", lambda moment: moment.tm_min),
    "HOUR": _clock("HOUR", lambda moment: moment.tm_hour),
    "DAY": _clock("DAY", lambda moment: moment.tm_wday + 1),  # Monday is 1
    "MIN": _across("MIN", min),
    "MAX": _across("MAX", max),
    "SUM": _across("SUM", sum),
    "AVG": _across("AVG", lambda values: sum(values) / len(values)),
}
