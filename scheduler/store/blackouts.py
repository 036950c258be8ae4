"""Queries on absences: rows to values, and which alliances one of them reaches."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import and_, delete, func, or_, select, update

from scheduler.domain.moments import SHANGHAI
from scheduler.rules.inputs import Blackout
from scheduler.store import accounts, roster
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import BlackoutRow, RuleRow
from scheduler.store.tables.roster import NamedListRow, OfficerRow


@dataclass(frozen=True, slots=True)
class Kept:
    """An absence with the key under which it is kept."""

    key: int
    blackout: Blackout


def get(session: Session, key: int) -> Kept | None:
    """Find one absence."""
    row = session.get(BlackoutRow, key)
    return None if row is None else _kept(row)


def until(session: Session, day: date) -> tuple[Kept, ...]:
    """List the absences that are not over by the day, by first day and resource."""
    query = (
        select(BlackoutRow)
        .where(BlackoutRow.end > day)
        .order_by(BlackoutRow.start, BlackoutRow.resource, BlackoutRow.id)
    )
    return tuple(_kept(row) for row in session.scalars(query))


def add(session: Session, blackout: Blackout) -> Kept:
    """Keep an absence."""
    row = BlackoutRow(
        resource=blackout.resource,
        start=blackout.start,
        end=blackout.end,
        reason=blackout.reason,
    )
    session.add(row)
    session.flush()
    return _kept(row)


def same(session: Session, blackout: Blackout) -> Kept | None:
    """Find the absence of the same days and reason."""
    query = select(BlackoutRow).filter_by(
        resource=blackout.resource,
        start=blackout.start,
        end=blackout.end,
        reason=blackout.reason,
    )
    row = session.scalars(query.order_by(BlackoutRow.id).limit(1)).first()
    return None if row is None else _kept(row)


def set_end(session: Session, key: int, end: date) -> None:
    """Let an absence end on another day."""
    session.execute(update(BlackoutRow).where(BlackoutRow.id == key).values(end=end))


def remove(session: Session, key: int) -> None:
    """Forget an absence."""
    session.execute(delete(BlackoutRow).where(BlackoutRow.id == key))


def reached(session: Session, resources: Iterable[str]) -> dict[str, frozenset[str]]:
    """Give, for each resource, the alliances in whose plans it counts; none for what is unknown.

    A body counts in its alliance, a member and a person in office in all of theirs, a venue where
    it is named in lists or rules, where its owner is a member, and where it is booked. The number
    of queries does not depend on how many resources there are.
    """
    parts: dict[str, dict[str, str]] = {}
    for resource in sorted(set(resources)):
        prefix, _, key = resource.partition(":")
        parts.setdefault(prefix, {})[key] = resource
    found: dict[str, set[str]] = {}
    for prefix, keys in parts.items():
        reach = _REACH.get(prefix)
        for key, alliance in reach(session, keys) if reach else ():
            found.setdefault(keys[key], set()).add(alliance)
    return {
        resource: frozenset(found.get(resource, ()))
        for keys in parts.values()
        for resource in keys.values()
    }


def struck(session: Session, blackout: Blackout, now: datetime) -> dict[str, int]:
    """Count the published events to come that the absence touches, by alliance.

    Those at the venue, hosted by the member, or in the calendar of the alliance. A person is
    named by no event; their plans tell.
    """
    prefix, _, key = blackout.resource.partition(":")
    concerned = {
        "venue": EventRow.venue == key,
        "organisation": EventRow.host == blackout.resource,
        "body": or_(EventRow.host == blackout.resource, EventAllianceRow.alliance == key),
    }.get(prefix)
    if concerned is None:
        return {}
    start, end = _midnight(blackout.start), _midnight(blackout.end)
    query = (
        select(EventAllianceRow.alliance, func.count())
        .join(EventRow, EventRow.uid == EventAllianceRow.uid)
        .where(
            EventRow.status == "published",
            EventRow.start > now,
            and_(EventRow.start < end, EventRow.end > start),
            concerned,
        )
        .group_by(EventAllianceRow.alliance)
        .order_by(EventAllianceRow.alliance)
    )
    return dict(session.execute(query).all())


def owners_struck(session: Session, blackout: Blackout, now: datetime) -> frozenset[str]:
    """List who plans the published joint events to come that a body or a person is missing from.

    An officer may be missing wherever an alliance of theirs takes part.
    """
    prefix = blackout.resource.partition(":")[0]
    if prefix not in {"body", "person"}:
        return frozenset()
    among = reached(session, [blackout.resource])[blackout.resource]
    start, end = _midnight(blackout.start), _midnight(blackout.end)
    query = (
        select(EventRow.owner)
        .join(EventAllianceRow, EventRow.uid == EventAllianceRow.uid)
        .where(
            EventRow.status == "published",
            EventRow.start > now,
            and_(EventRow.start < end, EventRow.end > start),
            EventAllianceRow.alliance.in_(sorted(among)),
        )
        .distinct()
    )
    return frozenset(session.scalars(query))


def _midnight(day: date) -> datetime:
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _kept(row: BlackoutRow) -> Kept:
    return Kept(row.id, Blackout(row.resource, row.start, row.end, row.reason))


_Pairs = Iterable[tuple[str, str]]
_Keys = Mapping[str, str]


def _of_bodies(session: Session, keys: _Keys) -> _Pairs:
    return accounts.alliances_of_bodies(session, keys).items()


def _of_organisations(session: Session, keys: _Keys) -> _Pairs:
    members = {f"organisation:{key}": key for key in keys}
    for member, alliances in accounts.alliances_of_members(session, members).items():
        yield from ((members[member], alliance) for alliance in alliances)


def _of_people(session: Session, keys: _Keys) -> _Pairs:
    query = select(OfficerRow.person, OfficerRow.body).where(OfficerRow.person.in_(sorted(keys)))
    offices = session.execute(query).all()
    alliances = accounts.alliances_of_bodies(session, [body for _, body in offices])
    return [(person, alliances[body]) for person, body in offices if body in alliances]


def _of_venues(session: Session, keys: _Keys) -> _Pairs:
    owners = {key: venue.organisation for key, venue in roster.venues(session, keys).items()}
    held = {f"organisation:{owner}" for owner in owners.values() if owner}
    members = accounts.alliances_of_members(session, held)
    for key, owner in owners.items():
        yield from ((key, each) for each in members.get(f"organisation:{owner}", ()))
    booked = (
        select(EventRow.venue, EventAllianceRow.alliance)
        .join(EventAllianceRow, EventAllianceRow.uid == EventRow.uid)
        .where(EventRow.venue.in_(sorted(owners)), EventRow.status == "published")
        .distinct()
    )
    yield from ((venue, alliance) for venue, alliance in session.execute(booked) if venue)
    for alliance, words in _named(session):
        yield from ((key, alliance) for key in owners if words & {key, f"venue:{key}"})


def _named(session: Session) -> Iterable[tuple[str, frozenset[str]]]:
    for named in session.scalars(select(NamedListRow)):
        yield named.alliance, frozenset(each for each in named.items if isinstance(each, str))
    for rule in session.scalars(select(RuleRow).where(RuleRow.type == "constraint")):
        hard = rule.data.get("hard")
        word = hard.get("venue") if isinstance(hard, Mapping) else None
        if isinstance(word, str):
            yield rule.alliance, frozenset({word})


_REACH = {
    "body": _of_bodies,
    "organisation": _of_organisations,
    "person": _of_people,
    "venue": _of_venues,
}
