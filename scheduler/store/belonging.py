"""Queries on single ties as they are written: memberships, homes and offices, any day's."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime
from typing import Generic, TypeVar

from sqlalchemy import select, update

from scheduler.domain.activity import EventStatus
from scheduler.domain.roster import (
    ALWAYS,
    Affiliation,
    AffiliationKind,
    Body,
    Membership,
    Officer,
    Tenure,
)
from scheduler.rules.language.lists import common
from scheduler.store import accounts, roster
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.roster import AffiliationRow, BodyRow, MembershipRow, OfficerRow

Tie = TypeVar("Tie", Membership, Affiliation, Officer)

_ROWS: dict[type, type[MembershipRow | AffiliationRow | OfficerRow]] = {
    Membership: MembershipRow,
    Affiliation: AffiliationRow,
    Officer: OfficerRow,
}


_BODY = "body:"
_PERSON = "person:"


@dataclass(frozen=True, slots=True)
class Kept(Generic[Tie]):
    """A tie with the number under which it is kept."""

    key: int
    tie: Tie


def bodies(
    session: Session, alliances: Iterable[str], day: date, *, coming: bool = False
) -> tuple[Body, ...]:
    """List the bodies directly below these alliances that belong there on a day, by key.

    One that has left stays below its alliance in the tree, and is none of its bodies any more.
    Those that join later are listed with ``coming``.
    """
    below = roster.bodies_below(session, alliances)
    places = accounts.places_of_bodies(session, (body.key for body in below))

    def belongs(span: Tenure | accounts.Place) -> bool:
        return not span.is_over(day) if coming else span.holds(day)

    return tuple(
        body
        for body in below
        if belongs(body.tenure) and (body.key not in places or belongs(places[body.key]))
    )


def has_left(session: Session, body: str, day: date) -> bool:
    """Tell whether a body has left its alliance by a day, or is no more."""
    found, place = roster.get_body(session, body), accounts.places_of_bodies(session, [body])
    return (found is not None and found.tenure.is_over(day)) or any(
        each.is_over(day) for each in place.values()
    )


def ties(session: Session, keys: Iterable[str]) -> dict[tuple[str, str], tuple[Tenure, ...]]:
    """Give by alliance and opaque key when these bodies and people belong to it.

    A body does by the tree and what is written of it, a person by homes and offices in such bodies.
    """
    wanted = sorted(set(keys))
    people = [key.removeprefix(_PERSON) for key in wanted if key.startswith(_PERSON)]
    written = [(f"{_BODY}{key}", key, ALWAYS) for key in _bare(wanted)]
    if people:
        held: list[Affiliation | Officer] = [each.tie for each in affiliations(session, people)]
        held += [each.tie for each in offices(session, people)]
        written += [(_PERSON + tie.person, tie.body, tie.tenure) for tie in held]
    if not written:
        return {}
    named = {body for _, body, _ in written}
    places, tenures = accounts.places_of_bodies(session, named), _tenures(session, named)
    found: dict[tuple[str, str], list[Tenure]] = {}
    for key, body, tenure in written:
        place = places.get(body)
        if place is not None:
            spans = (common((each, tenure, tenures[body])) for each in place.spans or (ALWAYS,))
            found.setdefault((place.alliance, key), []).extend(filter(None, spans))
    return {place: tuple(spans) for place, spans in found.items()}


def _bare(keys: Iterable[str]) -> list[str]:
    return [key.removeprefix(_BODY) for key in keys if key.startswith(_BODY)]


def _tenures(session: Session, bodies: Iterable[str]) -> dict[str, Tenure]:
    query = select(BodyRow.key, BodyRow.since, BodyRow.until).where(BodyRow.key.in_(sorted(bodies)))
    return {key: Tenure(since, until) for key, since, until in session.execute(query)}


def memberships(session: Session, body: str, member: str) -> tuple[Kept[Membership], ...]:
    """List when a member belongs to a body, the earliest first."""
    query = select(MembershipRow).filter_by(body=body, member=member)
    found = [
        Kept(
            row.id,
            Membership(row.member, row.body, row.role, row.weight, Tenure(row.since, row.until)),
        )
        for row in session.scalars(query)
    ]
    return tuple(sorted(found, key=_begun))


def affiliations(session: Session, people: Iterable[str]) -> tuple[Kept[Affiliation], ...]:
    """List where these people belong, the earliest first."""
    query = select(AffiliationRow).where(AffiliationRow.person.in_(sorted(set(people))))
    found = [
        Kept(
            row.id,
            Affiliation(
                row.person,
                row.body,
                AffiliationKind(row.kind),
                row.party_group,
                row.outside_branch,
                Tenure(row.since, row.until),
            ),
        )
        for row in session.scalars(query)
    ]
    return tuple(sorted(found, key=_begun))


def offices(session: Session, people: Iterable[str]) -> tuple[Kept[Officer], ...]:
    """List the offices of these people, the earliest first."""
    query = select(OfficerRow).where(OfficerRow.person.in_(sorted(set(people))))
    found = [
        Kept(row.id, Officer(row.person, row.body, row.role, Tenure(row.since, row.until)))
        for row in session.scalars(query)
    ]
    return tuple(sorted(found, key=_begun))


def tied(session: Session, bodies: Iterable[str]) -> frozenset[str]:
    """Give the people who ever belonged to these bodies or held an office of theirs."""
    wanted = sorted(set(bodies))
    found = set(
        session.scalars(select(AffiliationRow.person).where(AffiliationRow.body.in_(wanted)))
    )
    found |= set(session.scalars(select(OfficerRow.person).where(OfficerRow.body.in_(wanted))))
    return frozenset(found)


def hosted(session: Session, alliance: str, member: str, since: datetime) -> tuple[datetime, ...]:
    """Give when the published events of an alliance that a member is to host begin from then on."""
    query = (
        select(EventRow.start)
        .join(EventAllianceRow, EventAllianceRow.uid == EventRow.uid)
        .where(
            EventAllianceRow.alliance == alliance,
            EventRow.host == member,
            EventRow.status == EventStatus.PUBLISHED.value,
            EventRow.start >= since,
        )
        .order_by(EventRow.start)
    )
    return tuple(session.scalars(query))


def roles(session: Session) -> frozenset[str]:
    """Give the roles that members or officers have anywhere."""
    found = set(session.scalars(select(MembershipRow.role).distinct()))
    return frozenset(found | set(session.scalars(select(OfficerRow.role).distinct())))


def add(session: Session, tie: Membership | Affiliation | Officer) -> None:
    """Keep a tie."""
    span = {"since": tie.tenure.since, "until": tie.tenure.until}
    if isinstance(tie, Membership):
        row = MembershipRow(
            body=tie.body, member=tie.member, role=tie.role, weight=tie.weight, **span
        )
        session.add(row)
    elif isinstance(tie, Affiliation):
        session.add(
            AffiliationRow(
                person=tie.person,
                body=tie.body,
                kind=tie.kind.value,
                party_group=tie.group,
                outside_branch=tie.outside_branch,
                **span,
            )
        )
    else:
        session.add(OfficerRow(person=tie.person, body=tie.body, role=tie.role, **span))
    session.flush()


def set_until(
    session: Session, kept: Kept[Membership] | Kept[Affiliation] | Kept[Officer], until: date
) -> None:
    """Let a tie end: on that day it no longer holds."""
    table = _ROWS[type(kept.tie)]
    session.execute(update(table).where(table.id == kept.key).values(until=until))


def _begun(kept: Kept[Tie]) -> tuple[date, int]:
    return kept.tie.tenure.since or date.min, kept.key
