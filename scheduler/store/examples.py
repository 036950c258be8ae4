"""The example alliances as rows, written in bulk."""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, fields
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, insert, select, update

from scheduler.domain.roster import Affiliation, Body, Organisation, Person, Venue
from scheduler.presets import Preset
from scheduler.rules.model import Rule
from scheduler.store.base import Base
from scheduler.store.engine import Session
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import (
    ActivityKindRow,
    AffiliationRow,
    BodyRow,
    GroupMemberRow,
    MembershipRow,
    NamedListRow,
    NameRow,
    OfficerRow,
    OrganisationRow,
    PersonRow,
    VenueRow,
)

_Rows = list[dict[str, Any]]


def stored(session: Session, alliances: Iterable[str]) -> bool:
    """Tell whether any of these alliances is there."""
    query = select(BodyRow.key).where(BodyRow.key.in_(sorted(alliances))).limit(1)
    return session.scalars(query).first() is not None


def insert_presets(session: Session, presets: Sequence[Preset], since: date) -> None:
    """Write the presets' rosters, venues, kinds and rules; these promise from ``since`` on."""
    _insert_common(session, presets)
    for preset in presets:
        for table, rows in _roster_rows(preset):
            _insert(session, table, rows)
        for table, rows in _rule_rows(preset, since):
            _insert(session, table, rows)


@dataclass(frozen=True, slots=True)
class Held:
    """What the row of an event becomes when it is recorded as held."""

    uid: str
    revision: int
    updated_at: datetime
    host_name: str
    host_name_en: str
    venue_name: str
    venue_name_en: str
    seal_code: str


def hold(session: Session, held: Sequence[Held]) -> None:
    """Record events as held in bulk."""
    if not held:
        return
    session.flush()
    names = tuple(each.name for each in fields(Held) if each.name != "uid")
    statement = (
        update(EventRow)
        .where(EventRow.uid == bindparam("held_uid"))
        .values(
            status="held",
            version=EventRow.version + 1,
            **{
                name: bindparam(f"held_{name}", type_=EventRow.__table__.c[name].type)
                for name in names
            },
        )
    )
    rows = [{f"held_{name}": getattr(each, name) for name in ("uid", *names)} for each in held]
    session.connection().execute(statement, rows)


def _insert(session: Session, table: type[Base], rows: _Rows) -> None:
    if rows:
        session.execute(insert(table), rows)


def _insert_common(session: Session, presets: Sequence[Preset]) -> None:
    known = set(session.scalars(select(ActivityKindRow.key)))
    kinds = {kind.key: kind for preset in presets for kind in preset.kinds}
    rows: _Rows = [
        {
            "key": kind.key,
            "name": kind.name,
            "name_en": kind.name_en,
            "start": kind.start,
            "minutes": kind.minutes,
            "days": kind.days,
            "audience": kind.audience,
        }
        for kind in kinds.values()
        if kind.key not in known
    ]
    _insert(session, ActivityKindRow, rows)
    named = set(session.scalars(select(NameRow.key)))
    names = {key: pair for preset in presets for key, pair in preset.names.items()}
    _insert(
        session,
        NameRow,
        [
            {"key": key, "name": name, "name_en": name_en}
            for key, (name, name_en) in names.items()
            if key not in named
        ],
    )


def _roster_rows(preset: Preset) -> Iterator[tuple[type[Base], _Rows]]:
    roster = preset.roster
    yield OrganisationRow, [_organisation(each) for each in roster.organisations]
    yield BodyRow, [_body(each) for each in roster.bodies]
    yield (
        MembershipRow,
        [
            {"body": tie.body, "member": tie.member, "role": tie.role, "weight": tie.weight}
            for tie in roster.memberships
        ],
    )
    yield PersonRow, [_person(each) for each in roster.people]
    yield AffiliationRow, [_affiliation(tie) for tie in roster.affiliations]
    yield (
        OfficerRow,
        [{"person": each.person, "body": each.body, "role": each.role} for each in roster.officers],
    )


def _organisation(each: Organisation) -> dict[str, Any]:
    return {
        "key": each.key,
        "name": each.name,
        "name_en": each.name_en,
        "short_name": each.short_name,
        "kind": each.kind.value,
        "sector": each.sector,
    }


def _body(each: Body) -> dict[str, Any]:
    return {
        "key": each.key,
        "name": each.name,
        "name_en": each.name_en,
        "short_name": each.short_name,
        "kind": each.kind.value,
        "parent": each.parent,
        "since": each.tenure.since,
        "until": each.tenure.until,
        "public_calendar": each.public_calendar,
    }


def _person(each: Person) -> dict[str, Any]:
    return {
        "id": each.id,
        "name": each.name,
        "pinyin_key": each.pinyin_key,
        "standing": each.standing.value,
    }


def _affiliation(tie: Affiliation) -> dict[str, Any]:
    return {
        "person": tie.person,
        "body": tie.body,
        "kind": tie.kind.value,
        "party_group": tie.group,
        "outside_branch": tie.outside_branch,
    }


def _rule_rows(preset: Preset, since: date) -> Iterator[tuple[type[Base], _Rows]]:
    yield VenueRow, [_venue(venue) for venue in preset.venues]
    yield (
        RuleRow,
        [_rule(rule, position) | {"since": since} for position, rule in enumerate(preset.rules)],
    )
    yield (
        GroupMemberRow,
        [
            {"group_key": key, "alliance": alliance}
            for key, members in preset.groups.items()
            for alliance in members
        ],
    )
    yield (
        NamedListRow,
        [
            {"alliance": alliance, "name": name, "items": list(items)}
            for (alliance, name), items in preset.lists.items()
        ],
    )


def _venue(venue: Venue) -> dict[str, Any]:
    return {
        "key": venue.key,
        "name": venue.name,
        "name_en": venue.name_en,
        "classes": list(venue.classes),
    }


def _rule(rule: Rule, position: int) -> dict[str, Any]:
    return {
        "alliance": rule.owner,
        "key": rule.key,
        "position": position,
        "type": rule.type,
        "name": rule.name,
        "name_en": rule.name_en,
        "data": dict(rule.data),
    }
