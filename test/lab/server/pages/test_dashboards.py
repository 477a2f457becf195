import json

import pytest

from lab.server.cloudwatch.deployed_alarms import evaluate_all
from lab.server.dashboards.series import shown
from support.alarms import ALARM, alarm_of
from support.metrics import put
from support.resources import deploy


def widget(kind="metric", **properties):
    return {"type": kind, "x": 0, "y": 0, "width": 12, "height": 6, "properties": properties}


def data_of(*widgets):
    return shown("Test", json.dumps({"start": "-PT8H", "widgets": widgets}))


def test_says_that_it_is_emulated():
    assert "emulated CloudWatch (lab)" in data_of()["Note"]


def test_has_the_values_of_metrics_with_their_shorthands_and_math():
    put("Draw", "Started", [1, 1, 1, 1], {"Shop": "a"}, "Count", ago=30)
    put("Draw", "Completed", [1, 1, 1], {"Shop": "a"}, "Count", ago=20)
    data = data_of(
        widget("text", markdown=""),
        widget(
            view="singleValue",
            setPeriodToTimeRange=True,
            stat="Sum",
            metrics=[
                ["Draw", "Started", "Shop", "a", {"id": "s", "label": "started"}],
                [".", "Completed", ".", "."],
                [{"expression": "100*line2/s", "label": "rate", "id": "rate"}],
            ],
        ),
    )
    values = [(one["Widget"], one["Id"], one["Values"]) for one in data["MetricDataResults"]]
    assert values == [(1, "s", [4]), (1, "line2", [3]), (1, "rate", [75])]


def test_zooms_to_where_data_is_and_says_so():
    put("Draw", "Started", [1, 1, 1, 1], {"Shop": "a"}, "Count", ago=30)
    data = data_of(widget(metrics=[["Draw", "Started", "Shop", "a"]], stat="Sum"))
    assert "Zoomed to where data is" in data["Note"]
    assert "the dashboard itself shows the last 8 h" in data["Note"]
    (result,) = data["MetricDataResults"]
    assert sum(result["Values"]) == 4
    assert all(data["StartTime"] <= at < data["EndTime"] for at in result["Timestamps"])


@pytest.mark.parametrize(
    "metrics",
    [[[{"expression": "SORT(a)", "id": "e"}]], [["N", "A", {"stat": "tm99", "id": "e"}]]],
    ids=["math that it cannot evaluate", "a statistic that it does not know"],
)
def test_tells_what_it_refuses(metrics):
    (result,) = data_of(widget(metrics=metrics))["MetricDataResults"]
    assert "refused by the lab" in result["Messages"][0]["Value"]


def test_describes_every_alarm_and_has_the_values_of_its_graph():
    deploy(ALARM, alarm_of("breaching", TreatMissingData="breaching"))
    evaluate_all()
    data = data_of(widget(annotations={"alarms": ["arn:aws:cloudwatch:us-east-1:123456789012:alarm:breaching"]}))
    (alarm,) = data["MetricAlarms"]
    assert (alarm["AlarmName"], alarm["StateValue"]) == ("breaching", "ALARM")
    assert {"MetricName", "ComparisonOperator", "Threshold"} <= alarm.keys()
    assert [one["Id"] for one in data["MetricDataResults"]] == ["line1"]
