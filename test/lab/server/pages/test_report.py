import json

from lab.server.cloudwatch import metrics
from lab.server.pages.report import details, report
from support.alarms import ALARM, alarm_of
from support.resources import deploy
from support.rum import batch, deploy_monitor, event, metrics_of, send

RUM = "com.amazon.rum"


def deploy_transaction(monitor):
    definitions = [
        {
            "Name": f"Transaction{outcome.capitalize()}",
            "Namespace": "UserTelemetry",
            "EventPattern": json.dumps(
                {
                    "event_type": [f"user_telemetry.transaction_{outcome}"],
                    "event_details": {"transaction": ["Checkout"]},
                }
            ),
            "DimensionKeys": {"event_details.transaction": "Transaction"},
        }
        for outcome in ("started", "completed", "abandoned")
    ]
    return deploy_monitor(monitor, **metrics_of(*definitions))


def test_is_all_zeros_before_anything_arrives():
    assert report()["layers"] == {
        "realUsers": {"sessions": 0, "pageViews": 0, "jsErrors": 0, "customEvents": 0, "refused": 0, "repeatedIds": 0},
        "syntheticUsers": {"runs": 0, "passed": 0, "failed": 0, "steps": 0},
        "backends": {"spans": 0, "metrics": 0},
        "behavior": {"started": 0, "completed": 0, "abandoned": 0, "completedByServices": 0},
        "watch": {"dashboards": 0, "alarms": 0, "alarmsInAlarm": 0},
    }


def test_counts_what_the_emulated_services_hold_over_all_app_monitors():
    def outcome(name):
        return event(f"user_telemetry.transaction_{name}", {"transaction": "Checkout"})

    for name in ("one", "two"):
        monitor = deploy_transaction(name)
        kinds = ("session_start_event", "page_view_event", "page_view_event", "js_error_event")
        outcomes = ("started", "started", "completed", "abandoned")
        send(monitor.id, batch([*(event(f"{RUM}.{kind}") for kind in kinds), *map(outcome, outcomes)]))
        send(monitor.id, batch([event("bad type")]))
    send("nobody", batch())
    layers = report()["layers"]
    assert layers["realUsers"] == {
        "sessions": 2,
        "pageViews": 4,
        "jsErrors": 2,
        "customEvents": 8,
        "refused": 3,
        "repeatedIds": 0,
    }
    assert layers["behavior"] == {"started": 4, "completed": 2, "abandoned": 2, "completedByServices": 0}
    assert details()["refusedByRum"] == {"one: bad event type": 1, "two: bad event type": 1, "bad app monitor id": 1}


def test_counts_what_services_completed_apart_from_the_browser_and_from_synthetic_users():
    def count(name, outcome, value):
        metrics.put("UserTelemetry", name, value, dimensions={"transaction": "Checkout", "outcome": outcome})

    count("user.transactions", "completed", 2)
    count("user.transactions", "completed", 1)
    count("user.transactions", "abandoned", 5)
    count("user.transactions.synthetic", "completed", 7)
    assert report()["layers"]["behavior"]["completedByServices"] == 3


def test_counts_the_events_that_came_more_than_once():
    monitor = deploy_transaction("one")
    view = event(f"{RUM}.page_view_event")
    outcome = event("user_telemetry.transaction_completed", {"transaction": "Checkout"})
    for events in ([view, outcome], [outcome], [event(f"{RUM}.page_view_event"), view, outcome]):
        send(monitor.id, batch(events))
    layers = report()["layers"]
    assert layers["realUsers"]["repeatedIds"] == 3
    # The service removes none, so its metrics count them.
    assert (layers["realUsers"]["pageViews"], layers["behavior"]["completed"]) == (3, 3)


def test_counts_alarms_and_dashboards_as_deployed():
    for mode in ("breaching", "notBreaching"):
        deploy(ALARM, alarm_of(mode, TreatMissingData=mode))
    body = json.dumps({"widgets": []})
    deploy("AWS::CloudWatch::Dashboard", {"DashboardName": "Shop", "DashboardBody": body})
    assert report()["layers"]["watch"] == {"dashboards": 1, "alarms": 2, "alarmsInAlarm": 1}


def test_tells_canaries_events_apart():
    monitor = deploy_monitor("three")
    headers = {"User-Agent": "Mozilla/5.0 CloudWatchSynthetics/arn:aws:synthetics:us-east-1:1:canary:buy"}
    send(monitor.id, batch([event(f"{RUM}.page_view_event")]), headers)
    assert details()["eventsFromCanaries"] == 1
