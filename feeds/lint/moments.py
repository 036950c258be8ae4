"""Dates, times and lengths as calendars write them: whether there are such."""

import re
from datetime import datetime

_DURATION = re.compile(r"[+-]?P(?:\d+W|(?=[\dT])(?:\d+D)?(?:T(?=\d)(?:\d+H)?(?:\d+M)?(?:\d+S)?)?)")


def is_day(value: str) -> bool:
    """Tell whether a value is a day of the calendar, such as 20260312."""
    return _is(value, r"\d{8}", "%Y%m%d")


def is_local(value: str) -> bool:
    """Tell whether a value is a moment without a zone, such as 20260312T143000."""
    return _is(value, r"\d{8}T\d{6}", "%Y%m%dT%H%M%S")


def is_utc(value: str) -> bool:
    """Tell whether a value is a moment in UTC, such as 20260312T063000Z."""
    return value.endswith("Z") and is_local(value[:-1])


def is_duration(value: str) -> bool:
    """Tell whether a value is a length of time, with or without a sign."""
    return _DURATION.fullmatch(value) is not None


def is_time_between(value: str) -> bool:
    """Tell whether a value is a length of time that is longer than none."""
    return value[:1] == "P" and is_duration(value) and re.search("[1-9]", value) is not None


def _is(value: str, form: str, pattern: str) -> bool:
    if re.fullmatch(form, value, re.ASCII) is None:
        return False
    try:
        datetime.strptime(value, pattern)  # noqa: DTZ007 - only whether there is such a time
    except ValueError:
        return False
    return True
