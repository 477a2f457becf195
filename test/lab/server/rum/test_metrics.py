import json

import pytest

from lab.server.cloudwatch import metrics
from support.metrics import metric
from support.rum import batch, deploy_monitor, event, metrics_of, send

RUM = "com.amazon.rum"


def test_accepted_events_become_metrics_of_the_documented_names_units_and_values():
    monitor = deploy_monitor("Metrics")
    events = [
        event(f"{RUM}.session_start_event"),
        event(f"{RUM}.page_view_event", {"timeOnParentPage": 900}),
        event(f"{RUM}.page_view_event"),
        event(f"{RUM}.js_error_event", {"message": "x"}),
        event(f"{RUM}.http_event", {"response": {"status": 404}}),
        event(f"{RUM}.http_event", {"response": {"status": 503}}),
        event(f"{RUM}.http_event", {"response": {"status": 200}}),
        event(f"{RUM}.performance_navigation_event", {"duration": 1999}),
        event(f"{RUM}.performance_navigation_event", {"duration": 2000}),
        event(f"{RUM}.performance_navigation_event", {"duration": 8000}),
        event(f"{RUM}.largest_contentful_paint_event", {"value": 1200}),
        event(f"{RUM}.cumulative_layout_shift_event", {"value": 0.07}),
    ]
    assert send(monitor.id, batch(events)).status_code == 200
    own = {"application_name": "Metrics"}
    expected = {
        ("SessionCount", "Sum"): 1,
        ("PageViewCount", "Sum"): 2,
        ("JsErrorCount", "Sum"): 1,
        ("Http4xxCount", "Sum"): 1,
        ("Http5xxCount", "Sum"): 1,
        ("PerformanceNavigationDuration", "Average"): pytest.approx((1999 + 2000 + 8000) / 3),
        ("NavigationSatisfiedTransaction", "Sum"): 1,
        ("NavigationToleratedTransaction", "Sum"): 1,
        ("NavigationFrustratedTransaction", "Sum"): 1,
        ("WebVitalsLargestContentfulPaint", "Maximum"): 1200,
        ("WebVitalsCumulativeLayoutShift", "Maximum"): 0.07,
        ("TimeOnPage", "Sum"): 900,
        ("RumEventPayloadSize", "SampleCount"): 12,
    }
    assert {(name, stat): metric("AWS/RUM", name, own, stat) for name, stat in expected} == expected
    units = {
        "SessionCount": "Count",
        "WebVitalsLargestContentfulPaint": "Milliseconds",
        "WebVitalsCumulativeLayoutShift": "None",
        "RumEventPayloadSize": "Bytes",
    }
    assert {name: metrics.matching("AWS/RUM", name, own.items())[0].unit for name in units} == units


def test_accepted_events_become_the_monitors_own_metrics_one_data_point_per_match():
    started = "user_telemetry.transaction_started"

    def definition(name, details, **more):
        pattern = json.dumps({"event_type": [started], "event_details": details})
        return {"Name": name, "Namespace": "UserTelemetry", "EventPattern": pattern, **more}

    monitor = deploy_monitor(
        "Own",
        **metrics_of(
            definition(
                "TransactionStarted",
                {"transaction": ["Checkout"]},
                UnitLabel="Count",
                DimensionKeys={"event_details.transaction": "Transaction"},
            ),
            definition("CartValue", {"value": [{"exists": True}]}, ValueKey="event_details.value"),
        ),
    )
    events = [
        event(started, {"transaction": "Checkout", "value": 42.5}),
        event(started, {"transaction": "Checkout"}),
        event(started, {"transaction": "Other"}),
        event("user_telemetry.transaction_completed", {"transaction": "Checkout"}),
    ]
    assert send(monitor.id, batch(events)).status_code == 200
    namespace, own = "RUM/CustomMetrics/UserTelemetry", {"application_name": "Own"}
    assert metric(namespace, "TransactionStarted", {**own, "Transaction": "Checkout"}, "Sum") == 2
    assert metric(namespace, "CartValue", own, "Sum") == 42.5
    assert metric(namespace, "CartValue", own, "SampleCount") == 1
