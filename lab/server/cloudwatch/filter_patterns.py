"""Filter patterns of CloudWatch Logs for events that are JSON, as FilterLogEvents takes them: moto answers every event.

Only what the repository asks for: texts that are compared, `&&`, `||` and parentheses; anything else is refused.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/logs/matching-terms-json-log-events.html
"""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from functools import lru_cache
from typing import Any

import moto.logs.models
from moto.logs.exceptions import InvalidParameterException
from moto.logs.utils import EventMessageFilter

MAX_LENGTH = 1024
_TOKEN = re.compile(r"""\s*(?:(&&|\|\||[()]|!=|=)|(\$(?:\.[\w-]+)+)|"([^"\\*]*)")""")
_Matches = Callable[[Any], bool]


def install() -> None:
    moto.logs.models.EventMessageFilter = _filter_of


@lru_cache(maxsize=100)
def _filter_of(pattern: str) -> Any:
    return JsonFilter(pattern) if (pattern or "").lstrip().startswith("{") else EventMessageFilter(pattern)


class JsonFilter:
    def __init__(self, pattern: str) -> None:
        text = pattern.strip()
        if len(pattern) > MAX_LENGTH or not text.endswith("}"):
            raise _refused(pattern)
        self.pattern = pattern
        self.tokens = self._tokens(text[1:-1].strip())
        self.holds = self._either()
        if self.tokens:
            raise _refused(pattern)

    def matches(self, message: str) -> bool:
        try:
            event = json.loads(message)
        except ValueError:
            return False
        return self.holds(event)

    def _tokens(self, text: str) -> list[tuple[str, str, str]]:
        tokens, at = [], 0
        while at < len(text):
            found = _TOKEN.match(text, at)
            if not found:
                raise _refused(self.pattern)
            tokens.append((found[1] or "", found[2] or "", found[3] or ""))
            at = found.end()
        return tokens

    def _either(self) -> _Matches:
        parts = [self._both()]
        while self._next("||"):
            parts.append(self._both())
        return lambda event: any(holds(event) for holds in parts)

    def _both(self) -> _Matches:
        parts = [self._one()]
        while self._next("&&"):
            parts.append(self._one())
        return lambda event: all(holds(event) for holds in parts)

    def _one(self) -> _Matches:
        if self._next("("):
            inner = self._either()
            if not self._next(")"):
                raise _refused(self.pattern)
            return inner
        if len(self.tokens) < 3:
            raise _refused(self.pattern)
        (_, selector, _), (operator, _, _), (sign, other, value) = (self.tokens.pop(0) for _ in range(3))
        if not selector or operator not in ("=", "!=") or sign or other:
            raise _refused(self.pattern)
        keys = selector.split(".")[1:]
        return lambda event: (_value(event, keys) == value) == (operator == "=")

    def _next(self, sign: str) -> bool:
        if self.tokens and self.tokens[0][0] == sign:
            self.tokens.pop(0)
            return True
        return False


def _value(event: Any, keys: list[str]) -> Any:
    for key in keys:
        event = event.get(key) if isinstance(event, dict) else None
    return event


def _refused(pattern: str) -> Exception:
    return InvalidParameterException("Invalid filter pattern", "filterPattern", pattern)
