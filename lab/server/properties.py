"""How the properties of templates are read: scalars of a template may be strings."""

from __future__ import annotations

from collections.abc import Container, Iterable
from typing import Any


def truth(value: Any) -> bool:
    """What counts as true."""
    return str(value).lower() == "true"


def unknown(properties: Iterable[str], known: Container[str]) -> str:
    """The names of properties that are not known, to be told in an error; empty if all are."""
    return ", ".join(sorted(name for name in properties if name not in known))
