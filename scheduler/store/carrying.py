"""Queries for promises that carry what is late: what was recorded for them in all years."""

from collections.abc import Iterable
from datetime import date

from sqlalchemy import and_, func, or_, select

from scheduler.domain.activity import Event
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.visit import Visit
from scheduler.store import events, visits
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import VisitRow


def events_of(
    session: Session, alliances: Iterable[str], rules: Iterable[str], kinds: Iterable[str]
) -> tuple[Event, ...]:
    """List of all years the events in these alliances' calendars of some rules and by hand.

    What was made by hand is of one of the kinds, or has one as its theme.
    """
    wanted = sorted(set(kinds))
    by_hand = and_(
        EventRow.rule.is_(None), or_(EventRow.kind.in_(wanted), EventRow.theme.in_(wanted))
    )
    query = events.in_alliances(alliances).where(
        EventRow.status != "cancelled", or_(EventRow.rule.in_(sorted(set(rules))), by_hand)
    )
    return tuple(each.event for each in events.stored(session, query))


def first_days(session: Session, alliances: Iterable[str]) -> dict[str, date]:
    """Give the day of the first event, published or held, of each of these that has any."""
    query = (
        select(EventAllianceRow.alliance, func.min(EventRow.start))
        .join(EventRow, EventRow.uid == EventAllianceRow.uid)
        .where(
            EventAllianceRow.alliance.in_(sorted(set(alliances))),
            EventRow.status.in_(["published", "held"]),
        )
        .group_by(EventAllianceRow.alliance)
    )
    rows = session.execute(query)
    return {alliance: start.astimezone(SHANGHAI).date() for alliance, start in rows}


def visits_of(
    session: Session, alliances: Iterable[str], rules: Iterable[str]
) -> tuple[Visit, ...]:
    """List of all years the visits for some rules of these alliances that still count, by day."""
    query = (
        select(VisitRow)
        .where(
            VisitRow.alliance.in_(sorted(set(alliances))),
            VisitRow.rule.in_(sorted(set(rules))),
            VisitRow.withdrawn_at.is_(None),
        )
        .order_by(VisitRow.day, VisitRow.id)
    )
    return tuple(visits.value(row) for row in session.scalars(query))
