import re
from itertools import count

import pytest

from lab.server.cloudwatch import deployed_alarms, metrics
from lab.server.registry import ResourceError
from support.alarms import ALARM, alarm_of
from support.metrics import put
from support.resources import deploy, update

_serial = count()


def deployed_state(name):
    deployed_alarms.evaluate_all()
    return metrics.backend().alarms[name].state_value


def state_of(values, **properties):
    """Of an alarm on a metric of its own, with these values in the running minute."""
    name = f"alarm-{next(_serial)}"
    put("Test", "Value", values, {"Test": name})
    asked = {
        "MetricName": "Value",
        "Dimensions": [{"Name": "Test", "Value": name}],
        "Statistic": "Average",
        "Period": "60",
        "EvaluationPeriods": "1",
        "Threshold": "10",
        **properties,
    }
    return deployed_state(deploy(ALARM, alarm_of(name, **asked)).physical_id)


@pytest.mark.parametrize(
    ("statistic", "value"), [("Sum", 30), ("Average", 10), ("Minimum", 5), ("Maximum", 15), ("SampleCount", 3)]
)
def test_judges_a_statistic(statistic, value):
    at = {"Statistic": statistic, "ComparisonOperator": "GreaterThanOrEqualToThreshold"}
    assert state_of([5, 10, 15], **at, Threshold=value) == "ALARM"
    assert state_of([5, 10, 15], **at, Threshold=value + 0.01) == "OK"


@pytest.mark.parametrize(
    ("operator", "expected"),
    [
        ("GreaterThanThreshold", "OK"),
        ("GreaterThanOrEqualToThreshold", "ALARM"),
        ("LessThanThreshold", "OK"),
        ("LessThanOrEqualToThreshold", "ALARM"),
    ],
)
def test_compares_at_the_threshold(operator, expected):
    assert state_of([10], ComparisonOperator=operator) == expected


P75 = {"Statistic": None, "ExtendedStatistic": "p75"}


def test_judges_a_percentile():
    assert state_of([1, 1, 1, 20], **P75) == "OK"
    assert state_of([1, 1, 20, 20], **P75) == "ALARM"


def test_ignores_a_percentile_of_too_few_samples_when_told_to():
    ignore = {**P75, "TreatMissingData": "notBreaching", "EvaluateLowSampleCountPercentile": "ignore"}
    assert state_of([20] * 39, **ignore) == "OK"
    assert state_of([20] * 40, **ignore) == "ALARM"


@pytest.mark.parametrize(
    ("missing", "expected"), [("breaching", "ALARM"), ("notBreaching", "OK"), (None, "INSUFFICIENT_DATA")]
)
def test_without_data_it_follows_treat_missing_data(missing, expected):
    assert state_of([], TreatMissingData=missing) == expected


WARM_UP = {"WarmUpPeriodDurationInMinutes": "30"}
WHOLE_WARM_UP = {**WARM_UP, "OnlyStartEvaluatingAfterWarmUpPeriodEnds": "true"}


@pytest.mark.parametrize(
    ("values", "warm_up", "expected"),
    [
        ([], WARM_UP, "INSUFFICIENT_DATA"),
        ([20], WARM_UP, "ALARM"),
        ([20], WHOLE_WARM_UP, "INSUFFICIENT_DATA"),
    ],
)
def test_that_warms_up_has_no_state_until_its_periods_are_filled_or_until_the_end(values, warm_up, expected):
    assert state_of(values, TreatMissingData="breaching", WarmUpConfiguration=warm_up) == expected


def test_evaluates_math_over_its_metrics_and_guards_a_rate_by_a_minimum():
    def query(identifier, name):
        metric = {"Namespace": "Test", "MetricName": name, "Dimensions": [{"Name": "Test", "Value": "rate"}]}
        return {"Id": identifier, "ReturnData": False, "MetricStat": {"Metric": metric, "Period": 300, "Stat": "Sum"}}

    put("Test", "Started", [4, 6], {"Test": "rate"})
    put("Test", "Completed", [5], {"Test": "rate"})
    rate = {"Id": "rate", "Expression": "IF(started >= 10, 100 * FILL(completed, 0) / started)"}
    properties = {
        "AlarmName": "rate",
        "Metrics": [rate, query("started", "Started"), query("completed", "Completed")],
        "EvaluationPeriods": 1,
        "ComparisonOperator": "LessThanThreshold",
    }
    for threshold, expected in ((51, "ALARM"), (49, "OK")):
        deploy(ALARM, {**properties, "Threshold": threshold})
        assert deployed_state("rate") == expected


@pytest.mark.parametrize(
    ("properties", "message"),
    [
        ({"Metrics": [{"Id": "a", "Expression": "ANOMALY_DETECTION_BAND(b)"}], "MetricName": None}, "ANOMALY"),
        ({"ThresholdMetricId": "band", "ComparisonOperator": "LessThanLowerThreshold"}, "needs Metrics"),
        ({"DatapointsToAlarm": 2}, "DatapointsToAlarm"),
        ({"Period": 45}, "45 s"),
        ({"Period": 300, "EvaluationPeriods": 300}, "longer than"),
        ({"AlarmActions": ["arn:aws:sns:us-east-1:1:t"] * 6}, "more than 5"),
        ({"ComparisonOperator": "LessThanLowerThreshold"}, "LessThanLowerThreshold"),
        ({"TreatMissingData": "ok"}, "'ok'"),
        ({"WarmUpConfiguration": {"WarmUpPeriodDurationInMinutes": 2881}}, "2880"),
    ],
    ids=[
        "an unknown function",
        "an anomaly detector of nothing",
        "more data points than periods",
        "a period of 45 s",
        "a window longer than a day",
        "six actions",
        "an unknown comparison",
        "an unknown missing-data mode",
        "a warm-up of more than two days",
    ],
)
def test_is_refused_with(properties, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        state_of([], **properties)


def test_a_refused_update_leaves_the_deployed_alarm_as_it_was():
    good = alarm_of("kept", ComparisonOperator="LessThanThreshold", TreatMissingData="breaching")
    deploy(ALARM, good)
    with pytest.raises(ResourceError, match="45 s"):
        update(ALARM, "kept", good, {**good, "Period": 45})
    assert deployed_state("kept") == "ALARM"


def test_a_composite_alarm_follows_its_children_also_through_another_one():
    deploy(ALARM, alarm_of("child", TreatMissingData="breaching"))
    for name, rule in (("inner", "ALARM(child)"), ("outer", "ALARM(inner)")):
        deploy("AWS::CloudWatch::CompositeAlarm", {"AlarmName": name, "AlarmRule": rule})
    assert deployed_state("outer") == "ALARM"
    deploy(ALARM, alarm_of("child", TreatMissingData="notBreaching"))
    assert deployed_state("outer") == "OK"
