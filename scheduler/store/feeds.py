"""Queries for calendar feeds: what moved last, and how each event came to be as it is."""

import re
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, String, cast, func, or_, select, union
from sqlalchemy.exc import DBAPIError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.store import events, legible, placings
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow

AWAY: tuple[type[Exception], ...] = (DBAPIError, PoolTimeoutError)
"""What is raised while the database cannot be reached."""

_ALSO, _KIND = cast(EventRow.also, String), '"kind":"{}"'
_KINDS = re.compile(_KIND.format('([^"]+)'))
"""What rides on an event, as the database keeps it; its kinds are plain keys."""

PART = 5_000
"""How many values one statement names at most; SQLite limits them."""


@dataclass(frozen=True, slots=True)
class LastChange:
    """The newest change of an alliance that its feed shows; number 0 where there was none."""

    seq: int = 0
    at: datetime | None = None


@dataclass(frozen=True, slots=True)
class EventChange:
    """One change of an event as data: who, when, what, from what to what, why."""

    uid: str
    seq: int
    kind: str
    revision: int
    at: datetime
    actor: str
    detail: Mapping[str, Any]
    visible: bool


def last_change(session: Session, alliance: str) -> LastChange:
    """Give the newest change that the alliance's feed shows."""
    query = (
        select(ChangeRow.seq, ChangeRow.at)
        .join(LedgerHeadRow, LedgerHeadRow.alliance == ChangeRow.alliance)
        .where(ChangeRow.alliance == alliance, ChangeRow.seq == LedgerHeadRow.feed_seq)
    )
    found = session.execute(query).one_or_none()
    return LastChange() if found is None else LastChange(found.seq, found.at)


def shown_last(session: Session, alliance: str) -> EventChange | None:
    """Give the newest change that the alliance's feed shows, with all that it changed."""
    query = select(ChangeRow).join(
        LedgerHeadRow,
        (LedgerHeadRow.alliance == ChangeRow.alliance) & (LedgerHeadRow.feed_seq == ChangeRow.seq),
    )
    row = session.scalars(query.where(ChangeRow.alliance == alliance)).one_or_none()
    return None if row is None else event_change(row)


def shown_after(
    session: Session, alliances: Iterable[str], moment: datetime, limit: int
) -> tuple[tuple[str, EventChange], ...]:
    """List the changes that feeds of these alliances show since then, the newest first."""
    query = (
        select(ChangeRow)
        .where(
            ChangeRow.alliance.in_(sorted(set(alliances))),
            ChangeRow.entity == "event",
            ChangeRow.visible.is_(True),
            ChangeRow.at >= moment,
        )
        .order_by(ChangeRow.at.desc(), ChangeRow.alliance, ChangeRow.seq.desc())
        .limit(limit)
    )
    return tuple((row.alliance, event_change(row)) for row in session.scalars(query))


def alliances_of(session: Session, uid: str) -> frozenset[str]:
    """Give the alliances in whose calendars an event stands, whether it can be read or not."""
    return alliances_of_each(session, [uid])[uid]


def alliances_of_each(session: Session, uids: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give for each of these events the alliances in whose calendars it stands."""
    found: dict[str, set[str]] = {uid: set() for uid in uids}
    row = EventAllianceRow
    query = select(row.uid, row.alliance).where(row.uid.in_(sorted(found)))
    for uid, alliance in session.execute(query):
        found[uid].add(alliance)
    return {uid: frozenset(alliances) for uid, alliances in found.items()}


def of_events(session: Session, uids: Iterable[str]) -> dict[str, list[EventChange]]:
    """List each event's visible changes after it was published, as its owner saw them, by time.

    A change that cannot be read is left out and logged.
    """
    wanted = sorted(set(uids))
    found: dict[str, list[EventChange]] = {}
    for start in range(0, len(wanted), PART):
        query = (
            select(ChangeRow)
            .join(EventRow, EventRow.uid == ChangeRow.entity_id)
            .where(
                ChangeRow.entity == "event",
                ChangeRow.entity_id.in_(wanted[start : start + PART]),
                ChangeRow.alliance == EventRow.owner,
                ChangeRow.visible.is_(True),
                ChangeRow.revision > 0,
            )
            .order_by(ChangeRow.alliance, ChangeRow.seq)
        )
        for change in _changes(session, query):
            found.setdefault(change.uid, []).append(change)
    return found


def _changes(session: Session, query: Select[ChangeRow]) -> tuple[EventChange, ...]:
    """Read changes of events; one that cannot be read is left out and logged."""
    rows = legible.rows(session, query, ChangeRow.alliance, ChangeRow.seq)
    made = (legible.made(row, f"{row.alliance} {row.seq}", event_change) for row in rows if row)
    return tuple(each for each in made if each)


def renamed_venues(
    session: Session, venues: Iterable[str]
) -> dict[str, list[tuple[datetime, tuple[str, str]]]]:
    """Give when each of these venues was renamed, and its names in both languages until then."""
    wanted = sorted(set(venues))
    found: dict[str, list[tuple[datetime, tuple[str, str]]]] = {}
    if not wanted:
        return found
    query = (
        select(ChangeRow.entity_id, ChangeRow.at, ChangeRow.detail)
        .where(
            ChangeRow.entity == "venue",
            ChangeRow.entity_id.in_(wanted),
            ChangeRow.kind == "renamed",
        )
        .order_by(ChangeRow.at, ChangeRow.alliance, ChangeRow.seq)
    )
    for venue, at, detail in session.execute(query):
        names = detail["venue_name"]
        found.setdefault(venue, []).append((at, (names["from"], names.get("from_en", ""))))
    return found


def of_event(session: Session, uid: str, alliance: str) -> tuple[EventChange, ...]:
    """List the changes of an event in one alliance's ledger, oldest first."""
    query = (
        select(ChangeRow)
        .where(
            ChangeRow.alliance == alliance,
            ChangeRow.entity == "event",
            ChangeRow.entity_id == uid,
        )
        .order_by(ChangeRow.seq)
    )
    return tuple(event_change(row) for row in session.scalars(query))


@dataclass(frozen=True, slots=True)
class Shown:
    """Which events feeds show: of these alliances and kinds, overlapping the half-open span.

    Without kinds all, without an edge no limit there; never drafts and what has left the feeds.
    With ``uid`` that one alone.
    """

    alliances: frozenset[str]
    kinds: tuple[str, ...] = ()
    span: tuple[datetime | None, datetime | None] = (None, None)
    uid: str = ""


def in_feed(session: Session, wanted: Shown) -> tuple[events.Stored, ...]:
    """List what feeds show, by start and UID."""
    return events.stored(session, _in_feed(wanted))


def versions_in_feed(session: Session, wanted: Shown) -> dict[str, int]:
    """Give the version of each event that feeds show, by UID, in the order of their starts."""
    query = _in_feed(wanted).with_only_columns(EventRow.uid, EventRow.version)
    return {row.uid: row.version for row in session.execute(query)}


def placings_in_feed(session: Session, wanted: Shown) -> dict[str, placings.Placing | None]:
    """Give what decides whom each event that feeds show concerns, as ``placings.of`` gives it."""
    return placings.of(session, _in_feed(wanted))


def count_shown(session: Session, uids: Iterable[str]) -> int:
    """Count which of these events feeds have to show; of very many, of the first by UID."""
    query = (
        select(func.count())
        .select_from(EventRow)
        .where(
            EventRow.uid.in_(sorted(uids)[:PART]),
            EventRow.status != "draft",
            EventRow.retired.is_(False),
        )
    )
    return session.execute(query).scalar_one()


def kinds_shown(session: Session, alliances: Iterable[str]) -> frozenset[str]:
    """Give the kinds of the events that feeds of these alliances show."""
    query = _in_feed(Shown(frozenset(alliances))).order_by(None)
    found = session.execute(query.with_only_columns(EventRow.kind, _ALSO).distinct())
    return frozenset(each for kind, also in found for each in (kind, *_KINDS.findall(also)))


def places_and_hosts_shown(
    session: Session, alliances: Iterable[str], venues: Iterable[str], hosts: Iterable[str]
) -> frozenset[str]:
    """Give which of these venues and hosts the events have that feeds of these alliances show."""
    query = _in_feed(Shown(frozenset(alliances))).order_by(None)
    # Each column by itself: what is asked for can be read, whatever lies in the other one.
    places = query.with_only_columns(EventRow.venue).where(EventRow.venue.in_(sorted(venues)))
    leads = query.with_only_columns(EventRow.host).where(EventRow.host.in_(sorted(hosts)))
    return frozenset(session.scalars(union(places, leads)))


def _in_feed(wanted: Shown) -> Select[EventRow]:
    query = events.in_alliances(wanted.alliances).where(
        EventRow.status != "draft", EventRow.retired.is_(False)
    )
    start, end = wanted.span
    if wanted.uid:
        query = query.where(EventRow.uid == wanted.uid)
    if wanted.kinds:
        riding = (_ALSO.contains(_KIND.format(kind), autoescape=True) for kind in wanted.kinds)
        query = query.where(or_(EventRow.kind.in_(wanted.kinds), *riding))
    if start is not None:
        query = query.where(EventRow.end > start)
    if end is not None:
        query = query.where(EventRow.start < end)
    return query


def event_change(row: ChangeRow) -> EventChange:
    """Turn the ledger row of an event into a value; details that are no object make none."""
    return EventChange(
        uid=row.entity_id,
        seq=row.seq,
        kind=row.kind,
        revision=row.revision,
        at=row.at,
        actor=row.actor,
        detail=dict(row.detail),
        visible=row.visible,
    )
