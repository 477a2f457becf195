"""A deployed dashboard with its series and alarms, in the words of GetDashboard, GetMetricData and DescribeAlarms.

`user-telemetry preview` draws it: https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_GetMetricData.html
"""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from moto.cloudwatch.models import Alarm

from ..cloudwatch import alarms, metrics
from ..cloudwatch.math_values import MetricMathError
from .body import BodyError, Line, alarm_names, lines_of, widgets_of
from .data import Drawn, Range, choose_range, evaluate, own_range
from .numbers import lasting

_REFUSALS = (BodyError, MetricMathError, metrics.UnsupportedStatistic, alarms.UnsupportedAlarm, KeyError, ValueError)


def shown(name: str, body: str, now: float | None = None) -> dict[str, Any]:
    visible = choose_range(body, now)
    known = metrics.backend().alarms.values()
    return {
        "DashboardName": name,
        "DashboardBody": body,
        "Note": _note(visible),
        "StartTime": visible.start,
        "EndTime": visible.end,
        "MetricDataResults": [
            {"Widget": at, **result}
            for at, widget in enumerate(widgets_of(body))
            if widget["type"] == "metric"
            for result in _results(widget["properties"], own_range(widget["properties"], visible))
        ],
        "MetricAlarms": [_described(alarm) for alarm in known if not alarm.rule],
        "CompositeAlarms": [_described(alarm) for alarm in known if alarm.rule],
    }


def _note(visible: Range) -> str:
    note = "They are of an emulated CloudWatch (lab); no AWS account was contacted."
    if visible.zoomed:
        note += (
            " Zoomed to where data is, with shorter periods;"
            f" the dashboard itself shows the last {lasting(visible.asked)}."
        )
    return note


def _results(properties: dict[str, Any], visible: Range) -> list[dict[str, Any]]:
    lines: list[Line] = []
    try:
        lines = _lines(properties)
        view = properties.get("view", "timeSeries")
        whole = bool(properties.get("setPeriodToTimeRange")) and view != "timeSeries"
        return [_result(one) for one in evaluate(lines, visible, whole, graph=view == "timeSeries")]
    except _REFUSALS as error:
        # What is no metric at all, the preview tells by itself.
        identifier = next((line.query.id for line in lines if line.visible), "line1")
        return [{"Id": identifier, "Messages": [{"Code": "RefusedByTheLab", "Value": f"refused by the lab: {error}"}]}]


def _lines(properties: dict[str, Any]) -> list[Line]:
    names = alarm_names(properties.get("annotations") or {})
    alarm = metrics.backend().alarms.get(names[0]) if names else None
    if alarm is None or alarm.rule:
        return lines_of(properties)
    spec = alarms.spec_of(alarm)
    if not alarm.metric_data_queries:  # one row, without an id
        return [Line(replace(spec.queries[0], id="line1"), "", None, "left", True, named=False)]
    return [
        Line(query, query.label or "", None, "left", query.id == spec.returned, named=bool(query.label))
        for query in spec.queries
    ]


def _result(drawn: Drawn) -> dict[str, Any]:
    return {"Id": drawn.line.query.id, "Timestamps": list(drawn.values), "Values": list(drawn.values.values())}


def _described(alarm: Alarm) -> dict[str, Any]:
    queries = [alarms.raw(query) for query in alarm.metric_data_queries or []]
    one = (
        None
        if alarm.rule or queries
        else {
            "Namespace": alarm.namespace,
            "MetricName": alarm.metric_name,
            "Dimensions": [{"Name": d.name, "Value": d.value} for d in alarm.dimensions],
            "Period": alarm.period,
            "Statistic": alarm.statistic,
            "ExtendedStatistic": alarm.extended_statistic,
        }
    )
    described = {
        "AlarmName": alarm.name,
        "AlarmDescription": alarm.description,
        "StateValue": alarm.state_value,
        "StateReason": alarm.state_reason,
        "Threshold": alarm.threshold,
        "ComparisonOperator": alarm.comparison_operator,
        "Metrics": queries or None,
        **(one or {}),
    }
    return {key: value for key, value in described.items() if value is not None}
