"""AWS::CloudWatch::LogAlarm: an alarm on a query of CloudWatch Logs Insights, which the lab does not run.

What would fail in the service fails its deployment: a log group that is not there, a role that may not ask it.

https://docs.aws.amazon.com/AWSCloudFormation/latest/TemplateReference/aws-resource-cloudwatch-logalarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_ScheduledQueryConfiguration.html
"""

from __future__ import annotations

from datetime import UTC, datetime
from typing import Any

from moto.cloudwatch.responses import CloudWatchResponse
from moto.logs.models import logs_backends

from ..access import policies
from ..properties import unknown
from ..registry import Context, Made, ResourceError, resource
from ..settings import ACCOUNT, REGION, arn
from .named import Named

_PROPERTIES = {
    "ActionLogLineCount",
    "ActionLogLineRoleArn",
    "ActionsEnabled",
    "AlarmActions",
    "AlarmDescription",
    "AlarmName",
    "ComparisonOperator",
    "InsufficientDataActions",
    "OKActions",
    "QueryResultsToAlarm",
    "QueryResultsToEvaluate",
    "ScheduledQueryConfiguration",
    "Tags",
    "Threshold",
    "TreatMissingData",
}
_REQUIRED = ("ComparisonOperator", "QueryResultsToAlarm", "QueryResultsToEvaluate", "Threshold")
_LONGEST = {"AggregationExpression": 256, "QueryString": 10_000, "ScheduledQueryRoleARN": 1024}
_MONTH = 2_592_000
# The first by https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-log.html, the other one by the API:
# whichever it is.
_ASKERS = ("logs.amazonaws.com", "cloudwatch.amazonaws.com")

log_alarms: dict[str, dict[str, Any]] = {}
_since: dict[str, datetime] = {}


def _may_take(service: str, role: str) -> bool:
    trust = policies.trust_of_role(role)
    keys = {"aws:sourceaccount": ACCOUNT}
    return trust is not None and policies.decide([trust], "sts:AssumeRole", role, keys, f"Service:{service}") == "Allow"


@resource("AWS::CloudWatch::LogAlarm")
class LogAlarm(Named):
    name_property = "AlarmName"
    arn_type = "alarm"

    def put(self, name: str, properties: dict[str, Any]) -> None:
        def refuse(what: str) -> ResourceError:
            return ResourceError(f"log alarm {name}: {what}")

        if strange := unknown(properties, _PROPERTIES):
            raise refuse(f"the lab does not emulate {strange}")
        if missing := [each for each in _REQUIRED if properties.get(each) in (None, "")]:
            raise refuse(f"{', '.join(missing)} is required")
        if not 1 <= int(properties["QueryResultsToAlarm"]) <= int(properties["QueryResultsToEvaluate"]):
            raise refuse("QueryResultsToAlarm is above QueryResultsToEvaluate, or below 1")
        asks = properties.get("ScheduledQueryConfiguration") or {}
        for key, longest in _LONGEST.items():
            if not 0 < len(asks.get(key) or "") <= longest:
                raise refuse(f"{key} has 1 to {longest} characters")
        if strange := [each for each in _ASKERS if not _may_take(each, asks["ScheduledQueryRoleARN"])]:
            raise refuse(f"{', '.join(strange)} can not assume {asks['ScheduledQueryRoleARN']}")
        schedule = asks.get("ScheduleConfiguration") or {}
        start, end = int(schedule.get("StartTimeOffset") or 0), int(schedule.get("EndTimeOffset") or 0)
        if not schedule.get("ScheduleExpression") or not 0 <= end < start <= _MONTH:
            raise refuse(f"the schedule asks about nothing: {schedule}")
        groups = asks.get("LogGroupIdentifiers") or []
        if not 1 <= len(groups) <= 50:
            raise refuse("it asks 1 to 50 log groups")
        known = logs_backends[ACCOUNT][REGION].groups
        for group in groups:
            if group not in known:
                raise refuse(f"the specified log group does not exist: {group}")
            arn = f"{known[group].arn}:*"
            for action in ("logs:StartQuery", "logs:GetQueryResults"):
                if not policies.role_allows(asks["ScheduledQueryRoleARN"], action, arn):
                    raise refuse(f"{asks['ScheduledQueryRoleARN']} may not ask {arn}: {action}")
        log_alarms[name] = properties
        _since[name] = datetime.now(UTC)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        log_alarms.pop(made.physical_id, None)


def described(name: str) -> dict[str, Any]:
    """As DescribeAlarms tells of it: the query is not run, so that there are no data.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_LogAlarm.html
    """
    properties = log_alarms[name]
    return {
        **{key: value for key, value in properties.items() if key not in ("AlarmName", "Tags")},
        "AlarmName": name,
        "AlarmArn": arn("cloudwatch", f"alarm:{name}"),
        "ActionsEnabled": properties.get("ActionsEnabled") not in (False, "false"),
        "StateValue": "INSUFFICIENT_DATA",
        "StateReason": "The lab does not run the query of a log alarm",
        "StateUpdatedTimestamp": _since[name],
    }


def _install() -> None:
    """DescribeAlarms has log alarms for those who ask for them by AlarmTypes."""
    describe = CloudWatchResponse.describe_alarms

    def describe_alarms(self: CloudWatchResponse) -> Any:
        answer = describe(self)
        if "LogAlarm" in (self._get_param("AlarmTypes") or []):
            names = self._get_param("AlarmNames") or list(log_alarms)
            answer.result["LogAlarms"] = [described(name) for name in names if name in log_alarms]
        return answer

    CloudWatchResponse.describe_alarms = describe_alarms  # type: ignore[method-assign]


_install()
