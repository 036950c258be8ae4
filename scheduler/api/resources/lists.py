"""Lists: what the rules of an alliance name with ``@name``."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging, versions
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import lists as shapes
from scheduler.api.schemas.common import AllianceQuery, page_of
from scheduler.services.access import Action
from scheduler.services.rules import list_keeping, lists
from scheduler.services.rules.list_keeping import ListWish
from scheduler.services.rules.lists import KeptList, Place

Query = Mapping[str, Any]

resource = Resource("lists", "What rules name by `@` and a key: members, teams, buildings.")


def _tag(answer: Mapping[str, Any]) -> str:
    return versions.tag(answer["revision"])


@resource.reads("/lists", Action.VIEW, page_of(shapes.ListSchema), AllianceQuery)
def list_lists(call: Call, query: Query) -> paging.Answer:
    """List the lists that the alliances keep."""
    alliance = query.get("alliance")
    found = lists.listed(call.runtime.store, by=call.by, now=call.now, alliance=alliance)
    every = [kept for each in found for kept in each.lists]
    answer, headers = paging.page(call, query, every, _place)
    return {**answer, "items": [shapes.list_answer(each) for each in answer["items"]]}, headers


def _place(kept: KeptList) -> tuple[str, str]:
    return (kept.place.alliance, kept.place.key)


@resource.reads("/lists/<key:alliance>/<key:key>", Action.VIEW, shapes.ListSchema)
def get_list(
    call: Call, _: Query, alliance: str, key: str
) -> tuple[Mapping[str, Any], int, dict[str, str]]:
    """Give one list of an alliance; its `ETag` is what a change names in `If-Match`."""
    found = lists.find(call.runtime.store, Place(alliance, key), by=call.by, now=call.now)
    answer = shapes.list_answer(found)
    return answer, 200, {"ETag": _tag(answer)}


def _check(call: Call, version: int, alliance: str, key: str) -> None:
    place = Place(alliance, key)
    list_keeping.check_revision(call.runtime.store, place, version, by=call.by)


@resource.changes(
    "PUT",
    "/lists/<key:alliance>/<key:key>",
    Action.EDIT,
    takes=shapes.ListInput,
    answers=shapes.ListSchema,
    tag=_tag,
    check=_check,
)
def keep_list(
    call: Call, version: int, body: dict[str, Any], alliance: str, key: str
) -> Mapping[str, Any]:
    """Keep a list, a new one with `If-Match: "0"`; the plans that follow go by it.

    It is refused where a rule that names it would be refused for what stands on it.
    """
    wish = ListWish(Place(alliance, key), **body)
    done = list_keeping.keep(call.runtime.store, wish, version, by=call.by, now=call.now)
    return shapes.list_answer(done.kept, done)


@resource.changes(
    "DELETE", "/lists/<key:alliance>/<key:key>", Action.EDIT, answers=shapes.ListSchema
)
def delete_list(call: Call, version: int, alliance: str, key: str) -> Mapping[str, Any]:
    """Delete a list that no rule names, and give what it was.

    `members`, `enterprises` and `leaders` come from the memberships again.
    """
    store = call.runtime.store
    gone = list_keeping.delete(store, Place(alliance, key), version, by=call.by, now=call.now)
    return shapes.list_answer(gone)
