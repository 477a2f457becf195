"""Which actions alarms call for, and which of them mute rules hold back. The lab performs none: it keeps the list.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules-behaviour.html
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

from . import mute_rules


@dataclass(frozen=True)
class Action:
    at: float
    alarm: str
    state: str
    targets: tuple[str, ...]
    muted_by: tuple[str, ...]


taken: list[Action] = []
_held: dict[str, str] = {}  # the state whose actions were muted, by alarm


def changed(alarm: Any, state: str, now: float) -> None:
    """An alarm went into a state."""
    _held.pop(alarm.name, None)
    targets = _targets(alarm, state)
    if not targets:
        return
    muted_by = tuple(mute_rules.muting(alarm.name, now))
    taken.append(Action(now, alarm.name, state, targets, muted_by))
    if muted_by:
        _held[alarm.name] = state


def release(alarms: dict[str, Any], now: float) -> None:
    """Once no rule mutes it any more, an alarm that is still in the state acts after all."""
    for name, state in list(_held.items()):
        alarm = alarms.get(name)
        if alarm is None or alarm.state_value != state:
            del _held[name]
        elif not mute_rules.muting(name, now):
            del _held[name]
            taken.append(Action(now, name, state, _targets(alarm, state), ()))


def _targets(alarm: Any, state: str) -> tuple[str, ...]:
    if not alarm.actions_enabled:
        return ()
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(state, alarm.insufficient_data_actions)
    return tuple(actions or ())
