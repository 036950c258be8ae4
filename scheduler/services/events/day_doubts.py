"""What speaks against the day to which somebody moved an event by hand; it never stops them."""

from dataclasses import dataclass
from datetime import date

from scheduler.domain.activity import Event, EventStatus
from scheduler.domain.errors import DomainError
from scheduler.rules.calendar.periods import Period, parse_key
from scheduler.rules.kinds import anchor
from scheduler.rules.model import Rule
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


def doubts(session: Session, event: Event, rule: Rule | None) -> tuple[Doubt, ...]:
    """List what speaks against the day of an event that a person moved and that is to come.

    ``rule`` is the promise that it keeps.
    """
    moved = event.pinned and str(event.why_date.get("code")).startswith("reason.")
    if not moved or event.status is not EventStatus.PUBLISHED:
        return ()
    day, found = event.day(), []
    if not years.calendar(session).is_workday(day):
        found.append(Doubt("day_off", day))
    period = event.unit.period if event.unit else ""
    if _outside(day, period, rule):
        found.append(Doubt("period", day, period=period))
    overlaps = () if event.all_day else events.overlapping(session, event)
    return (*found, *(Doubt("overlap", day, other=other) for other in overlaps))


def _outside(day: date, key: str, rule: Rule | None) -> bool:
    try:
        period = parse_key(key)
        window = _window(rule, period)
    except DomainError:  # a campaign and an event without a promise have no civil period
        return False
    return day not in period and not (window and window[0] <= day < window[1])


def _window(rule: Rule | None, period: Period) -> tuple[date, date] | None:
    """Give the days near that of an anchor, which may lie beyond the period."""
    if rule is None or rule.type != "anchor":
        return None
    return anchor.parse(rule).window_of(period)
