import pytest
from moto.logs.models import logs_backends

from lab.server.registry import ResourceError
from lab.server.resources.log_alarms import described, log_alarms
from lab.server.settings import ACCOUNT, REGION
from support.iam import role
from support.resources import deploy, remove, update

TYPE = "AWS::CloudWatch::LogAlarm"
GROUP = "/log/alarms"


ASKS = ("logs:StartQuery", "logs:GetQueryResults")
SERVICES = ("logs.amazonaws.com", "cloudwatch.amazonaws.com")
OURS = f"arn:aws:logs:us-east-1:123456789012:log-group:{GROUP}:*"


def asker(resource=OURS, actions=ASKS, services=SERVICES, account=ACCOUNT):
    statement = {"Effect": "Allow", "Action": list(actions), "Resource": resource}
    takes = {
        "Effect": "Allow",
        "Principal": {"Service": list(services)},
        "Action": "sts:AssumeRole",
        "Condition": {"StringEquals": {"aws:SourceAccount": account}},
    }
    trust = {"Version": "2012-10-17", "Statement": [takes]}
    return role({"Version": "2012-10-17", "Statement": [statement]}, trust)


@pytest.fixture
def given():
    logs_backends[ACCOUNT][REGION].create_log_group(GROUP, {})
    asks = {
        "QueryString": "filter a = 1",
        "AggregationExpression": "count(*)",
        "LogGroupIdentifiers": [GROUP],
        "ScheduledQueryRoleARN": asker(),
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
    told = described("releases")
    assert (told["Threshold"], told["StateValue"], told["ActionsEnabled"]) == (2, "INSUFFICIENT_DATA", True)
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
        ({}, {"ScheduledQueryRoleARN": {"resource": OURS.replace(GROUP, "/other")}}, "may not ask"),
        ({}, {"ScheduledQueryRoleARN": {"actions": ASKS[:1]}}, "may not ask .*: logs:GetQueryResults"),
        ({}, {"ScheduledQueryRoleARN": {"services": SERVICES[1:]}}, "^[^,]*logs.amazonaws.com can not assume"),
        ({}, {"ScheduledQueryRoleARN": {"account": "210987654321"}}, "can not assume"),
    ],
)
def test_refuses(given, properties, asks, reason):
    if "ScheduledQueryRoleARN" in asks:
        asks = {"ScheduledQueryRoleARN": asker(**asks["ScheduledQueryRoleARN"])}
    asked = given | properties | {"ScheduledQueryConfiguration": given["ScheduledQueryConfiguration"] | asks}
    with pytest.raises(ResourceError, match=reason):
        deploy(TYPE, asked)
    assert log_alarms == {}
