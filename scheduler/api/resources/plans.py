"""Plans: what the rules would change in a year, publishing it, and taking that back."""

from collections.abc import Mapping, Sequence
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import plan_requests as requests
from scheduler.api.schemas import plans as shapes
from scheduler.api.schemas import publishing as published
from scheduler.api.schemas.calendar import keys_in
from scheduler.api.schemas.common import PageQuery, page_of
from scheduler.rules.judging.vacancies import keys_of, to_come
from scheduler.rules.planning.patch import UNCHANGED
from scheduler.rules.planning.recipients import recipients_of
from scheduler.rules.turns.openings import open_turns
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.plans import aside as plan_aside
from scheduler.services.plans import causes as plan_causes
from scheduler.services.plans import listing as plan_list
from scheduler.services.plans import people as plan_people
from scheduler.services.plans import planning, supposed, undoing
from scheduler.services.plans import scope as plan_scope
from scheduler.services.plans.planning import Applied
from scheduler.services.plans.scope import Scope
from scheduler.services.plans.undoing import Undone

resource = Resource("plans", "Planned years: the difference to what is published, and publishing.")


@resource.reads("/plans", Action.VIEW, page_of(published.AppliedSchema), PageQuery)
def list_plans(call: Call, query: Mapping[str, Any]) -> paging.Answer:
    """List the plans published last that reach an alliance of the token, the newest first."""
    listed = plan_list.published(call.runtime.store, by=call.by)
    found = sorted((each.done for each in listed), key=_place, reverse=True)
    return paging.page(call, query, found, _place, falling=True)


@resource.writes(
    "/plans",
    Action.VIEW,
    takes=requests.PlanRequestSchema,
    answers=shapes.PlanSchema,
    example={"alliances": ["auto"], "year": 2026},
)
def preview_plan(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Plan a year of these alliances together, or as a patch would have it; change nothing."""
    store = call.runtime.store
    draft = planning.draft(
        store,
        _wanted(call, body),
        body["year"],
        by=call.by,
        now=call.now,
        patch=body.get("patch", UNCHANGED),
    )
    plan = draft.plan
    recipients = recipients_of(plan, draft.source)
    vacant = open_turns(draft.source, plan.placements)
    apart = planning.apart_of(draft)
    lacking = to_come(draft.source)
    changed = {each.uid for each in plan.changes}
    told = [
        [(each.why_date, each.why_host) for each in plan.placements if each.uid in changed],
        [each.cause for each in plan.changes],
        [(each.relaxation, each.away) for each in plan.unplaced],
        [(each.cause, each.relaxation, each.away) for each in plan.conflicts],
        [each.cause for each in vacant],
        apart,
    ]
    causes = plan_causes.find(store, draft, by=call.by)
    keys = keys_in([told, causes.found]) | {each.key for each in recipients} | keys_of(lacking)
    known = directory.names(store, plan_people.seen(keys, draft.source, call.by))
    known = {**known, **causes.names}
    answer = shapes.plan_answer(
        plan, known, (recipients, vacant, lacking, causes.found, apart), body["year"]
    )
    return answer | {
        "aside": plan_aside.found(draft),
        "groundless": plan_aside.groundless(draft),
        "other_years": _other_years(call, body, tuple(plan.base)),
    }


def _other_years(call: Call, body: Mapping[str, Any], alliances: tuple[str, ...]) -> Sequence[int]:
    if "patch" in body:
        return supposed.other_years(body["patch"], body["year"])
    found = plan_list.waiting_elsewhere(
        call.runtime.store, alliances, body["year"], by=call.by, now=call.now
    )
    return () if found is None else found[:1]


@resource.writes(
    "/plans/apply",
    Action.PLAN,
    takes=requests.ApplyRequestSchema,
    answers=published.AppliedSchema,
)
def apply_plan(call: Call, body: dict[str, Any]) -> Applied:
    """Publish the plan of that hash, once; 409 if another one would come out by now."""
    return planning.apply(
        call.runtime.store,
        _wanted(call, body),
        body["year"],
        body["hash"],
        by=call.by,
        now=call.now,
        base=body.get("base"),
    )


@resource.writes(
    "/plans/undo",
    Action.PLAN,
    takes=published.UndoRequestSchema,
    answers=published.UndoneSchema,
)
def undo_plan(call: Call, body: dict[str, Any]) -> Undone:
    """Take the last published plan of its alliances back, once; 409 if something changed since."""
    return undoing.undo(call.runtime.store, body["hash"], by=call.by, now=call.now)


def _wanted(call: Call, body: Mapping[str, Any]) -> tuple[str, ...]:
    scope = Scope(
        tuple(body.get("alliances", ())), body.get("group", ""), everything=body.get("all", False)
    )
    return plan_scope.resolve(call.runtime.store, scope, by=call.by)


def _place(applied: Applied) -> tuple[str, str]:
    return (applied.at.isoformat(), applied.hash)
