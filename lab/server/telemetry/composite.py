"""Composite alarms: ALARM(), OK(), INSUFFICIENT_DATA(), AND, OR, NOT, TRUE, FALSE and AT_LEAST over other alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
"""

from __future__ import annotations

import math
import re
from typing import Any

_TOKEN = re.compile(r'\s*(?:(?P<string>"[^"]*")|(?P<punct>[(),])|(?P<word>[^\s(),"]+))')
_STATES = {"ALARM": "ALARM", "OK": "OK", "INSUFFICIENT_DATA": "INSUFFICIENT_DATA"}


class UnsupportedRule(ValueError):
    pass


class _Rule:
    def __init__(self, text: str, states: dict[str, str]):
        self.text, self.states, self.at = text, states, 0
        self.items = [m.group(m.lastgroup or 0) for m in _TOKEN.finditer(text.strip())]

    def peek(self) -> str:
        return self.items[self.at] if self.at < len(self.items) else ""

    def take(self, expected: str | None = None) -> str:
        word = self.peek()
        if not word or (expected and word != expected):
            raise UnsupportedRule(f"expected {expected or 'more'}, found {word or 'the end'} in the rule {self.text!r}")
        self.at += 1
        return word

    def run(self) -> bool:
        value = self.either()
        if self.peek():
            raise UnsupportedRule(f"{self.peek()!r} is left over in the rule {self.text!r}")
        return value

    def either(self) -> bool:
        value = self.both()
        while self.peek() == "OR":
            self.take()
            right = self.both()
            value = value or right
        return value

    def both(self) -> bool:
        value = self.atom()
        while self.peek() == "AND":
            self.take()
            right = self.atom()
            value = value and right
        return value

    def atom(self) -> bool:
        word = self.take()
        if word == "NOT":
            return not self.atom()
        if word == "(":
            value = self.either()
            self.take(")")
            return value
        if word in ("TRUE", "FALSE"):
            return word == "TRUE"
        if word in _STATES:
            self.take("(")
            name = self.name()
            self.take(")")
            return self.state(name) == _STATES[word]
        if word == "AT_LEAST":
            return self.at_least()
        raise UnsupportedRule(f"{word!r} is not emulated in the rule {self.text!r}")

    def at_least(self) -> bool:
        """AT_LEAST(2, ALARM, (a, b, c)) or AT_LEAST(50%, NOT ALARM, (a, b)): count or share, state, alarms."""
        self.take("(")
        amount = self.take()
        self.take(",")
        negated = self.peek() == "NOT"
        if negated:
            self.take()
        state = self.take()
        if state not in _STATES:
            raise UnsupportedRule(f"AT_LEAST of the state {state!r} in the rule {self.text!r}")
        self.take(",")
        self.take("(")
        names = [self.name()]
        while self.peek() == ",":
            self.take()
            names.append(self.name())
        self.take(")")
        self.take(")")
        hits = sum((self.state(name) == state) != negated for name in names)
        needed = math.ceil(len(names) * float(amount[:-1]) / 100) if amount.endswith("%") else int(amount)
        return hits >= needed

    def name(self) -> str:
        word = self.take().strip('"')
        return word.rsplit(":alarm:", 1)[-1]

    def state(self, name: str) -> str:
        if name not in self.states:
            raise UnsupportedRule(f"the rule {self.text!r} names the alarm {name!r}, which does not exist")
        return self.states[name]


def holds(rule: str, states: dict[str, str]) -> bool:
    return _Rule(rule, states).run()


def evaluate_deployed(alarms: dict[str, Any], now: float) -> dict[str, str]:
    """Composites may build on composites: passes are repeated until no state changes any more."""
    from .alarms import set_state

    errors: dict[str, str] = {}
    composites = {name: alarm for name, alarm in alarms.items() if alarm.rule}
    for _ in range(len(composites) + 1):
        changed = False
        for name, alarm in composites.items():
            states = {other: a.state_value for other, a in alarms.items()}
            try:
                state = "ALARM" if holds(alarm.rule, states) else "OK"
            except UnsupportedRule as error:
                errors[name] = str(error)
                set_state(alarm, "INSUFFICIENT_DATA", f"The lab cannot evaluate this alarm: {error}", now)
                continue
            changed = changed or state != alarm.state_value
            set_state(alarm, state, f"Rule: {alarm.rule}", now)
        if not changed:
            break
    return errors
