"""Queries on matters and their steps: rows to values and back."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import func, select, update

from scheduler.domain.matter import Matter, MatterState, Method
from scheduler.store.engine import Session
from scheduler.store.tables.matters import MatterRow, MatterStepRow


@dataclass(frozen=True, slots=True)
class StepTaken:
    """One step as it was recorded."""

    matter: str
    step: str
    at: datetime
    actor: str
    department: str | None = None
    method: str | None = None
    note: str = ""


def value(row: MatterRow) -> Matter:
    """Turn a row into a value."""
    return Matter(
        key=row.key,
        alliance=row.alliance,
        title=row.title,
        category=row.category,
        raised_by=row.raised_by,
        raised_at=row.raised_at,
        state=MatterState(row.state),
        major=row.major,
        detail=row.detail,
        department=row.department,
        accepted_at=row.accepted_at,
        resolved_at=row.resolved_at,
        due=row.due,
        method=None if row.method is None else Method(row.method),
        proxy=row.proxy,
        revision=row.revision,
    )


def of_alliances(session: Session, alliances: Iterable[str]) -> tuple[Matter, ...]:
    """List the matters of these alliances by key."""
    query = (
        select(MatterRow)
        .where(MatterRow.alliance.in_(sorted(set(alliances))))
        .order_by(MatterRow.key)
    )
    return tuple(value(row) for row in session.scalars(query))


def get(session: Session, key: str) -> Matter | None:
    """Find a matter by its key."""
    row = session.get(MatterRow, key)
    return None if row is None else value(row)


def named(session: Session, keys: Iterable[str]) -> dict[str, Matter]:
    """Find matters by their keys."""
    query = select(MatterRow).where(MatterRow.key.in_(sorted(set(keys))))
    return {row.key: value(row) for row in session.scalars(query)}


def next_number(session: Session, alliance: str) -> int:
    """Give the next number of an alliance; its ledger's lock must be held."""
    query = select(func.max(MatterRow.number)).where(MatterRow.alliance == alliance)
    return (session.execute(query).scalar() or 0) + 1


def add(session: Session, matter: Matter, number: int) -> None:
    """Store a new matter."""
    row = MatterRow(
        key=matter.key,
        alliance=matter.alliance,
        number=number,
        title=matter.title,
        category=matter.category,
        raised_by=matter.raised_by,
        raised_at=matter.raised_at,
        state=matter.state.value,
        major=matter.major,
        detail=matter.detail,
    )
    session.add(row)
    session.flush()


def change(session: Session, key: str, revision: int, values: dict[str, Any]) -> bool:
    """Change a matter that still has this revision; tells whether it had."""
    query = (
        update(MatterRow)
        .where(MatterRow.key == key, MatterRow.revision == revision)
        .values(revision=revision + 1, **values)
        .returning(MatterRow.key)
    )
    return session.execute(query).scalar_one_or_none() is not None


def add_step(session: Session, taken: StepTaken) -> None:
    """Record a step."""
    session.add(
        MatterStepRow(
            matter=taken.matter,
            step=taken.step,
            at=taken.at,
            actor=taken.actor,
            department=taken.department,
            method=taken.method,
            note=taken.note,
        )
    )
    session.flush()


def steps(session: Session, keys: Iterable[str]) -> dict[str, tuple[StepTaken, ...]]:
    """Give the steps of each of these matters, oldest first."""
    wanted = sorted(set(keys))
    query = (
        select(MatterStepRow)
        .where(MatterStepRow.matter.in_(wanted))
        .order_by(MatterStepRow.at, MatterStepRow.id)
    )
    found: dict[str, list[StepTaken]] = {key: [] for key in wanted}
    for row in session.scalars(query):
        found[row.matter].append(
            StepTaken(row.matter, row.step, row.at, row.actor, row.department, row.method, row.note)
        )
    return {key: tuple(taken) for key, taken in found.items()}
