"""Feed addresses: asked for, told about without what opens them, renewed and ended."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging, versions
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import subscriptions as shapes
from scheduler.api.schemas.common import AllianceQuery, page_of
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.feeds import announced, evidence, known, subscriptions
from scheduler.services.feeds.tokens import Address, feed_token, feed_url

Query = Mapping[str, Any]

resource = Resource("subscriptions", "Feed addresses, and how far changes have come to them.")


def _tag(found: Address) -> str:
    return versions.tag(known.state_of(found))


def _opened(call: Call, answer: Mapping[str, Any]) -> dict[str, Any]:
    """Add the address to an answer; what is kept to be answered again does not hold it."""
    ready = call.runtime
    token = feed_token(ready.secret_key, answer["id"], answer["version"])
    return {**answer, "address": feed_url(ready.base_url, token)}


@resource.reads(
    "/subscriptions", Action.FOLLOWERS, page_of(shapes.SubscriptionSchema), AllianceQuery
)
def list_subscriptions(call: Call, query: Query) -> paging.Answer:
    """List the feed addresses of the alliances by id, without the addresses themselves."""
    store = call.runtime.store
    reached = directory.reach(store, by=call.by, alliance=query.get("alliance"))
    listed = known.listed(store, reached, call.by, call.now)
    found = sorted(map(shapes.subscription, listed), key=lambda each: str(each["id"]))
    return paging.page(call, query, found, lambda each: (str(each["id"]),))


@resource.reads(
    "/subscriptions/evidence", Action.FOLLOWERS, shapes.EvidenceSchema, shapes.EvidenceQuery
)
def get_evidence(call: Call, query: Query) -> dict[str, Any]:
    """Tell which subscriptions have not fetched the newest changes of an alliance."""
    found = evidence.evidence(call.runtime.store, query["alliance"], call.by, call.now)
    return shapes.evidence_answer(found)


@resource.reads("/subscriptions/<key:key>", Action.FOLLOWERS, shapes.SubscriptionSchema)
def get_subscription(
    call: Call, _: Query, key: str
) -> tuple[Mapping[str, object], int, dict[str, str]]:
    """Give one feed address without the address; its `ETag` is what renewing and ending it name."""
    found = known.view(call.runtime.store, key, call.by, call.now)
    return shapes.subscription(found), 200, {"ETag": _tag(found)}


@resource.writes(
    "/subscriptions",
    Action.EDIT,
    takes=shapes.NewSubscriptionSchema,
    answers=shapes.OpenedSubscriptionSchema,
    status=201,
    locate=lambda made: f"/subscriptions/{made['id']}",
    reveals=_opened,
    example={
        "scope": "body:auto",
        "name": "样例门户",
        "kinds": ["council"],
        "since": "2026-01-01",
        "until": "2027-01-01",
        "alarms": [60, 1440],
        "lang": "zh",
        "profile": "generic",
    },
)
def create_subscription(call: Call, body: dict[str, Any]) -> Mapping[str, object]:
    """Make a feed address; it works as long as the token may see what it shows."""
    ready = call.runtime
    wish = shapes.wish(body)
    made = subscriptions.create(ready.store, wish, call.by, ready.secret_key, call.now)
    return shapes.subscription(made)


@resource.writes(
    "/subscriptions/public",
    Action.EDIT,
    takes=shapes.AnnouncedSchema,
    answers=shapes.OpenedSubscriptionSchema,
    reveals=_opened,
    example={"alliance": "auto"},
)
def announce_subscription(call: Call, body: dict[str, Any]) -> Mapping[str, object]:
    """Give the public address of an alliance; where it was ended, a new one is made."""
    ready = call.runtime
    found = announced.announce(ready.store, body["alliance"], call.by, ready.secret_key, call.now)
    return shapes.subscription(found)


@resource.changes(
    "POST",
    "/subscriptions/<key:key>/rotate",
    Action.EDIT,
    answers=shapes.OpenedSubscriptionSchema,
    reveals=_opened,
)
def rotate_subscription(call: Call, version: int, key: str) -> Mapping[str, object]:
    """Give an own feed, or a public one, another address; the former one says farewell."""
    ready = call.runtime
    act = (call.by, ready.secret_key, call.now)
    renewed = subscriptions.renew(ready.store, key, *act, seen=version)
    return shapes.subscription(renewed)


@resource.changes(
    "DELETE", "/subscriptions/<key:key>", Action.EDIT, answers=shapes.SubscriptionSchema
)
def end_subscription(call: Call, version: int, key: str) -> Mapping[str, object]:
    """End a feed address: it says farewell for 30 days and is gone then."""
    store = call.runtime.store
    subscriptions.revoke(store, key, call.by, call.now, seen=version)
    return shapes.subscription(known.view(store, key, call.by, call.now))
