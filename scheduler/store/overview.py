"""Queries for the page of today: what is on, what waits, what changed."""

from collections.abc import Iterable
from datetime import datetime

from sqlalchemy import func, select

from scheduler.store import events
from scheduler.store.engine import Session
from scheduler.store.events import Stored
from scheduler.store.feeds import EventChange, event_change
from scheduler.store.tables.attendance import RegisterRow
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.ledger import ChangeRow


def coming(
    session: Session, alliances: Iterable[str], start: datetime, end: datetime
) -> tuple[Stored, ...]:
    """List the published and held events of these alliances that overlap [start, end)."""
    query = events.in_alliances(alliances).where(
        EventRow.start < end, EventRow.end > start, EventRow.status.in_(["published", "held"])
    )
    return events.stored(session, query)


def unfinished(session: Session, alliances: Iterable[str], now: datetime) -> tuple[Stored, ...]:
    """List the meetings that are over and not recorded, or whose confirmed roll is not sealed."""
    unsealed = select(RegisterRow.uid).where(RegisterRow.state == "confirmed")
    query = events.in_alliances(alliances).where(
        EventRow.end <= now,
        EventRow.all_day.is_(False),
        (EventRow.status == "published")
        | ((EventRow.status == "held") & EventRow.uid.in_(unsealed)),
    )
    return events.stored(session, query)


def registers(session: Session, uids: Iterable[str]) -> dict[str, str]:
    """Give the state of each register among these events."""
    query = select(RegisterRow.uid, RegisterRow.state).where(RegisterRow.uid.in_(sorted(set(uids))))
    return {row.uid: row.state for row in session.execute(query)}


def news(session: Session, alliances: Iterable[str], limit: int) -> tuple[EventChange, ...]:
    """List the newest changes of events in these alliances, each once.

    What a plan adds is no news; what moves, swaps or cancels is.
    """
    # A change of a joint event stands in the ledger of each of its alliances.
    first = func.row_number().over(
        partition_by=(ChangeRow.entity_id, ChangeRow.revision), order_by=ChangeRow.alliance
    )
    numbered = (
        select(ChangeRow.alliance, ChangeRow.seq, first.label("place"))
        .where(
            ChangeRow.entity == "event",
            ChangeRow.alliance.in_(sorted(set(alliances))),
            ChangeRow.visible.is_(True),
            ChangeRow.kind.in_(["moved", "host", "venue", "renamed", "cancelled", "restored"]),
        )
        .subquery()
    )
    query = (
        select(ChangeRow)
        .join(
            numbered,
            (numbered.c.alliance == ChangeRow.alliance) & (numbered.c.seq == ChangeRow.seq),
        )
        .where(numbered.c.place == 1)
        .order_by(ChangeRow.at.desc(), ChangeRow.alliance, ChangeRow.seq.desc())
        .limit(limit)
    )
    return tuple(event_change(row) for row in session.scalars(query))


def titles(session: Session, uids: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the Chinese and English titles of these events; one that is no text is left out."""
    query = select(EventRow.uid, EventRow.title, EventRow.title_en).where(
        EventRow.uid.in_(sorted(set(uids)))
    )
    # What was written by hand may be octets, whatever the column is.
    return {
        uid: (zh, en) for uid, zh, en in session.execute(query) if {type(zh), type(en)} == {str}
    }
