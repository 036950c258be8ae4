"""Visits, items and offices: what other systems send, and what they are answered."""

from typing import Any

from marshmallow import Schema, fields, validate

from scheduler.api.schemas.common import NameSchema, PageQuery, ReadQuery
from scheduler.api.schemas.fields import Day, Input, Key, OpId, Text
from scheduler.api.schemas.rule_faults import RuleFaultSchema, fault
from scheduler.services.visits.lists import DueList, DueView

MAX_TOGETHER = 500
CELL_LENGTH = 400


class VisitQuery(PageQuery):
    """The visits of one alliance, within the days [start, end) where they are given."""

    alliance = Key(required=True)
    rule = Key()
    start = Day()
    end = Day(metadata={"description": "Not part of the span."})


class DueQuery(ReadQuery):
    """What is due in one alliance: of one rule, or naming one member."""

    alliance = Key(required=True)
    rule = Key()
    member = Key(metadata={"description": "An organisation, a team, or a person whose turn it is."})


class VisitSchema(Schema):
    """A visit made or an item done."""

    id = fields.String(required=True)
    alliance = fields.String(required=True)
    rule = fields.String(required=True)
    cell = fields.String(required=True)
    day = fields.Date(required=True)
    visitor = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)


class RecordedSchema(VisitSchema):
    """A visit as it stands recorded; one that was taken back does not count."""

    withdrawn = fields.Boolean(required=True)


class NewVisitSchema(Input):
    """A visit or an item to be recorded; the same id is never recorded twice."""

    id = OpId(required=True)
    rule = Key(required=True)
    cell = Text(limit=CELL_LENGTH, required=True)
    day = Day(required=True)
    visitor = Key()
    note = Text(limit=500, empty=True, load_default="")


class NewVisitsSchema(Input):
    """Visits and items of one alliance, recorded all or none."""

    alliance = Key(required=True)
    visits = fields.List(
        fields.Nested(NewVisitSchema),
        required=True,
        validate=validate.Length(min=1, max=MAX_TOGETHER),
    )


class VisitsAnswerSchema(Schema):
    """The visits as they stand recorded, in the order sent."""

    visits = fields.List(fields.Nested(VisitSchema), required=True)


class DueCellSchema(Schema):
    """One thing that is due: how often in the open periods, and how often it was done."""

    cell = fields.String(required=True)
    owed = fields.Integer(required=True)
    done = fields.Integer(required=True)
    until = fields.Date(required=True, allow_none=True)
    late = fields.Boolean(required=True)
    mandatory = fields.Boolean(required=True)
    times = fields.Integer(required=True)
    last = fields.Date(required=True, allow_none=True)
    visitor = fields.String(required=True, allow_none=True)


class DueListSchema(Schema):
    """One rule's list, and the figures of the year so far."""

    rule = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    output = fields.String(required=True)
    owed = fields.Integer(required=True)
    done = fields.Integer(required=True)
    missed = fields.Integer(required=True)
    organisations = fields.Integer(required=True)
    times = fields.Integer(required=True)
    due = fields.List(fields.Nested(DueCellSchema), required=True)


class UncountedSchema(RuleFaultSchema):
    """A list that cannot be made now, and why."""

    name = fields.String(required=True)
    name_en = fields.String(required=True)


class DueListsSchema(Schema):
    """The due lists of an alliance on a day."""

    alliance = fields.String(required=True)
    day = fields.Date(required=True)
    lists = fields.List(fields.Nested(DueListSchema), required=True)
    uncounted = fields.List(
        fields.Nested(UncountedSchema),
        required=True,
        metadata={
            "description": "Lists of the alliance that cannot be made now, for what the rule names "
            "is gone, with the field that is refused."
        },
    )
    names = fields.Dict(keys=fields.String(), values=fields.Nested(NameSchema), required=True)


def due_answer(view: DueView) -> dict[str, Any]:
    """Give due lists as the schema reads them."""
    return {
        "alliance": view.alliance.key,
        "day": view.day,
        "lists": [_list(each) for each in view.lists],
        "uncounted": [
            {**fault(why), "name": rule.name, "name_en": rule.name_en or rule.name}
            for rule, why in view.uncounted
        ],
        "names": view.names,
    }


def _list(listed: DueList) -> dict[str, Any]:
    return {
        "rule": listed.rule,
        "name": listed.name,
        "name_en": listed.name_en,
        "output": listed.output.value,
        "owed": listed.owed,
        "done": listed.done,
        "missed": listed.missed,
        "organisations": listed.counts.organisations,
        "times": listed.counts.times,
        "due": [row.cell for row in listed.rows],
    }


class VacancySchema(Schema):
    """An office or a seat at events that fewer hold than a rule asks for."""

    alliance = fields.String(attribute="owner", required=True)
    rule = fields.String(required=True)
    body = fields.String(required=True)
    role = fields.String(required=True)
    wanted = fields.Integer(required=True)
    held = fields.Integer(required=True)
    missing = fields.Integer(required=True)
    events = fields.Boolean(
        required=True, metadata={"description": "Whether so many are wanted at events."}
    )
