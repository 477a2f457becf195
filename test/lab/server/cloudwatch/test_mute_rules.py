import re
from datetime import UTC, datetime

import pytest

from lab.server.cloudwatch import alarm_actions, deployed_alarms
from lab.server.cloudwatch.mute_rules import rules
from lab.server.registry import ResourceError
from support.alarms import ALARM, alarm_of
from support.metrics import put_series
from support.resources import deploy

HOUR = 3600
# A Monday in summer, 00:00 UTC: in London it is 01:00.
MONDAY = datetime(2026, 7, 6, tzinfo=UTC).timestamp()


def rule(schedule, **more):
    deploy("AWS::CloudWatch::AlarmMuteRule", {"Name": "rule", "Rule": {"Schedule": schedule}, **more})


def mutes(*hours):
    return [rules["rule"].mutes(MONDAY + hour * HOUR) for hour in hours]


def test_a_rule_may_mute_once():
    rule({"Expression": "at(2026-07-06T12:00)", "Duration": "P1DT1H", "Timezone": "Europe/London"})
    assert mutes(10.9, 11, 35.9, 36) == [False, True, True, False]


def test_a_rule_may_mute_from_a_day_or_until_a_day_on():
    daily = {"Expression": "cron(0 2 * JUL MON-FRI)", "Duration": "PT1H"}
    rule(daily, StartDate="2026-07-07T00:00", ExpireDate="2026-07-08T02:30")
    assert mutes(2, 26, 50, 50.5, 74) == [False, True, True, False, False]


def test_what_is_muted_is_made_up_for_after_the_window_if_the_alarm_still_is_in_that_state():
    errors = alarm_of(
        "muted",
        AlarmActions=["arn:aws:sns:us-east-1:123456789012:page"],
        MetricName="Errors",
        ComparisonOperator="GreaterThanOrEqualToThreshold",
        TreatMissingData="notBreaching",
    )
    deploy(ALARM, errors)
    rule({"Expression": "cron(0 2 * * *)", "Duration": "PT1H"}, MuteTargets={"AlarmNames": ["muted"]})
    bad = [(MONDAY + hour * HOUR - 30, 5) for hour in (1.5, 2.25, 2.75, 3, 3.25)]
    put_series("Test", "Errors", {}, bad)

    def evaluate(*hours):
        """What the alarm calls for when it is evaluated at these hours: when, the state, and the rules that mute it."""
        before = len(alarm_actions.taken)
        for hour in hours:
            deployed_alarms.evaluate_all(MONDAY + hour * HOUR)
        return [((a.at - MONDAY) / HOUR, a.state, a.muted_by) for a in alarm_actions.taken[before:]]

    assert evaluate(1.25, 1.5, 1.75) == [(1.5, "ALARM", ())]
    assert evaluate(2, 2.25, 2.5) == [(2.25, "ALARM", ("rule",))]  # and over before the window is
    assert evaluate(2.75, 3) == [(2.75, "ALARM", ("rule",)), (3, "ALARM", ())]


FINE = {"Expression": "cron(0 2 * * *)", "Duration": "PT1H"}


@pytest.mark.parametrize(
    ("schedule", "more", "message"),
    [
        pytest.param({"Expression": "rate(1 day)"}, {}, "expected cron(...) or at(...)", id="a rate"),
        pytest.param({"Expression": "cron(0 2 * * * *)"}, {}, "has 6 fields", id="six fields"),
        pytest.param({"Expression": "cron(0/5 2 * * *)"}, {}, "'0/5' in a cron expression", id="steps"),
        pytest.param(
            {"Expression": "cron(0 24 * * *)"},
            {},
            "'24' in a cron expression, expected 0 to 23",
            id="an hour too late",
        ),
        pytest.param({"Expression": "cron(0 2 1 * MON)"}, {}, "the lab does not know", id="days of both kinds"),
        pytest.param({"Expression": "at(2026-02-30T00:00)"}, {}, "is no date", id="a date that is none"),
        pytest.param({"Duration": ""}, {}, "ISO 8601", id="no duration"),
        pytest.param({"Duration": "PT90S"}, {}, "ISO 8601", id="seconds"),
        pytest.param({"Duration": "P15DT1M"}, {}, "expected PT1M to P15D", id="a duration that is too long"),
        pytest.param({"Timezone": "Europe/Atlantis"}, {}, "is not known", id="an unknown time zone"),
        pytest.param(
            {}, {"MuteTargets": {"AlarmNames": [f"a{i}" for i in range(101)]}}, "101 alarms", id="too many alarms"
        ),
        pytest.param({}, {"Description": "x" * 1025}, "Description has 1025 characters", id="a long description"),
        pytest.param(
            {},
            {"StartDate": "2026-07-07T00:00", "ExpireDate": "2026-07-06T00:00"},
            "not after",
            id="an end before its beginning",
        ),
        pytest.param({}, {"Colour": "red"}, "there is no property Colour", id="what is no property"),
    ],
)
def test_fails_the_deployment(schedule, more, message):
    with pytest.raises(ResourceError, match=re.escape(message)):
        rule({**FINE, **schedule}, **more)
