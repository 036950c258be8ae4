"""Visits and items: due, recorded, taken back; and the offices that nobody holds."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import visits as shapes
from scheduler.api.schemas.common import AllianceQuery, page_of
from scheduler.services import vacancies
from scheduler.services.access import Action
from scheduler.services.visits import lists as visit_lists
from scheduler.services.visits import recording
from scheduler.services.visits.recording import NewVisit

Query = Mapping[str, Any]

resource = Resource("visits", "Visits and items that rules list, and offices that are vacant.")


@resource.reads("/visits", Action.VIEW, page_of(shapes.RecordedSchema), shapes.VisitQuery)
def list_visits(call: Call, query: Query) -> paging.Answer:
    """List the recorded visits and items of an alliance, by day."""
    found = recording.listed(
        call.runtime.store,
        query["alliance"],
        (query.get("start") or date.min, query.get("end") or date.max),
        by=call.by,
        rule=query.get("rule"),
    )
    shown = [
        {name: getattr(each.visit, name) for name in each.visit.__slots__}
        | {"withdrawn": each.withdrawn_at is not None}
        for each in found
    ]
    return paging.page(call, query, shown, lambda each: (each["day"].isoformat(), each["id"]))


@resource.reads("/visits/due", Action.VIEW, shapes.DueListsSchema, shapes.DueQuery)
def list_due(call: Call, query: Query) -> dict[str, Any]:
    """Tell what an alliance still has to visit or do today, the late first."""
    view = visit_lists.due(
        call.runtime.store,
        query["alliance"],
        by=call.by,
        now=call.now,
        rule=query.get("rule"),
        member=query.get("member"),
    )
    return shapes.due_answer(view)


@resource.writes(
    "/visits",
    Action.EDIT,
    takes=shapes.NewVisitsSchema,
    answers=shapes.VisitsAnswerSchema,
    status=201,
    example={
        "alliance": "auto",
        "visits": [
            {
                "id": "4f4d3f0a-6c9e-4f9e-9b63-0d2f1d0c2a51",
                "rule": "enterprise_visit",
                "cell": "organisation:alpha",
                "day": "2026-08-18",
                "note": "送去用工政策。",
            }
        ],
    },
)
def record_visits(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Record visits made and items done, all or none; a known id is not recorded again."""
    new = [NewVisit(**each) for each in body["visits"]]
    made = recording.record(call.runtime.store, body["alliance"], new, by=call.by, now=call.now)
    return {"visits": made}


@resource.writes("/visits/<key:key>/withdraw", Action.EDIT, answers=shapes.VisitSchema)
def withdraw_visit(call: Call, key: str) -> object:
    """Take back a record: it stays in the list and counts no more."""
    return recording.withdraw(call.runtime.store, key, by=call.by, now=call.now)


@resource.reads("/vacancies", Action.VIEW, page_of(shapes.VacancySchema), AllianceQuery)
def list_vacancies(call: Call, query: Query) -> paging.Answer:
    """List the offices and seats at events that fewer hold than the rules ask for, by alliance."""
    found = vacancies.listed(
        call.runtime.store, by=call.by, now=call.now, alliance=query.get("alliance")
    )
    shown = [vacancy for each in found for vacancy in each.vacancies]
    return paging.page(
        call, query, shown, lambda each: (each.owner, each.body, each.role, each.rule)
    )
