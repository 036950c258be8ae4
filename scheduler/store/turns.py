"""Queries on the ledgers of turns: rows to values and back."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from fractions import Fraction
from typing import Any

from sqlalchemy import insert, select

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.store.engine import Session
from scheduler.store.tables.planning import TurnEntryRow


@dataclass(frozen=True, slots=True)
class Charge:
    """An entry to be written into the ledger of one alliance's rotation rule."""

    alliance: str
    rule: str
    entry: TurnEntry


def value(row: TurnEntryRow) -> TurnEntry:
    """Turn a row into its value."""
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
    query = (
        select(TurnEntryRow)
        .where(TurnEntryRow.alliance.in_(sorted(set(alliances))))
        .order_by(TurnEntryRow.alliance, TurnEntryRow.rule, TurnEntryRow.day, TurnEntryRow.id)
    )
    found: dict[tuple[str, str], list[TurnEntry]] = {}
    for row in session.scalars(query):
        found.setdefault((row.alliance, row.rule), []).append(value(row))
    return {key: tuple(rows) for key, rows in found.items()}


def add(session: Session, charges: Sequence[Charge], actor: str, now: datetime) -> None:
    """Write entries in bulk, in the order given."""
    if charges:
        session.execute(insert(TurnEntryRow), [_columns(each, actor, now) for each in charges])


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
