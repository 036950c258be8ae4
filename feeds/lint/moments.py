"""Dates, times and lengths as calendars write them: whether there are such."""

import re
from datetime import datetime

from feeds.content import ContentLine

_NUMBER = r"(\d{1,9})"
"""More digits than this no client holds."""
_DURATION = re.compile(
    rf"[+-]?P(?:{_NUMBER}W|(?=[\dT])(?:{_NUMBER}D)?"
    rf"(?:T(?=\d)(?:{_NUMBER}H(?!\d+S))?(?:{_NUMBER}M)?(?:{_NUMBER}S)?)?)",
    re.ASCII,
)
"""Seconds follow minutes alone, never hours (RFC 5545, 3.3.6)."""
_UNITS = (604_800, 86_400, 3_600, 60, 1)
"""The seconds of what a length of time is counted in, from weeks on."""


def is_day(value: str) -> bool:
    """Tell whether a value is a day of the calendar, such as 20260312."""
    return _is(value, r"\d{8}", "%Y%m%d")


def is_local(value: str) -> bool:
    """Tell whether a value is a moment without a zone, such as 20260312T143000."""
    return _is(value, r"\d{8}T\d{6}", "%Y%m%dT%H%M%S")


def is_utc(value: str) -> bool:
    """Tell whether a value is a moment in UTC, such as 20260312T063000Z."""
    return value.endswith("Z") and is_local(value[:-1])


def is_stamp(line: ContentLine) -> bool:
    """Tell whether a property is a moment in UTC, and calls itself nothing else."""
    plain = line.parameter("TZID") is None and line.parameter("VALUE") in {None, "DATE-TIME"}
    return plain and is_utc(line.value)


def stamp_fault(line: ContentLine) -> str:
    """Say what keeps a property from being a moment in UTC; empty where nothing does."""
    if is_stamp(line):
        return ""
    there_is = line.parameter("VALUE") == "DATE" or is_local(line.value.removesuffix("Z"))
    return f"{line.name} is {'not in UTC' if there_is else 'no time that there is'}"


def is_duration(value: str) -> bool:
    """Tell whether a value is a length of time, with or without a sign."""
    return seconds(value) is not None


def seconds(value: str) -> int | None:
    """Return how long a length of time is, whatever its sign; None where it is none."""
    found = _DURATION.fullmatch(value)
    if found is None:
        return None
    return sum(int(number or 0) * unit for number, unit in zip(found.groups(), _UNITS, strict=True))


def is_time_between(value: str) -> bool:
    """Tell whether a value is a length of time that is longer than none."""
    return value[:1] == "P" and bool(seconds(value))


def _is(value: str, form: str, pattern: str) -> bool:
    if re.fullmatch(form, value, re.ASCII) is None:
        return False
    try:
        datetime.strptime(value, pattern)  # noqa: DTZ007 - only whether there is such a time
    except ValueError:
        return False
    return True
