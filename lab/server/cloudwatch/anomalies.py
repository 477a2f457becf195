"""Alarms of anomaly detection: which values lie outside of what is expected.

CloudWatch's model is not documented, but that it learns from up to two weeks, and knows hours and days:
https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/CloudWatch_Anomaly_Detection.html
The lab's own model is plain, and for drops and peaks that nobody would argue about: the mean of the same time on the
days before, and so many standard deviations around it. Before it has seen three days it expects nothing.
"""

from __future__ import annotations

import re
import statistics
from collections.abc import Callable

DAY = 86_400
HISTORY_DAYS = 14
LEAST_DAYS = 3
_BAND = re.compile(r"\s*ANOMALY_DETECTION_BAND\(\s*(\w+)\s*(?:,\s*([\d.]+)\s*)?\)\s*")

Band = tuple[float, float]

# Whether a value is an anomaly, given its band.
OPERATORS: dict[str, Callable[[float, Band], bool]] = {
    "LessThanLowerThreshold": lambda value, band: value < band[0],
    "GreaterThanUpperThreshold": lambda value, band: value > band[1],
    "LessThanLowerOrGreaterThanUpperThreshold": lambda value, band: not band[0] <= value <= band[1],
}


def read(expression: str) -> tuple[str, float] | None:
    """What is judged, and the number of standard deviations, by default 2."""
    found = _BAND.fullmatch(expression)
    return (found[1], float(found[2] or 2)) if found else None


def band_at(line: dict[int, float], at: int, deviations: float) -> Band | None:
    """What is expected of a series at a time, if enough of it is known. Its first values that are 0 may be none."""
    first = min((time for time, value in line.items() if value), default=at)
    times = [at - day * DAY for day in range(1, HISTORY_DAYS + 1)]
    seen = [line[time] for time in times if time >= first and time in line]
    if len(seen) < LEAST_DAYS:
        return None
    mean, deviation = statistics.fmean(seen), statistics.pstdev(seen)
    return mean - deviations * deviation, mean + deviations * deviation
