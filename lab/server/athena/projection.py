"""Partition projection: which partitions a table has, said by its properties and found in no catalog.

https://docs.aws.amazon.com/athena/latest/ug/partition-projection-supported-types.html
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from typing import Any

_NOW = re.compile(r"NOW\s*(?:([+-])\s*(\d+)\s*(WEEKS?|DAYS?|HOURS?))?")
_FORMATS = {"yyyy-MM-dd": "%Y-%m-%d"}
_UNITS = {"DAY": timedelta(days=1), "WEEK": timedelta(weeks=1), "HOUR": timedelta(hours=1)}


class InvalidProjection(ValueError):
    pass


@dataclass(frozen=True)
class Days:
    """A partition for each day, from the first one to the last one."""

    column: str
    start: str
    end: str
    template: str  # of the location

    def partitions(self) -> dict[str, str]:
        """Locations by value."""
        first, last = _moment(self.start), _moment(self.end)
        days = [first + timedelta(days=n) for n in range((last - first).days + 1)]
        return {day.isoformat(): self.template.replace(f"${{{self.column}}}", day.isoformat()) for day in days}


def of_table(table: dict[str, Any]) -> Days | None:
    """None for a table whose partitions are not projected."""
    parameters = table.get("Parameters") or {}
    if str(parameters.get("projection.enabled", "false")).lower() != "true":
        return None
    keys = [key["Name"] for key in table.get("PartitionKeys") or []]
    if len(keys) != 1:
        raise InvalidProjection(f"the lab projects tables of one partition column, not of {len(keys)}")
    [key] = keys
    declared = {
        name.removeprefix(f"projection.{key}."): value
        for name, value in parameters.items()
        if name.startswith(f"projection.{key}.")
    }
    if declared.pop("type", None) != "date" or declared.pop("format", None) not in _FORMATS:
        raise InvalidProjection(f"the lab projects columns of type date in the format yyyy-MM-dd only: {key}")
    interval, unit = declared.pop("interval", "1"), declared.pop("interval.unit", "DAYS")
    if str(interval) != "1" or unit.upper().rstrip("S") != "DAY":
        raise InvalidProjection(f"the lab projects a partition for each day only: {key}")
    start, _, end = declared.pop("range", "").partition(",")
    if declared:
        raise InvalidProjection(f"the lab does not know {', '.join(declared)} of the projection of {key}")
    if _moment(start) > _moment(end):
        raise InvalidProjection(f"the range of {key} ends before it begins: {start},{end}")
    location = (table.get("StorageDescriptor") or {}).get("Location", "")
    # By default the folders of Hive. https://docs.aws.amazon.com/athena/latest/ug/partition-projection-setting-up.html
    template = parameters.get("storage.location.template") or f"{location.rstrip('/')}/{key}=${{{key}}}/"
    if f"${{{key}}}" not in template:
        raise InvalidProjection(f"storage.location.template lacks ${{{key}}}: {template}")
    return Days(key, start, end, template)


def _moment(text: str) -> date:
    relative = _NOW.fullmatch(text.strip())
    if relative:
        sign, count, unit = relative.groups()
        shift = _UNITS[unit.rstrip("S")] * int(count) if count else timedelta()
        return (datetime.now(UTC) + (-shift if sign == "-" else shift)).date()
    try:
        return date.fromisoformat(text.strip())
    except ValueError as error:
        raise InvalidProjection(f"no day, and no NOW that the lab knows: {text!r}") from error
