"""Matters: raised by an enterprise, dispatched, accepted, consulted, resolved."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import work as shapes
from scheduler.api.schemas.common import page_of
from scheduler.services.access import Action
from scheduler.services.matters import board, steps
from scheduler.services.matters.steps import NewMatter, Taking

Query = Mapping[str, Any]

resource = Resource("matters", "Matters and the steps that they take.")


@resource.reads("/matters", Action.VIEW, page_of(shapes.MatterSchema), shapes.MatterQuery)
def list_matters(call: Call, query: Query) -> paging.Answer:
    """List the matters of the alliances, by key."""
    store, alliance = call.runtime.store, query.get("alliance")
    states = query.get("state")
    found = [
        shapes.matter_answer(card)
        for card in board.listed(store, by=call.by, now=call.now, alliance=alliance)
        if states is None or card.matter.state in states
    ]
    return paging.page(call, query, found, lambda each: (each["matter"].key,))


@resource.reads("/matters/<key:key>", Action.VIEW, shapes.MatterWholeSchema)
def get_matter(call: Call, _: Query, key: str) -> dict[str, Any]:
    """Give one matter with its way so far and the steps possible now."""
    return _whole(call, key)


@resource.writes(
    "/matters",
    Action.RAISE,
    takes=shapes.NewMatterSchema,
    answers=shapes.MatterWholeSchema,
    status=201,
    locate=lambda value: f"/matters/{value['matter'].key}",
    example={
        "alliance": "auto",
        "title": "厂区门前道路拥堵",
        "category": "transport",
        "raised_by": "organisation:alpha",
        "detail": "早晚高峰货车进出需排队半小时。",
        "major": True,
    },
)
def raise_matter(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Raise a matter under the alliance's next number."""
    made = steps.raise_matter(call.runtime.store, NewMatter(**body), by=call.by, now=call.now)
    return _whole(call, made.key)


@resource.writes(
    "/matters/<key:key>/steps",
    Action.HANDLE,
    takes=shapes.StepSchema,
    answers=shapes.MatterWholeSchema,
    status=201,
    example={"step": "dispatch", "department": "organisation:bureau", "note": "请科技局接单。"},
)
def take_step(call: Call, body: dict[str, Any], key: str) -> dict[str, Any]:
    """Take a matter one step on; a step that does not follow is refused."""
    steps.take(call.runtime.store, key, Taking(**body), by=call.by, now=call.now)
    return _whole(call, key)


def _whole(call: Call, key: str) -> dict[str, Any]:
    found = board.view(call.runtime.store, key, by=call.by, now=call.now)
    return shapes.matter_whole(found)
