import pytest

from lab.server.cloudwatch import anomalies, metrics
from lab.server.cloudwatch.alarms import evaluate, spec_of
from lab.server.registry import ResourceError
from support.alarms import ALARM, alarm_of
from support.resources import deploy

DAY = anomalies.DAY
NOW = 1_783_296_000 + 12 * 3600  # noon


def drop_alarm(**more):
    queries = [
        {"Id": "band", "Expression": "ANOMALY_DETECTION_BAND(judged, 3)"},
        {"Id": "judged", "Expression": "SUM([TIME_SERIES(0),m])"},
        {
            "Id": "m",
            "MetricStat": {"Metric": {"Namespace": "N", "MetricName": "Sessions"}, "Period": 900, "Stat": "Sum"},
            "ReturnData": False,
        },
    ]
    properties = {
        "Namespace": None,
        "MetricName": None,
        "Statistic": None,
        "Period": None,
        "Threshold": None,
        "Metrics": queries,
        "ThresholdMetricId": "band",
        "EvaluationPeriods": 3,
        "DatapointsToAlarm": 3,
        "ComparisonOperator": "LessThanLowerThreshold",
        "TreatMissingData": "ignore",
        **more,
    }
    name = deploy(ALARM, alarm_of("drop", **properties)).physical_id
    return spec_of(metrics.backend().alarms[name])


def visit(days, per_period, last=0):
    """Sessions in each quarter of an hour at about this time on the days before, and then today."""
    for day in range(1, days + 1):
        for quarter in range(12):
            metrics.put("N", "Sessions", per_period + day % 3, None, {}, NOW - day * DAY - quarter * 900 - 60)
    for quarter in range(6):
        if last:
            metrics.put("N", "Sessions", last, None, {}, NOW - quarter * 900 - 60)


def test_an_alarm_on_anomalies_has_no_threshold():
    drop_alarm()
    assert metrics.backend().alarms["drop"].threshold is None


@pytest.mark.parametrize(
    ("days", "last", "state"),
    [
        (14, 100, "OK"),
        (14, 50, "ALARM"),
        (14, 0, "ALARM"),  # nobody comes
        (2, 0, "INSUFFICIENT_DATA"),  # nothing is expected yet
        (0, 0, "INSUFFICIENT_DATA"),
    ],
)
def test_finds_a_drop_below_what_the_days_before_had(days, last, state):
    visit(days, 100, last)
    assert evaluate(drop_alarm(), NOW).state == state


def test_few_visitors_are_no_reason_to_expect_some():
    metrics.put("N", "Sessions", 1, None, {}, NOW - 10 * DAY)
    assert evaluate(drop_alarm(), NOW).state == "OK"


@pytest.mark.parametrize(
    "more",
    [
        {"ThresholdMetricId": "judged"},
        {"ComparisonOperator": "LessThanThreshold"},
    ],
)
def test_refuses_what_is_no_band(more):
    with pytest.raises(ResourceError):
        drop_alarm(**more)
