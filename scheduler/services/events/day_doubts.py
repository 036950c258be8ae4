"""What speaks against the day to which somebody moved an event by hand; it never stops them."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import DomainError
from scheduler.rules.calendar.periods import parse_key
from scheduler.services.workdays import years
from scheduler.store import Session, events
from scheduler.store.events import Neighbour


@dataclass(frozen=True, slots=True)
class Doubt:
    """One reason: ``doubt.<code>`` is its sentence; an overlap names the other event."""

    code: str
    day: date
    period: str = ""
    other: Neighbour | None = None


def doubts(session: Session, event: Event) -> tuple[Doubt, ...]:
    """List what speaks against the day of an event that a person moved and that is to come."""
    moved = event.pinned and str(event.why_date.get("code")).startswith("reason.")
    if not moved or event.status is not EventStatus.PUBLISHED:
        return ()
    day, found = event.day(), []
    if not years.calendar(session).is_workday(day):
        found.append(Doubt("day_off", day))
    period = event.unit.period if event.unit else ""
    if _outside(day, period):
        found.append(Doubt("period", day, period=period))
    overlaps = () if event.all_day else events.overlapping(session, event)
    return (*found, *(Doubt("overlap", day, other=other) for other in overlaps))


def _outside(day: date, period: str) -> bool:
    try:
        return day not in parse_key(period)
    except DomainError:  # a campaign and an event without a promise have no civil period
        return False
