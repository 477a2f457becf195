"""Which actions alarms call for, and which of them mute rules and suppressors hold back.

The lab performs none: it keeps the list.

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


@dataclass(frozen=True)
class Suppression:
    """Of a composite alarm, in seconds.

    https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/Create_Composite_Alarm_Suppression.html
    """

    suppressor: str
    wait: int
    extension: int


@dataclass
class _Pending:
    """A change of state whose actions wait for what the suppressor does."""

    told: str  # the state before: a return to it leaves nothing to tell
    since: float
    left: float | None = None  # when the suppressor was seen to be off, after it had been on
    was_on: bool = False


taken: list[Action] = []
_pending: dict[str, _Pending] = {}
_held: dict[str, str] = {}  # the state whose actions were muted, by alarm


def changed(alarm: Any, state: str, now: float) -> None:
    """An alarm went into a state."""
    _held.pop(alarm.name, None)
    if getattr(alarm, "lab_suppression", None):
        pending = _pending.setdefault(alarm.name, _Pending(alarm.state_value, now))
        if pending.told == state:
            del _pending[alarm.name]
        return
    _act(alarm, state, now)


def _act(alarm: Any, state: str, now: float) -> None:
    targets = _targets(alarm, state)
    if not targets:
        return
    muted_by = tuple(mute_rules.muting(alarm.name, now))
    taken.append(Action(now, alarm.name, state, targets, muted_by))
    if muted_by:
        _held[alarm.name] = state


def release(alarms: dict[str, Any], now: float) -> None:
    """Once nothing holds it back any more, an alarm that is still in the state acts after all."""
    for name, pending in list(_pending.items()):
        alarm = alarms.get(name)
        if alarm is None:
            del _pending[name]
        elif not _is_suppressed(alarm.lab_suppression, pending, alarms, now):
            del _pending[name]
            _act(alarm, alarm.state_value, now)
    for name, state in list(_held.items()):
        alarm = alarms.get(name)
        if alarm is None or alarm.state_value != state:
            del _held[name]
        elif not mute_rules.muting(name, now):
            del _held[name]
            taken.append(Action(now, name, state, _targets(alarm, state), ()))


def _is_suppressed(suppression: Suppression, pending: _Pending, alarms: dict[str, Any], now: float) -> bool:
    """By the suppressor itself, by the time after it, or by the time in which it may still go on."""
    suppressor = alarms.get(suppression.suppressor)
    if suppressor is not None and suppressor.state_value == "ALARM":
        pending.was_on, pending.left = True, None
        return True
    if pending.was_on:
        pending.left = now if pending.left is None else pending.left
        return now < pending.left + suppression.extension
    return now < pending.since + suppression.wait


def _targets(alarm: Any, state: str) -> tuple[str, ...]:
    if not alarm.actions_enabled:
        return ()
    actions = {"ALARM": alarm.alarm_actions, "OK": alarm.ok_actions}.get(state, alarm.insufficient_data_actions)
    return tuple(actions or ())
