"""How numbers, times and axes read on the lab's pages."""

from __future__ import annotations

import math
import time

_SUFFIX = {"Percent": "%", "Milliseconds": " ms", "Seconds": " s", "Bytes": " B", "Microseconds": " µs"}


def short(value: float, unit: str | None = None) -> str:
    """Three significant digits: 0.123, 45.6, 1,234, 12.3k, 4.56M."""
    suffix = _SUFFIX.get(unit or "", "")
    size = abs(value)
    for limit, name in ((1e9, "B"), (1e6, "M"), (1e4, "k")):
        if size >= limit:
            return trimmed(value / (1e3 if name == "k" else limit), 3) + name + suffix
    return trimmed(value, 3) + suffix


def trimmed(value: float, digits: int) -> str:
    if value == 0:
        return "0"
    decimals = max(0, digits - 1 - math.floor(math.log10(abs(value)))) if abs(value) < 10**digits else 0
    text = f"{value:,.{min(decimals, 6)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def clock(at: float, seconds: bool = True) -> str:
    return time.strftime("%Y-%m-%d %H:%M:%S" if seconds else "%Y-%m-%d %H:%M", time.gmtime(at))


def lasting(seconds: float) -> str:
    """90 -> 1 min 30 s"""
    parts, rest = [], round(seconds)
    for size, name in ((86400, "d"), (3600, "h"), (60, "min"), (1, "s")):
        count, rest = divmod(rest, size)
        if count:
            parts.append(f"{count} {name}")
    return " ".join(parts[:2]) or "0 s"
