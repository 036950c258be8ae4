"""What the ledgers hold since an alliance's plan of a year was published last."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Integer, String, and_, column, or_, select, values

from scheduler.store.engine import Session
from scheduler.store.tables.ledger import ChangeRow
from scheduler.store.tables.planning import PlanApplyRow

_BY_HAND = ("moved", "host", "venue", "cancelled", "restored")
"""The kinds of an event's changes that can be done by hand and bear on a plan."""

_READ_AHEAD = 20


@dataclass(frozen=True, slots=True)
class Publication:
    """The number of the last change that a published plan counted, and when it was published."""

    seq: int
    at: datetime


@dataclass(frozen=True, slots=True)
class Row:
    """One change as one alliance's ledger holds it."""

    alliance: str
    entity: str
    entity_id: str
    kind: str
    at: datetime
    detail: Mapping[str, Any]


def publications(session: Session, alliances: Iterable[str], year: int) -> dict[str, Publication]:
    """Give the last publication of each alliance's year that still stands, where there is one."""
    open_ = set(alliances)
    planned = PlanApplyRow.diff[(0, "year")].as_integer()
    query = (
        select(PlanApplyRow.base, PlanApplyRow.at)
        .where(PlanApplyRow.undone_at.is_(None), or_(planned == year, planned.is_(None)))
        .order_by(PlanApplyRow.id.desc())
        .execution_options(yield_per=_READ_AHEAD)
    )
    found: dict[str, Publication] = {}
    with session.execute(query) as rows:
        for base, at in rows:
            for alliance in open_ & base.keys():
                found[alliance] = Publication(base[alliance], at)
            open_ -= base.keys()
            if not open_:
                break
    return found


def changes(session: Session, after: Mapping[str, int]) -> tuple[Row, ...]:
    """List what bears on plans after the given number of each alliance, oldest first.

    Events count where one that stood was changed, turns where somebody acted otherwise than by
    holding one.
    """
    if not after:
        return ()
    since = values(column("alliance", String), column("seq", Integer), name="since")
    base = since.data(sorted(after.items())).cte()
    told = or_(
        ChangeRow.entity.not_in(["event", "turn"]),
        and_(ChangeRow.entity == "event", ChangeRow.kind.in_(_BY_HAND)),
        and_(ChangeRow.entity == "turn", ChangeRow.detail["entry"].as_string().is_not(None)),
    )
    query = (
        select(
            ChangeRow.alliance,
            ChangeRow.entity,
            ChangeRow.entity_id,
            ChangeRow.kind,
            ChangeRow.at,
            ChangeRow.detail,
        )
        .join(base, and_(ChangeRow.alliance == base.c.alliance, ChangeRow.seq > base.c.seq))
        .where(ChangeRow.plan_relevant.is_(True), told)
        .order_by(ChangeRow.at, ChangeRow.alliance, ChangeRow.seq)
    )
    return tuple(Row(*found) for found in session.execute(query))
