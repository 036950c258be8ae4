"""Queries on events: rows to values and back, in bulk where a plan writes many."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from operator import attrgetter
from types import SimpleNamespace
from typing import Any

from sqlalchemy import Select, and_, func, or_, select, update

from scheduler.domain.activity import Event
from scheduler.store import bulk, legible
from scheduler.store.base import Base, Json, JsonList
from scheduler.store.engine import Session
from scheduler.store.event_values import value
from scheduler.store.tables.events import EventAllianceRow, EventRow

_PART = 5_000  # SQLite limits the values in one statement
_NEAR = 1_000  # so many events stay near while they are read column by column
_EVENTS = Base.metadata.tables[EventRow.__tablename__]
_LINKS = Base.metadata.tables[EventAllianceRow.__tablename__]


@dataclass(frozen=True, slots=True)
class Wanted:
    """Which events a list holds: those that overlap [start, end), of these kinds and statuses.

    Nothing named means all. ``after`` is the (start, uid) of the last event of the page before.
    """

    start: datetime | None = None
    end: datetime | None = None
    kinds: tuple[str, ...] = ()
    statuses: tuple[str, ...] = ()
    after: tuple[datetime, str] | None = None
    limit: int | None = None


@dataclass(frozen=True, slots=True)
class Stored:
    """An event with what only the store knows of it."""

    event: Event
    version: int
    host_name: str
    host_name_en: str
    venue_name: str
    venue_name_en: str
    waived: bool
    waive_reason: str
    retired: bool


@dataclass(frozen=True, slots=True)
class Neighbour:
    """Another event in the same calendar: its titles and its start."""

    title: str
    title_en: str
    start: datetime


_SAME = (
    *("uid", "owner", "kind", "title", "title_en", "start", "end", "all_day", "status"),
    *("tentative", "revision", "pinned", "attempt", "host", "co_hosts", "venue", "theme", "note"),
    *("matters", "also", "why_date", "why_host", "seal_code", "created_at", "updated_at"),
)
"""The columns that bear the name of what they hold of an event."""

_BESIDES = (
    *("version", "host_name", "host_name_en", "venue_name", "venue_name_en"),
    *("waived", "waive_reason", "retired"),
)
"""The columns of what only the store knows of an event, as ``Stored`` lists them."""

_OF_UNIT = ("rule", "scope", "period", "cell", "ordinal")
_NO_UNIT = SimpleNamespace(**dict.fromkeys(_OF_UNIT))
_REASONS = ("why_date", "why_host")
_EMPTY: Json = {}  # one for all, so that it is converted once
_NONE: JsonList = []


def columns(event: Event) -> dict[str, Any]:
    """Turn a value into the columns of its row."""
    found = {name: values[0] for name, values in _columns([event]).items()}
    return found | {name: list(found[name]) for name in ("co_hosts", "matters", "also")}


def _columns(events: Sequence[Event]) -> dict[str, list[Any]]:
    found = bulk.attributes(_SAME, events)
    found |= bulk.attributes(_OF_UNIT, [event.unit or _NO_UNIT for event in events])
    found["also"] = [[each.json for each in also] if also else _NONE for also in found["also"]]
    found |= {name: [reason or _EMPTY for reason in found[name]] for name in _REASONS}
    return {**found, "status": list(map(str, found["status"]))}


def add(session: Session, events: Iterable[Event]) -> None:
    """Insert events in bulk, with the alliances in whose calendars they stand."""
    # By start every tree but that of the UIDs grows at one end, or at one for each owner.
    by_start = sorted(events, key=attrgetter("start"))
    found = _columns(by_start[:_NEAR])
    for first in range(_NEAR, len(by_start), _NEAR):
        for name, values in _columns(by_start[first : first + _NEAR]).items():
            found[name] += values
    bulk.insert_columns(session, _EVENTS, found)
    links: dict[str, list[str]] = {"uid": [], "alliance": []}
    for event in sorted(by_start, key=attrgetter("uid")):
        keys = event.alliances
        if keys != (event.owner,):
            keys = tuple(sorted({event.owner, *keys}))
        links["uid"] += [event.uid] * len(keys)
        links["alliance"] += keys
    bulk.insert_columns(session, _LINKS, links)


def change(
    session: Session, uid: str, values: Mapping[str, Any], *, version: int | None = None
) -> bool:
    """Change columns of one event and raise its version.

    With ``version`` the row is changed only if it still has that version; tells whether it did.
    """
    query = update(EventRow).where(EventRow.uid == uid)
    if version is not None:
        query = query.where(EventRow.version == version)
    changed = session.execute(
        query.values(version=EventRow.version + 1, **values).returning(EventRow.uid)
    )
    return changed.scalar_one_or_none() is not None


def get(session: Session, uid: str) -> Stored | None:
    """Find one event by its UID."""
    return next(iter(stored(session, select(EventRow).where(EventRow.uid == uid))), None)


def of(session: Session, uids: Iterable[str]) -> Mapping[str, Event]:
    """Find events by their UIDs."""
    query = select(EventRow).where(EventRow.uid.in_(sorted(set(uids))))
    return {each.event.uid: each.event for each in stored(session, query)}


def stored(session: Session, query: Select[EventRow]) -> tuple[Stored, ...]:
    """Run a query on event rows and join their alliances: two queries, however many rows.

    An event that cannot be read is left out and logged.
    """
    return tuple(each for each in _read(session, query) if each is not None)


def _read(session: Session, query: Select[EventRow]) -> list[Stored | None]:
    rows = legible.rows(session, query, EventRow.uid)
    alliances: dict[str, list[str]] = {row.uid: [] for row in rows if row}
    links = select(EventAllianceRow.uid, EventAllianceRow.alliance).where(
        EventAllianceRow.uid.in_(query.with_only_columns(EventRow.uid))
    )
    for uid, alliance in session.execute(links):
        if uid in alliances:  # an event may have come between the two queries
            alliances[uid].append(alliance)

    def made(row: EventRow) -> Stored:
        return Stored(value(row, alliances[row.uid]), *[getattr(row, each) for each in _BESIDES])

    return [legible.made(row, row.uid, made) if row else None for row in rows]


def in_alliances(alliances: Iterable[str]) -> Select[EventRow]:
    """Select the events that stand in the calendar of one of these alliances."""
    wanted = sorted(set(alliances))
    uids = select(EventAllianceRow.uid).where(EventAllianceRow.alliance.in_(wanted))
    return select(EventRow).where(EventRow.uid.in_(uids)).order_by(EventRow.start, EventRow.uid)


def between(
    session: Session, alliances: Iterable[str], start: datetime, end: datetime
) -> tuple[Stored, ...]:
    """List the events of these alliances that overlap [start, end), by start and UID."""
    return listed(session, alliances, Wanted(start, end))


def overlapping(session: Session, event: Event) -> tuple[Neighbour, ...]:
    """List the other meetings in the owner's calendar that overlap an event, by start."""
    query = (
        in_alliances((event.owner,))
        .where(
            EventRow.uid != event.uid,
            EventRow.start < event.end,
            EventRow.end > event.start,
            EventRow.all_day.is_(False),
            EventRow.status.in_(["published", "held"]),
        )
        .with_only_columns(EventRow.title, EventRow.title_en, EventRow.start)
    )
    return tuple(Neighbour(*row) for row in session.execute(query))


def count(session: Session, alliance: str) -> int:
    """Count the events of one alliance that are not cancelled."""
    query = (
        select(func.count())
        .select_from(EventAllianceRow)
        .join(EventRow, EventRow.uid == EventAllianceRow.uid)
        .where(EventAllianceRow.alliance == alliance, EventRow.status != "cancelled")
    )
    return session.execute(query).scalar_one()


def listed(session: Session, alliances: Iterable[str], wanted: Wanted) -> tuple[Stored, ...]:
    """List the events of these alliances that are wanted, by start and UID."""
    query = in_alliances(alliances)
    if wanted.start is not None:
        query = query.where(EventRow.end > wanted.start)
    if wanted.end is not None:
        query = query.where(EventRow.start < wanted.end)
    if wanted.kinds:
        query = query.where(EventRow.kind.in_(wanted.kinds))
    if wanted.statuses:
        query = query.where(EventRow.status.in_(wanted.statuses))
    if wanted.after is not None:
        start, uid = wanted.after
        same = and_(EventRow.start == start, EventRow.uid > uid)
        query = query.where(or_(EventRow.start > start, same))
    found = _read(session, query.limit(wanted.limit))
    if wanted.limit is not None and None in found:
        found = _read(session, query)  # who counts what comes takes a short page for the last one
    return tuple(each for each in found if each is not None)[: wanted.limit]


def by_uid(session: Session, uids: Iterable[str]) -> tuple[Stored, ...]:
    """List these events by start and UID."""
    wanted = sorted(set(uids))
    found = [
        each
        for start in range(0, len(wanted), _PART)
        for each in stored(
            session, select(EventRow).where(EventRow.uid.in_(wanted[start : start + _PART]))
        )
    ]
    return tuple(sorted(found, key=lambda each: (each.event.start, each.event.uid)))


def known(session: Session, uids: Iterable[str]) -> frozenset[str]:
    """Tell which of these UIDs events have, whether they can be read or not."""
    wanted = sorted(set(uids))
    parts = (wanted[start : start + _PART] for start in range(0, len(wanted), _PART))
    return frozenset(
        uid
        for part in parts
        for uid in session.scalars(select(EventRow.uid).where(EventRow.uid.in_(part)))
    )


def unheld_at(session: Session, venue: str) -> tuple[Stored, ...]:
    """List the events at a venue that are not held, cancelled ones as long as feeds show them."""
    shown = and_(EventRow.status == "cancelled", EventRow.retired.is_(False))
    unheld = or_(EventRow.status.in_(["draft", "published"]), shown)
    query = select(EventRow).where(EventRow.venue == venue, unheld)
    return stored(session, query.order_by(EventRow.start, EventRow.uid))


def replaced(session: Session, event: Event) -> Stored | None:
    """Give the event that keeps the same unit's promise now, if another one does."""
    unit = event.unit
    if unit is None:
        return None
    query = select(EventRow).where(
        EventRow.uid != event.uid,
        EventRow.owner == event.owner,
        EventRow.rule == unit.rule,
        EventRow.scope == unit.scope,
        EventRow.period == unit.period,
        EventRow.cell == unit.cell,
        EventRow.ordinal == unit.ordinal,
        EventRow.status != "cancelled",
    )
    return next(iter(stored(session, query.order_by(EventRow.attempt.desc()).limit(1))), None)
