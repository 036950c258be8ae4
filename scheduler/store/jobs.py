"""Queries of jobs: the claim of a due item, and the events that leave the feeds."""

from datetime import datetime

from sqlalchemy import or_, select
from sqlalchemy import update as sql_update

from scheduler.store import events
from scheduler.store.engine import Session
from scheduler.store.events import Stored
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.ledger import JobRunRow


def claim(session: Session, job: str, slot: str, now: datetime) -> bool:
    """Claim a due item inside the transaction of its effect; tells whether it was still free."""
    if session.get(JobRunRow, (job, slot), with_for_update=True) is not None:
        return False
    session.add(JobRunRow(job=job, slot=slot, at=now))
    session.flush()
    return True


def is_claimed(session: Session, job: str, slot: str) -> bool:
    """Tell whether a due item was claimed."""
    return session.get(JobRunRow, (job, slot)) is not None


def leaving(session: Session, *, cancelled: datetime, others: datetime) -> tuple[Stored, ...]:
    """List the events that ended before these instants and still stand in feeds."""
    query = (
        select(EventRow)
        .where(
            EventRow.retired.is_(False),
            or_(
                EventRow.end < others,
                (EventRow.status == "cancelled") & (EventRow.end < cancelled),
            ),
        )
        .order_by(EventRow.uid)
    )
    return events.stored(session, query)


def retire(session: Session, uids: list[str]) -> None:
    """Mark events as gone from the feeds."""
    session.execute(sql_update(EventRow).where(EventRow.uid.in_(uids)).values(retired=True))
