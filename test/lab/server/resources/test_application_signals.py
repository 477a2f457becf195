import copy

import pytest

from lab.server import registry, resources  # noqa: F401 - for what they register
from lab.server.cloudwatch import deployed_alarms, metrics, objectives

KIND = "AWS::ApplicationSignals::ServiceLevelObjective"
NOW = 1_800_000_000


def query(name):
    stat = {"Metric": {"Namespace": "Shop", "MetricName": name}, "Period": 60, "Stat": "Sum"}
    return [
        {"Id": "counted", "Expression": "SUM([TIME_SERIES(0),m])", "ReturnData": True},
        {"Id": "m", "MetricStat": stat, "ReturnData": False},
    ]


OBJECTIVE = {
    "Name": "Orders",
    "Goal": {"AttainmentGoal": 99, "Interval": {"RollingInterval": {"Duration": 30, "DurationUnit": "DAY"}}},
    "RequestBasedSli": {
        "RequestBasedSliMetric": {
            "TotalRequestCountMetric": query("Orders"),
            "MonitoredRequestCountMetric": {"BadCountMetric": query("Failed")},
        }
    },
    "BurnRateConfigurations": [{"LookBackWindowMinutes": 5}, {"LookBackWindowMinutes": 60}],
}


@pytest.fixture(autouse=True)
def empty():
    yield
    objectives.objectives.clear()
    metrics.backend().reset()


def deploy(properties):
    context = registry.Context("stack", "id", "Objective", KIND, token="t")
    registry.resources[KIND]().create(context, properties)


def burn_rate(minutes):
    dimensions = {"SloName": "Orders", "BurnRateWindowMinutes": str(minutes)}.items()
    return [datum.value for datum in metrics.matching("AWS/ApplicationSignals", "BurnRate", dimensions)]


def test_its_burn_rates_are_published_as_alarms_are_evaluated():
    deploy(OBJECTIVE)
    for minute in range(60):
        metrics.put("Shop", "Orders", 10, at=NOW - 30 - minute * 60)
    metrics.put("Shop", "Failed", 10, at=NOW - 30)
    deployed_alarms.evaluate_all(NOW)
    assert burn_rate(5) == [pytest.approx(20)]
    assert burn_rate(60) == [pytest.approx(100 / 60)]


def test_nothing_is_published_where_there_was_no_request():
    deploy(OBJECTIVE)
    deployed_alarms.evaluate_all(NOW)
    assert burn_rate(60) == []


@pytest.mark.parametrize(
    ("change", "message"),
    [
        ({"Name": "a: b"}, "the name does not match"),
        ({"ExclusionWindows": []}, "does not emulate ExclusionWindows"),
        ({"BurnRateConfigurations": [{"LookBackWindowMinutes": 10_081}]}, "1 to 10080 minutes"),
        ({"BurnRateConfigurations": [{"LookBackWindowMinutes": 1}] * 11}, "up to 10 look-back windows"),
        ({"Goal": {"AttainmentGoal": 100}}, "below 100"),
        ({"Goal": {"Interval": {"CalendarInterval": {}}}}, "does not emulate Interval.CalendarInterval"),
        ({"RequestBasedSli": {"RequestBasedSliMetric": {"MetricName": "JSErrorCount"}}}, "does not emulate"),
    ],
)
def test_what_the_service_or_the_lab_does_not_take_is_refused(change, message):
    with pytest.raises(registry.ResourceError, match=message):
        deploy({**copy.deepcopy(OBJECTIVE), **change})


def test_a_trimmed_count_counts_values_up_to_one():
    for value in (0, 2500, 2501):
        metrics.put("Shop", "Paint", value, at=NOW)
    paint = metrics.MetricStat("Shop", "Paint", (), "TC(:2500)", 60)
    assert list(metrics.series(paint, NOW, NOW + 60).values()) == [2]
    with pytest.raises(metrics.UnsupportedStatistic):
        metrics.check_statistic("TC(1:2)")
