"""Composite alarms: ALARM(), OK(), INSUFFICIENT_DATA(), AND, OR, NOT, TRUE, FALSE and AT_LEAST over other alarms.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_PutCompositeAlarm.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-combining.html (AT_LEAST)
"""

from __future__ import annotations

import math
import re

from .parser import Parser

_TOKEN = re.compile(r'\s*(?:(?P<string>"[^"]*")|(?P<punct>[(),])|(?P<word>[^\s(),"]+))')
_STATES = ("ALARM", "OK", "INSUFFICIENT_DATA")


class UnsupportedRule(ValueError):
    pass


class _Rule(Parser[bool]):
    problem = UnsupportedRule

    def __init__(self, text: str, states: dict[str, str]):
        super().__init__(text, [m.group(m.lastgroup or 0) for m in _TOKEN.finditer(text.strip())])
        self.states = states

    def either(self) -> bool:
        value = self.both()
        while self.skip("OR"):
            value = self.both() or value
        return value

    def both(self) -> bool:
        value = self.atom()
        while self.skip("AND"):
            value = self.atom() and value
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
            return self.state(name) == word
        if word == "AT_LEAST":
            return self.at_least()
        raise UnsupportedRule(f"{word!r} is not emulated in the rule {self.text!r}")

    def at_least(self) -> bool:
        """AT_LEAST(2, ALARM, (a, b, c)) or AT_LEAST(50%, NOT ALARM, (a, b)): count or share, state, alarms."""
        self.take("(")
        amount = self.take()
        self.take(",")
        negated = self.skip("NOT")
        state = self.take()
        if state not in _STATES:
            raise UnsupportedRule(f"AT_LEAST of the state {state!r} in the rule {self.text!r}")
        self.take(",")
        self.take("(")
        names = self.listed(self.name, ")")
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


def check_limits(rule: str) -> None:
    """At most 100 children, and 500 elements: children, TRUE, FALSE and parentheses."""
    words = [match[match.lastgroup or 0] for match in _TOKEN.finditer(rule)]
    children = [word for word, before in zip(words, ["", *words], strict=False) if _names(word, before)]
    if len(set(children)) > 100:
        raise UnsupportedRule(f"{len(set(children))} alarms in a rule, at most 100 are allowed")
    elements = len(children) + sum(word in ("TRUE", "FALSE", "(", ")") for word in words)
    if elements > 500:
        raise UnsupportedRule(f"{elements} elements in a rule, at most 500 are allowed")


def _names(word: str, before: str) -> bool:
    """Whether a word of a rule is the name of an alarm: quoted, or the first one in parentheses."""
    known = {*_STATES, "NOT", "AND", "OR", "TRUE", "FALSE", "AT_LEAST", "(", ")", ","}
    return word.startswith('"') or (before == "(" and word not in known and not word.rstrip("%").isdecimal())


def holds(rule: str, states: dict[str, str]) -> bool:
    return _Rule(rule, states).run()
