"""Subscriptions and tokens: who reads the calendar, and who reads this API."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import roster as shapes
from scheduler.api.schemas.common import AllianceQuery, PageQuery, page_of
from scheduler.api.schemas.subscriptions import SubscriptionSchema, subscription
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.feeds import subscriptions

Query = Mapping[str, Any]

resource = Resource("access", "Feed addresses and tokens, without what opens them.")


@resource.reads("/subscriptions", Action.EDIT, page_of(SubscriptionSchema), AllianceQuery)
def list_subscriptions(call: Call, query: Query) -> paging.Answer:
    """List the feed addresses of the alliances by id, without the addresses themselves."""
    store = call.runtime.store
    reached = directory.reach(store, by=call.by, alliance=query.get("alliance"))
    listed = subscriptions.listed(store, reached, call.by)
    found = sorted(map(subscription, listed), key=lambda each: str(each["id"]))
    return paging.page(call, query, found, lambda each: (str(each["id"]),))


@resource.reads("/tokens", Action.ADMIN, page_of(shapes.TokenSchema), PageQuery)
def list_tokens(call: Call, query: Query) -> paging.Answer:
    """List the tokens of other systems, without the tokens themselves."""
    found = directory.tokens(call.runtime.store, by=call.by)
    return paging.page(call, query, found, lambda each: (each.id,))
