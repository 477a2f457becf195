"""Deploys resources into the lab, replays metrics, and tells what alarms and mute rules would have said at these times.

Questions as JSON on stdin, answers as JSON on stdout; see replay.ts.
"""

import json
import sys

from lab.server import (
    registry,
    resources,  # noqa: F401 - for what they register
)
from lab.server.cloudwatch import alarm_actions, alarms, deployed_alarms, metrics, mute_rules


def deploy(resource):
    kind = resource["Type"]
    context = registry.Context("stack", "id", resource["LogicalId"], kind, token="replay")
    return registry.resources[kind]().create(context, resource["Properties"]).physical_id


def states(name, times):
    """Null: the state that the alarm had before."""
    spec = alarms.spec_of(metrics.backend().alarms[name])
    return [alarms.evaluate(spec, at).state for at in times]


def mutes(name, times):
    return [mute_rules.rules[name].mutes(at) for at in times]


def actions(question):
    """What all resources together would have done, looked at at these times: when, which alarm, and the state."""
    logical = {deploy(resource): resource["LogicalId"] for resource in question["resources"]}
    before = len(alarm_actions.taken)
    for at in question["times"]:
        if errors := deployed_alarms.evaluate_all(at):
            raise ValueError(errors)
    return [[a.at, logical[a.alarm], a.state] for a in alarm_actions.taken[before:]]


ANSWERS = {"AWS::CloudWatch::Alarm": states, "AWS::CloudWatch::AlarmMuteRule": mutes}


def answer(question):
    metrics.backend().reset()
    for series in question["series"]:
        for at, value in series["points"]:
            metrics.put(series["namespace"], series["name"], value, None, series["dimensions"], at)
    if question.get("together"):
        return actions(question)
    return {
        resource["LogicalId"]: ANSWERS[resource["Type"]](deploy(resource), question["times"])
        for resource in question["resources"]
    }


json.dump([answer(question) for question in json.load(sys.stdin)], sys.stdout)
