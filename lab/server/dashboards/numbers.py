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


def ticks(low: float, high: float, wanted: int = 4, whole: bool = False) -> list[float]:
    """Round values from at most `low` to at least `high`; `whole` for what is counted."""
    if high <= low:
        high = low + 1
    raw = (high - low) / wanted
    power = 10 ** math.floor(math.log10(raw))
    step = next(nice * power for nice in (1, 2, 2.5, 5, 10) if nice * power >= raw * 0.999)
    step = max(1, round(step)) if whole else step
    first = math.floor(low / step + 1e-9)
    last = math.ceil(high / step - 1e-9)
    return [round(at * step, 10) for at in range(first, last + 1)]


_TIME_STEPS = (5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 10800, 21600, 43200, 86400, 172800, 604800)


def time_ticks(start: int, end: int, wanted: int) -> list[tuple[int, str]]:
    step = next((s for s in _TIME_STEPS if (end - start) / s <= wanted), _TIME_STEPS[-1])
    pattern = "%H:%M:%S" if step < 60 else "%H:%M" if step < 86400 else "%m-%d"
    first = math.ceil(start / step) * step
    return [(at, time.strftime(pattern, time.gmtime(at))) for at in range(first, end + 1, step)]


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
