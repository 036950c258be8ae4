"""The roster as other systems read it: only what lies within their alliances.

What is named and may not be seen answers like what does not exist (``NotFoundError``).
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import TypeVar

from scheduler.domain.activity import ActivityKind
from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import (
    ALLIANCE_KINDS,
    Affiliation,
    Body,
    Membership,
    Officer,
    Organisation,
    Person,
    Venue,
)
from scheduler.rules.model import Rule
from scheduler.services.access import Action, Principal
from scheduler.services.names import Name
from scheduler.store import Session, Store, roster
from scheduler.store import directory as queries
from scheduler.store import rules as promises
from scheduler.store.directory import Token

T = TypeVar("T", Affiliation, Officer)


@dataclass(frozen=True, slots=True)
class BodySeen:
    """A body with the alliance that it is or belongs to, if any."""

    body: Body
    alliance: str | None


@dataclass(frozen=True, slots=True)
class PersonSeen:
    """A person with the ties to bodies that the reader may see."""

    person: Person
    affiliations: tuple[Affiliation, ...]
    offices: tuple[Officer, ...]


def alliances(store: Store, *, by: Principal) -> tuple[Body, ...]:
    """List the alliances that the reader may see, by key."""
    with store.read() as session:
        return _seen(session, by)


def reach(store: Store, *, by: Principal, alliance: str | None = None) -> tuple[str, ...]:
    """List the keys of the alliances that the reader may see, or check the one that is named."""
    with store.read() as session:
        return tuple(sorted(_chosen(session, by, alliance)))


def bodies(store: Store, *, by: Principal, alliance: str | None = None) -> tuple[BodySeen, ...]:
    """List the bodies of these alliances by key; the bodies above them are for whole readers."""
    with store.read() as session:
        return _bodies(session, by, _chosen(session, by, alliance), whole=alliance is None)


def organisations(
    store: Store, *, by: Principal, alliance: str | None = None
) -> tuple[Organisation, ...]:
    """List the organisations that are members of these alliances, by key."""
    with store.read() as session:
        return roster.organisations_of(session, _chosen(session, by, alliance))


def memberships(
    store: Store, *, by: Principal, alliance: str | None = None
) -> tuple[Membership, ...]:
    """List who is a member of these alliances, by alliance, member, role and first day."""
    with store.read() as session:
        found = roster.memberships(session, _chosen(session, by, alliance))
    entries = (entry for rows in found.values() for entry in rows)
    return tuple(sorted(entries, key=membership_order))


def membership_order(entry: Membership) -> tuple[str, str, str, str]:
    """Give what memberships are listed by."""
    since = entry.tenure.since
    return (entry.body, entry.member, entry.role, since.isoformat() if since else "")


def people(
    store: Store, *, by: Principal, now: datetime, alliance: str | None = None
) -> tuple[PersonSeen, ...]:
    """List the people of these alliances by id: names are for those who may see them."""
    with store.read() as session:
        chosen = _chosen(session, by, alliance)
        named = frozenset(key for key in chosen if by.may(Action.NAMES, key))
        if alliance is not None and not named:
            raise ForbiddenError(action=Action.NAMES.value)
        keys = {seen.body.key for seen in _bodies(session, by, named, whole=False)}
        ties = roster.affiliations(session, keys, now.astimezone(SHANGHAI).date())
        offices = roster.officers(session, keys)
        held = [office for rows in offices.values() for office in rows]
        known = {person.id: person for person, _ in ties}
        known |= roster.people(session, {office.person for office in held} - known.keys())
    tied = _by_person(tie for _, tie in ties)
    offices_of = _by_person(held)
    return tuple(
        PersonSeen(person, tuple(tied.get(key, ())), tuple(offices_of.get(key, ())))
        for key, person in sorted(known.items())
    )


def venues(store: Store, *, by: Principal) -> tuple[Venue, ...]:
    """List the venues by key: those of no organisation, and those of members of the alliances."""
    with store.read() as session:
        members = {each.key for each in roster.organisations_of(session, _chosen(session, by))}
        whole = Action.VIEW in by.everywhere
        return tuple(
            venue
            for venue in roster.venues(session).values()
            if whole or venue.organisation is None or venue.organisation in members
        )


def kinds(store: Store) -> tuple[ActivityKind, ...]:
    """List the activity kinds by key."""
    with store.read() as session:
        return tuple(roster.kinds(session).values())


def rules(store: Store, *, by: Principal, alliance: str | None = None) -> tuple[Rule, ...]:
    """List the rules of these alliances, by alliance and key."""
    with store.read() as session:
        found = promises.of_alliances(session, _chosen(session, by, alliance))
    return tuple(sorted(found, key=lambda rule: (rule.owner, rule.key)))


def names(store: Store, keys: Iterable[str]) -> Mapping[str, Name]:
    """Give the names of opaque keys that stand in something the reader may see."""
    with store.read() as session:
        return roster.names(session, keys)


def tokens(store: Store, *, by: Principal) -> tuple[Token, ...]:
    """List the tokens of other systems, for whoever administers the whole service."""
    if Action.ADMIN not in by.everywhere:
        raise ForbiddenError(action=Action.ADMIN.value)
    with store.read() as session:
        return queries.tokens(session)


def _seen(session: Session, by: Principal) -> tuple[Body, ...]:
    return tuple(body for body in roster.alliances(session) if by.may(Action.VIEW, body.key))


def _chosen(session: Session, by: Principal, alliance: str | None = None) -> frozenset[str]:
    keys = frozenset(body.key for body in _seen(session, by))
    if alliance is None:
        return keys
    if alliance not in keys:
        raise NotFoundError(entity="alliance", key=alliance)
    return frozenset({alliance})


def _bodies(
    session: Session, by: Principal, chosen: frozenset[str], *, whole: bool
) -> tuple[BodySeen, ...]:
    every = {body.key: body for body in queries.bodies(session)}
    above = whole and Action.VIEW in by.everywhere
    listed = (BodySeen(body, _alliance_of(body, every)) for body in every.values())
    return tuple(
        seen for seen in listed if seen.alliance in chosen or (above and seen.alliance is None)
    )


def _by_person(ties: Iterable[T]) -> dict[str, list[T]]:
    found: dict[str, list[T]] = {}
    for tie in ties:
        found.setdefault(tie.person, []).append(tie)
    return found


def _alliance_of(body: Body, every: Mapping[str, Body]) -> str | None:
    at: Body | None = body
    while at is not None and at.kind not in ALLIANCE_KINDS:
        at = every.get(at.parent or "")
    return at.key if at else None
