"""Tokens of other systems: who reads this API."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import roster as shapes
from scheduler.api.schemas.common import PageQuery, page_of
from scheduler.services import directory
from scheduler.services.access import Action

Query = Mapping[str, Any]

resource = Resource("access", "Tokens of other systems, without what opens them.")


@resource.reads("/tokens", Action.ADMIN, page_of(shapes.TokenSchema), PageQuery)
def list_tokens(call: Call, query: Query) -> paging.Answer:
    """List the tokens of other systems, without the tokens themselves."""
    found = directory.tokens(call.runtime.store, by=call.by)
    return paging.page(call, query, found, lambda each: (each.id,))
