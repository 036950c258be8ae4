"""Queries on the attempts at one promise: which cancelled event another one stands for."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventRow


@dataclass(frozen=True, slots=True)
class Former:
    """An event that was cancelled and arranged again: its UID and when it was to start."""

    uid: str
    start: datetime


def former(session: Session, found: Iterable[Event]) -> dict[str, Former]:
    """Give what each of these events stands for, by UID: one query at most, however many.

    One that is cancelled in its turn still says so.
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
        .with_only_columns(
            *(EventRow.owner, EventRow.rule, EventRow.scope, EventRow.period, EventRow.cell),
            *(EventRow.ordinal, EventRow.attempt, EventRow.uid, EventRow.start),
        )
    )
    cancelled: dict[tuple[str, UnitKey], list[tuple[int, Former]]] = {}
    for owner, rule, scope, period, cell, ordinal, attempt, uid, start in session.execute(query):
        unit = UnitKey(rule or "", scope or "", period or "", cell or "", ordinal or 1)
        cancelled.setdefault((owner, unit), []).append((attempt, Former(uid, start)))
    return {
        event.uid: before[-1]
        for event, unit in again
        if (
            before := [
                one
                for attempt, one in cancelled.get((event.owner, unit), ())
                if attempt < event.attempt
            ]
        )
    }
