"""Queries for planning: what a plan is made of, and what applying one writes."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from typing import Any

from sqlalchemy import Select, and_, bindparam, delete, func, insert, or_, select, update
from sqlalchemy.orm import aliased

from scheduler.domain.activity import Event, UnitKey
from scheduler.domain.roster import ALLIANCE_KINDS
from scheduler.rules.inputs import Blackout
from scheduler.store import events
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import BlackoutRow, PlanApplyRow
from scheduler.store.tables.roster import BodyRow, GroupMemberRow, NameRow, OfficerRow

MARGIN = timedelta(days=92)
"""How far beyond the planned span events still matter: gaps, make-ups, trips over the new year."""


@dataclass(frozen=True, slots=True)
class Around:
    """The alliances that are planned, those around them, and the venues that rules name."""

    targets: tuple[str, ...]
    alliances: frozenset[str]
    venues: frozenset[str]


@dataclass(frozen=True, slots=True)
class AppliedRow:
    """An applied plan as it was recorded; ``undone_at`` tells that it was taken back."""

    hash: str
    alliances: tuple[str, ...]
    diff: tuple[Mapping[str, Any], ...]
    at: datetime
    actor: str
    undone_at: datetime | None = None
    undone_by: str | None = None

    @property
    def year(self) -> int | None:
        """Give the year that was planned; plans that did not note it have none."""
        return next((int(line["year"]) for line in self.diff[:1] if "year" in line), None)


def neighbours(session: Session, alliances: Iterable[str]) -> frozenset[str]:
    """Give the alliances that share an officer or a group with one of these; those given too."""
    wanted = sorted(set(alliances))
    people = select(OfficerRow.person).where(OfficerRow.body.in_(wanted))
    groups = select(GroupMemberRow.group_key).where(GroupMemberRow.alliance.in_(wanted))
    query = (
        select(OfficerRow.body)
        .join(BodyRow, BodyRow.key == OfficerRow.body)
        .where(OfficerRow.person.in_(people), BodyRow.kind.in_(sorted(ALLIANCE_KINDS)))
        .union(select(GroupMemberRow.alliance).where(GroupMemberRow.group_key.in_(groups)))
    )
    return frozenset({*wanted, *session.scalars(query)})


def reached(session: Session, alliances: Iterable[str]) -> frozenset[str]:
    """Give every alliance in whose ledger a plan of these may have to write."""
    wanted = sorted(set(alliances))
    groups = select(GroupMemberRow.group_key).where(GroupMemberRow.alliance.in_(wanted))
    owned = select(EventRow.uid).where(EventRow.owner.in_(wanted))
    query = (
        select(GroupMemberRow.alliance)
        .where(GroupMemberRow.group_key.in_(groups))
        .union(select(EventAllianceRow.alliance).where(EventAllianceRow.uid.in_(owned)))
    )
    return frozenset({*wanted, *session.scalars(query)})


def concerned(
    session: Session, around: Around, span: tuple[datetime, datetime]
) -> tuple[Event, ...]:
    """List the events of these alliances, and those of any other at one of the venues.

    They lie within ``span`` widened by ``MARGIN``, or their unit belongs to a period of it.
    """
    start, end = span
    wanted = sorted(around.alliances)
    own = select(EventAllianceRow.uid).where(EventAllianceRow.alliance.in_(wanted))
    near = and_(EventRow.start < end + MARGIN, EventRow.end > start - MARGIN)
    # Keys of periods within one year begin with it, of several years hold two dots. Make-ups of
    # the year before reach into this one.
    named = or_(
        *(EventRow.period.startswith(str(year)) for year in (start.year - 1, start.year)),
        EventRow.period.contains(".."),
        EventRow.period.startswith("window:"),
    )
    theirs = aliased(EventRow)
    used = select(theirs.venue).where(
        theirs.owner.in_(around.targets), theirs.status == "published", theirs.venue.is_not(None)
    )
    at_a_venue = or_(EventRow.venue.in_(sorted(around.venues)), EventRow.venue.in_(used))
    elsewhere = and_(at_a_venue, EventRow.status != "cancelled", near)
    query = (
        select(EventRow)
        .where(or_(and_(EventRow.uid.in_(own), or_(near, named)), elsewhere))
        .order_by(EventRow.start, EventRow.uid)
    )
    return tuple(each.event for each in events.stored(session, query))


def published(
    session: Session, alliances: Iterable[str], start: datetime, end: datetime
) -> dict[str, tuple[int, int]]:
    """Count the published and the held events that begin within [start, end), by alliance."""
    wanted = sorted(set(alliances))
    query = (
        select(
            EventAllianceRow.alliance,
            func.count().filter(EventRow.status == "published"),
            func.count().filter(EventRow.status == "held"),
        )
        .join(EventRow, EventRow.uid == EventAllianceRow.uid)
        .where(
            EventAllianceRow.alliance.in_(wanted),
            EventRow.status.in_(["published", "held"]),
            EventRow.start >= start,
            EventRow.start < end,
        )
        .group_by(EventAllianceRow.alliance)
    )
    found = {alliance: (coming, held) for alliance, coming, held in session.execute(query)}
    return dict.fromkeys(wanted, (0, 0)) | found


def waived(session: Session, alliances: Iterable[str]) -> frozenset[str]:
    """Give the units of these alliances that were given up with a reason, as stable lines."""
    query = select(
        EventRow.rule, EventRow.scope, EventRow.period, EventRow.cell, EventRow.ordinal
    ).where(
        EventRow.owner.in_(sorted(set(alliances))),
        EventRow.waived.is_(True),
        EventRow.rule.is_not(None),
    )
    return frozenset(
        str(UnitKey(rule or "", scope or "", period or "", cell or "", ordinal or 1))
        for rule, scope, period, cell, ordinal in session.execute(query)
    )


def blackouts(session: Session, start: date, end: date) -> tuple[Blackout, ...]:
    """List the absences of all resources that touch [start, end)."""
    query = (
        select(BlackoutRow)
        .where(BlackoutRow.start < end, BlackoutRow.end > start)
        .order_by(BlackoutRow.resource, BlackoutRow.start, BlackoutRow.id)
    )
    return tuple(
        Blackout(row.resource, row.start, row.end, row.reason) for row in session.scalars(query)
    )


def other_names(session: Session) -> dict[str, tuple[str, str]]:
    """Give the Chinese and English names of all keys without a table of their own."""
    query = select(NameRow.key, NameRow.name, NameRow.name_en).order_by(NameRow.key)
    return {key: (name, name_en) for key, name, name_en in session.execute(query)}


def rewrite(session: Session, changed: Sequence[Event]) -> None:
    """Write events over their rows in bulk, each as one more version of its row."""
    if not changed:
        return
    table = EventRow.__table__
    rows = [
        {f"new_{name}": value for name, value in events.columns(event).items()} for event in changed
    ]
    names = [name.removeprefix("new_") for name in rows[0]]
    statement = (
        update(EventRow)
        .where(EventRow.uid == bindparam("new_uid"))
        .values(
            version=EventRow.version + 1,
            retired=False,
            **{name: bindparam(f"new_{name}", type_=table.c[name].type) for name in names},
        )
    )
    session.connection().execute(statement, rows)
    _relink(session, changed)


def _relink(session: Session, changed: Sequence[Event]) -> None:
    uids = [event.uid for event in changed]
    session.execute(delete(EventAllianceRow).where(EventAllianceRow.uid.in_(uids)))
    links = [
        {"uid": event.uid, "alliance": alliance}
        for event in changed
        for alliance in sorted({event.owner, *event.alliances})
    ]
    session.execute(insert(EventAllianceRow), links)


def record(session: Session, applied: AppliedRow, base: Mapping[str, int]) -> None:
    """Keep an applied plan for its history."""
    session.add(
        PlanApplyRow(
            hash=applied.hash,
            alliances=list(applied.alliances),
            base=dict(base),
            diff=list(applied.diff),
            at=applied.at,
            actor=applied.actor,
        )
    )
    session.flush()


def applied(session: Session, plan_hash: str) -> AppliedRow | None:
    """Find an applied plan by its hash."""
    found = _applied(session, select(PlanApplyRow).where(PlanApplyRow.hash == plan_hash))
    return found[0] if found else None


def history(session: Session, limit: int) -> tuple[AppliedRow, ...]:
    """List the plans applied last, the newest first."""
    query = select(PlanApplyRow).order_by(PlanApplyRow.at.desc(), PlanApplyRow.id.desc())
    return _applied(session, query.limit(limit))


def undo(session: Session, plan_hash: str, by: str, at: datetime) -> None:
    """Note that an applied plan was taken back."""
    query = update(PlanApplyRow).where(PlanApplyRow.hash == plan_hash)
    session.execute(query.values(undone_at=at, undone_by=by))


def later(session: Session, plan_hash: str) -> frozenset[str]:
    """Give the alliances of the plans applied after this one and not taken back."""
    own = select(PlanApplyRow.id).where(PlanApplyRow.hash == plan_hash).scalar_subquery()
    query = select(PlanApplyRow.alliances).where(
        PlanApplyRow.id > own, PlanApplyRow.undone_at.is_(None)
    )
    return frozenset(key for alliances in session.scalars(query) for key in alliances)


def undone_since(session: Session, plan_hash: str) -> dict[str, frozenset[int]]:
    """Give by UID the revisions that plans left which came after this one and were taken back."""
    own = select(PlanApplyRow.id).where(PlanApplyRow.hash == plan_hash).scalar_subquery()
    query = select(PlanApplyRow.diff).where(
        PlanApplyRow.id > own, PlanApplyRow.undone_at.is_not(None)
    )
    found: dict[str, set[int]] = {}
    for line in (line for diff in session.scalars(query) for line in diff if "revision" in line):
        found.setdefault(line["uid"], set()).add(line["revision"])
    return {uid: frozenset(revisions) for uid, revisions in found.items()}


def standing(session: Session, alliance: str) -> str | None:
    """Give the hash of the last applied plan of an alliance that was not taken back."""
    query = (
        select(PlanApplyRow.hash, PlanApplyRow.alliances)
        .where(PlanApplyRow.undone_at.is_(None))
        .order_by(PlanApplyRow.id.desc())
    )
    return next((key for key, alliances in session.execute(query) if alliance in alliances), None)


def by_uid(session: Session, uids: Iterable[str]) -> dict[str, events.Stored]:
    """Find the events of these UIDs."""
    query = select(EventRow).where(EventRow.uid.in_(sorted(set(uids))))
    return {each.event.uid: each for each in events.stored(session, query)}


def _applied(session: Session, query: Select[PlanApplyRow]) -> tuple[AppliedRow, ...]:
    return tuple(
        AppliedRow(
            row.hash,
            tuple(row.alliances),
            tuple(row.diff),
            row.at,
            row.actor,
            row.undone_at,
            row.undone_by,
        )
        for row in session.scalars(query)
    )
