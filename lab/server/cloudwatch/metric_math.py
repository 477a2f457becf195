"""The metric math that the lab can evaluate.

Numbers, ids, + - * / ^, unary minus, comparisons, AND OR, parentheses, arrays and the functions of math_functions.py.
Everything else of CloudWatch's metric math raises MetricMathError: a wrong number would be worse than none.
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/using-metric-math.html
"""

from __future__ import annotations

import re
from collections.abc import Callable

from .math_functions import FUNCTIONS, REFUSED
from .math_values import Context, MetricMathError, Value, combine
from .parser import Parser

_TOKEN = re.compile(
    r"\s*(?:(?P<number>\d+\.?\d*(?:[eE][+-]?\d+)?|\.\d+)|(?P<word>[A-Za-z_]\w*)|(?P<text>\"[^\"]*\")"
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


# From what binds least to what binds most.
_OPERATORS = (
    {"OR": "OR", "||": "OR"},
    {"AND": "AND", "&&": "AND"},
    {word: word for word in ("<", ">", "<=", ">=", "==", "!=")},
    {word: word for word in ("+", "-")},
    {word: word for word in ("*", "/")},
)


class _Expression(Parser[Value]):
    problem = MetricMathError

    def __init__(self, text: str, context: Context):
        found = tokens(text)
        super().__init__(text, [word for _, word in found])
        self.kinds = [kind for kind, _ in found]
        self.context = context

    def either(self) -> Value:
        return self.operation(0)

    def operation(self, level: int) -> Value:
        if level == len(_OPERATORS):
            return self.unary()
        left = self.operation(level + 1)
        while self.peek() in _OPERATORS[level]:
            left = combine(_OPERATORS[level][self.take()], left, self.operation(level + 1))
        return left

    def unary(self) -> Value:
        if self.skip("-"):
            return combine("-", 0.0, self.unary())
        return self.power()

    def power(self) -> Value:
        base = self.atom()
        return combine("^", base, self.unary()) if self.skip("^") else base

    def atom(self) -> Value:
        if self.at >= len(self.words):
            raise MetricMathError(f"the expression {self.text!r} ends too early")
        kind, word = self.kinds[self.at], self.take()
        if word == "(":
            value = self.either()
            self.take(")")
            return value
        if word == "[":
            return self.listed(self.either, "]")
        if kind == "number":
            return float(word)
        if kind != "word":
            raise MetricMathError(f"{word!r} is out of place in {self.text!r}")
        if self.peek() == "(":
            return self.function(word)
        if not re.match(r"^[a-z]\w*$", word):
            raise MetricMathError(f"{word!r} in {self.text!r} is no id and no function that the lab knows")
        return self.context.resolve(word)

    def function(self, name: str) -> Value:
        function = known_function(name, self.text)
        self.take("(")
        arguments: list[Value | str] = []
        while self.peek() != ")":
            if name == "FILL" and self.peek() in ("REPEAT", "LINEAR"):
                arguments.append(self.take())
            elif name == "METRICS" and self.peek().startswith('"'):
                arguments.append(self.take().strip('"'))
            else:
                arguments.append(self.either())
            if self.peek() != ")":
                self.take(",")
        self.take(")")
        return function(arguments, self.context)


def known_function(name: str, text: str) -> Callable[[list, Context], Value]:
    if name in REFUSED:
        raise MetricMathError(f"{name}() in {text!r} is not emulated: {REFUSED[name]}")
    if name not in FUNCTIONS:
        raise MetricMathError(f"{name}() in {text!r}: the lab evaluates {', '.join(sorted(FUNCTIONS))} only")
    return FUNCTIONS[name]


def evaluate(text: str, context: Context) -> Value:
    return _Expression(text, context).run()
