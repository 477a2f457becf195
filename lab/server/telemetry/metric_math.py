"""The metric math that the lab can evaluate.

Numbers, ids, + - * / ^, unary minus, comparisons, AND OR, parentheses, IF, FILL, ABS, CEIL, FLOOR, MIN, MAX, AVG, SUM,
MINUTE, HOUR, DAY and METRICS(). Everything else of CloudWatch's metric math (SEARCH, ANOMALY_DETECTION_BAND, RATE, ...) raises
MetricMathError: a wrong number would be worse than none.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import math
import re
from dataclasses import dataclass
from typing import Callable, Union

from .metrics import Series

Value = Union[float, Series, list]


class MetricMathError(ValueError):
    pass


_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<word>[A-Za-z_]\w*)"
    r"|(?P<op><=|>=|==|!=|&&|\|\||[-+*/^<>(),\[\]]))"
)


def tokens(text: str) -> list[tuple[str, str]]:
    found: list[tuple[str, str]] = []
    at = 0
    text = text.rstrip()
    while at < len(text):
        match = _TOKEN.match(text, at)
        if match is None:
            raise MetricMathError(f"cannot read {text[at : at + 20]!r} in the expression {text!r}")
        found.append((match.lastgroup or "", match.group(match.lastgroup or 0)))
        at = match.end()
    return found


@dataclass
class Context:
    """What an expression may refer to: the other queries by id, and the grid of periods that FILL fills."""

    resolve: Callable[[str], Value]
    metrics: Callable[[], list]
    grid: list[int]


class _Parser:
    """Recursive descent; evaluates while it reads, since an expression is read once per evaluation."""

    def __init__(self, text: str, context: Context):
        self.text, self.context, self.items, self.at = text, context, tokens(text), 0

    def peek(self) -> str:
        return self.items[self.at][1] if self.at < len(self.items) else ""

    def take(self, expected: str | None = None) -> str:
        word = self.peek()
        if not word or (expected and word != expected):
            raise MetricMathError(f"expected {expected or 'more'} but found {word or 'the end'} in {self.text!r}")
        self.at += 1
        return word

    def run(self) -> Value:
        value = self.either()
        if self.peek():
            raise MetricMathError(f"{self.peek()!r} is left over in {self.text!r}")
        return value

    def either(self) -> Value:
        left = self.both()
        while self.peek() in ("OR", "||"):
            self.take()
            left = combine("OR", left, self.both())
        return left

    def both(self) -> Value:
        left = self.comparison()
        while self.peek() in ("AND", "&&"):
            self.take()
            left = combine("AND", left, self.comparison())
        return left

    def comparison(self) -> Value:
        left = self.sum()
        while self.peek() in ("<", ">", "<=", ">=", "==", "!="):
            left = combine(self.take(), left, self.sum())
        return left

    def sum(self) -> Value:
        left = self.product()
        while self.peek() in ("+", "-"):
            left = combine(self.take(), left, self.product())
        return left

    def product(self) -> Value:
        left = self.unary()
        while self.peek() in ("*", "/"):
            left = combine(self.take(), left, self.unary())
        return left

    def unary(self) -> Value:
        if self.peek() == "-":
            self.take()
            return combine("-", 0.0, self.unary())
        return self.power()

    def power(self) -> Value:
        base = self.atom()
        if self.peek() == "^":
            self.take()
            return combine("^", base, self.unary())
        return base

    def atom(self) -> Value:
        if self.at >= len(self.items):
            raise MetricMathError(f"the expression {self.text!r} ends too early")
        kind, word = self.items[self.at]
        if word == "(":
            self.take()
            value = self.either()
            self.take(")")
            return value
        if word == "[":
            return self.array()
        if kind == "number":
            self.take()
            return float(word)
        if kind == "word":
            self.take()
            if self.peek() == "(":
                return self.function(word)
            if not re.match(r"^[a-z]\w*$", word):
                raise MetricMathError(f"{word!r} in {self.text!r} is no id and no function that the lab knows")
            return self.context.resolve(word)
        raise MetricMathError(f"{word!r} is out of place in {self.text!r}")

    def array(self) -> list:
        self.take("[")
        values = [self.either()]
        while self.peek() == ",":
            self.take()
            values.append(self.either())
        self.take("]")
        return values

    def function(self, name: str) -> Value:
        function = known_function(name, self.text)
        self.take("(")
        arguments: list[Value | str] = []
        while self.peek() != ")":
            if name == "FILL" and self.peek() in ("REPEAT", "LINEAR"):
                arguments.append(self.take())
            else:
                arguments.append(self.either())
            if self.peek() != ")":
                self.take(",")
        self.take(")")
        return function(arguments, self.context)


def combine(operator: str, left: Value, right: Value) -> Value:
    """Scalars with scalars, series with scalars, and series with series where both have a data point."""
    if isinstance(left, list) or isinstance(right, list):
        lefts = left if isinstance(left, list) else [left] * len(right)  # type: ignore[arg-type]
        rights = right if isinstance(right, list) else [right] * len(lefts)
        if len(lefts) != len(rights):
            raise MetricMathError(f"two arrays of different length around {operator}")
        return [combine(operator, a, b) for a, b in zip(lefts, rights)]
    if isinstance(left, dict) or isinstance(right, dict):
        if isinstance(left, dict) and isinstance(right, dict):
            times = [at for at in left if at in right]
        else:
            times = list(left if isinstance(left, dict) else right)  # type: ignore[arg-type]
        pairs = ((at, apply(operator, pick(left, at), pick(right, at))) for at in times)
        return {at: value for at, value in pairs if value is not None}
    value = apply(operator, left, right)
    return math.nan if value is None else value


def pick(value: Value, at: int) -> float | None:
    if isinstance(value, dict):
        return value.get(at)
    if isinstance(value, list):
        raise MetricMathError("an array of time series where one time series is needed")
    return value


def apply(operator: str, a: float | None, b: float | None) -> float | None:
    if a is None or b is None or math.isnan(a) or math.isnan(b):
        return None
    if operator == "/":
        return a / b if b else None
    if operator == "^":
        try:
            result = a**b
        except (OverflowError, ZeroDivisionError):
            return None
        return result if isinstance(result, (int, float)) else None
    table: dict[str, Callable[[float, float], float]] = {
        "+": lambda x, y: x + y,
        "-": lambda x, y: x - y,
        "*": lambda x, y: x * y,
        "<": lambda x, y: float(x < y),
        ">": lambda x, y: float(x > y),
        "<=": lambda x, y: float(x <= y),
        ">=": lambda x, y: float(x >= y),
        "==": lambda x, y: float(x == y),
        "!=": lambda x, y: float(x != y),
        "AND": lambda x, y: float(bool(x) and bool(y)),
        "OR": lambda x, y: float(bool(x) or bool(y)),
    }
    return table[operator](a, b)


def known_function(name: str, text: str) -> Callable[[list, Context], Value]:
    from .math_functions import FUNCTIONS  # the two modules need each other

    if name not in FUNCTIONS:
        raise MetricMathError(f"{name}() in {text!r}: the lab evaluates {', '.join(sorted(FUNCTIONS))} only")
    return FUNCTIONS[name]


def evaluate(text: str, context: Context) -> Value:
    return _Parser(text, context).run()
