"""Nominal days of anchored promises: the small part of RFC 5545 that rules may use, and feasts."""

import re
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.rules.calendar.festivals import festival_day
from scheduler.rules.calendar.periods import Period

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays as RFC 5545 writes them, Monday first."""

_BY_WEEKDAY = re.compile(r"FREQ=(MONTHLY|YEARLY);BYDAY=([+-]?)([0-9]{1,2})(MO|TU|WE|TH|FR|SA|SU)")
_BY_MONTH_DAY = re.compile(r"FREQ=(?:MONTHLY|YEARLY);BYMONTHDAY=([+-]?)([0-9]{1,2})")
_DAY = timedelta(days=1)
_WEEK = 7
_MOST = {"MONTHLY": 5, "YEARLY": 53, "BYMONTHDAY": 31}
_PERIODS = {"MONTHLY": "month", "YEARLY": "year"}


@dataclass(frozen=True, slots=True)
class Recurrence:
    """One day in each month or year.

    ``number`` counts days of the month, or weekdays where ``weekday`` (0 is Monday) is set, from
    the end where negative; with ``month`` it is a day of that month. ``festival`` stands alone.
    """

    per: str
    number: int = 0
    weekday: int | None = None
    month: int | None = None
    festival: str = ""

    def nominal(self, period: Period) -> date | None:
        """Give the day in the period; None where it has none, such as a fifth Thursday."""
        if self.festival:
            return festival_day(self.festival, period.start.year)
        if self.month is not None:
            return date(period.start.year, self.month, self.number)
        if self.weekday is None:
            return self._counted(period, period.start, period.end - _DAY, 1)
        first = period.start + timedelta(days=(self.weekday - period.start.weekday()) % _WEEK)
        last = period.end - _DAY
        last -= timedelta(days=(last.weekday() - self.weekday) % _WEEK)
        return self._counted(period, first, last, _WEEK)

    def _counted(self, period: Period, first: date, last: date, step: int) -> date | None:
        base, offset = (first, self.number - 1) if self.number > 0 else (last, self.number + 1)
        day = base + timedelta(days=offset * step)
        return day if day in period else None


def parse_rrule(text: str) -> Recurrence:
    """Read MONTHLY or YEARLY with one BYDAY=nXX or BYMONTHDAY=n; ValueError for anything else.

    As in RFC 5545, YEARLY with BYMONTHDAY means that day of every month.
    """
    if found := _BY_WEEKDAY.fullmatch(text):
        frequency, sign, digits, weekday = found.groups()
        number = _number(sign, digits, _MOST[frequency])
        return Recurrence(_PERIODS[frequency], number, WEEKDAYS.index(weekday))
    if found := _BY_MONTH_DAY.fullmatch(text):
        return Recurrence("month", _number(found[1], found[2], _MOST["BYMONTHDAY"]))
    raise ValueError(f"recurrence {text}")


def yearly(month: int, day: int) -> Recurrence:
    """Give the same day of every year."""
    return Recurrence("year", day, month=month)


def _number(sign: str, digits: str, most: int) -> int:
    number = int(digits)
    if not 1 <= number <= most:
        raise ValueError(f"recurrence {digits}")
    return -number if sign == "-" else number
