"""Judges metric alarms against the emulated CloudWatch.

Missing data follows the documented tables:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarms-and-missing-data.html
The lab evaluates when it is asked to (a demo lasts a minute), over sliding windows that end with the minute that is
running, so that what just happened counts.
"""

from __future__ import annotations

import math
import time
from dataclasses import dataclass, field
from typing import Any

from moto.cloudwatch.models import Alarm

from . import anomalies, metrics, queries

OPERATORS = {
    "GreaterThanThreshold": lambda value, threshold: value > threshold,
    "GreaterThanOrEqualToThreshold": lambda value, threshold: value >= threshold,
    "LessThanThreshold": lambda value, threshold: value < threshold,
    "LessThanOrEqualToThreshold": lambda value, threshold: value <= threshold,
}
MISSING_MODES = ("missing", "ignore", "breaching", "notBreaching")
# CloudWatch looks further back than the evaluation periods, "depending on the period"; its documented example
# (3 periods, 5 data points) gives two.
EXTRA_DATAPOINTS = 2


class UnsupportedAlarm(ValueError):
    pass


@dataclass
class AlarmSpec:
    """What an alarm asks for, whether it came through CloudFormation or PutMetricAlarm."""

    name: str
    queries: list[queries.Query]
    returned: str
    operator: str
    threshold: float
    periods: int
    datapoints: int
    period: int
    missing: str = "missing"
    low_samples: str = "evaluate"
    unit: str | None = None
    deviations: float | None = None  # of anomaly detection


@dataclass
class Outcome:
    state: str | None
    reason: str
    datapoints: list[tuple[int, float]] = field(default_factory=list)
    filled: bool = False  # whether every evaluation period has data


def spec_of(alarm: Alarm) -> AlarmSpec:
    operators = anomalies.OPERATORS if alarm.threshold_metric_id else OPERATORS
    if alarm.comparison_operator not in operators:
        raise UnsupportedAlarm(f"comparison operator {alarm.comparison_operator!r} is not emulated")
    missing = alarm.treat_missing_data or "missing"
    if missing not in MISSING_MODES:
        raise UnsupportedAlarm(f"TreatMissingData {missing!r} is none of {', '.join(MISSING_MODES)}")
    if alarm.metric_data_queries:
        parsed = [queries.parse(raw(query)) for query in alarm.metric_data_queries]
        parsed, deviations = _without_band(parsed, alarm.threshold_metric_id)
        returned = [query.id for query in parsed if query.return_data]
        if len(returned) != 1:
            raise UnsupportedAlarm(f"exactly one query must return data, {len(returned)} do")
        result, period = returned[0], queries.period_of(parsed)
    else:
        period = int(alarm.period or 60)
        stat = alarm.statistic or alarm.extended_statistic
        parsed = [
            queries.Query(
                "m1",
                metric=metrics.MetricStat(
                    alarm.namespace,
                    alarm.metric_name,
                    tuple((d.name, d.value) for d in alarm.dimensions),
                    stat,
                    period,
                    alarm.unit or None,
                ),
            )
        ]
        metrics.check_statistic(stat)
        result, deviations = "m1", None
        if alarm.threshold_metric_id:
            raise UnsupportedAlarm("an alarm of anomaly detection needs Metrics")
    periods = int(alarm.evaluation_periods)
    return AlarmSpec(
        name=alarm.name,
        queries=parsed,
        returned=result,
        operator=alarm.comparison_operator,
        threshold=0.0 if alarm.threshold_metric_id else float(alarm.threshold),
        periods=periods,
        datapoints=int(alarm.datapoints_to_alarm or periods),
        period=period,
        missing=missing,
        low_samples=alarm.evaluate_low_sample_count_percentile or "evaluate",
        deviations=deviations,
    )


def _without_band(parsed: list[queries.Query], band_id: str | None) -> tuple[list[queries.Query], float | None]:
    """What the band of an alarm of anomaly detection is around, and in how many deviations."""
    if not band_id:
        return parsed, None
    others = [query for query in parsed if query.id != band_id]
    band = next((anomalies.read(query.expression or "") for query in parsed if query.id == band_id), None)
    judged = next((query for query in others if band and query.id == band[0]), None)
    if not band or not judged or not judged.return_data:
        raise UnsupportedAlarm(f"{band_id} is no ANOMALY_DETECTION_BAND of another query that returns data")
    return others, band[1]


def raw(query: Any) -> dict[str, Any]:
    """moto's MetricDataQuery object back to the dictionary that it came from."""
    raw: dict[str, Any] = {
        "Id": query.id,
        "Label": query.label,
        "Period": query.period,
        "ReturnData": True if query.return_data is None else query.return_data,
    }
    if query.expression:
        raw["Expression"] = query.expression
    if query.metric_stat:
        metric = query.metric_stat.metric
        raw["MetricStat"] = {
            "Metric": {
                "Namespace": metric.namespace,
                "MetricName": metric.metric_name,
                "Dimensions": [{"Name": d.name, "Value": d.value} for d in metric.dimensions],
            },
            "Period": query.metric_stat.period,
            "Stat": query.metric_stat.stat,
            "Unit": query.metric_stat.unit,
        }
    return raw


def decide(points: list[bool | None], periods: int, datapoints: int, missing: str) -> str | None:
    """The state for these data points, newest last; None is a missing point. Returns None to keep the state.

    `points` is the evaluation range (at least `periods` long); True means breaching.
    """
    real = [(age, point) for age, point in enumerate(reversed(points), start=1) if point is not None]
    if len(real) >= periods:
        breaching = sum(1 for _, point in real[:periods] if point)
        return "ALARM" if breaching >= datapoints else "OK"
    breaching = sum(1 for _, point in real if point)
    if missing in ("breaching", "notBreaching"):
        filled = periods - len(real) if missing == "breaching" else 0
        return "ALARM" if breaching + filled >= datapoints else "OK"
    if not real:
        return "INSUFFICIENT_DATA" if missing == "missing" else None
    if breaching >= datapoints:
        return "ALARM"
    if breaching == len(real):
        # All that is known breaches, but there is too little of it: premature unless it is as old as DatapointsToAlarm.
        oldest = max(age for age, _ in real)
        return "ALARM" if missing == "missing" and oldest >= datapoints else None
    return "OK"


def evaluate(spec: AlarmSpec, now: float | None = None) -> Outcome:
    end = int(math.ceil((time.time() if now is None else now) / 60) * 60)
    count = spec.periods + EXTRA_DATAPOINTS
    start = end - count * spec.period
    grid = list(range(start, end, spec.period))
    line = _line(spec, start, end)
    expected: dict[int, anomalies.Band] = {}
    if spec.deviations is None:
        breaches = OPERATORS[spec.operator]
        points = [breaches(line[at], spec.threshold) if at in line else None for at in grid]
    else:
        known = _line(spec, start - anomalies.HISTORY_DAYS * anomalies.DAY, end)
        bands = {at: anomalies.band_at(known, at, spec.deviations) for at in grid}
        expected = {at: band for at, band in bands.items() if band}
        is_anomaly = anomalies.OPERATORS[spec.operator]
        points = [is_anomaly(line[at], expected[at]) if at in line and at in expected else None for at in grid]
    # Without a band there is no datapoint to judge: the model is still in training.
    untrained = spec.deviations is not None and not expected
    state = "INSUFFICIENT_DATA" if untrained else decide(points, spec.periods, spec.datapoints, spec.missing)
    shown = ", ".join(f"{line[at]:g}" if at in line else "-" for at in grid[-spec.periods :])
    bound = f"{spec.threshold:g}" if spec.deviations is None else f"{spec.deviations:g} standard deviations"
    reason = (
        f"{spec.datapoints} of {spec.periods} periods of {spec.period} s, {spec.operator} {bound}; "
        f"newest last: [{shown}]; missing data: {spec.missing}"
    )
    filled = all(at in line for at in grid[-spec.periods :])
    return Outcome(state, reason, sorted((at, line[at]) for at in grid if at in line), filled)


def _line(spec: AlarmSpec, start: int, end: int) -> metrics.Series:
    """What is judged."""
    values = queries.evaluate_all(spec.queries, start, end, spec.period)
    grid = list(range(start, end, spec.period))
    value = values[spec.returned]
    line = {at: v for at, v in queries.as_series(value, grid).items() if not math.isnan(v)}
    return _without_thin_percentiles(spec, line, start, end)


def _without_thin_percentiles(spec: AlarmSpec, line: metrics.Series, start: int, end: int) -> metrics.Series:
    """EvaluateLowSampleCountPercentile=ignore: a percentile of too few samples changes nothing.

    Documented as needing at least 10/(1-p) samples for p above 0.5 and 10/p below it.
    """
    metric = spec.queries[0].metric if len(spec.queries) == 1 else None
    if spec.low_samples != "ignore" or metric is None or not metric.stat.startswith("p"):
        return line
    share = float(metric.stat[1:]) / 100
    needed = 10 / (1 - share) if 0.5 <= share < 1 else 10 / share if 0 < share < 0.5 else 1
    counts = metrics.series(
        metrics.MetricStat(metric.namespace, metric.name, metric.dimensions, "SampleCount", metric.period, metric.unit),
        start,
        end,
    )
    return {at: value for at, value in line.items() if counts.get(at, 0) >= needed}
