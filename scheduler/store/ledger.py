"""The one ledger of changes: numbers without gaps inside each alliance, under its row lock."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime
from itertools import accumulate, compress
from typing import Any

from sqlalchemy import select

from scheduler.domain.moments import aware
from scheduler.store import bulk
from scheduler.store.base import Base
from scheduler.store.engine import Session
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow

_SAME = ("entity", "entity_id", "kind", "revision", "detail", "visible")
_CHANGES = Base.metadata.tables[ChangeRow.__tablename__]

SYSTEM = "system"
"""The reserved ledger of what belongs to no alliance (users, tokens)."""

PLAN_RELEVANT = frozenset(
    {
        *("rule", "list", "workdays", "membership", "officer"),
        *("event", "turn", "matter", "blackout", "venue"),
    }
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
    written: dict[str, list[tuple[datetime, Entry]]] = {}
    for each in dated:
        for key in set(each[1].alliances):
            written.setdefault(key, []).append(each)
    locked = lock(session, written, aware(dated[0][0], "now"))
    columns: dict[str, list[Any]] = defaultdict(list)
    for key in sorted(written):
        for name, values in _written(locked[key], written[key]).items():
            columns[name] += values
        columns["alliance"] += [key] * len(written[key])
    bulk.insert_columns(session, _CHANGES, {**columns, "actor": [actor] * len(columns["alliance"])})
    session.flush()


def _written(
    head: LedgerHeadRow, dated: Sequence[tuple[datetime, Entry]]
) -> dict[str, Sequence[Any]]:
    """Give the columns of one alliance's next rows, and raise its head to their last."""
    found: dict[str, Any] = bulk.attributes(_SAME, [entry for _, entry in dated])
    found["seq"] = seq = range(head.seq + 1, head.seq + 1 + len(dated))
    found["at"] = at = list(accumulate((at for at, _ in dated), max, initial=head.at))[1:]
    found["plan_relevant"] = relevant = [name in PLAN_RELEVANT for name in found["entity"]]
    head.plan_seq = max(compress(seq, relevant), default=head.plan_seq)
    head.feed_seq = max(compress(seq, found["visible"]), default=head.feed_seq)
    head.seq, head.at = seq[-1], at[-1]
    return found


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
