"""EventBridge rules with a rate, which invoke functions. As on AWS a first time after one interval; without retries."""

from __future__ import annotations

import json
import re
import threading
import time
import uuid
from datetime import UTC, datetime
from typing import Any

from ..clients import client
from ..registry import Context, Lab, Made, ResourceError, resource, starts, stops
from ..settings import ACCOUNT, REGION
from .by_api import ByApi, call

_RATE = re.compile(r"^rate\((\d+) (minute|hour|day)s?\)$")
_SECONDS = {"minute": 60, "hour": 3600, "day": 86400}
_due: dict[str, float] = {}  # when a rule fires next, by name
_stopped = threading.Event()


@resource("AWS::Events::Rule")
class Rule(ByApi):
    service = "events"
    create_call = "put_rule"
    identifier = "=Name"
    attributes = {"Arn": "RuleArn"}
    apart = frozenset({"Targets"})
    name_property = "Name"
    mutable = frozenset({"Description", "ScheduleExpression", "State", "Targets"})
    update_call = "put_rule"

    def parameters(self, context: Context, properties: dict[str, Any]) -> dict[str, Any]:
        if "EventPattern" in properties:
            raise ResourceError("the lab emulates rules with a schedule only, and no EventPattern")
        if not _RATE.match(properties.get("ScheduleExpression", "")):
            raise ResourceError(f"schedule {properties.get('ScheduleExpression')!r}: the lab knows rates only")
        for target in properties.get("Targets") or []:
            if ":lambda:" not in target["Arn"]:
                raise ResourceError(f"target {target['Arn']}: rules of the lab invoke functions only")
        return super().parameters(context, properties)

    def created(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        if properties.get("Targets"):
            call("events", "put_targets", {"Rule": made.physical_id, "Targets": properties["Targets"]})
        _due[made.physical_id] = time.time() + _interval(properties["ScheduleExpression"])

    def update_parameters(self, context: Context, made: Made, new: dict[str, Any]) -> dict[str, Any]:
        return self.parameters(context, new | {"Name": made.physical_id})

    def updated(self, context: Context, made: Made, old: dict[str, Any], new: dict[str, Any]) -> None:
        self._remove_targets(made)
        self.created(context, made, new)

    def delete(self, context: Context, made: Made, properties: dict[str, Any]) -> None:
        _due.pop(made.physical_id, None)
        self._remove_targets(made)
        client("events").delete_rule(Name=made.physical_id)

    def _remove_targets(self, made: Made) -> None:
        targets = client("events").list_targets_by_rule(Rule=made.physical_id)["Targets"]
        if targets:
            client("events").remove_targets(Rule=made.physical_id, Ids=[target["Id"] for target in targets])


def _interval(expression: str) -> int:
    found = _RATE.match(expression)
    assert found
    return int(found[1]) * _SECONDS[found[2]]


def _fire(name: str) -> None:
    rule = client("events").describe_rule(Name=name)
    _due[name] = time.time() + _interval(rule["ScheduleExpression"])
    if rule["State"] != "ENABLED":
        return
    event = {
        "version": "0",
        "id": str(uuid.uuid4()),
        "detail-type": "Scheduled Event",
        "source": "aws.events",
        "account": ACCOUNT,
        "time": datetime.now(UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
        "region": REGION,
        "resources": [rule["Arn"]],
        "detail": {},
    }
    for target in client("events").list_targets_by_rule(Rule=name)["Targets"]:
        payload = target.get("Input") or json.dumps(event)
        client("lambda").invoke(FunctionName=target["Arn"], InvocationType="Event", Payload=payload.encode())


@starts
def _begin(_lab: Lab) -> None:
    def watch() -> None:
        while not _stopped.wait(1):
            for name in [name for name, at in list(_due.items()) if at <= time.time()]:
                try:
                    _fire(name)
                except Exception as error:
                    print(f"rule {name}: {error}")

    threading.Thread(target=watch, name="rules", daemon=True).start()


@stops
def _end(_lab: Lab) -> None:
    _stopped.set()
