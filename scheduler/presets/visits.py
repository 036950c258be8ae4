"""Sample visits and items: which were done and when; a pure function of what is due and the day."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from datetime import date, timedelta

from scheduler.domain.visit import Visit
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.units import LISTED, DemandUnit, Output

_MISSED = ("enterprise_visit", "kunshan-german-car-making")
"""The rule and the alliance in which a visit now and then was not made in its time."""

_KEPT = 97
"""Of a hundred visits so many were made there; elsewhere all are."""

_TWICE = 30
"""Of a hundred places so many are visited a second time."""

_SPACE = uuid.NAMESPACE_URL
_DAY = timedelta(days=1)


def sample_visits(
    units: Iterable[DemandUnit],
    visitors: Mapping[tuple[str, str], tuple[str, ...]],
    span: tuple[date, date],
    calendar: WorkdayCalendar,
) -> tuple[Visit, ...]:
    """Give what was done on the workdays [start, end) of a span, by day and id.

    ``visitors`` are those who take turns, by (alliance, rule).
    """
    found = [
        visit
        for unit in units
        if unit.output in LISTED
        for visit in _of(unit, visitors.get((unit.owner, unit.key.rule), ()), calendar)
        if span[0] <= visit.day < span[1]
    ]
    return tuple(sorted(found, key=lambda visit: (visit.day, visit.id)))


def _of(unit: DemandUnit, visitors: tuple[str, ...], calendar: WorkdayCalendar) -> Iterable[Visit]:
    lots = hashlib.sha256(str(unit.key).encode() + unit.owner.encode()).digest()
    if (unit.key.rule, unit.owner) == _MISSED and lots[0] % 100 >= _KEPT:
        return
    length = (unit.end - unit.start).days
    place = int.from_bytes(lots[1:5], "big") % (length * 9 // 10)
    first = _workday(unit.start + timedelta(days=place), unit, calendar)
    yield _visit(unit, 1, first, visitors, lots[5])
    if unit.output is Output.VISIT and lots[6] % 100 < _TWICE:
        rest = (unit.end - first).days
        later = _workday(first + timedelta(days=1 + rest // 2), unit, calendar)
        if later > first:
            yield _visit(unit, 2, later, visitors, lots[7])


def _workday(day: date, unit: DemandUnit, calendar: WorkdayCalendar) -> date:
    """Take the next workday, or the last of the window where none follows."""
    following = calendar.next(day)
    return following if following < unit.end else calendar.previous(unit.end - _DAY)


def _visit(unit: DemandUnit, number: int, day: date, visitors: tuple[str, ...], lot: int) -> Visit:
    key = str(uuid.uuid5(_SPACE, f"visit:{unit.owner}:{unit.key}:{number}"))
    visitor = visitors[lot % len(visitors)] if visitors else None
    return Visit(key, unit.owner, unit.key.rule, unit.key.cell, day, visitor)
