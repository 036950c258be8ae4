"""The one ledger of changes: numbers without gaps inside each alliance, under its row lock."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any

from sqlalchemy import select

from scheduler.domain.moments import aware
from scheduler.store import bulk
from scheduler.store.base import Base
from scheduler.store.engine import Session
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow

_CHANGES = Base.metadata.tables[ChangeRow.__tablename__]

SYSTEM = "system"
"""The reserved ledger of what belongs to no alliance (users, tokens)."""

PLAN_RELEVANT = frozenset(
    {"rule", "workdays", "membership", "event", "turn", "matter", "blackout", "venue", "officer"}
)
"""Entities whose changes move the base of a plan."""


@dataclass(frozen=True, slots=True)
class Entry:
    """One change to be written into every alliance that it reaches.

    ``visible`` tells that a feed shows it; ``detail`` is data (field, from, to, reason code).
    """

    alliances: Sequence[str]
    entity: str
    entity_id: str
    kind: str
    revision: int = 0
    detail: Mapping[str, Any] = field(default_factory=dict)
    visible: bool = False


@dataclass(frozen=True, slots=True)
class Head:
    """The last numbers of one alliance: of all, of plan-relevant and of feed-visible changes."""

    seq: int = 0
    plan_seq: int = 0
    feed_seq: int = 0


def lock(session: Session, alliances: Iterable[str], now: datetime) -> dict[str, LedgerHeadRow]:
    """Lock the ledgers of these alliances in ascending order, making those that are missing."""
    wanted = sorted(set(alliances))
    query = (
        select(LedgerHeadRow)
        .where(LedgerHeadRow.alliance.in_(wanted))
        .order_by(LedgerHeadRow.alliance)
        .with_for_update()
    )
    heads = {row.alliance: row for row in session.scalars(query)}
    for key in wanted:
        if key not in heads:
            heads[key] = LedgerHeadRow(alliance=key, seq=0, plan_seq=0, feed_seq=0, at=now)
            session.add(heads[key])
    session.flush()
    return heads


def append(session: Session, entries: Sequence[Entry], actor: str, now: datetime) -> None:
    """Write the entries into each alliance's ledger, in the order given.

    ``at`` is ``now``, never less than the alliance's last.
    """
    append_dated(session, [(now, entry) for entry in entries], actor)


def append_dated(session: Session, dated: Sequence[tuple[datetime, Entry]], actor: str) -> None:
    """Write entries that have instants of their own, the earliest first."""
    if not dated:
        return
    reached = (key for _, entry in dated for key in entry.alliances)
    locked = lock(session, reached, aware(dated[0][0], "now"))
    books = {key: _Book(locked[key]) for key in sorted(locked)}
    for at, entry in dated:
        for key in set(entry.alliances):
            books[key].write(at, entry)
    columns: dict[str, list[Any]] = {name: [] for name in ("alliance", *_Book.COLUMNS)}
    for key, book in books.items():
        columns["alliance"] += [key] * len(book.rows)
        for name, values in zip(_Book.COLUMNS, zip(*book.rows, strict=True), strict=False):
            columns[name] += values
        book.close()
    bulk.insert_columns(session, _CHANGES, {**columns, "actor": [actor] * len(columns["alliance"])})
    session.flush()


class _Book:
    """The ledger of one alliance while it is written: plain numbers, for there may be many."""

    COLUMNS = (
        *("seq", "entity", "entity_id", "kind", "revision", "at", "detail", "visible"),
        "plan_relevant",
    )

    def __init__(self, head: LedgerHeadRow) -> None:
        self._head = head
        self._seq, self._plan_seq, self._feed_seq = head.seq, head.plan_seq, head.feed_seq
        self._at = head.at
        self.rows: list[tuple[Any, ...]] = []

    def write(self, at: datetime, entry: Entry) -> None:
        """Take down one entry under the next number."""
        self._seq = seq = self._seq + 1
        self._at = max(self._at, at)
        relevant = entry.entity in PLAN_RELEVANT
        if relevant:
            self._plan_seq = seq
        if entry.visible:
            self._feed_seq = seq
        self.rows.append(
            (
                seq,
                entry.entity,
                entry.entity_id,
                entry.kind,
                entry.revision,
                self._at,
                entry.detail,
                entry.visible,
                relevant,
            )
        )

    def close(self) -> None:
        """Hand the last numbers to the head."""
        head = self._head
        head.seq, head.plan_seq, head.feed_seq = self._seq, self._plan_seq, self._feed_seq
        head.at = self._at


def heads(session: Session, alliances: Iterable[str]) -> dict[str, Head]:
    """Give the last numbers of each of these alliances; zero where nothing was ever written."""
    wanted = sorted(set(alliances))
    rows = session.scalars(select(LedgerHeadRow).where(LedgerHeadRow.alliance.in_(wanted)))
    found = {row.alliance: Head(row.seq, row.plan_seq, row.feed_seq) for row in rows}
    return {key: found.get(key, Head()) for key in wanted}


def changes(
    session: Session, alliance: str, *, since: int = 0, limit: int = 500
) -> tuple[ChangeRow, ...]:
    """List an alliance's changes after ``since``, oldest first."""
    query = (
        select(ChangeRow)
        .where(ChangeRow.alliance == alliance, ChangeRow.seq > since)
        .order_by(ChangeRow.seq)
        .limit(limit)
    )
    return tuple(session.scalars(query))


def of_entity(session: Session, entity: str, entity_id: str) -> tuple[ChangeRow, ...]:
    """List the changes of one thing as its ledgers hold them, oldest first."""
    query = (
        select(ChangeRow)
        .where(ChangeRow.entity == entity, ChangeRow.entity_id == entity_id)
        .order_by(ChangeRow.at, ChangeRow.alliance, ChangeRow.seq)
    )
    return tuple(session.scalars(query))
