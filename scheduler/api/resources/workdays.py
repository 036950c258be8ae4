"""The calendar of workdays, and the days on which somebody or some place is away."""

import json
from collections.abc import Mapping
from datetime import date
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import workdays as shapes
from scheduler.api.schemas.calendar import WorkdayYearSchema
from scheduler.api.schemas.common import AllianceQuery, PageQuery, page_of
from scheduler.domain.errors import NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.rules.inputs import Blackout
from scheduler.services.access import Action
from scheduler.services.workdays import blackouts, years

Query = Mapping[str, Any]

_DIGITS = 9

resource = Resource(
    "workdays", "Which days are workdays, holiday notices, and days on which something is away."
)


@resource.reads("/workdays", Action.VIEW, page_of(WorkdayYearSchema), PageQuery)
def list_workdays(call: Call, query: Query) -> paging.Answer:
    """List the years that are decided, this year and the next; any further one is provisional."""
    today = call.now.astimezone(SHANGHAI).date()
    listed = [shapes.year_answer(seen) for seen in reversed(years.years(call.runtime.store, today))]
    return paging.page(call, query, listed, lambda year: (str(year["year"]),))


@resource.reads("/workdays/<int(fixed_digits=4):year>", Action.VIEW, WorkdayYearSchema)
def get_workdays(call: Call, _: Query, year: int) -> dict[str, Any]:
    """Give the days off of one year from 2000 to 2099, and the days worked in exchange."""
    return shapes.year_answer(years.year(call.runtime.store, year))


@resource.writes(
    "/workdays",
    Action.ADMIN,
    takes=shapes.NoticeInput,
    answers=shapes.ImportedSchema,
    example={
        "year": 2027,
        "papers": ["https://notice.example/2027"],
        "noticeDate": "2026-08-05",
        "days": [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}],
        "checked": True,
    },
)
def import_notice(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Import a holiday notice; with `dry_run` only tell what it would change.

    One that leaves out days off by law, or makes workdays of some, is refused
    (`incomplete_notice`) unless it is `checked`.
    """
    outcome = years.import_notice(
        call.runtime.store, _file(body), by=call.by, now=call.now, checked=body["checked"]
    )
    return shapes.imported_answer(outcome)


@resource.reads("/blackouts", Action.VIEW, page_of(shapes.BlackoutSchema), AllianceQuery)
def list_blackouts(call: Call, query: Query) -> paging.Answer:
    """List the absences that are not over; those of persons for callers who may write."""
    found = blackouts.listed(
        call.runtime.store, by=call.by, now=call.now, alliance=query.get("alliance")
    )
    answers = [shapes.blackout_answer(absence) for absence in found]
    return paging.page(call, query, answers, _place)


@resource.writes(
    "/blackouts",
    Action.EDIT,
    takes=shapes.NewBlackoutInput,
    answers=shapes.AddedBlackoutSchema,
    status=201,
    example={
        "resource": "venue:hall",
        "start": "2026-09-14",
        "end": "2026-09-19",
        "reason": "检修",
    },
)
def add_blackout(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Write down an absence; the plans of every alliance that it reaches give way to it.

    The same one again is not added, and is answered as it stands.
    """
    added = blackouts.add(call.runtime.store, Blackout(**body), by=call.by, now=call.now)
    struck = [{"alliance": body.key, "events": count} for body, count in added.struck]
    return shapes.blackout_answer(added.absence) | {"struck": struck}


@resource.writes(
    "/blackouts/<key:key>/end",
    Action.EDIT,
    takes=shapes.EndInput,
    answers=shapes.BlackoutSchema,
    example={"end": "2026-09-16"},
)
def end_blackout(call: Call, body: dict[str, Any], key: str) -> dict[str, Any]:
    """End an absence early; the part of it that is past stays."""
    ended = blackouts.end(
        call.runtime.store, _number(key), by=call.by, now=call.now, day=body.get("end")
    )
    return shapes.blackout_answer(ended)


@resource.writes(
    "/blackouts/<key:key>/remove", Action.EDIT, takes=None, answers=shapes.BlackoutSchema
)
def remove_blackout(call: Call, key: str) -> dict[str, Any]:
    """Take back an absence that has not begun."""
    removed = blackouts.remove(call.runtime.store, _number(key), by=call.by, now=call.now)
    return shapes.blackout_answer(removed)


def _file(body: Mapping[str, Any]) -> NoticeFile:
    given = body.get("noticeDate")
    papers = body.get("papers", [])
    if "csv" in body:
        return NoticeFile(body["csv"].encode(), ".csv", given, papers[0] if papers else "")
    told = {name: body[name] for name in ("year", "papers", "days") if name in body}
    return NoticeFile(json.dumps(told, default=date.isoformat).encode(), ".json", given)


def _number(key: str) -> int:
    if not (key.isascii() and key.isdecimal() and len(key) <= _DIGITS):
        raise NotFoundError(entity="blackout", key=key)
    return int(key)


def _place(answer: dict[str, Any]) -> tuple[str, str, str]:
    return (answer["start"].isoformat(), answer["resource"], answer["id"].zfill(_DIGITS))
