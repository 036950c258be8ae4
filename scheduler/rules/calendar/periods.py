"""Civil periods: half-open runs of days that tile the line of dates, under keys fixed for life.

Kinds are ``week`` (ISO), ``ten_days`` (旬; the third ends with the month), ``month``,
``quarter``, ``half_year``, ``year`` and n years as ``2y`` to ``99y``. A campaign window is named
by its rule and belongs to no tiling. Identifiers of units hash the keys: never change their form.
"""

import re
from bisect import bisect_left, bisect_right
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import MAXYEAR, MINYEAR, date, timedelta
from functools import lru_cache
from operator import attrgetter

from scheduler.domain.errors import ChoiceError, DateError

KINDS = ("week", "ten_days", "month", "quarter", "half_year", "year")
"""The kinds that divide a single year; n years come on top as ``2y`` to ``99y``."""

WINDOW = "window"
"""The kind of a campaign window; its keys read ``window:<name>``."""

FIRST_YEAR = 2000
"""A year in which every block of n years begins unless a rule names another."""

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}
_SUFFIX = {"month": "-{:02}", "quarter": "-Q{}", "half_year": "-H{}", "year": ""}
_SHAPES = {
    kind: re.compile(shape)
    for kind, shape in (
        ("week", r"(\d{4})-W\d\d"),
        ("ten_days", r"(\d{4})-\d\d-T\d"),
        ("month", r"(\d{4})-\d\d"),
        ("quarter", r"(\d{4})-Q\d"),
        ("half_year", r"(\d{4})-H\d"),
        ("year", r"(\d{4})"),
    )
}
_YEARS_KIND = re.compile(r"([2-9]|[1-9][0-9])y")
_YEARS_KEY = re.compile(r"([0-9]{4})\.\.([0-9]{4})")
_DAYS_IN_A_WEEK = 7
_TENTHS = 3  # of a month: 1 to 10, 11 to 20, 21 to its end


@dataclass(frozen=True, slots=True)
class Period:
    """The dates [start, end) under their kind and opaque key."""

    kind: str
    key: str
    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse a period without a day."""
        if self.end <= self.start:
            start = self.start.isoformat()
            raise DateError(field="end", value=self.end.isoformat(), start=start, reason="order")

    def __contains__(self, day: date) -> bool:
        """Tell whether the day lies in the period."""
        return self.start <= day < self.end

    @property
    def days(self) -> int:
        """Count the days of the period."""
        return (self.end - self.start).days


def window(name: str, start: date, end: date) -> Period:
    """Make the campaign window of that name; its key holds no date, so the dates may be mended."""
    return Period(WINDOW, f"{WINDOW}:{name}", start, end)


def period_of(kind: str, day: date, *, first_year: int = FIRST_YEAR) -> Period:
    """Give the one period of the kind that contains the day.

    ``first_year`` is a year in which a block of n years begins; other kinds do not read it.
    """
    if kind == "week":
        year, week, _ = day.isocalendar()
        return _of_year(kind, year)[week - 1]
    if kind == "ten_days":
        tenth = min((day.day - 1) // 10, _TENTHS - 1)
        return _of_year(kind, day.year)[(day.month - 1) * _TENTHS + tenth]
    if kind in _MONTHS:
        return _of_year(kind, day.year)[(day.month - 1) // _MONTHS[kind]]
    count = _year_count(kind)
    return _block(day.year - (day.year - first_year) % count, count)


def periods_between(
    kind: str, start: date, end: date, *, first_year: int = FIRST_YEAR
) -> tuple[Period, ...]:
    """Give the periods of the kind that share a day with [start, end), in order."""
    if end <= start:
        return ()
    first = period_of(kind, start, first_year=first_year)
    if kind not in KINDS:
        count = _year_count(kind)
        years = range(first.start.year, (end - timedelta(days=1)).year + 1, count)
        return tuple(_block(year, count) for year in years)
    last = period_of(kind, end - timedelta(days=1))
    # An ISO week may begin in the year before its own; its key always names its own.
    periods = _of_years(kind, int(first.key[:4]), int(last.key[:4]))
    by_start = attrgetter("start")
    return periods[
        bisect_left(periods, first.start, key=by_start) : bisect_right(
            periods, last.start, key=by_start
        )
    ]


@lru_cache(maxsize=4096)
def parse_key(key: str) -> Period:
    """Give the civil period of a key; a campaign window's key needs its rule and is refused."""
    if block := _YEARS_KEY.fullmatch(key):
        first, last = int(block[1]), int(block[2])
        kind = f"{last - first + 1}y"
        if _YEARS_KIND.fullmatch(kind):
            return _block(first, last - first + 1)
    for kind, shape in _SHAPES.items():
        if found := shape.fullmatch(key):
            for period in _of_year(kind, int(found[1])):
                if period.key == key:
                    return period
    raise DateError(field="period", value=key, reason="period")


def _year_count(kind: str) -> int:
    found = _YEARS_KIND.fullmatch(kind)
    if found is None:
        raise ChoiceError(field="per", value=kind, allowed=(*KINDS, "2y..99y"))
    return int(found[1])


def _block(first: int, count: int) -> Period:
    _check_years(first, first + count - 1)
    key = f"{first:04}..{first + count - 1:04}"
    return Period(f"{count}y", key, date(first, 1, 1), date(first + count, 1, 1))


@lru_cache(maxsize=1024)
def _of_years(kind: str, first: int, last: int) -> tuple[Period, ...]:
    """Join the tables of a run of years: many alliances ask for the same run."""
    return tuple(period for year in range(first, last + 1) for period in _of_year(kind, year))


@lru_cache(maxsize=2048)
def _of_year(kind: str, year: int) -> tuple[Period, ...]:
    """Make the table of the periods that a year owns; an ISO week belongs to its ISO year."""
    _check_years(year, year)
    starts = list(_starts(kind, year))
    ends = [start for _, start in starts[1:]]
    if kind == "week":
        ends.append(starts[-1][1] + timedelta(days=_DAYS_IN_A_WEEK))
    else:
        ends.append(date(year + 1, 1, 1))
    return tuple(
        Period(kind, key, start, end) for (key, start), end in zip(starts, ends, strict=True)
    )


def _starts(kind: str, year: int) -> Iterable[tuple[str, date]]:
    if kind == "week":
        first = date.fromisocalendar(year, 1, 1)
        count = date(year, 12, 28).isocalendar().week  # 28 December always lies in the last week
        return [
            (f"{year:04}-W{week + 1:02}", first + timedelta(days=_DAYS_IN_A_WEEK * week))
            for week in range(count)
        ]
    if kind == "ten_days":
        return [
            (f"{year:04}-{month:02}-T{tenth + 1}", date(year, month, 1 + 10 * tenth))
            for month in range(1, 13)
            for tenth in range(_TENTHS)
        ]
    step = _MONTHS[kind]
    return [
        (f"{year:04}{_SUFFIX[kind].format(index + 1)}", date(year, 1 + index * step, 1))
        for index in range(12 // step)
    ]


def _check_years(first: int, last: int) -> None:
    if first < MINYEAR or last >= MAXYEAR:  # the day after the last one must be a date as well
        raise DateError(field="year", value=str(first), reason="range")
