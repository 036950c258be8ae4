"""What ties alliances together in planning: whom and what they share."""

from collections.abc import Iterable, Iterator, Mapping

from sqlalchemy import select

from scheduler.store import accounts
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import (
    BodyRow,
    GroupMemberRow,
    MembershipRow,
    NamedListRow,
    OfficerRow,
    VenueRow,
)

Tie = tuple[str, str]

_SHARED = ("body:", "group:", "organisation:", "person:", "venue:")


def ties(session: Session) -> Iterator[Tie]:
    """Give pairs of opaque keys of which neither is planned without a look at the other.

    Alliances that no chain of pairs joins have nothing in common: no member, officer, place, group
    or event, and nothing that rules or lists name. The queries are as many, however many there are.
    """
    bodies = accounts.alliances_of_bodies(session, session.scalars(select(BodyRow.key)))
    yield from ((f"body:{key}", f"body:{alliance}") for key, alliance in bodies.items())
    yield from _of_roster(session, bodies)
    yield from _of_events(session)
    for alliance, items in session.execute(select(NamedListRow.alliance, NamedListRow.items)):
        yield from ((word, f"body:{alliance}") for word in _words(items))
    for alliance, data in session.execute(select(RuleRow.alliance, RuleRow.data)):
        yield from ((word, f"body:{alliance}") for word in _words(data))
        hard = data.get("hard")
        place = hard.get("venue") if isinstance(hard, Mapping) else None
        if isinstance(place, str) and not place.startswith("@"):
            yield (f"venue:{place.removeprefix('venue:')}", f"body:{alliance}")


def _of_roster(session: Session, bodies: Mapping[str, str]) -> Iterator[Tie]:
    members = session.execute(select(MembershipRow.member, MembershipRow.body).distinct())
    yield from ((member, f"body:{body}") for member, body in members if body in bodies)
    officers = session.execute(select(OfficerRow.person, OfficerRow.body).distinct())
    yield from ((f"person:{who}", f"body:{body}") for who, body in officers if body in bodies)
    groups = session.execute(select(GroupMemberRow.group_key, GroupMemberRow.alliance))
    yield from ((f"group:{group}", f"body:{alliance}") for group, alliance in groups)
    owned = select(VenueRow.key, VenueRow.organisation).where(VenueRow.organisation.is_not(None))
    yield from ((f"venue:{key}", f"organisation:{owner}") for key, owner in session.execute(owned))


def _of_events(session: Session) -> Iterator[Tie]:
    shared = (
        select(EventRow.owner, EventAllianceRow.alliance)
        .join(EventAllianceRow, EventAllianceRow.uid == EventRow.uid)
        .where(EventAllianceRow.alliance != EventRow.owner)
        .distinct()
    )
    yield from ((f"body:{owner}", f"body:{other}") for owner, other in session.execute(shared))
    used = select(EventRow.owner, EventRow.venue, EventRow.host).distinct()
    for owner, venue, host in session.execute(used):
        yield from ((word, f"body:{owner}") for word in (venue and f"venue:{venue}", host) if word)


def _words(value: object) -> Iterator[str]:
    """Find the opaque keys anywhere in a JSON value."""
    if isinstance(value, str):
        if value.startswith(_SHARED):
            yield value
        return
    parts: Iterable[object] = ()
    if isinstance(value, Mapping):
        parts = value.values()
    elif isinstance(value, list):
        parts = value
    for part in parts:
        yield from _words(part)
