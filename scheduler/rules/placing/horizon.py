"""Days as bits: the span of a plan as integer masks, in which bit 0 is the first day."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from scheduler.rules.calendar.workdays import GUARD_DAYS, WorkdayCalendar

_WEEK = 7


@dataclass(frozen=True, slots=True)
class Horizon:
    """Masks of the days that a calendar distinguishes, from the ordinal ``base`` on.

    ``guarded`` holds the guard band, and then what is left of it without its outermost days, so
    that a day is in the more of these masks the nearer a holiday it lies.
    """

    base: int
    workdays: int
    guarded: tuple[int, ...]
    beside: int
    weekdays: tuple[int, ...]

    def index(self, day: date) -> int:
        """Give the bit of a day; negative before the horizon."""
        return day.toordinal() - self.base

    def day(self, index: int) -> date:
        """Give the day of a bit."""
        return date.fromordinal(self.base + index)

    def span(self, start: date, end: date) -> int:
        """Give the mask of [start, end)."""
        return between(self.index(start), self.index(end))

    def on(self, weekdays: frozenset[int]) -> int:
        """Give the mask of the days that fall on one of the weekdays, Monday being 0."""
        mask = 0
        for weekday in weekdays:
            mask |= self.weekdays[weekday]
        return mask


def horizon(calendar: WorkdayCalendar, start: date, end: date) -> Horizon:
    """Read the calendar once over [start, end)."""
    base = start.toordinal()
    workdays = beside = 0
    weekdays, guarded = [0] * _WEEK, [0] * (GUARD_DAYS + 1)
    for index in range((end - start).days):
        day = date.fromordinal(base + index)
        bit = 1 << index
        weekdays[day.weekday()] |= bit
        if calendar.is_workday(day):
            workdays |= bit
        for depth in range(calendar.guard_depth(day)):
            guarded[depth] |= bit
        if calendar.adjacent_to_holiday(day):
            beside |= bit
    return Horizon(base, workdays, tuple(guarded), beside, tuple(weekdays))


def between(first: int, after: int) -> int:
    """Give the mask of the bits [first, after); those below bit 0 are cut off."""
    low = max(first, 0)
    return (1 << max(after, low)) - (1 << low)


def bits(mask: int) -> Iterator[int]:
    """List the set bits in rising order."""
    while mask:
        low = mask & -mask
        yield low.bit_length() - 1
        mask ^= low


def smeared(mask: int, width: int) -> int:
    """Widen each set bit downwards, so that it fills that many bits."""
    done = 1
    while done < width:
        step = min(done, width - done)
        mask |= mask >> step
        done += step
    return mask
