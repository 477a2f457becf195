"""Alarm mute rules: when the actions of alarms are muted. The alarms go on to judge.

https://docs.aws.amazon.com/AmazonCloudWatch/latest/monitoring/alarm-mute-rules.html
https://docs.aws.amazon.com/AmazonCloudWatch/latest/APIReference/API_Schedule.html
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta, tzinfo
from typing import Any
from zoneinfo import ZoneInfo

from ..properties import unknown

_PROPERTIES = {"Description", "ExpireDate", "MuteTargets", "Name", "Rule", "StartDate", "Tags"}
_MONTHS = ["JAN", "FEB", "MAR", "APR", "MAY", "JUN", "JUL", "AUG", "SEP", "OCT", "NOV", "DEC"]
_DAYS = ["SUN", "MON", "TUE", "WED", "THU", "FRI", "SAT"]
# Lowest and highest value, and names from the lowest on.
_FIELDS = [(0, 59, []), (0, 23, []), (1, 31, []), (1, 12, _MONTHS), (0, 6, _DAYS)]
_DURATION = re.compile(r"^P(?=\d|T\d)(?:(\d+)D)?(?:T(?=\d)(?:(\d+)H)?(?:(\d+)M)?)?$")
_AT = "%Y-%m-%dT%H:%M"


class InvalidRule(ValueError):
    pass


@dataclass(frozen=True)
class MuteRule:
    name: str
    alarms: frozenset[str]
    zone: tzinfo
    duration: timedelta
    once: datetime | None = None  # without an offset: by the clocks of the zone
    cron: tuple[frozenset[int], ...] = ()
    start: datetime | None = None
    expire: datetime | None = None

    def mutes(self, now: float) -> bool:
        moment = datetime.fromtimestamp(now, UTC)
        if (self.start and moment < self.start) or (self.expire and moment >= self.expire):
            return False
        return any(begin <= moment < begin + self.duration for begin in self._beginnings(moment))

    def _beginnings(self, moment: datetime) -> Iterator[datetime]:
        """Those that may still last, in UTC."""
        if self.once:
            yield self.once.replace(tzinfo=self.zone).astimezone(UTC)
            return
        minutes, hours, days, months, week_days = self.cron
        today = moment.astimezone(self.zone).date()
        for ago in range(self.duration.days + 2):
            day = today - timedelta(days=ago)
            if day.day not in days or day.month not in months or _week_day(day) not in week_days:
                continue
            for hour in hours:
                for minute in minutes:
                    local = datetime(day.year, day.month, day.day, hour, minute, tzinfo=self.zone)
                    yield local.astimezone(UTC)


rules: dict[str, MuteRule] = {}


def muting(alarm: str, now: float) -> list[str]:
    """The names of the rules that mute an alarm."""
    return sorted(rule.name for rule in rules.values() if alarm in rule.alarms and rule.mutes(now))


def _week_day(day: date) -> int:
    return day.isoweekday() % 7  # Sunday is 0


def parse(name: str, properties: dict[str, Any]) -> MuteRule:
    if strange := unknown(properties, _PROPERTIES):
        raise InvalidRule(f"there is no property {strange}")
    _length("Name", name, 1, 255)
    _length("Description", properties.get("Description") or "", 0, 1024)
    schedule = (properties.get("Rule") or {}).get("Schedule") or {}
    expression = str(schedule.get("Expression") or "")
    _length("Expression", expression, 1, 256)
    zone = _zone(str(schedule.get("Timezone") or "UTC"))
    names = (properties.get("MuteTargets") or {}).get("AlarmNames") or []
    if len(names) > 100:
        raise InvalidRule(f"{len(names)} alarms, at most 100 may be muted by a rule")
    start, expire = (_date(kind, properties.get(kind), zone) for kind in ("StartDate", "ExpireDate"))
    if start and expire and expire <= start:
        raise InvalidRule("ExpireDate is not after StartDate")
    once, cron = None, ()
    if found := re.fullmatch(r"at\((.*)\)", expression):
        once = _moment("Expression", found[1])
    elif found := re.fullmatch(r"cron\((.*)\)", expression):
        cron = _cron(found[1])
    else:
        raise InvalidRule(f"Expression is {expression!r}, expected cron(...) or at(...)")
    return MuteRule(name, frozenset(names), zone, _duration(schedule.get("Duration")), once, cron, start, expire)


def _length(what: str, text: str, low: int, high: int) -> None:
    if not low <= len(text) <= high:
        raise InvalidRule(f"{what} has {len(text)} characters, expected {low} to {high}")


def _zone(name: str) -> tzinfo:
    try:
        return ZoneInfo(name)
    except (KeyError, ValueError, OSError) as error:
        raise InvalidRule(f"Timezone {name!r} is not known") from error


def _duration(text: Any) -> timedelta:
    found = _DURATION.match(str(text or ""))
    if not found:
        raise InvalidRule(f"Duration is {text!r}, expected one in ISO 8601 such as PT4H")
    days, hours, minutes = (int(part or 0) for part in found.groups())
    duration = timedelta(days=days, hours=hours, minutes=minutes)
    if not timedelta(minutes=1) <= duration <= timedelta(days=15):
        raise InvalidRule(f"Duration is {text}, expected PT1M to P15D")
    return duration


def _date(kind: str, text: Any, zone: tzinfo) -> datetime | None:
    return _moment(kind, str(text)).replace(tzinfo=zone) if text else None


def _moment(kind: str, text: str) -> datetime:
    try:
        return datetime.strptime(text, _AT)
    except ValueError as error:
        raise InvalidRule(f"{kind}: {text!r} is no date, expected yyyy-MM-ddThh:mm") from error


def _cron(text: str) -> tuple[frozenset[int], ...]:
    parts = text.split()
    if len(parts) != len(_FIELDS):
        raise InvalidRule(f"cron({text}) has {len(parts)} fields, expected minutes hours day month week-day")
    if "*" not in (parts[2], parts[4]):
        raise InvalidRule(f"cron({text}): the lab does not know what days of both the month and the week mean")
    return tuple(_field(part, *limits) for part, limits in zip(parts, _FIELDS, strict=True))


def _field(text: str, low: int, high: int, names: list[str]) -> frozenset[int]:
    def value(item: str) -> int:
        number = names.index(item.upper()) + low if item.upper() in names else int(item) if item.isdecimal() else -1
        if not low <= number <= high:
            raise InvalidRule(f"{item!r} in a cron expression, expected {low} to {high}")
        return number

    values: set[int] = set()
    for item in text.split(","):
        first, dash, last = item.partition("-")
        if item == "*":
            values.update(range(low, high + 1))
        elif dash:
            values.update(range(value(first), value(last) + 1))
        else:
            values.add(value(first))
    if not values:
        raise InvalidRule(f"{text!r} in a cron expression is an empty range")
    return frozenset(values)
