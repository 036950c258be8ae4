"""Shapes of feed addresses: asked for, told about, and how far changes have come to them."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Any

from marshmallow import Schema, fields

from feeds.profiles import PROFILES
from scheduler.api.schemas.common import ReadQuery, made_id
from scheduler.api.schemas.fields import Day, Input, Key, Moment, Text, Whole
from scheduler.domain.feed_scope import (
    MAX_ALARM_MINUTES,
    MAX_ALARMS,
    MAX_KINDS,
    Choice,
    parse_scope,
)
from scheduler.services.feeds.evidence import Evidence, Told
from scheduler.services.feeds.listing import Listed
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish

_SCOPE = "Such as body:auto,steel, branch:…, person:…, organisation:… or event:…."
_NAME = 60
_NONE_LEFT_OUT = MappingProxyType({"unfetched": 0, "unshown": 0, "ended": 0})
_SEQ = (
    "Number of the newest change in what was fetched last, 0 before: `seq` of the evidence. "
    "What a browser fetched, or an address with filters, is noted while it is 0 and raises none. "
    "Null over several alliances, each of which counts for itself: `last_fetch_at` tells there."
)
_ENDED = (
    "Says farewell: it was ended (`revoked_at`), or whose it is may see nothing of it any more, "
    "which is written down once it is polled."
)


class NewSubscriptionSchema(Input):
    """What is to be subscribed to, under which name, and how it is shown."""

    scope = Text(limit=4000, required=True, metadata={"description": _SCOPE})
    name = Text(limit=_NAME, required=True, metadata={"description": "Such as that of the device."})
    kinds = fields.List(
        Key(),
        load_default=list,
        metadata={"description": f"Without any, all kinds; at most {MAX_KINDS}."},
    )
    since = Day(load_default=None, allow_none=True)
    until = Day(
        load_default=None, allow_none=True, metadata={"description": "Not part of the span."}
    )
    alarms = fields.List(
        Whole(0, MAX_ALARM_MINUTES),
        load_default=list,
        metadata={
            "description": "Minutes before the start, on a whole day before 09:00; "
            f"at most {MAX_ALARMS}."
        },
    )
    lang = fields.String(load_default="zh", metadata={"enum": ["zh", "en"]})
    profile = fields.String(
        load_default="generic",
        metadata={
            "enum": sorted(PROFILES),
            "description": "`generic` chooses by what the client says of itself.",
        },
    )


class AnnouncedSchema(Input):
    """The alliance that is to have an address of its own again."""

    alliance = Key(required=True)


class SubscriptionSchema(Schema):
    """A feed address without the address itself."""

    id = made_id()
    version = fields.Integer(
        required=True,
        metadata={"description": "How many addresses it has had; its end raises nothing."},
    )
    scope = fields.String(required=True, metadata={"description": _SCOPE})
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
    ended = fields.Boolean(required=True, metadata={"description": _ENDED})
    last_fetch_at = Moment(required=True, allow_none=True)
    last_client = fields.String(required=True)
    last_seq = fields.Integer(required=True, allow_none=True, metadata={"description": _SEQ})


class OpenedSubscriptionSchema(SubscriptionSchema):
    """A feed address that was just made: the address itself is told in this answer alone."""

    address = fields.String(metadata={"format": "uri"})


class EvidenceQuery(ReadQuery):
    """The alliance whose changes are asked about."""

    alliance = Key(required=True)


class WaitingSchema(Schema):
    """A subscription that has not fetched a change yet."""

    id = fields.String(required=True)
    name = fields.String(required=True)
    owner = fields.String(required=True, allow_none=True)
    owner_name = fields.String(required=True)
    created_at = Moment(required=True)
    last_client = fields.String(required=True)
    last_fetch_at = Moment(required=True, allow_none=True)
    last_seq = fields.Integer(required=True, allow_none=True, metadata={"description": _SEQ})


class LeftOutSchema(Schema):
    """How many subscriptions the count of a change leaves out, by why."""

    unfetched = fields.Integer(
        required=True, metadata={"description": "Newer than the change and never fetched."}
    )
    unshown = fields.Integer(
        required=True, metadata={"description": "Those that do not show the event."}
    )
    ended = fields.Integer(
        required=True, metadata={"description": "Those that showed the event, ended since."}
    )


class NewestSchema(Schema):
    """The last change that the feeds show, of whatever kind.

    It comes to the subscriptions that show its event. Those that got their address after it count
    once they were fetched; before, they are `unfetched`. `left_out` counts all that `fetched` and
    `waiting` leave out.
    """

    seq = fields.Integer(required=True)
    at = Moment(required=True, allow_none=True)
    fetched = fields.Integer(required=True)
    waiting = fields.List(fields.Nested(WaitingSchema), required=True)
    unfetched = fields.List(
        fields.Nested(WaitingSchema),
        required=True,
        metadata={"description": "Never fetched at an address that is newer than the change."},
    )
    left_out = fields.Nested(LeftOutSchema, required=True)


class ToldChangeSchema(NewestSchema):
    """A change of one event or of several alike, how many fetched it, and which have not."""

    event = fields.String(required=True, metadata={"description": "The first of `events`."})
    events = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "All events that the act changed in the same words."},
    )
    kind = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)


class EvidenceSchema(Schema):
    """How far the newest changes of an alliance have come; the newest first."""

    alliance = fields.String(required=True)
    subscriptions = fields.Integer(required=True)
    newest = fields.Nested(NewestSchema, required=True)
    changes = fields.List(fields.Nested(ToldChangeSchema), required=True)


def wish(body: Mapping[str, Any]) -> Wish:
    """Read what is wished for; raises what refuses the scope or the choice."""
    choice = Choice(
        kinds=tuple(body["kinds"]),
        since=body["since"],
        until=body["until"],
        alarms=tuple(body["alarms"]),
    )
    scope = parse_scope(body["scope"])
    return Wish(scope, body["name"], body["lang"], body["profile"], choice)


def subscription(found: Address) -> dict[str, object]:
    """Tell of a feed address what may be told to others than its owner."""
    told, choice = found.subscription, found.subscription.choice
    own = ("id", "version", "name", "owner", "lang", "profile", "created_at", "updated_at")
    seen = ("revoked_at", "last_fetch_at", "last_client")
    return {
        **{name: getattr(told, name) for name in (*own, *seen)},
        **{name: getattr(choice, name) for name in ("kinds", "since", "until", "alarms")},
        "scope": str(told.scope),
        "alliances": found.alliances,
        "ended": not found.works,
        "last_seq": found.seq,
    }


def evidence_answer(found: Evidence) -> dict[str, object]:
    """Give the evidence as the schema reads it."""
    none: dict[str, object] = {"seq": 0, "at": None, "fetched": 0}
    none |= {"waiting": [], "unfetched": [], "left_out": dict(_NONE_LEFT_OUT)}
    return {
        "alliance": found.alliance.key,
        "subscriptions": found.total,
        "newest": _reached(found.newest) if found.newest else none,
        "changes": [_change(each) for each in found.changes],
    }


def _change(told: Told) -> dict[str, object]:
    return {
        "event": told.change.uid,
        "events": told.events,
        "kind": told.change.kind,
        "title": told.title[0],
        "title_en": told.title[1],
        **_reached(told),
    }


def _reached(told: Told) -> dict[str, object]:
    return {
        "seq": told.change.seq,
        "at": told.change.at,
        "fetched": told.total - len(told.waiting),
        "waiting": [_waiting(each) for each in told.waiting],
        "unfetched": [_waiting(each) for each in told.unfetched],
        "left_out": {**_NONE_LEFT_OUT, **dict(told.left_out)},
    }


def _waiting(each: Listed) -> dict[str, object]:
    told = each.address.subscription
    seen = ("id", "name", "owner", "created_at", "last_client", "last_fetch_at")
    own = {name: getattr(told, name) for name in seen}
    return own | {"owner_name": each.owner, "last_seq": each.address.seq}
