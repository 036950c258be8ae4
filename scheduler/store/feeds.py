"""Queries for calendar feeds: what moved last, and how each event came to be as it is."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.store.engine import Session
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow

AWAY: tuple[type[Exception], ...] = (DBAPIError, PoolTimeoutError)
"""What is raised while the database cannot be reached."""

PART = 500
"""How many values one statement names at most; SQLite limits them."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The newest change of an alliance that its feed shows; number 0 where there was none."""

    seq: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventChange:
    """One change of an event as data: who, when, what, from what to what, why."""

    uid: str
    seq: int
    kind: str
    revision: int
    at: datetime
    actor: str
    detail: Mapping[str, Any]
    visible: bool


def last_change(session: Session, alliance: str) -> LastChange:
    """Give the newest change that the alliance's feed shows."""
    query = (
        select(ChangeRow.seq, ChangeRow.at)
        .join(LedgerHeadRow, LedgerHeadRow.alliance == ChangeRow.alliance)
        .where(ChangeRow.alliance == alliance, ChangeRow.seq == LedgerHeadRow.feed_seq)
    )
    found = session.execute(query).one_or_none()
    return LastChange() if found is None else LastChange(found.seq, found.at)


def latest_of_events(session: Session, uids: Iterable[str]) -> dict[str, EventChange]:
    """Give each event's newest visible change after it was published, as its owner saw it."""
    wanted = sorted(set(uids))
    found: dict[str, EventChange] = {}
    for start in range(0, len(wanted), PART):
        newest = (
            select(ChangeRow.alliance, ChangeRow.entity_id, func.max(ChangeRow.seq).label("seq"))
            .join(EventRow, EventRow.uid == ChangeRow.entity_id)
            .where(
                ChangeRow.entity == "event",
                ChangeRow.entity_id.in_(wanted[start : start + PART]),
                ChangeRow.alliance == EventRow.owner,
                ChangeRow.visible.is_(True),
                ChangeRow.revision > 0,
            )
            .group_by(ChangeRow.alliance, ChangeRow.entity_id)
            .subquery()
        )
        query = select(ChangeRow).join(
            newest,
            (newest.c.alliance == ChangeRow.alliance) & (newest.c.seq == ChangeRow.seq),
        )
        found |= {row.entity_id: event_change(row) for row in session.scalars(query)}
    return found


def of_event(session: Session, uid: str, alliance: str) -> tuple[EventChange, ...]:
    """List the changes of an event in one alliance's ledger, oldest first."""
    query = (
        select(ChangeRow)
        .where(
            ChangeRow.alliance == alliance,
            ChangeRow.entity == "event",
            ChangeRow.entity_id == uid,
        )
        .order_by(ChangeRow.seq)
    )
    return tuple(event_change(row) for row in session.scalars(query))


def event_change(row: ChangeRow) -> EventChange:
    """Turn the ledger row of an event into a value."""
    return EventChange(
        uid=row.entity_id,
        seq=row.seq,
        kind=row.kind,
        revision=row.revision,
        at=row.at,
        actor=row.actor,
        detail=row.detail,
        visible=row.visible,
    )
