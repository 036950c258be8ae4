"""Matters: what other systems send, and what they are answered."""

from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import AllianceQuery, NameSchema
from scheduler.api.schemas.fields import (
    Flag,
    Input,
    Key,
    Moment,
    Text,
    Whole,
    Word,
)
from scheduler.domain.matter import MatterState, Method, Step
from scheduler.services.matters.board import Card, MatterView


class MatterQuery(AllianceQuery):
    """A list of matters, of some states."""

    state = fields.List(Word(MatterState), metadata={"description": "Only these states."})


class NewMatterSchema(Input):
    """A matter to be raised."""

    alliance = Key(required=True)
    title = Text(limit=80, required=True)
    category = Text(
        limit=40,
        required=True,
        metadata={
            "description": "A key that the rules, catalogues or matters of the alliance name, "
            "or words of one's own."
        },
    )
    raised_by = Key(
        required=True,
        metadata={"description": "Opaque key of a member or body of the alliance."},
    )
    detail = Text(limit=4000, empty=True, load_default="")
    major = Flag(load_default=False, metadata={"description": "要事: it is consulted first."})


class StepSchema(Input):
    """A step to be taken; a dispatch names the department, a resolution its method.

    What the step does not use is refused.
    """

    step = Word(Step, required=True)
    revision = Whole(
        1,
        10**9,
        metadata={"description": "The revision seen; refused if another one stands."},
    )
    department = Key()
    method = Word(Method)
    major = Flag()
    note = Text(limit=1000, empty=True, load_default="")
    proxy = Text(limit=40, empty=True, load_default="")


class DueSchema(Schema):
    """The next step that somebody owes, and its last day."""

    step = fields.String(required=True)
    day = fields.Date(required=True)
    escalate = fields.String(
        required=True,
        metadata={"description": "The role that sees to it once it is late; empty where none is."},
    )


class MatterSchema(Schema):
    """One matter; opaque keys are explained in `names`."""

    key = fields.String(attribute="matter.key", required=True)
    alliance = fields.String(attribute="matter.alliance", required=True)
    number = fields.String(required=True)
    title = fields.String(attribute="matter.title", required=True)
    category = fields.String(attribute="matter.category", required=True)
    raised_by = fields.String(attribute="matter.raised_by", required=True)
    raised_at = Moment(attribute="matter.raised_at", required=True)
    state = Word(MatterState, attribute="matter.state", required=True)
    major = fields.Boolean(attribute="matter.major", required=True)
    detail = fields.String(attribute="matter.detail", required=True)
    department = fields.String(attribute="matter.department", required=True, allow_none=True)
    accepted_at = Moment(attribute="matter.accepted_at", required=True, allow_none=True)
    resolved_at = Moment(attribute="matter.resolved_at", required=True, allow_none=True)
    method = Word(Method, attribute="matter.method", required=True, allow_none=True)
    proxied = fields.Boolean(
        required=True, metadata={"description": "Whether somebody sees to it for the enterprise."}
    )
    due = fields.Nested(DueSchema, required=True, allow_none=True)
    revision = fields.Integer(attribute="matter.revision", required=True)
    names = fields.Dict(keys=fields.String(), values=fields.Nested(NameSchema), required=True)


def matter_answer(card: Card) -> dict[str, Any]:
    """Give a matter as the schema reads it, with the names of who raised and who handles it."""
    matter = card.matter
    names = {matter.raised_by: card.raised_by}
    if matter.department and card.department:
        names[matter.department] = card.department
    return {
        "matter": matter,
        "number": card.number,
        "due": card.due,
        "names": names,
        "proxied": bool(matter.proxy),
    }


class StepTakenSchema(Schema):
    """One step as it was recorded."""

    step = fields.String(required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)
    department = fields.String(required=True, allow_none=True)
    method = fields.String(required=True, allow_none=True)
    note = fields.String(required=True)


class MatterWholeSchema(MatterSchema):
    """One matter with its way so far, the steps possible now, and its events."""

    steps = fields.List(fields.Nested(StepTakenSchema), required=True)
    possible = fields.List(Word(Step), required=True)
    events = fields.List(fields.String(), required=True, metadata={"description": "UIDs."})


def matter_whole(view: MatterView) -> dict[str, Any]:
    """Give one matter seen whole as the schema reads it."""
    answer = matter_answer(view.card)
    return answer | {
        "names": {**view.names, **answer["names"]},
        "steps": view.steps,
        "possible": view.possible,
        "events": [each.event.uid for each in view.events],
    }
