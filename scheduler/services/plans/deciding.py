"""Which coming events a person must decide on, told without planning more than need be."""

from collections.abc import Iterable, Sequence
from datetime import date, datetime, timedelta

from scheduler.domain.moments import SHANGHAI
from scheduler.services.plans.conflicts import is_for_people
from scheduler.services.plans.waiting import waiting
from scheduler.store import Session, Store
from scheduler.store import planning as stored
from scheduler.store.events import Stored


def undecided(
    store: Store,
    session: Session,
    coming: Sequence[Stored],
    alliances: Iterable[str],
    now: datetime,
) -> tuple[Stored, ...]:
    """Find which of these events, owned by one of the alliances, cannot stand as they are.

    Only alliances are planned that have an event which no plan moves; of several only those in
    which an absence touches such an event. What was planned is kept until something changes.
    """
    today, own = now.astimezone(SHANGHAI).date(), frozenset(alliances)
    fixed = [
        each for each in coming if each.event.owner in own and is_for_people(each.event, today)
    ]
    if len(own) > 1:
        away = _days_away(session, fixed)
        fixed = [each for each in fixed if each.event.day() in away]
    found: frozenset[str] = frozenset()
    for year in sorted({each.event.day().year for each in fixed}):
        owners = {each.event.owner for each in fixed if each.event.day().year == year}
        found |= waiting(store, session, sorted(owners), (year,), now)[year].undecided
    return tuple(each for each in fixed if each.event.uid in found)


def _days_away(session: Session, fixed: Iterable[Stored]) -> frozenset[date]:
    """Give those of the events' days on which somebody or something is away."""
    days = {each.event.day() for each in fixed}
    if not days:
        return frozenset()
    absences = stored.blackouts(session, min(days), max(days) + timedelta(days=1))
    return frozenset(day for day in days if any(each.start <= day < each.end for each in absences))
