"""Queries on visits made and items done: rows to values and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import insert, select, update

from scheduler.domain.visit import Visit
from scheduler.store.engine import Session
from scheduler.store.tables.planning import VisitRow


@dataclass(frozen=True, slots=True)
class Recorded:
    """A visit as it was recorded; one that was taken back has a time of its withdrawal."""

    visit: Visit
    at: datetime
    actor: str
    withdrawn_at: datetime | None = None


def value(row: VisitRow) -> Visit:
    """Turn a row into a value."""
    return Visit(row.id, row.alliance, row.rule, row.cell, row.day, row.visitor, row.note)


def _recorded(row: VisitRow) -> Recorded:
    return Recorded(value(row), row.at, row.actor, row.withdrawn_at)


def between(
    session: Session, alliances: Iterable[str], start: date, end: date
) -> tuple[Visit, ...]:
    """List the visits of these alliances on days in [start, end) that still count, by day."""
    query = (
        select(VisitRow)
        .where(
            VisitRow.alliance.in_(sorted(set(alliances))),
            VisitRow.day >= start,
            VisitRow.day < end,
            VisitRow.withdrawn_at.is_(None),
        )
        .order_by(VisitRow.day, VisitRow.id)
    )
    return tuple(value(row) for row in session.scalars(query))


def listed(
    session: Session, alliance: str, start: date, end: date, rule: str | None = None
) -> tuple[Recorded, ...]:
    """List the records of one alliance on days in [start, end), those taken back too, by day."""
    query = (
        select(VisitRow)
        .where(VisitRow.alliance == alliance, VisitRow.day >= start, VisitRow.day < end)
        .order_by(VisitRow.day, VisitRow.id)
    )
    if rule is not None:
        query = query.where(VisitRow.rule == rule)
    return tuple(_recorded(row) for row in session.scalars(query))


def get(session: Session, key: str) -> Recorded | None:
    """Find one record by its id."""
    row = session.get(VisitRow, key)
    return None if row is None else _recorded(row)


def named(session: Session, keys: Iterable[str]) -> dict[str, Recorded]:
    """Find records by their ids."""
    query = select(VisitRow).where(VisitRow.id.in_(sorted(set(keys))))
    return {row.id: _recorded(row) for row in session.scalars(query)}


def add(session: Session, recorded: Sequence[Recorded]) -> None:
    """Store records in bulk."""
    rows = [
        {
            "id": each.visit.id,
            "alliance": each.visit.alliance,
            "rule": each.visit.rule,
            "cell": each.visit.cell,
            "day": each.visit.day,
            "visitor": each.visit.visitor,
            "note": each.visit.note,
            "at": each.at,
            "actor": each.actor,
        }
        for each in recorded
    ]
    if rows:
        session.execute(insert(VisitRow), rows)


def withdraw(session: Session, key: str, actor: str, now: datetime) -> None:
    """Take a record back; the row stays."""
    session.execute(
        update(VisitRow).where(VisitRow.id == key).values(withdrawn_at=now, withdrawn_by=actor)
    )
