"""Turns: whose it is and why, and requests to change it that both sides agree upon."""

import uuid
from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import turns as shapes
from scheduler.api.schemas.common import page_of
from scheduler.domain.turn_request import TurnRequest
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.turns import nearness, standing
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.asking import request_of

Query = Mapping[str, Any]

resource = Resource("turns", "Whose turn it is, the ledgers of turns, and requests to change them.")


@resource.reads("/turns", Action.VIEW, shapes.TurnListSchema, shapes.TurnQuery)
def list_turns(call: Call, query: Query) -> dict[str, Any]:
    """List the rotations of an alliance's year: accounts, who is next and why, and the ledger."""
    found = standing.turn_views(
        call.runtime.store, query["alliance"], query["year"], by=call.by, now=call.now
    )
    return {"items": found}


@resource.reads(
    "/turn-requests", Action.VIEW, page_of(shapes.TurnRequestSchema), shapes.TurnRequestQuery
)
def list_turn_requests(call: Call, query: Query) -> paging.Answer:
    """List the requests about turns of the alliances, by id."""
    store = call.runtime.store
    reached = directory.reach(store, by=call.by, alliance=query.get("alliance"))
    found = turn_requests.listed(store, reached, query.get("state", ()), by=call.by, now=call.now)
    return paging.page(call, query, _answers(call, found), lambda each: (each["id"],))


@resource.writes(
    "/turn-requests",
    Action.EDIT,
    takes=shapes.NewTurnRequestSchema,
    answers=shapes.TurnRequestSchema,
    status=201,
    example={
        "act": "correction",
        "alliance": "auto",
        "rule": "host_turns",
        "member": "organisation:alpha",
        "other": "organisation:beta",
        "amount": "1/3",
        "reason": "去年多办一次。",
    },
)
def ask_for_turn(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Ask to swap, cover, excuse, defer or forfeit a turn, or to correct the accounts.

    A token speaks for its alliances: with `settled` the request is done at once, otherwise it
    waits until both members agree, on their page or through a token.
    """
    new = request_of({"id": str(uuid.uuid4()), **body})
    made = turn_requests.ask(call.runtime.store, new, by=call.by, now=call.now)
    return _answers(call, (made,))[0]


@resource.writes("/turn-requests/<key:key>/agree", Action.EDIT, answers=shapes.TurnRequestSchema)
def agree_to_turn_request(call: Call, key: str) -> dict[str, Any]:
    """Agree for every side that the caller speaks for; the last consent does what was asked."""
    done = turn_requests.agree(call.runtime.store, key, by=call.by, now=call.now)
    return _answers(call, (done,))[0]


@resource.writes("/turn-requests/<key:key>/refuse", Action.EDIT, answers=shapes.TurnRequestSchema)
def refuse_turn_request(call: Call, key: str) -> dict[str, Any]:
    """Refuse a request; nothing changes."""
    done = turn_requests.refuse(call.runtime.store, key, by=call.by, now=call.now)
    return _answers(call, (done,))[0]


@resource.writes("/turn-requests/<key:key>/withdraw", Action.EDIT, answers=shapes.TurnRequestSchema)
def withdraw_turn_request(call: Call, key: str) -> dict[str, Any]:
    """Take a request back; nothing changes."""
    done = turn_requests.withdraw(call.runtime.store, key, by=call.by, now=call.now)
    return _answers(call, (done,))[0]


def _answers(call: Call, found: tuple[TurnRequest, ...]) -> list[dict[str, Any]]:
    keys = {key for each in found for key in (each.member, each.other) if key}
    names = directory.names(call.runtime.store, keys)
    hasty = nearness.listed(call.runtime.store, found, now=call.now)
    return [shapes.request_answer(each, names, hasty.get(each.id, ())) for each in found]
