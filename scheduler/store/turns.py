"""Queries on the ledgers of turns: rows to values and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import Row, insert, select

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.store.engine import Session
from scheduler.store.tables.planning import TurnEntryRow

_ENTRY = ("kind", "day", "eligible", "host", "uid", "amount", "counter", "reason")


@dataclass(frozen=True, slots=True)
class Charge:
    """An entry to be written into the ledger of one alliance's rotation rule."""

    alliance: str
    rule: str
    entry: TurnEntry


def _value(row: Row[Any]) -> TurnEntry:
    return TurnEntry(
        kind=EntryKind(row.kind),
        day=row.day,
        eligible=tuple(map(tuple, row.eligible)),
        host=row.host,
        uid=row.uid,
        amount=Fraction(row.amount),
        counter=row.counter,
        reason=row.reason,
    )


def entries(
    session: Session, alliances: Iterable[str]
) -> dict[tuple[str, str], tuple[TurnEntry, ...]]:
    """Give the entries of every rotation rule of these alliances, by (alliance, rule) and day."""
    columns = TurnEntryRow.__table__.c
    # Thousands of them, read for every plan: as whole rows they would take longer.
    query = (
        select(*(columns[name] for name in ("alliance", "rule", *_ENTRY)))
        .where(columns.alliance.in_(sorted(set(alliances))))
        .order_by(columns.alliance, columns.rule, columns.day, columns.id)
    )
    found: dict[tuple[str, str], list[TurnEntry]] = {}
    for row in session.execute(query):
        found.setdefault((row.alliance, row.rule), []).append(_value(row))
    return {key: tuple(rows) for key, rows in found.items()}


def add(session: Session, charges: Sequence[Charge], actor: str, now: datetime) -> None:
    """Write entries in bulk, in the order given."""
    add_dated(session, [(now, each) for each in charges], actor)


def add_dated(session: Session, dated: Sequence[tuple[datetime, Charge]], actor: str) -> None:
    """Write entries that have instants of their own in bulk, in the order given."""
    if dated:
        session.execute(insert(TurnEntryRow), [_columns(each, actor, at) for at, each in dated])


def _columns(charge: Charge, actor: str, now: datetime) -> dict[str, Any]:
    entry = charge.entry
    return {
        "alliance": charge.alliance,
        "rule": charge.rule,
        "kind": entry.kind.value,
        "day": entry.day,
        "uid": entry.uid,
        "host": entry.host,
        "eligible": [[member, weight] for member, weight in entry.eligible],
        "amount": str(entry.amount),
        "counter": entry.counter,
        "reason": entry.reason,
        "at": now,
        "actor": actor,
    }
