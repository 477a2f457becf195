"""AWS::CloudWatch::Alarm, CompositeAlarm and AlarmMuteRule.

An alarm that the lab could not evaluate fails its deployment: a silent one would look like a green one.
"""

from __future__ import annotations

import time
from typing import Any

from moto.cloudwatch.models import Dimension, Metric, MetricDataQuery, MetricStat

from ..cloudwatch import alarm_actions, alarms, composite, metrics, mute_rules
from ..cloudwatch.deployed_alarms import WarmUp
from ..cloudwatch.metric_math import tokens
from ..cloudwatch.queries import returns_data
from ..properties import truth, unknown
from ..registry import Context, Made, ResourceError, resource
from .named import Named

_ALARM_PROPERTIES = {
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "AlarmName",
    "ComparisonOperator",
    "DatapointsToAlarm",
    "Dimensions",
    "EvaluateLowSampleCountPercentile",
    "EvaluationPeriods",
    "ExtendedStatistic",
    "InsufficientDataActions",
    "MetricName",
    "Metrics",
    "Namespace",
    "OKActions",
    "Period",
    "Statistic",
    "Tags",
    "Threshold",
    "ThresholdMetricId",
    "TreatMissingData",
    "Unit",
    "WarmUpConfiguration",
}
_COMPOSITE_PROPERTIES = {
    "ActionsEnabled",
    "ActionsSuppressor",
    "ActionsSuppressorExtensionPeriod",
    "ActionsSuppressorWaitPeriod",
    "AlarmActions",
    "AlarmDescription",
    "AlarmName",
    "AlarmRule",
    "InsufficientDataActions",
    "OKActions",
    "Tags",
}
_DAY = 86400


class Alarm(Named):
    name_property = "AlarmName"
    arn_type = "alarm"

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        metrics.backend().delete_alarms([made.physical_id])


@resource("AWS::CloudWatch::Alarm")
class MetricAlarm(Alarm):
    def put(self, name: str, properties: dict[str, Any]) -> None:
        _put_alarm(name, properties)


def _put_alarm(name: str, properties: dict[str, Any]) -> None:
    if strange := unknown(properties, _ALARM_PROPERTIES):
        raise ResourceError(f"alarm {name}: the lab does not emulate {strange}")
    for required in ("ComparisonOperator", "EvaluationPeriods"):
        if properties.get(required) in (None, ""):
            raise ResourceError(f"alarm {name}: {required} is required")
    if bool(properties.get("Metrics")) == bool(properties.get("MetricName")):
        raise ResourceError(f"alarm {name}: exactly one of Metrics and MetricName is needed")
    existing = metrics.backend().alarms.get(name)
    periods = int(properties["EvaluationPeriods"])
    datapoints = int(properties.get("DatapointsToAlarm") or periods)
    if not 1 <= datapoints <= periods:
        raise ResourceError(f"alarm {name}: DatapointsToAlarm is {datapoints}, expected 1 to {periods}")
    for kind in ("AlarmActions", "OKActions", "InsufficientDataActions"):
        if len(properties.get(kind) or []) > 5:
            raise ResourceError(f"alarm {name}: {kind} has more than 5 actions")
    queries = [_query(name, raw) for raw in properties.get("Metrics") or []] or None
    if queries and sum(1 for q in queries if q.metric_stat) > 10:
        raise ResourceError(f"alarm {name}: at most 10 metrics may be in the expression of an alarm")
    warm_up = _warm_up(name, properties.get("WarmUpConfiguration"), existing)
    alarm = metrics.backend().put_metric_alarm(
        name=name,
        namespace=properties.get("Namespace"),
        metric_name=properties.get("MetricName"),
        comparison_operator=properties["ComparisonOperator"],
        evaluation_periods=periods,
        period=int(properties["Period"]) if properties.get("Period") else None,
        # An alarm on anomalies has none: it has the id of a band.
        threshold=None if properties.get("ThresholdMetricId") else float(properties.get("Threshold", "nan")),
        statistic=properties.get("Statistic"),
        description=properties.get("AlarmDescription"),
        dimensions=properties.get("Dimensions") or [],
        alarm_actions=properties.get("AlarmActions") or [],
        metric_data_queries=queries,
        datapoints_to_alarm=datapoints,
        extended_statistic=properties.get("ExtendedStatistic"),
        ok_actions=properties.get("OKActions"),
        insufficient_data_actions=properties.get("InsufficientDataActions"),
        unit=properties.get("Unit"),
        actions_enabled=truth(properties.get("ActionsEnabled", True)),
        treat_missing_data=properties.get("TreatMissingData"),
        evaluate_low_sample_count_percentile=properties.get("EvaluateLowSampleCountPercentile"),
        tags=properties.get("Tags"),
        threshold_metric_id=properties.get("ThresholdMetricId"),
    )
    alarm.state_value = existing.state_value if existing else "INSUFFICIENT_DATA"  # as in CloudWatch, moto says OK
    alarm.lab_warm_up = warm_up  # type: ignore[attr-defined]
    try:
        _check(alarms.spec_of(alarm))
    except (ValueError, TypeError) as error:
        metrics.backend().delete_alarms([name])
        if existing:
            metrics.backend().alarms[name] = existing
        raise ResourceError(f"alarm {name}: {error}") from error


def _warm_up(name: str, configuration: dict[str, Any] | None, existing: Any) -> WarmUp | None:
    """A change has no effect once the warm-up period has ended."""
    before: WarmUp | None = getattr(existing, "lab_warm_up", None)
    if existing is not None and (before is None or time.time() >= before.until):
        return before
    if not configuration:
        return None
    minutes = int(configuration.get("WarmUpPeriodDurationInMinutes") or 0)
    if not 1 <= minutes <= 2880:
        raise ResourceError(f"alarm {name}: WarmUpPeriodDurationInMinutes is {minutes}, expected 1 to 2880")
    whole = truth(configuration.get("OnlyStartEvaluatingAfterWarmUpPeriodEnds", False))
    return WarmUp(time.time() + minutes * 60, whole)


def _check(spec: alarms.AlarmSpec) -> None:
    if spec.threshold != spec.threshold:
        raise alarms.UnsupportedAlarm("Threshold is required")
    if spec.period not in (10, 20, 30) and (spec.period < 60 or spec.period % 60):
        raise alarms.UnsupportedAlarm(f"a period of {spec.period} s: expected 10, 20, 30 or a multiple of 60")
    limit = _DAY if spec.period < 3600 else 7 * _DAY
    if spec.period * spec.periods > limit:
        raise alarms.UnsupportedAlarm(f"{spec.periods} periods of {spec.period} s are longer than {limit} s")
    for query in spec.queries:
        if query.expression:
            tokens(query.expression)
    alarms.evaluate(spec)  # raises on functions and ids that the lab does not know


def _query(alarm: str, raw: dict[str, Any]) -> MetricDataQuery:
    if raw.get("AccountId"):
        raise ResourceError(f"alarm {alarm}: cross-account metrics are not emulated")
    stat = raw.get("MetricStat")
    metric_stat = None
    if stat:
        metric = stat["Metric"]
        dimensions = [Dimension(d["Name"], str(d["Value"])) for d in metric.get("Dimensions") or []]
        metric_stat = MetricStat(
            Metric(metric["MetricName"], metric["Namespace"], dimensions),
            stat["Period"],
            stat["Stat"],
            stat.get("Unit"),
        )
    return MetricDataQuery(
        raw.get("Id"),
        raw.get("Label"),
        raw.get("Period"),
        returns_data(raw),
        raw.get("Expression"),
        metric_stat,
    )


@resource("AWS::CloudWatch::CompositeAlarm")
class CompositeAlarm(Alarm):
    def put(self, name: str, properties: dict[str, Any]) -> None:
        if strange := unknown(properties, _COMPOSITE_PROPERTIES):
            raise ResourceError(f"composite alarm {name}: the lab does not emulate {strange}")
        rule = properties.get("AlarmRule") or ""
        if not 1 <= len(rule) <= 10240:
            raise ResourceError(f"composite alarm {name}: AlarmRule has {len(rule)} characters, expected 1 to 10240")
        states = {other: alarm.state_value for other, alarm in metrics.backend().alarms.items() if other != name}
        try:
            composite.check_limits(rule)
            composite.holds(rule, states)
        except (composite.UnsupportedRule, ValueError) as error:
            raise ResourceError(f"composite alarm {name}: {error}") from error
        existing = metrics.backend().alarms.get(name)
        alarm = metrics.backend().put_metric_alarm(
            name=name,
            namespace=None,
            metric_name=None,
            comparison_operator=None,
            evaluation_periods=None,
            period=None,
            threshold=None,
            statistic=None,
            description=properties.get("AlarmDescription"),
            dimensions=[],
            alarm_actions=properties.get("AlarmActions") or [],
            ok_actions=properties.get("OKActions"),
            insufficient_data_actions=properties.get("InsufficientDataActions"),
            actions_enabled=truth(properties.get("ActionsEnabled", True)),
            rule=rule,
        )
        alarm.state_value = existing.state_value if existing else "INSUFFICIENT_DATA"
        alarm.lab_suppression = _suppression(name, properties)  # type: ignore[attr-defined]


def _suppression(name: str, properties: dict[str, Any]) -> alarm_actions.Suppression | None:
    suppressor = str(properties.get("ActionsSuppressor") or "").rsplit(":alarm:", 1)[-1]
    periods = [properties.get(f"ActionsSuppressor{kind}Period") for kind in ("Wait", "Extension")]
    given = [bool(suppressor), *(period is not None for period in periods)]
    if any(given) and not all(given):
        raise ResourceError(
            f"composite alarm {name}: a suppressor needs a wait and an extension period, and they need it"
        )
    if not suppressor:
        return None
    if suppressor not in metrics.backend().alarms:
        raise ResourceError(f"composite alarm {name}: there is no alarm {suppressor} to suppress its actions")
    return alarm_actions.Suppression(suppressor, *(int(period or 0) for period in periods))


@resource("AWS::CloudWatch::AlarmMuteRule")
class AlarmMuteRule(Named):
    name_property = "Name"
    arn_type = "alarm-mute-rule"

    def put(self, name: str, properties: dict[str, Any]) -> None:
        try:
            mute_rules.rules[name] = mute_rules.parse(name, properties)
        except mute_rules.InvalidRule as error:
            raise ResourceError(f"alarm mute rule {name}: {error}") from error

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        mute_rules.rules.pop(made.physical_id, None)
