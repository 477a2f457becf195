"""AWS::ApplicationSignals::ServiceLevelObjective: request-based, by metric data queries, over rolling days.

https://docs.aws.amazon.com/applicationsignals/latest/APIReference/API_CreateServiceLevelObjective.html
"""

from __future__ import annotations

import re
from typing import Any

from ..cloudwatch import objectives
from ..properties import unknown
from ..registry import Context, Made, ResourceError, resource
from .named import Named

_NAME = re.compile(r"[0-9A-Za-z][-._0-9A-Za-z ]{0,126}[0-9A-Za-z]")
_PROPERTIES = {"Name", "Description", "Goal", "RequestBasedSli", "BurnRateConfigurations", "Tags"}


@resource("AWS::ApplicationSignals::ServiceLevelObjective")
class ServiceLevelObjective(Named):
    name_property = "Name"

    def put(self, name: str, properties: dict[str, Any]) -> None:
        try:
            objectives.objectives[name] = _objective(name, properties)
        except (ValueError, KeyError, TypeError) as error:
            raise ResourceError(f"objective {name}: {error}") from error

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        objectives.objectives.pop(made.physical_id, None)


def _objective(name: str, properties: dict[str, Any]) -> objectives.Objective:
    _check(properties, _PROPERTIES, "")
    if not _NAME.fullmatch(name):
        raise ValueError(f"the name does not match {_NAME.pattern}")
    if not 1 <= len(properties.get("Description") or "-") <= 1024:
        raise ValueError("Description has more than 1024 characters")
    goal = properties.get("Goal") or {}
    _check(goal, {"AttainmentGoal", "Interval", "WarningThreshold"}, "Goal.")
    _check_interval(goal.get("Interval") or {"RollingInterval": {"Duration": 7, "DurationUnit": "DAY"}})
    attainment = float(goal.get("AttainmentGoal", 99))
    if not 0 <= attainment < 100:
        raise ValueError(f"AttainmentGoal is {attainment:g}, expected a percentage below 100")
    windows = [int(each["LookBackWindowMinutes"]) for each in properties.get("BurnRateConfigurations") or []]
    if len(windows) > 10 or any(not 1 <= minutes <= 10_080 for minutes in windows):
        raise ValueError("expected up to 10 look-back windows of 1 to 10080 minutes")
    sli = properties["RequestBasedSli"]
    _check(sli, {"RequestBasedSliMetric"}, "RequestBasedSli.")
    metric = sli["RequestBasedSliMetric"]
    _check(metric, {"TotalRequestCountMetric", "MonitoredRequestCountMetric"}, "RequestBasedSliMetric.")
    monitored = metric["MonitoredRequestCountMetric"]
    _check(monitored, {"BadCountMetric", "GoodCountMetric"}, "MonitoredRequestCountMetric.")
    if len(monitored) != 1:
        raise ValueError("exactly one of BadCountMetric and GoodCountMetric is needed")
    [(kind, queries)] = monitored.items()
    objective = objectives.Objective(
        name,
        attainment,
        tuple(windows),
        objectives.parsed(metric["TotalRequestCountMetric"]),
        objectives.parsed(queries),
        kind == "BadCountMetric",
    )
    objectives.burn_rate(objective, 1, 60)  # raises on functions and ids that the lab does not know
    return objective


def _check_interval(interval: dict[str, Any]) -> None:
    _check(interval, {"RollingInterval"}, "Interval.")
    rolling = interval["RollingInterval"]
    if rolling["DurationUnit"] not in ("MINUTE", "HOUR", "DAY", "MONTH") or int(rolling["Duration"]) < 1:
        raise ValueError(f"a rolling interval of {rolling['Duration']} {rolling['DurationUnit']}")


def _check(properties: dict[str, Any], known: set[str], where: str) -> None:
    if strange := unknown(properties, known):
        raise ValueError(f"the lab does not emulate {where}{strange}")
