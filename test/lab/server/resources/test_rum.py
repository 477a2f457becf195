import json
import re

import pytest

from lab.server.registry import ResourceError
from lab.server.rum.monitors import monitors
from support.resources import deploy, remove, update
from support.rum import MONITOR, batch, deploy_monitor, error_of, event, metrics_of, monitor_of, send

UUID = r"[0-9a-f-]{36}"


def test_has_its_name_as_ref_and_a_uuid_as_id():
    made = deploy(MONITOR, monitor_of("Named"))
    assert made.physical_id == "Named"
    assert list(made.attributes) == ["Id"]
    assert re.fullmatch(UUID, made.attributes["Id"])


@pytest.mark.parametrize(
    ("change", "expected"),
    [({"Name": "Other"}, "replaced"), ({"Platform": "iOS"}, "replaced"), ({"CwLogEnabled": "true"}, "updated")],
)
def test_is_replaced_when_its_name_or_platform_changes_else_updated(change, expected):
    old = monitor_of("Named")
    deploy(MONITOR, old)
    assert update(MONITOR, "Named", old, {**old, **change}) == expected


def test_is_gone_after_its_deletion():
    monitor = deploy_monitor("Gone")
    remove(MONITOR, "Gone")
    assert error_of(send(monitor.id, batch()))[0] == 404


def custom(**definition):
    given = {"Name": "Mine", "Namespace": "Shop", **definition}
    return metrics_of({key: value for key, value in given.items() if value is not None})


def pattern(value):
    return custom(EventPattern=json.dumps(value))


@pytest.mark.parametrize(
    ("more", "message"),
    [
        pytest.param({"Name": "a/b"}, "Name", id="a slash in the name"),
        pytest.param({"DomainList": ["https://shop.example.com"]}, "no host name", id="a domain with a scheme"),
        pytest.param({"DomainList": ["localhost:3000"]}, "no host name", id="a domain with a port"),
        pytest.param({"DomainList": ["a.example.com"] * 6}, "expected 1 to 5", id="six domains"),
        pytest.param({"Domain": "a.example.com"}, "exactly one", id="Domain and DomainList"),
        pytest.param(
            {"AppMonitorConfiguration": {"SessionSampleRate": 2}}, "SessionSampleRate", id="a sample rate of 2"
        ),
        pytest.param({"AppMonitorConfiguration": {"Telemetries": ["replay"]}}, "replay", id="the telemetry replay"),
        pytest.param({"Domains": []}, "Domains", id="an unknown property"),
        pytest.param(
            {"DeobfuscationConfiguration": {"JavaScriptSourceMaps": {"Status": "ENABLED"}}},
            "S3Uri",
            id="source maps without a place",
        ),
        pytest.param(
            {"AppMonitorConfiguration": {"MetricDestinations": [{"Destination": "Evidently"}]}},
            "Evidently",
            id="the destination Evidently",
        ),
        pytest.param(custom(Namespace="AWS/Shop"), "AWS/", id="a namespace of AWS"),
        pytest.param(custom(Namespace=None), "Namespace", id="a custom metric without namespace"),
        pytest.param(
            custom(DimensionKeys={"metadata.pageId": "Page"}),
            "not in the EventPattern",
            id="a dimension that is not in the pattern",
        ),
        pytest.param(pattern({"color": ["red"]}), "no field of a RUM event", id="an unknown first-level key"),
        pytest.param(pattern({"event_type": ["a", "b"]}), "hold one value", id="two values in an array"),
        pytest.param(pattern({"event_details": {"a": ["b"]}}), "needs an event_type", id="details without a type"),
        pytest.param(pattern({"event_type": [{"cidr": "10.0.0.0/8"}]}), "cidr", id="an unknown filter"),
        pytest.param(custom(EventPattern="{"), "not JSON", id="a pattern that is no JSON"),
        pytest.param(pattern({"event_type": ["x" * 4000]}), "at most 4000", id="a pattern over 4000 characters"),
    ],
)
def test_is_refused_with(more, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        deploy(MONITOR, monitor_of(**{"name": "Refused", **more}))


def test_that_is_refused_on_update_stays_as_it_was():
    monitor = deploy_monitor("Stays")
    old = monitor_of("Stays")
    with pytest.raises(ResourceError, match="no host name"):
        update(MONITOR, "Stays", old, {**old, "CustomEvents": {}, "DomainList": ["*"]})
    send(monitor.id, batch([event("still.custom")]))
    assert monitors.get("Stays").accepted == {"still.custom": 1}
