"""A plan month by month: how many events each alliance has on which days, before and after."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Plan
from scheduler.rules.planning.diff import applied

_OPEN = frozenset({EventStatus.PUBLISHED, EventStatus.HELD})


@dataclass(frozen=True, slots=True)
class Month:
    """The days of one month's events, as they are published and as they would be, in order.

    A day with two events stands twice.
    """

    year: int
    month: int
    before: tuple[date, ...]
    after: tuple[date, ...]


@dataclass(frozen=True, slots=True)
class AllianceMonths:
    """One alliance's months that have events, before or after."""

    alliance: str
    months: tuple[Month, ...]


def months_of(plan: Plan, source: PlanInput) -> tuple[AllianceMonths, ...]:
    """Compare the calendars of the targets before and after a plan, over its span of dates."""
    after = applied(source, plan).events
    return tuple(
        AllianceMonths(alliance, _months(alliance, (source.events, after), source))
        for alliance in sorted(source.targets)
    )


def _months(
    alliance: str, sides: tuple[Iterable[Event], Iterable[Event]], source: PlanInput
) -> tuple[Month, ...]:
    found: dict[tuple[int, int], tuple[list[date], list[date]]] = {}
    for side, events in enumerate(sides):
        for event in events:
            day = event.day()
            mine = alliance in event.alliances or alliance == event.owner
            if mine and event.status in _OPEN and source.start <= day < source.end:
                found.setdefault((day.year, day.month), ([], []))[side].append(day)
    return tuple(
        Month(year, month, tuple(sorted(before)), tuple(sorted(after)))
        for (year, month), (before, after) in sorted(found.items())
    )
