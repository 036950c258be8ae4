"""Days and times of day as rules write them."""

import re
from datetime import date, time

_CLOCK = re.compile(r"[0-9]{2}:[0-9]{2}")
_MONTH_DAY = re.compile(r"[0-9]{2}-[0-9]{2}")
_CIVIL_DAY = re.compile(r"[0-9]{4}-[0-9]{2}-[0-9]{2}")


def clock_time(text: str) -> time:
    """Read a time of day written ``HH:MM``."""
    return time.fromisoformat(_shaped(_CLOCK, text))


def month_day(text: str) -> tuple[int, int]:
    """Read a day of every year written ``MM-DD``; 29 February is no day of every year."""
    day = date.fromisoformat(f"2001-{_shaped(_MONTH_DAY, text)}")
    return day.month, day.day


def civil_day(text: str) -> date:
    """Read a date written ``YYYY-MM-DD``."""
    return date.fromisoformat(_shaped(_CIVIL_DAY, text))


def _shaped(shape: re.Pattern[str], text: str) -> str:
    if shape.fullmatch(text) is None:
        raise ValueError(text)
    return text
