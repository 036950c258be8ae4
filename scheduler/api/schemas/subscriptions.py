"""Shapes of feed addresses."""

from collections.abc import Mapping

from marshmallow import Schema, fields

from scheduler.api.schemas.fields import Moment
from scheduler.services.feeds.tokens import Address


class SubscriptionSchema(Schema):
    """A feed address without the address itself."""

    id = fields.String(required=True)
    scope = fields.String(
        required=True,
        metadata={"description": "Such as body:auto,steel, branch:…, person:… or organisation:…."},
    )
    alliances = fields.List(fields.String(), required=True)
    kinds = fields.List(fields.String(), required=True)
    since = fields.Date(required=True, allow_none=True)
    until = fields.Date(required=True, allow_none=True)
    alarms = fields.List(fields.Integer(), required=True)
    name = fields.String(required=True)
    owner = fields.String(
        required=True, allow_none=True, metadata={"description": "Null for the public feed."}
    )
    lang = fields.String(required=True)
    profile = fields.String(required=True)
    created_at = Moment(required=True)
    updated_at = Moment(required=True)
    revoked_at = Moment(required=True, allow_none=True)
    last_fetch_at = Moment(required=True, allow_none=True)
    last_client = fields.String(required=True)


def subscription(found: Address) -> Mapping[str, object]:
    """Tell of a feed address what may be told to others than its owner."""
    told, choice = found.subscription, found.subscription.choice
    return {
        "id": told.id,
        "scope": str(told.scope),
        "alliances": found.alliances,
        "kinds": choice.kinds,
        "since": choice.since,
        "until": choice.until,
        "alarms": choice.alarms,
        "name": told.name,
        "owner": told.owner,
        "lang": told.lang,
        "profile": told.profile,
        "created_at": told.created_at,
        "updated_at": told.updated_at,
        "revoked_at": told.revoked_at,
        "last_fetch_at": told.last_fetch_at,
        "last_client": told.last_client,
    }
