import re

import pytest

from lab.server.cloudwatch import alarm_actions, deployed_alarms, metrics
from lab.server.registry import ResourceError
from support.alarms import ALARM, alarm_of
from support.resources import deploy

COMPOSITE = "AWS::CloudWatch::CompositeAlarm"
PAGE = "arn:aws:sns:us-east-1:123456789012:page"
NOW = 1_783_296_000


def set_up(**more):
    for name in ("child", "deploying"):
        deploy(ALARM, alarm_of(name, MetricName=name, Statistic="Maximum", TreatMissingData="notBreaching"))
    properties = {"AlarmName": "parent", "AlarmRule": 'ALARM("child")', "AlarmActions": [PAGE], "OKActions": [PAGE]}
    deploy(COMPOSITE, {**properties, **more})


def play(minutes, child=(), deploying=()):
    """When the composite alarm acts, and in which state. An alarm is on in the minutes that it has."""
    for name, on in (("child", child), ("deploying", deploying)):
        for minute in on:
            # One of an alarm's extra periods would hold an older value: that the alarm is off has to be told.
            metrics.put("Test", name, 5, None, {}, NOW + minute * 60 - 30)
        for minute in set(range(minutes)) - set(on):
            metrics.put("Test", name, 0, None, {}, NOW + minute * 60 - 30)
    before = len(alarm_actions.taken)
    for minute in range(minutes):
        deployed_alarms.evaluate_all(NOW + minute * 60)
    return [((a.at - NOW) / 60, a.state) for a in alarm_actions.taken[before:] if a.alarm == "parent"]


SUPPRESSED = {
    "ActionsSuppressor": "arn:aws:cloudwatch:us-east-1:123456789012:alarm:deploying",
    "ActionsSuppressorWaitPeriod": 120,
    "ActionsSuppressorExtensionPeriod": 180,
}


def test_acts_at_once_without_a_suppressor():
    set_up()
    assert play(8, child=[3, 4, 5]) == [(0, "OK"), (3, "ALARM"), (6, "OK")]


def test_acts_after_the_wait_if_the_suppressor_stays_off():
    set_up(**SUPPRESSED)
    assert play(8, child=range(3, 8))[1:] == [(5, "ALARM")]


def test_does_not_act_if_the_suppressor_goes_on_within_the_wait():
    set_up(**SUPPRESSED)
    assert play(12, child=range(3, 8), deploying=range(4, 9))[1:] == []


def test_acts_after_the_extension_if_the_alarm_still_is_on():
    set_up(**SUPPRESSED)
    assert play(14, child=range(3, 14), deploying=range(3, 6))[1:] == [(9, "ALARM")]


def test_does_not_act_if_the_alarm_recovers_within_the_extension():
    set_up(**SUPPRESSED)
    assert play(14, child=range(3, 8), deploying=range(3, 6))[1:] == []


@pytest.mark.parametrize(
    ("more", "message"),
    [
        ({"ActionsSuppressor": "deploying"}, "a suppressor needs a wait and an extension period"),
        ({"ActionsSuppressorWaitPeriod": 60}, "a suppressor needs a wait and an extension period"),
        ({**SUPPRESSED, "ActionsSuppressor": "nobody"}, "there is no alarm nobody"),
        ({"AlarmRule": " OR ".join(["(ALARM(child))"] * 101)}, "505 elements in a rule"),
        ({"AlarmRule": "ALARM(nobody)"}, "names the alarm 'nobody', which does not exist"),
        ({"ActionConfiguration": {}}, "does not emulate ActionConfiguration"),
    ],
)
def test_is_refused(more, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        set_up(**more)


def test_a_rule_takes_a_hundred_alarms():
    names = [f"alarm-{number}" for number in range(101)]
    for name in names:
        deploy(ALARM, alarm_of(name, TreatMissingData="breaching"))

    def rule(some):
        listed = ", ".join(f'"{name}"' for name in some)
        return {"AlarmName": "many", "AlarmRule": f"AT_LEAST({len(some)}, ALARM, ({listed}))"}

    deploy(COMPOSITE, rule(names[:100]))
    deployed_alarms.evaluate_all(NOW)
    assert metrics.backend().alarms["many"].state_value == "ALARM"
    with pytest.raises(ResourceError, match="101 alarms in a rule"):
        deploy(COMPOSITE, rule(names))
