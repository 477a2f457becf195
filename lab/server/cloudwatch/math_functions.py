"""The functions of the lab's metric math, each as its row of the documentation says:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html

What the row leaves open is in math_values.Reading; what the lab does not evaluate is in REFUSED, with the reason.
"""

from __future__ import annotations

import calendar
import math
import time
from collections.abc import Callable
from itertools import accumulate, pairwise

from .math_values import Context, MetricMathError, Value, combine, or_zero, pick


def _count(name: str, arguments: list, *allowed: int) -> None:
    if len(arguments) not in allowed:
        raise MetricMathError(f"{name}() takes {' or '.join(map(str, allowed))} arguments, not {len(arguments)}")


def _series(name: str, value: Value) -> dict:
    if not isinstance(value, dict):
        raise MetricMathError(f"{name}() takes one time series")
    return value


def _array(name: str, value: Value) -> list:
    if not isinstance(value, list):
        raise MetricMathError(f"{name}() takes an array of time series")
    return value


def _if(arguments: list, context: Context) -> Value:
    """Under "Using IF expressions": what holds and has no data point is 0, what does not hold and has none drops."""
    _count("IF", arguments, 2, 3)
    condition, when = arguments[0], arguments[1]
    otherwise = arguments[2] if len(arguments) == 3 else {}
    if isinstance(condition, list):
        raise MetricMathError("IF() needs one time series or number as its condition")
    if not isinstance(condition, dict):
        return _series("IF with a number as its condition", when if condition else otherwise)
    result = {}
    for at, truth in condition.items():
        value = or_zero(when, at) if truth else pick(otherwise, at)
        if value is not None and not math.isnan(value):
            result[at] = value
    return result


def _range(target: dict, context: Context) -> list[int]:
    return context.grid if target or context.reading.empty_has_range else []


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
    for at in _range(target, context):
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


def _time_series(arguments: list, context: Context) -> Value:
    """ "Returns a non-sparse time series where every value is set to a scalar argument" """
    _count("TIME_SERIES", arguments, 1)
    if isinstance(arguments[0], (dict, list)):
        raise MetricMathError("TIME_SERIES() takes a number")
    return dict.fromkeys(context.grid, float(arguments[0]))


def _each(name: str, function: Callable[[float], float | None]) -> Callable[[list, Context], Value]:
    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        target = arguments[0]
        if isinstance(target, list):
            return [run([one], context) for one in target]
        if isinstance(target, dict):
            values = ((at, function(value)) for at, value in target.items())
            return {at: float(value) for at, value in values if value is not None}
        value = function(target)
        return math.nan if value is None else float(value)

    return run


def _whole(name: str, function: Callable[[list[tuple[int, float]]], dict]) -> Callable[[list, Context], Value]:
    """Of the data points of a series in their order."""

    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        target = arguments[0]
        if isinstance(target, list):
            return [run([one], context) for one in target]
        return function(sorted(_series(name, target).items()))

    return run


def _clock(name: str, of: Callable[[time.struct_time], int]) -> Callable[[list, Context], Value]:
    """ "take the period and range of the time series and return a new non-sparse time series", in UTC"""

    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        return {at: float(of(time.gmtime(at))) for at in _range(_series(name, arguments[0]), context)}

    return run


def _across(name: str, function: Callable[[list[float]], float], *, zeros: bool) -> Callable[[list, Context], Value]:
    """Of one series: a number. Of an array: a series, at every time where any of them has a data point.

    With zeros, "missing values are treated as 0", as documented for AVG; for SUM that changes nothing.
    """

    def run(arguments: list, context: Context) -> Value:
        if len(arguments) > 1:  # MAX(a, b) is not CloudWatch's grammar: it wants MAX([a, b])
            raise MetricMathError(f"{name}() takes one time series or one [array]")
        _count(name, arguments, 1)
        target = arguments[0]
        if isinstance(target, list):
            times = sorted({at for one in target if isinstance(one, dict) for at in one})
            if not any(isinstance(one, dict) for one in target):
                return function([float(one) for one in target]) if target else {}
            if zeros or context.reading.missing_is_least:
                return {at: function([or_zero(one, at) for one in target]) for at in times}
            present = {at: [v for v in (pick(one, at) for one in target) if v is not None] for at in times}
            return {at: function(values) for at, values in present.items() if values}
        if isinstance(target, dict):
            return function(list(target.values())) if target else {}
        return float(target)

    return run


def _datapoint_count(arguments: list, context: Context) -> Value:
    _count("DATAPOINT_COUNT", arguments, 1)
    target = arguments[0]
    if isinstance(target, dict):
        return float(len(target))
    array = _array("DATAPOINT_COUNT", target)
    times = sorted({at for one in array if isinstance(one, dict) for at in one})
    return {at: float(sum(pick(one, at) is not None for one in array)) for at in times}


def _metric_count(arguments: list, context: Context) -> Value:
    _count("METRIC_COUNT", arguments, 1)
    return float(len(_array("METRIC_COUNT", arguments[0])))


def _end(name: str, index: int) -> Callable[[list, Context], Value]:
    def run(arguments: list, context: Context) -> Value:
        _count(name, arguments, 1)
        array = _array(name, arguments[0])
        return array[index] if array else {}

    return run


def _slice(arguments: list, context: Context) -> Value:
    _count("SLICE", arguments, 2, 3)
    return _array("SLICE", arguments[0])[slice(*(int(one) for one in arguments[1:]), *([None] * (3 - len(arguments))))]


def _remove_empty(arguments: list, context: Context) -> Value:
    _count("REMOVE_EMPTY", arguments, 1)
    return [one for one in _array("REMOVE_EMPTY", arguments[0]) if one != {}]


def _metrics(arguments: list, context: Context) -> Value:
    _count("METRICS", arguments, 0, 1)
    return context.metrics(*arguments) if arguments else context.metrics("")


def _differences(points: list[tuple[int, float]]) -> dict:
    return {at: value - before for (_, before), (at, value) in pairwise(points)}


def _differences_of_times(points: list[tuple[int, float]]) -> dict:
    return {at: float(at - before) for (before, _), (at, _) in pairwise(points)}


def _rates(points: list[tuple[int, float]]) -> dict:
    return combine("/", _differences(points), _differences_of_times(points))  # type: ignore[return-value]


def _running_sums(points: list[tuple[int, float]]) -> dict:
    return dict(zip((at for at, _ in points), accumulate(value for _, value in points), strict=True))


FUNCTIONS: dict[str, Callable[[list, Context], Value]] = {
    "IF": _if,
    "FILL": _fill,
    "TIME_SERIES": _time_series,
    "METRICS": _metrics,
    "ABS": _each("ABS", abs),
    "CEIL": _each("CEIL", math.ceil),
    "FLOOR": _each("FLOOR", math.floor),
    "LOG": _each("LOG", lambda value: math.log(value) if value > 0 else None),
    "LOG10": _each("LOG10", lambda value: math.log10(value) if value > 0 else None),
    "DIFF": _whole("DIFF", _differences),
    "DIFF_TIME": _whole("DIFF_TIME", _differences_of_times),
    "RATE": _whole("RATE", _rates),
    "RUNNING_SUM": _whole("RUNNING_SUM", _running_sums),
    "MINUTE": _clock("MINUTE", lambda moment: moment.tm_min),
    "HOUR": _clock("HOUR", lambda moment: moment.tm_hour),
    "DAY": _clock("DAY", lambda moment: moment.tm_wday + 1),  # Monday is 1
    "DATE": _clock("DATE", lambda moment: moment.tm_mday),
    "MONTH": _clock("MONTH", lambda moment: moment.tm_mon),
    "YEAR": _clock("YEAR", lambda moment: moment.tm_year),
    "EPOCH": _clock("EPOCH", calendar.timegm),
    "MIN": _across("MIN", min, zeros=False),
    "MAX": _across("MAX", max, zeros=False),
    "SUM": _across("SUM", sum, zeros=True),
    "AVG": _across("AVG", lambda values: sum(values) / len(values), zeros=True),
    "DATAPOINT_COUNT": _datapoint_count,
    "METRIC_COUNT": _metric_count,
    "FIRST": _end("FIRST", 0),
    "LAST": _end("LAST", -1),
    "SLICE": _slice,
    "REMOVE_EMPTY": _remove_empty,
}

# The other documented functions: a wrong number would be worse than none.
REFUSED = {
    "ANOMALY_DETECTION_BAND": "its model is not documented",
    "DB_PERF_INSIGHTS": "there are no databases",
    "INSIGHT_RULE_METRIC": "there are no Contributor Insights rules",
    "LAMBDA": "there are no connectors to other data sources",
    "PERIOD": "it is not documented for a metric without data; write the number",
    "SEARCH": "no alarm takes it, and graphs by page or browser are drawn by CloudWatch alone",
    "SERVICE_QUOTA": "there are no quotas",
    "SORT": "nothing here writes it",
    "STDDEV": "it is not documented whether it is that of a sample",
}
