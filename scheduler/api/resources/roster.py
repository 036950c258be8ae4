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
from scheduler.domain.roster import Body, Organisation, Venue
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.directory import BodySeen, PersonSeen
from scheduler.services.events import acts
from scheduler.services.events.acts import NewName

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


@resource.reads("/people", Action.NAMES, page_of(shapes.PersonSchema), AllianceQuery)
def list_people(call: Call, query: Query) -> paging.Answer:
    """List the people of the alliances, for tokens that may see names."""
    return paging.page(call, query, _people(call, query), lambda seen: (seen.person.id,))


@resource.reads("/people/<key:key>", Action.NAMES, shapes.PersonSchema)
def get_person(call: Call, query: Query, key: str) -> PersonSeen:
    """Give one person, for tokens that may see names."""
    return _one({seen.person.id: seen for seen in _people(call, query)}, "person", key)


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
    """Give a venue another name; each event there that is still to come tells its subscribers.

    Those may who edit an alliance to which the venue's organisation belongs or that has such an
    event.
    """
    seen = _venue(call, key)
    acts.rename_venue(
        call.runtime.store, seen.key, NewName(body["name"], body["name_en"]), call.by, call.now
    )
    return replace(seen, name=body["name"], name_en=body["name_en"])


@resource.reads("/activity-kinds", Action.VIEW, page_of(shapes.ActivityKindSchema), PageQuery)
def list_activity_kinds(call: Call, query: Query) -> paging.Answer:
    """List the kinds of activities."""
    return paging.page(call, query, _kinds(call), lambda kind: (kind.key,))


@resource.reads("/activity-kinds/<key:key>", Action.VIEW, shapes.ActivityKindSchema)
def get_activity_kind(call: Call, _: Query, key: str) -> ActivityKind:
    """Give one kind of activity."""
    return _one({kind.key: kind for kind in _kinds(call)}, "kind", key)


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
