"""Rules and the workday calendar: what plans are made of."""

from collections.abc import Mapping
from typing import Any

from scheduler.api import paging
from scheduler.api.call import Call
from scheduler.api.resource import Resource
from scheduler.api.schemas import calendar as shapes
from scheduler.api.schemas.common import AllianceQuery, PageQuery, page_of
from scheduler.domain.errors import NotFoundError
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.rules.model import Rule
from scheduler.services import directory
from scheduler.services.access import Action

Query = Mapping[str, Any]

resource = Resource("rules", "What the alliances promise, and which days are workdays.")


@resource.reads("/rules", Action.VIEW, page_of(shapes.RuleSchema), AllianceQuery)
def list_rules(call: Call, query: Query) -> paging.Answer:
    """List the rules of the alliances."""
    found = directory.rules(call.runtime.store, by=call.by, alliance=query.get("alliance"))
    return paging.page(call, query, found, shapes.rule_place)


@resource.reads("/rules/<key:alliance>/<key:key>", Action.VIEW, shapes.RuleSchema)
def get_rule(call: Call, _: Query, alliance: str, key: str) -> Rule:
    """Give one rule of an alliance."""
    listed = directory.rules(call.runtime.store, by=call.by)
    for rule in listed:
        if (rule.owner, rule.key) == (alliance, key):
            return rule
    raise NotFoundError(entity="rule", key=key)


@resource.reads("/workdays", Action.VIEW, page_of(shapes.WorkdayYearSchema), PageQuery)
def list_workdays(call: Call, query: Query) -> paging.Answer:
    """List the years whose days off are decided; any other year is provisional."""
    return paging.page(call, query, _years(call), lambda year: (str(year["year"]),))


@resource.reads("/workdays/<int(fixed_digits=4):year>", Action.VIEW, shapes.WorkdayYearSchema)
def get_workdays(call: Call, _: Query, year: int) -> dict[str, Any]:
    """Give the days off of one year, and the days worked in exchange."""
    for known in _years(call):
        if known["year"] == year:
            return known
    raise NotFoundError(entity="workdays", key=str(year))


def _years(call: Call) -> list[dict[str, Any]]:
    return [_year(known) for known in directory.workday_calendar(call.runtime.store).years]


def _year(known: WorkdayYear) -> dict[str, Any]:
    return {
        "year": known.notice.year,
        "state": known.state,
        "revision": known.revision,
        "notice_date": known.notice_date,
        "papers": known.notice.papers,
        "days": known.notice.days,
    }
