"""Who belongs where, as other systems read it."""

from marshmallow import Schema, fields

from scheduler.api.schemas.fields import Day, Input, Key, Moment, Text, Whole, Word
from scheduler.domain.roster import (
    MOST_WEIGHT,
    AffiliationKind,
    BodyKind,
    OrganisationKind,
    Standing,
)
from scheduler.services.roster.members import PLAIN

_SINCE = {"description": "First day; null for always."}
_UNTIL = {"description": "Day on which it ends, itself no longer part; null for open."}


class AllianceSchema(Schema):
    """A body with rules and a calendar of its own."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = Word(BodyKind, required=True)
    parent = fields.String(required=True, allow_none=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True, metadata=_SINCE)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True, metadata=_UNTIL)
    public_calendar = fields.Boolean(required=True)


class BodySchema(Schema):
    """A Party or working body in the one tree."""

    key = fields.String(attribute="body.key", required=True)
    name = fields.String(attribute="body.name", required=True)
    name_en = fields.String(attribute="body.name_en", required=True)
    short_name = fields.String(attribute="body.short_name", required=True)
    kind = Word(BodyKind, attribute="body.kind", required=True)
    parent = fields.String(attribute="body.parent", required=True, allow_none=True)
    alliance = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "The alliance that the body is or belongs to."},
    )
    since = fields.Date(
        attribute="body.tenure.since", required=True, allow_none=True, metadata=_SINCE
    )
    until = fields.Date(
        attribute="body.tenure.until", required=True, allow_none=True, metadata=_UNTIL
    )


class OrganisationSchema(Schema):
    """A legal unit."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    short_name = fields.String(required=True)
    kind = Word(OrganisationKind, required=True)
    sector = fields.String(required=True)


class MembershipSchema(Schema):
    """An organisation or body as a member of an alliance."""

    alliance = fields.String(attribute="body", required=True)
    member = fields.String(
        required=True, metadata={"description": "Opaque key: `organisation:x` or `body:y`."}
    )
    role = fields.String(required=True)
    weight = fields.Integer(required=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True, metadata=_SINCE)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True, metadata=_UNTIL)


class LeftSchema(Schema):
    """A membership that ends, and how many published events after that the member is to host.

    `matters` counts what it has in hand and did not settle: it is to be dispatched to another one.
    """

    membership = fields.Nested(MembershipSchema, required=True)
    hosting = fields.Integer(required=True)
    matters = fields.Integer(required=True)


class AffiliationSchema(Schema):
    """A person's tie to a body."""

    body = fields.String(required=True)
    kind = Word(AffiliationKind, required=True)
    group = fields.String(required=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True, metadata=_SINCE)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True, metadata=_UNTIL)


class OfficeSchema(Schema):
    """A person's role in a body."""

    body = fields.String(required=True)
    role = fields.String(required=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True, metadata=_SINCE)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True, metadata=_UNTIL)


class SpanInput(Input):
    """From which day on something holds, and until when."""

    since = Day(required=True, metadata={"description": "First day."})
    until = Day(load_default=None, allow_none=True, metadata=_UNTIL)


class NewMembershipInput(SpanInput):
    """Who joins an alliance, as what, and from which day on."""

    alliance = Key(required=True)
    member = Key(
        required=True, metadata={"description": "Opaque key: `organisation:x` or `body:y`."}
    )
    role = Key(load_default=PLAIN, metadata={"description": "One that is in use or has a name."})
    weight = Whole(1, MOST_WEIGHT, load_default=1)


class NewAffiliationInput(SpanInput):
    """To which body a person comes, and how."""

    body = Key(required=True)
    kind = Word(AffiliationKind, load_default=AffiliationKind.HOME)
    group = Text(
        limit=60, empty=True, load_default="", metadata={"description": "The Party group."}
    )


class NewOfficeInput(SpanInput):
    """Which office of which body a person takes."""

    body = Key(required=True)
    role = Key(required=True, metadata={"description": "One that is in use or has a name."})


class UntilInput(Input):
    """When something ends."""

    until = Day(
        required=True,
        metadata={
            "description": "Day on which it no longer holds; that of the beginning: it never did."
        },
    )


class AffiliationEndInput(UntilInput):
    """When a person belongs to a body no longer, and how it was."""

    kind = Word(AffiliationKind, load_default=AffiliationKind.HOME)


class PersonSchema(Schema):
    """A person by opaque id; no identity number, birthday or address is held."""

    id = fields.String(attribute="person.id", required=True)
    name = fields.String(attribute="person.name", required=True)
    standing = Word(Standing, attribute="person.standing", required=True)
    affiliations = fields.List(fields.Nested(AffiliationSchema), required=True)
    offices = fields.List(fields.Nested(OfficeSchema), required=True)


class VenueSchema(Schema):
    """A place that can be booked."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    classes = fields.List(fields.String(), required=True)
    organisation = fields.String(required=True, allow_none=True)


class VenueNameSchema(Input):
    """What a venue is called from now on."""

    name = Text(limit=200, required=True)
    name_en = Text(
        limit=200,
        empty=True,
        metadata={
            "description": "Left out, the one that there is stays; empty, English readers see "
            "the Chinese name."
        },
    )


class ActivityKindSchema(Schema):
    """A kind of activity with its usual start and length."""

    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    start = fields.Time(
        format="%H:%M", required=True, metadata={"description": "Time of the day, Shanghai."}
    )
    minutes = fields.Integer(required=True)
    days = fields.Integer(required=True)
    audience = fields.String(required=True)


class TokenSchema(Schema):
    """What is shown of a token: everything but itself."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    scopes = fields.List(fields.String(), required=True)
    alliances = fields.List(
        fields.String(), required=True, metadata={"description": "None listed means all."}
    )
    created_at = Moment(required=True)
    expires = fields.Date(required=True, allow_none=True)
    revoked_at = Moment(required=True, allow_none=True)
    last_used_at = Moment(required=True, allow_none=True)
