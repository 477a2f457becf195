import json
import re

import pytest

from lab.server.cloudwatch.deployed_alarms import evaluate_all
from lab.server.pages.dashboards import draw
from support.alarms import ALARM, alarm_of
from support.metrics import put
from support.resources import deploy


def widget(kind="metric", **properties):
    return {"type": kind, "x": 0, "y": 0, "width": 12, "height": 6, "properties": properties}


def drawn(*widgets):
    return draw("Test", json.dumps({"start": "-PT8H", "widgets": widgets}))


def test_says_that_it_is_emulated_and_asks_nothing_of_the_network():
    html = drawn()
    assert "emulated CloudWatch (lab)" in html
    assert not re.search(r'(src|href)="(https?:)?//|@import|url\(', html)


def test_shows_metrics_with_their_shorthands_and_math():
    put("Draw", "Started", [1, 1, 1, 1], {"Shop": "a"}, "Count", ago=30)
    put("Draw", "Completed", [1, 1, 1], {"Shop": "a"}, "Count", ago=20)
    html = drawn(
        widget(
            view="singleValue",
            setPeriodToTimeRange=True,
            stat="Sum",
            metrics=[
                ["Draw", "Started", "Shop", "a", {"id": "s", "label": "started"}],
                [".", "Completed", ".", ".", {"id": "c", "label": "completed"}],
                [{"expression": "100*c/s", "label": "rate"}],
            ],
        )
    )
    values = re.findall(r"<b>([^<]+)</b><span><i[^>]*></i>(\w+)", html)
    assert values == [("4", "started"), ("3", "completed"), ("75", "rate")]


def test_zooms_to_where_data_is_and_says_so():
    put("Draw", "Started", [1, 1, 1, 1], {"Shop": "a"}, "Count", ago=30)
    html = drawn(widget(metrics=[["Draw", "Started", "Shop", "a"]], stat="Sum"))
    assert "zoomed to where data is" in html
    assert "the dashboard itself shows the last 8 h" in html


@pytest.mark.parametrize(
    ("refused", "message"),
    [
        (widget("log"), "widgets of type &#x27;log&#x27;"),
        (widget(view="pie", metrics=[]), "the view &#x27;pie&#x27;"),
        (widget(metrics=[[{"expression": "SORT(a)"}]]), "SORT()"),
    ],
    ids=["a widget type that it does not know", "a view that it does not know", "math that it cannot evaluate"],
)
def test_shows_as_refused(refused, message):
    html = drawn(refused)
    assert "Refused by the lab" in html
    assert message in html


def test_writes_text_as_text_markup_in_it_stays_visible():
    html = drawn(widget("text", markdown="# Shop <b>\n**bold** [x](javascript:alert(1)) `a*b*`"))
    assert "<h1>Shop &lt;b&gt;</h1>" in html
    assert "<strong>bold</strong>" in html
    assert "javascript:" not in html
    assert "<code>a*b*</code>" in html


def test_shows_the_state_of_every_alarm():
    deploy(ALARM, alarm_of("breaching", TreatMissingData="breaching"))
    evaluate_all()
    alarms = [f"arn:aws:cloudwatch:us-east-1:123456789012:alarm:{name}" for name in ("breaching", "gone")]
    html = drawn(widget("alarm", alarms=alarms))
    assert re.search(r'class="tile alarm"[^>]*><b>breaching</b><span>Alarm', html)
    assert "does not exist" in html
