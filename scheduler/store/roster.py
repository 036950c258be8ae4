"""Queries on organisations, bodies, people, venues and kinds: rows to values."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date

from sqlalchemy import or_, select, update

from scheduler.domain.activity import ActivityKind
from scheduler.domain.roster import (
    ALLIANCE_KINDS,
    Affiliation,
    AffiliationKind,
    Body,
    BodyKind,
    Membership,
    Officer,
    Organisation,
    OrganisationKind,
    Person,
    Standing,
    Tenure,
    Venue,
)
from scheduler.store import words
from scheduler.store.engine import Session
from scheduler.store.tables.roster import (
    ActivityKindRow,
    AffiliationRow,
    BodyRow,
    GroupMemberRow,
    MembershipRow,
    NamedListRow,
    OfficerRow,
    OrganisationRow,
    PersonRow,
    VenueRow,
)


@dataclass(frozen=True, slots=True)
class Name:
    """What an opaque key is called: in full, in short, and in English."""

    zh: str
    short: str
    en: str

    def say(self, lang: str) -> str:
        """Give the name in a language; one without English falls back to Chinese."""
        return self.en if lang == "en" and self.en else self.zh


def body(row: BodyRow) -> Body:
    """Turn a body's row into its value."""
    return Body(
        key=row.key,
        name=row.name,
        name_en=row.name_en,
        short_name=row.short_name,
        kind=BodyKind(row.kind),
        parent=row.parent,
        tenure=Tenure(row.since, row.until),
        public_calendar=row.public_calendar,
    )


def alliances(session: Session, keys: Iterable[str] | None = None) -> tuple[Body, ...]:
    """List the alliances (all kinds of them) by key; only ``keys`` where given."""
    query = select(BodyRow).where(BodyRow.kind.in_(sorted(ALLIANCE_KINDS))).order_by(BodyRow.key)
    if keys is not None:
        query = query.where(BodyRow.key.in_(sorted(set(keys))))
    return tuple(body(row) for row in session.scalars(query))


def get_body(session: Session, key: str) -> Body | None:
    """Find a body by its key."""
    row = session.get(BodyRow, key)
    return None if row is None else body(row)


def bodies_below(session: Session, parents: Iterable[str]) -> tuple[Body, ...]:
    """List the bodies directly below these parents, by key."""
    query = select(BodyRow).where(BodyRow.parent.in_(sorted(set(parents)))).order_by(BodyRow.key)
    return tuple(body(row) for row in session.scalars(query))


def organisation(row: OrganisationRow) -> Organisation:
    """Turn an organisation's row into its value."""
    return Organisation(
        key=row.key,
        name=row.name,
        name_en=row.name_en,
        short_name=row.short_name,
        kind=OrganisationKind(row.kind),
        sector=row.sector,
    )


def organisations_of(session: Session, alliance_keys: Iterable[str]) -> tuple[Organisation, ...]:
    """List the organisations that are members of these alliances, by key."""
    members = select(MembershipRow.member).where(MembershipRow.body.in_(sorted(set(alliance_keys))))
    query = (
        select(OrganisationRow)
        .where(("organisation:" + OrganisationRow.key).in_(members))
        .order_by(OrganisationRow.key)
    )
    return tuple(organisation(row) for row in session.scalars(query))


def memberships(session: Session, bodies: Iterable[str]) -> dict[str, tuple[Membership, ...]]:
    """Give the memberships of each of these bodies, by member."""
    wanted = sorted(set(bodies))
    columns = MembershipRow.__table__.c
    # Thousands of them, read for every plan: as whole rows they would take three times as long.
    query = (
        select(*(columns[name] for name in ("member", "body", "role", "weight", "since", "until")))
        .where(MembershipRow.body.in_(wanted))
        .order_by(MembershipRow.member, MembershipRow.id)
    )
    found: dict[str, list[Membership]] = {key: [] for key in wanted}
    for member, body, role, weight, *span in session.execute(query):
        found[body].append(Membership(member, body, role, weight, Tenure(*span)))
    return {key: tuple(rows) for key, rows in found.items()}


def officers(session: Session, bodies: Iterable[str]) -> dict[str, tuple[Officer, ...]]:
    """Give the officers of each of these bodies, by role and person."""
    wanted = sorted(set(bodies))
    query = (
        select(OfficerRow)
        .where(OfficerRow.body.in_(wanted))
        .order_by(OfficerRow.role, OfficerRow.person)
    )
    found: dict[str, list[Officer]] = {key: [] for key in wanted}
    for row in session.scalars(query):
        found[row.body].append(
            Officer(row.person, row.body, row.role, Tenure(row.since, row.until))
        )
    return {key: tuple(rows) for key, rows in found.items()}


def sharing(session: Session, alliance: str) -> tuple[str, ...]:
    """List the alliances that share an officer with this one (itself included)."""
    people = select(OfficerRow.person).where(OfficerRow.body == alliance)
    query = (
        select(OfficerRow.body)
        .join(BodyRow, BodyRow.key == OfficerRow.body)
        .where(OfficerRow.person.in_(people), BodyRow.kind.in_(sorted(ALLIANCE_KINDS)))
        .distinct()
    )
    return tuple(sorted({alliance, *session.scalars(query)}))


def affiliations(
    session: Session, bodies: Iterable[str], day: date
) -> tuple[tuple[Person, Affiliation], ...]:
    """List the people who belong to these bodies on a day, by body and pinyin key."""
    query = (
        select(PersonRow, AffiliationRow)
        .join(AffiliationRow, AffiliationRow.person == PersonRow.id)
        .where(
            AffiliationRow.body.in_(sorted(set(bodies))),
            or_(AffiliationRow.since.is_(None), AffiliationRow.since <= day),
            or_(AffiliationRow.until.is_(None), AffiliationRow.until > day),
        )
        .order_by(AffiliationRow.body, PersonRow.pinyin_key, PersonRow.id)
    )
    return tuple((person(row), _affiliation(tie)) for row, tie in session.execute(query))


def person(row: PersonRow) -> Person:
    """Turn a person's row into its value."""
    return Person(row.id, row.name, row.pinyin_key, Standing(row.standing))


def people(session: Session, ids: Iterable[str]) -> dict[str, Person]:
    """Give people by id."""
    query = select(PersonRow).where(PersonRow.id.in_(sorted(set(ids))))
    return {row.id: person(row) for row in session.scalars(query)}


def _affiliation(row: AffiliationRow) -> Affiliation:
    return Affiliation(
        person=row.person,
        body=row.body,
        kind=AffiliationKind(row.kind),
        group=row.party_group,
        outside_branch=row.outside_branch,
        tenure=Tenure(row.since, row.until),
    )


def venues(session: Session, keys: Iterable[str] | None = None) -> dict[str, Venue]:
    """Give venues by key; all of them where no keys are given."""
    query = select(VenueRow).order_by(VenueRow.key)
    if keys is not None:
        query = query.where(VenueRow.key.in_(sorted(set(keys))))
    return {
        row.key: Venue(row.key, row.name, row.name_en, tuple(row.classes), row.organisation)
        for row in session.scalars(query)
    }


def rename_venue(session: Session, key: str, name: str, name_en: str) -> None:
    """Give a venue another name."""
    session.execute(update(VenueRow).where(VenueRow.key == key).values(name=name, name_en=name_en))


def kinds(session: Session) -> dict[str, ActivityKind]:
    """Give all activity kinds by key."""
    return {
        row.key: ActivityKind(
            row.key, row.name, row.name_en, row.start, row.minutes, row.days, row.audience
        )
        for row in session.scalars(select(ActivityKindRow).order_by(ActivityKindRow.key))
    }


def groups(session: Session) -> dict[str, tuple[str, ...]]:
    """Give the alliances of every named group."""
    query = select(GroupMemberRow).order_by(GroupMemberRow.group_key, GroupMemberRow.alliance)
    found: dict[str, list[str]] = {}
    for row in session.scalars(query):
        found.setdefault(row.group_key, []).append(row.alliance)
    return {key: tuple(members) for key, members in found.items()}


def lists(session: Session, bodies: Iterable[str]) -> dict[tuple[str, str], tuple[str, ...]]:
    """Give the named lists of these alliances by (alliance, name)."""
    columns = (NamedListRow.alliance, NamedListRow.name, NamedListRow.items)
    query = select(*columns).where(NamedListRow.alliance.in_(sorted(set(bodies))))
    return {(alliance, name): tuple(items) for alliance, name, items in session.execute(query)}


def names(session: Session, keys: Iterable[str]) -> dict[str, Name]:
    """Give the names of opaque keys (``organisation:…``, ``body:…``, ``venue:…``, ``theme:…``…).

    A key without a name is left out. At most five queries, however many keys.
    """
    parts: dict[str, list[str]] = {}
    for key in sorted(set(keys)):
        prefix, _, rest = key.partition(":")
        own = prefix in _OWN_TABLES
        parts.setdefault(prefix if own else "", []).append(rest if own else key)
    found: dict[str, Name] = {}
    for prefix, wanted in parts.items():
        found |= _NAMES_OF[prefix](session, wanted)
    return found


def spoken(session: Session, keys: Iterable[str]) -> dict[str, tuple[str, str]]:
    """Give the names of opaque keys as sentences use them: a short Chinese and an English one."""
    return {key: (name.short, name.en) for key, name in names(session, keys).items()}


def _organisation_names(session: Session, wanted: list[str]) -> dict[str, Name]:
    query = select(OrganisationRow).where(OrganisationRow.key.in_(wanted))
    return {
        f"organisation:{row.key}": Name(row.name, row.short_name, row.name_en)
        for row in session.scalars(query)
    }


def _body_names(session: Session, wanted: list[str]) -> dict[str, Name]:
    query = select(BodyRow).where(BodyRow.key.in_(wanted))
    return {
        f"body:{row.key}": Name(row.name, row.short_name, row.name_en)
        for row in session.scalars(query)
    }


def _venue_names(session: Session, wanted: list[str]) -> dict[str, Name]:
    return {
        f"venue:{key}": Name(venue.name, venue.name, venue.name_en)
        for key, venue in venues(session, wanted).items()
    }


def _person_names(session: Session, wanted: list[str]) -> dict[str, Name]:
    return {
        f"person:{key}": Name(who.name, who.name, "")
        for key, who in people(session, wanted).items()
    }


def _other_names(session: Session, wanted: list[str]) -> dict[str, Name]:
    return {key: Name(zh, zh, en) for key, (zh, en) in words.named(session, wanted).items()}


_OWN_TABLES = frozenset({"organisation", "body", "venue", "person"})
_NAMES_OF = {
    "organisation": _organisation_names,
    "body": _body_names,
    "venue": _venue_names,
    "person": _person_names,
    "": _other_names,
}
