"""Plans: what the rules would change in a year, and publishing it."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import work as shapes
from scheduler.api.schemas.calendar import keys_in
from scheduler.api.schemas.common import PageQuery, page_of
from scheduler.services import directory, plan_list, planning
from scheduler.services.access import Action
from scheduler.services.planning import Applied

resource = Resource("plans", "Planned years: the difference to what is published, and publishing.")


@resource.reads("/plans", Action.VIEW, page_of(shapes.AppliedSchema), PageQuery)
def list_plans(call: Call, query: Mapping[str, Any]) -> paging.Answer:
    """List the plans published last that reach an alliance of the token."""
    listed = plan_list.plan_list(call.runtime.store, by=call.by, now=call.now)
    found = sorted((applied for _, applied in listed.published), key=_place)
    return paging.page(call, query, found, _place)


@resource.writes(
    "/plans",
    Action.VIEW,
    takes=shapes.PlanRequestSchema,
    answers=shapes.PlanSchema,
    example={"alliances": ["auto"], "year": 2026},
)
def preview_plan(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Plan a year of these alliances together and change nothing."""
    plan = planning.preview(
        call.runtime.store, body["alliances"], body["year"], by=call.by, now=call.now
    )
    told = [
        [each.cause for each in plan.changes],
        [each.relaxation for each in plan.unplaced],
        [each.cause for each in plan.conflicts],
    ]
    return shapes.plan_answer(plan, directory.names(call.runtime.store, keys_in(told)))


@resource.writes(
    "/plans/apply",
    Action.PLAN,
    takes=shapes.ApplyRequestSchema,
    answers=shapes.AppliedSchema,
)
def apply_plan(call: Call, body: dict[str, Any]) -> Applied:
    """Publish the plan of that hash, once; 409 if another one would come out by now."""
    return planning.apply(
        call.runtime.store,
        body["alliances"],
        body["year"],
        body["hash"],
        by=call.by,
        now=call.now,
        base=body.get("base"),
    )


def _place(applied: Applied) -> tuple[str, str]:
    return (applied.at.isoformat(), applied.hash)
