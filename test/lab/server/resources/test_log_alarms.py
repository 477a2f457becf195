import pytest
from moto.logs.models import logs_backends

from lab.server.registry import ResourceError
from lab.server.resources.log_alarms import log_alarms
from lab.server.settings import ACCOUNT, REGION
from support.iam import role
from support.resources import deploy, remove, update

TYPE = "AWS::CloudWatch::LogAlarm"
GROUP = "/log/alarms"


def asker(resource):
    statement = {"Effect": "Allow", "Action": "logs:StartQuery", "Resource": resource}
    return role({"Version": "2012-10-17", "Statement": [statement]})


@pytest.fixture
def given():
    logs_backends[ACCOUNT][REGION].create_log_group(GROUP, {})
    asks = {
        "QueryString": "filter a = 1",
        "AggregationExpression": "count(*)",
        "LogGroupIdentifiers": [GROUP],
        "ScheduledQueryRoleARN": asker(f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}:*"),
        "ScheduleConfiguration": {"ScheduleExpression": "rate(1 hour)", "StartTimeOffset": 3600},
    }
    return {
        "AlarmName": "releases",
        "ComparisonOperator": "GreaterThanThreshold",
        "Threshold": 1,
        "QueryResultsToAlarm": 1,
        "QueryResultsToEvaluate": 1,
        "ScheduledQueryConfiguration": asks,
    }


def test_keeps_and_forgets_one(given):
    made = deploy(TYPE, given)
    assert made.attributes["Arn"].endswith(":alarm:releases")
    assert update(TYPE, made.physical_id, given, given | {"Threshold": 2}) == "updated"
    assert log_alarms["releases"]["Threshold"] == 2
    remove(TYPE, made.physical_id)
    assert log_alarms == {}


@pytest.mark.parametrize(
    ("properties", "asks", "reason"),
    [
        ({"Threshold": None}, {}, "Threshold is required"),
        ({"QueryResultsToAlarm": 2}, {}, "above QueryResultsToEvaluate"),
        ({"Colour": "red"}, {}, "does not emulate Colour"),
        ({}, {"AggregationExpression": "a" * 257}, "1 to 256"),
        ({}, {"LogGroupIdentifiers": ["/not/there"]}, "does not exist"),
        ({}, {"ScheduleConfiguration": {"ScheduleExpression": "rate(1 hour)"}}, "asks about nothing"),
        ({}, {"ScheduledQueryRoleARN": "elsewhere"}, "may not ask"),
    ],
)
def test_refuses(given, properties, asks, reason):
    if asks.get("ScheduledQueryRoleARN") == "elsewhere":
        asks = {"ScheduledQueryRoleARN": asker("arn:aws:logs:us-east-1:123456789012:log-group:/other:*")}
    asked = given | properties | {"ScheduledQueryConfiguration": given["ScheduledQueryConfiguration"] | asks}
    with pytest.raises(ResourceError, match=reason):
        deploy(TYPE, asked)
    assert log_alarms == {}
