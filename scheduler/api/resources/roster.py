"""Alliances, bodies, organisations, memberships, people, venues, kinds: who belongs where."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any, TypeVar

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import roster as shapes
from scheduler.api.schemas.common import AllianceQuery, PageQuery, page_of
from scheduler.domain.activity import ActivityKind
from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import (
    Affiliation,
    Body,
    Membership,
    Officer,
    Organisation,
    Tenure,
    Venue,
)
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.directory import BodySeen, PersonSeen
from scheduler.services.events import acts
from scheduler.services.events.acts import NewName
from scheduler.services.roster import members, people
from scheduler.services.roster.members import Ended
from scheduler.services.roster.people import Place

T = TypeVar("T")
Query = Mapping[str, Any]

resource = Resource("roster", "Who belongs where: alliances, their bodies, members and people.")


@resource.reads("/alliances", Action.VIEW, page_of(shapes.AllianceSchema), PageQuery)
def list_alliances(call: Call, query: Query) -> paging.Answer:
    """List the alliances that the token reaches."""
    found = directory.alliances(call.runtime.store, by=call.by)
    return paging.page(call, query, found, lambda body: (body.key,))


@resource.reads("/alliances/<key:key>", Action.VIEW, shapes.AllianceSchema)
def get_alliance(call: Call, _: Query, key: str) -> Body:
    """Give one alliance."""
    found = {body.key: body for body in directory.alliances(call.runtime.store, by=call.by)}
    return _one(found, "alliance", key)


@resource.reads("/bodies", Action.VIEW, page_of(shapes.BodySchema), AllianceQuery)
def list_bodies(call: Call, query: Query) -> paging.Answer:
    """List the bodies of the alliances."""
    found = directory.bodies(call.runtime.store, by=call.by, alliance=query.get("alliance"))
    return paging.page(call, query, found, lambda seen: (seen.body.key,))


@resource.reads("/bodies/<key:key>", Action.VIEW, shapes.BodySchema)
def get_body(call: Call, _: Query, key: str) -> BodySeen:
    """Give one body."""
    found = {seen.body.key: seen for seen in directory.bodies(call.runtime.store, by=call.by)}
    return _one(found, "body", key)


@resource.reads("/organisations", Action.VIEW, page_of(shapes.OrganisationSchema), AllianceQuery)
def list_organisations(call: Call, query: Query) -> paging.Answer:
    """List the organisations that are members of the alliances."""
    store, alliance = call.runtime.store, query.get("alliance")
    found = directory.organisations(store, by=call.by, alliance=alliance)
    return paging.page(call, query, found, lambda each: (each.key,))


@resource.reads("/organisations/<key:key>", Action.VIEW, shapes.OrganisationSchema)
def get_organisation(call: Call, _: Query, key: str) -> Organisation:
    """Give one organisation."""
    listed = directory.organisations(call.runtime.store, by=call.by)
    return _one({each.key: each for each in listed}, "organisation", key)


@resource.reads("/memberships", Action.VIEW, page_of(shapes.MembershipSchema), AllianceQuery)
def list_memberships(call: Call, query: Query) -> paging.Answer:
    """List who is a member of the alliances."""
    found = directory.memberships(call.runtime.store, by=call.by, alliance=query.get("alliance"))
    return paging.page(call, query, found, directory.membership_order)


@resource.writes(
    "/memberships",
    Action.EDIT,
    takes=shapes.NewMembershipInput,
    answers=shapes.MembershipSchema,
    status=201,
    example={"alliance": "steel", "member": "organisation:alpha", "since": "2026-09-01"},
)
def add_membership(call: Call, body: dict[str, Any]) -> Membership:
    """Let an organisation or a body join an alliance; the same again is not added."""
    wanted = Membership(body["member"], body["alliance"], body["role"], body["weight"], _span(body))
    return members.add(call.runtime.store, wanted, by=call.by, now=call.now)


@resource.writes(
    "/memberships/<key:alliance>/<key:member>/end",
    Action.EDIT,
    takes=shapes.UntilInput,
    answers=shapes.LeftSchema,
)
def end_membership(call: Call, body: dict[str, Any], alliance: str, member: str) -> Ended:
    """Let a member leave an alliance; the plans that follow give its turns to others."""
    store, until = call.runtime.store, body["until"]
    return members.end(store, alliance, member, until, by=call.by, now=call.now)


@resource.reads("/people", Action.NAMES, page_of(shapes.PersonSchema), AllianceQuery)
def list_people(call: Call, query: Query) -> paging.Answer:
    """List the people of the alliances, for tokens that may see names."""
    return paging.page(call, query, _people(call, query), lambda seen: (seen.person.id,))


@resource.reads("/people/<key:key>", Action.NAMES, shapes.PersonSchema)
def get_person(call: Call, query: Query, key: str) -> PersonSeen:
    """Give one person, for tokens that may see names."""
    return _one({seen.person.id: seen for seen in _people(call, query)}, "person", key)


@resource.writes(
    "/people/<key:key>/affiliations",
    Action.EDIT,
    takes=shapes.NewAffiliationInput,
    answers=shapes.AffiliationSchema,
    status=201,
)
def add_affiliation(call: Call, body: dict[str, Any], key: str) -> Affiliation:
    """Let a person belong to a body, for tokens that may see names too; one home on any day."""
    wanted = Affiliation(key, body["body"], body["kind"], body["group"], tenure=_span(body))
    return people.settle(call.runtime.store, wanted, by=call.by, now=call.now)


@resource.writes(
    "/people/<key:key>/affiliations/<key:body_key>/end",
    Action.EDIT,
    takes=shapes.AffiliationEndInput,
    answers=shapes.AffiliationSchema,
)
def end_affiliation(call: Call, body: dict[str, Any], key: str, body_key: str) -> Affiliation:
    """Let a person belong to a body no longer: what rests on it ends that day, feeds as well."""
    at = Place(key, body_key)
    return people.unsettle(
        call.runtime.store, at, body["kind"], body["until"], by=call.by, now=call.now
    )


@resource.writes(
    "/people/<key:key>/offices",
    Action.EDIT,
    takes=shapes.NewOfficeInput,
    answers=shapes.OfficeSchema,
    status=201,
)
def add_office(call: Call, body: dict[str, Any], key: str) -> Officer:
    """Give a person an office of a body, for tokens that may see names too."""
    wanted = Officer(key, body["body"], body["role"], _span(body))
    return people.appoint(call.runtime.store, wanted, by=call.by, now=call.now)


@resource.writes(
    "/people/<key:key>/offices/<key:body_key>/<key:role>/end",
    Action.EDIT,
    takes=shapes.UntilInput,
    answers=shapes.OfficeSchema,
)
def end_office(call: Call, body: dict[str, Any], key: str, body_key: str, role: str) -> Officer:
    """Let a person hold an office no longer."""
    at = Place(key, body_key)
    return people.release(call.runtime.store, at, role, body["until"], by=call.by, now=call.now)


@resource.reads("/venues", Action.VIEW, page_of(shapes.VenueSchema), PageQuery)
def list_venues(call: Call, query: Query) -> paging.Answer:
    """List the venues of the alliances' members, and those of nobody."""
    found = directory.venues(call.runtime.store, by=call.by)
    return paging.page(call, query, found, lambda venue: (venue.key,))


@resource.reads("/venues/<key:key>", Action.VIEW, shapes.VenueSchema)
def get_venue(call: Call, _: Query, key: str) -> Venue:
    """Give one venue."""
    return _venue(call, key)


@resource.writes(
    "/venues/<key:key>/rename",
    Action.EDIT,
    takes=shapes.VenueNameSchema,
    answers=shapes.VenueSchema,
)
def rename_venue(call: Call, body: dict[str, Any], key: str) -> Venue:
    """Give a venue another name; each event there that is not held tells its subscribers.

    Those may who edit every alliance that has such an event and, where the venue belongs to an
    organisation, one of which that is a member.
    """
    seen = _venue(call, key)
    name = NewName(body["name"], body.get("name_en"))
    acts.rename_venue(call.runtime.store, seen.key, name, call.by, call.now)
    return replace(seen, name=name.zh, name_en=body.get("name_en", seen.name_en))


@resource.reads("/activity-kinds", Action.VIEW, page_of(shapes.ActivityKindSchema), PageQuery)
def list_activity_kinds(call: Call, query: Query) -> paging.Answer:
    """List the kinds of activities."""
    return paging.page(call, query, _kinds(call), lambda kind: (kind.key,))


@resource.reads("/activity-kinds/<key:key>", Action.VIEW, shapes.ActivityKindSchema)
def get_activity_kind(call: Call, _: Query, key: str) -> ActivityKind:
    """Give one kind of activity."""
    return _one({kind.key: kind for kind in _kinds(call)}, "kind", key)


def _span(body: Mapping[str, Any]) -> Tenure:
    return Tenure(body["since"], body["until"])


def _people(call: Call, query: Query) -> tuple[PersonSeen, ...]:
    store, alliance = call.runtime.store, query.get("alliance")
    return directory.people(store, by=call.by, now=call.now, alliance=alliance)


def _venue(call: Call, key: str) -> Venue:
    listed = directory.venues(call.runtime.store, by=call.by)
    return _one({venue.key: venue for venue in listed}, "venue", key)


def _kinds(call: Call) -> tuple[ActivityKind, ...]:
    return directory.kinds(call.runtime.store)


def _one(found: Mapping[str, T], entity: str, key: str) -> T:
    if key not in found:
        raise NotFoundError(entity=entity, key=key)
    return found[key]
