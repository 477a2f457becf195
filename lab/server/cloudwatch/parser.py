"""What the recursive-descent parsers of metric math and of composite rules share: a list of words and a place in it."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

T = TypeVar("T")
Item = TypeVar("Item")


class Parser(Generic[T]):
    """Evaluates while it reads, since a text is read once per evaluation."""

    problem: Callable[[str], Exception]  # what is raised

    def __init__(self, text: str, words: list[str]):
        self.text, self.words, self.at = text, words, 0

    def run(self) -> T:
        value = self.either()
        if self.peek():
            raise self.problem(f"{self.peek()!r} is left over in {self.text!r}")
        return value

    def either(self) -> T:
        """The outermost of what a text may hold."""
        raise NotImplementedError

    def peek(self) -> str:
        return self.words[self.at] if self.at < len(self.words) else ""

    def take(self, expected: str | None = None) -> str:
        word = self.peek()
        if not word or (expected and word != expected):
            raise self.problem(f"expected {expected or 'more'} but found {word or 'the end'} in {self.text!r}")
        self.at += 1
        return word

    def skip(self, word: str) -> bool:
        """Takes a word if it is the next one."""
        if self.peek() != word:
            return False
        self.at += 1
        return True

    def listed(self, item: Callable[[], Item], end: str) -> list[Item]:
        """One item or more between commas, and the end of the list."""
        items = [item()]
        while self.skip(","):
            items.append(item())
        self.take(end)
        return items
