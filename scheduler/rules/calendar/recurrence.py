"""Nominal days of anchored promises: the small part of RFC 5545 that rules may use, and feasts."""

import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date

from scheduler.rules.calendar.festivals import festival_day
from scheduler.rules.calendar.periods import Period

WEEKDAYS = ("MO", "TU", "WE", "TH", "FR", "SA", "SU")
"""The weekdays as RFC 5545 writes them, Monday first."""

_BY_WEEKDAY = re.compile(r"FREQ=(MONTHLY|YEARLY);BYDAY=([+-]?)([0-9]{1,2})(MO|TU|WE|TH|FR|SA|SU)")
_BY_MONTH_DAY = re.compile(r"FREQ=(?:MONTHLY|YEARLY);BYMONTHDAY=([+-]?)([0-9]{1,2})")
_WEEK = 7
_EVERY_MONTH = 28  # days that each month has
_SHORTEST = {"month": _EVERY_MONTH, "year": 365}
_MOST = {"MONTHLY": 5, "YEARLY": 53, "BYMONTHDAY": 31}
_FIFTHS = (4, 5)  # months of a year that have a weekday five times
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

    def nominals(self, periods: Sequence[Period]) -> list[date | None]:
        """Give the day in each period; None where it has none, such as a fifth Thursday."""
        if self.festival:
            return [festival_day(self.festival, period.start.year) for period in periods]
        if self.month is not None:
            return [date(period.start.year, self.month, self.number) for period in periods]
        days = self._ordinals(periods)
        if abs(self.number) * self._step <= _SHORTEST[self.per]:
            return list(map(date.fromordinal, days))
        return [
            date.fromordinal(day)
            if period.start.toordinal() <= day < period.end.toordinal()
            else None
            for day, period in zip(days, periods, strict=True)
        ]

    @property
    def per_year(self) -> tuple[int, int]:
        """Give the fewest and the most days that a year has, where no month lacks the day."""
        if self.festival or self.month is not None:
            return 1, 1
        every = abs(self.number) * self._step <= _SHORTEST[self.per]
        most, few = (12, _FIFTHS) if self.per == "month" else (1, (0, 1))
        return (most, most) if every else few

    @property
    def in_every_month(self) -> bool:
        """Tell whether no month lacks this day of the month."""
        return self.per == "year" or self.weekday is not None or abs(self.number) <= _EVERY_MONTH

    @property
    def _step(self) -> int:
        return 1 if self.weekday is None else _WEEK

    def _ordinals(self, periods: Iterable[Period]) -> list[int]:
        """Count in days, of which the first was a Monday, from one end of each period."""
        step, at = self._step, (self.weekday or 0) + 1
        away = (abs(self.number) - 1) * step
        if self.number > 0:
            firsts = [period.start.toordinal() for period in periods]
            return [first + (at - first) % step + away for first in firsts]
        lasts = [period.end.toordinal() - 1 for period in periods]
        return [last - (last - at) % step - away for last in lasts]


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
