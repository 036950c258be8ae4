"""Queries on the attempts at one promise: which cancelled event another one stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.store import events
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventRow


@dataclass(frozen=True, slots=True)
class Former:
    """An event that was cancelled and arranged again: its UID and when it was to start."""

    uid: str
    start: datetime


def former(session: Session, found: Iterable[Event]) -> dict[str, Former]:
    """Give what each of these events stands for, by UID: two queries at most, however many.

    One that is cancelled in its turn still says so; of what cannot be read none says so.
    """
    again = [(each, each.unit) for each in found if each.attempt > 1 and each.unit]
    if not again:
        return {}
    query = (
        select(EventRow)
        .where(
            EventRow.owner.in_(sorted({event.owner for event, _ in again})),
            EventRow.rule.in_(sorted({unit.rule for _, unit in again})),
            EventRow.period.in_(sorted({unit.period for _, unit in again})),
            EventRow.status == EventStatus.CANCELLED.value,
        )
        .order_by(EventRow.attempt)
    )
    cancelled: dict[tuple[str, UnitKey], list[Event]] = {}
    for each in events.stored(session, query):
        if unit := each.event.unit:
            cancelled.setdefault((each.event.owner, unit), []).append(each.event)
    return {
        event.uid: Former(before[-1].uid, before[-1].start)
        for event, unit in again
        if (
            before := [
                one for one in cancelled.get((event.owner, unit), ()) if one.attempt < event.attempt
            ]
        )
    }
