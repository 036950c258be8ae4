"""The workday calendar: what is decided for each year, what is still open, and how to count.

A year whose notice is not in is provisional: weekends and the days off by law are known, make-up
workdays are not, so plans keep a guard band around each day off by law. The notice for a year may
still change the last days of December before it, so these wait for it as well.
"""

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, timedelta
from enum import StrEnum
from functools import lru_cache
from importlib.resources import files

from scheduler.domain.errors import NoticeError
from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.notices import Notice, NoticeDay, parse_notice

GUARD_DAYS = 5
"""A provisional day this near to a day off by law may yet become a day off."""

_DAY = timedelta(days=1)
_SATURDAY = 5
_DECEMBER = 12
_LATE_DECEMBER = 31 - GUARD_DAYS + 1  # as near to 1 January as the guard band reaches


class YearState(StrEnum):
    """How far a year is decided; ``amended`` is announced more than once."""

    ANNOUNCED = "announced"
    PROVISIONAL = "provisional"
    AMENDED = "amended"


@dataclass(frozen=True, slots=True)
class WorkdayYear:
    """The notice in force for one year, when it was given, and how often the year was decided."""

    notice: Notice
    notice_date: date
    revision: int = 1

    @property
    def state(self) -> YearState:
        """Tell ``announced`` or, from the second decision on, ``amended``."""
        return YearState.ANNOUNCED if self.revision == 1 else YearState.AMENDED


@dataclass(frozen=True, slots=True)
class WorkdayCalendar:
    """Days off and workdays of every date; a year without a notice is provisional, never an error.

    Give each year at most once. Where two notices decide one date, that of the later year holds.
    ``earlier`` are the calendars that were in force before, each with the day on which it ended:
    terms that ran then are never shortened by a later notice.
    """

    years: tuple[WorkdayYear, ...] = ()
    earlier: tuple[tuple[date, "WorkdayCalendar"], ...] = ()
    _years: Mapping[int, WorkdayYear] = field(init=False, repr=False, compare=False)
    _days: Mapping[date, NoticeDay] = field(init=False, repr=False, compare=False)

    def __post_init__(self) -> None:
        """Put the years in order and index their days."""
        years = tuple(sorted(self.years, key=lambda known: known.notice.year))
        object.__setattr__(self, "years", years)
        object.__setattr__(self, "_years", {known.notice.year: known for known in years})
        days = {entry.day: entry for known in years for entry in known.notice.days}
        object.__setattr__(self, "_days", days)

    @property
    def revision(self) -> int:
        """Count the decisions in force; every import that changes something raises it by one."""
        return sum(known.revision for known in self.years)

    def state(self, year: int) -> YearState:
        """Tell how far the year is decided."""
        known = self._years.get(year)
        return YearState.PROVISIONAL if known is None else known.state

    def is_workday(self, day: date) -> bool:
        """Tell whether people work on the day, as far as is known."""
        entry = self._days.get(day)
        if entry is not None:
            return entry.is_workday
        return day.weekday() < _SATURDAY and day not in statutory_days(day.year)

    def is_holiday(self, day: date) -> bool:
        """Tell whether the day is off for a festival; a plain weekend is not."""
        entry = self._days.get(day)
        return day in statutory_days(day.year) if entry is None else not entry.is_workday

    def is_makeup(self, day: date) -> bool:
        """Tell whether the day is worked in exchange for a day off."""
        entry = self._days.get(day)
        return entry is not None and entry.is_workday

    def name(self, day: date) -> str | None:
        """Give the Chinese name of the festival for which the day is off or worked, if any."""
        entry = self._days.get(day)
        return statutory_days(day.year).get(day) if entry is None else entry.name

    def is_provisional(self, day: date) -> bool:
        """Tell whether a notice still to come may decide the day."""
        if day.year not in self._years:
            return True
        late_december = day.month == _DECEMBER and day.day >= _LATE_DECEMBER
        return late_december and day.year + 1 not in self._years

    def is_guarded(self, day: date) -> bool:
        """Tell whether the day is provisional and within five days of a day off by law."""
        return self.guard_depth(day) > 0

    def guard_depth(self, day: date) -> int:
        """Tell how deep in the guard band a day lies: 0 outside, 1 at its edge, 6 if off by law."""
        return _guard_depths(day.year).get(day.toordinal(), 0) if self.is_provisional(day) else 0

    def allowed(self, day: date) -> bool:
        """Tell whether a plan that asks for workdays may use the day."""
        return self.is_workday(day) and not self.is_guarded(day)

    def adjacent_to_holiday(self, day: date) -> bool:
        """Tell whether the day before or after is off for a festival."""
        return self.is_holiday(day - _DAY) or self.is_holiday(day + _DAY)

    def next(self, day: date) -> date:
        """Give the first workday on or after the day."""
        while not self.is_workday(day):
            day += _DAY
        return day

    def previous(self, day: date) -> date:
        """Give the last workday on or before the day."""
        while not self.is_workday(day):
            day -= _DAY
        return day

    def nearest(self, day: date) -> date:
        """Give the workday nearest to the day; of two equally near the earlier."""
        before, after = self.previous(day), self.next(day)
        return before if day - before <= after - day else after

    def add_workdays(self, day: date, count: int) -> date:
        """Give the count-th workday after the day (before it, if negative); 0 gives the day."""
        step = _DAY if count > 0 else -_DAY
        for _ in range(abs(count)):
            day += step
            while not self.is_workday(day):
                day += step
        return day

    def term_end(self, day: date, count: int) -> date:
        """Give the last day of a term of workdays that begins the day after.

        Notices that came since the day may move it back, and never take days away.
        """
        known = (calendar for ended, calendar in self.earlier if ended >= day)
        return max(calendar.add_workdays(day, count) for calendar in (self, *known))

    def workdays_between(self, start: date, end: date) -> tuple[date, ...]:
        """List the workdays in [start, end)."""
        span = (start + timedelta(days=offset) for offset in range((end - start).days))
        return tuple(day for day in span if self.is_workday(day))

    def with_notice(self, notice: Notice, notice_date: date) -> "WorkdayCalendar":
        """Return the calendar after the notice: its year is replaced, all others stay.

        A notice whose days are in force already, or that has none, changes nothing; one older
        than the notice in force is refused.
        """
        known = self._years.get(notice.year)
        if not notice.days or (known is not None and known.notice.days == notice.days):
            return self
        if known is None:
            return replace(self, years=(*self.years, WorkdayYear(notice, notice_date)))
        if notice_date < known.notice_date:
            raise NoticeError(
                field="notice_date",
                place={"code": "notice.field", "fields": {"field": "notice_date"}},
                reason="outdated",
                value=notice_date.isoformat(),
                known=known.notice_date.isoformat(),
            )
        amended = WorkdayYear(notice, notice_date, known.revision + 1)
        others = (other for other in self.years if other is not known)
        return replace(self, years=(*others, amended))

    def overlaid(self, stored: Iterable[WorkdayYear]) -> "WorkdayCalendar":
        """Return the calendar under stored years: of two for one year the later given holds."""
        chosen = dict(self._years)
        for known in stored:
            below = chosen.get(known.notice.year)
            if below is None or below.notice_date <= known.notice_date:
                chosen[known.notice.year] = known
        return replace(self, years=tuple(chosen.values()))


@lru_cache(maxsize=1)
def shipped_calendar() -> WorkdayCalendar:
    """Read the calendar of the package, 2009 to 2026; an amended year is in its last state."""
    text = (files("scheduler.rules") / "data" / "workdays.json").read_text(encoding="utf-8")
    years = []
    for value in json.loads(text):
        notice = parse_notice(value)
        given = date.fromisoformat(value["noticeDate"])
        years.append(WorkdayYear(notice, given, revision=len(notice.papers)))
    return WorkdayCalendar(tuple(years))


@lru_cache(maxsize=256)
def _guard_depths(year: int) -> Mapping[int, int]:
    """Give the ordinals within the guard band of a day off by law, of 1 January next as well."""
    centres = [day.toordinal() for day in statutory_days(year)]
    centres.append(date(year, _DECEMBER, 31).toordinal() + 1)
    depths: dict[int, int] = {}
    for centre in centres:
        for offset in range(-GUARD_DAYS, GUARD_DAYS + 1):
            depth = GUARD_DAYS + 1 - abs(offset)
            depths[centre + offset] = max(depths.get(centre + offset, 0), depth)
    return depths
