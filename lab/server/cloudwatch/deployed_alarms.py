"""Evaluates the deployed alarms, composites too, and sets their state in moto's backend."""

from __future__ import annotations

import json
import time
from dataclasses import dataclass

from moto.cloudwatch.models import Alarm

from . import alarm_actions, composite, metrics, objectives
from .alarms import UnsupportedAlarm, evaluate, spec_of
from .math_values import MetricMathError


@dataclass(frozen=True)
class WarmUp:
    """https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-warm-up.html"""

    until: float
    whole: bool  # waits for the end even when there is enough data

    def holds(self, enough: bool, now: float) -> bool:
        return now < self.until and (self.whole or not enough)


def evaluate_all(now: float | None = None) -> dict[str, str]:
    """Evaluates every alarm, metric alarms first; returns errors by alarm name (an alarm that cannot be read fails)."""
    errors: dict[str, str] = {}
    moment = time.time() if now is None else now
    objectives.publish(moment)
    alarms: dict[str, Alarm] = dict(metrics.backend().alarms)
    for name, alarm in alarms.items():
        if alarm.rule:
            continue
        try:
            outcome = evaluate(spec_of(alarm), now)
        except (MetricMathError, UnsupportedAlarm, metrics.UnsupportedStatistic) as error:
            errors[name] = str(error)
            set_state(alarm, "INSUFFICIENT_DATA", f"The lab cannot evaluate this alarm: {error}", moment)
            continue
        warm_up: WarmUp | None = getattr(alarm, "lab_warm_up", None)
        if warm_up and warm_up.holds(outcome.filled, moment):
            set_state(alarm, "INSUFFICIENT_DATA", f"Warming up: {outcome.reason}", moment)
        elif outcome.state:
            set_state(alarm, outcome.state, outcome.reason, moment)
    errors.update(_composites(alarms, moment))
    alarm_actions.release(alarms, moment)
    return errors


def _composites(alarms: dict[str, Alarm], now: float) -> dict[str, str]:
    """Composites may build on composites: passes are repeated until no state changes any more."""
    errors: dict[str, str] = {}
    composites = {name: alarm for name, alarm in alarms.items() if alarm.rule}
    for _ in range(len(composites) + 1):
        changed = False
        for name, alarm in composites.items():
            states = {other: a.state_value for other, a in alarms.items()}
            try:
                state = "ALARM" if composite.holds(alarm.rule, states) else "OK"
            except composite.UnsupportedRule as error:
                errors[name] = str(error)
                set_state(alarm, "INSUFFICIENT_DATA", f"The lab cannot evaluate this alarm: {error}", now)
                continue
            changed = changed or state != alarm.state_value
            set_state(alarm, state, f"Rule: {alarm.rule}", now)
        if not changed:
            break
    return errors


def set_state(alarm: Alarm, state: str, reason: str, now: float) -> None:
    if alarm.state_value != state:
        alarm_actions.changed(alarm, state, now)
    if alarm.state_value != state or alarm.state_reason.startswith("Unchecked"):
        alarm.update_state(reason, json.dumps({"evaluatedBy": "lab"}), state)
    else:
        alarm.state_reason = reason
