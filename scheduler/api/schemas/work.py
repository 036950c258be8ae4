"""Matters and plans: what other systems send, and what they are answered."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from scheduler.api.schemas.calendar import WhySchema, why
from scheduler.api.schemas.common import AllianceQuery, NameSchema
from scheduler.api.schemas.fields import (
    FIRST_YEAR,
    LAST_YEAR,
    Flag,
    Input,
    Key,
    Moment,
    Text,
    Whole,
    Word,
)
from scheduler.domain.matter import MatterState, Method, Step
from scheduler.rules.plan import Change as PlanChange
from scheduler.rules.plan import ChangeKind, Conflict, Plan, Unplaced
from scheduler.services.matter_board import Card, MatterView
from scheduler.services.names import Name


class MatterQuery(AllianceQuery):
    """A list of matters, of some states."""

    state = fields.List(Word(MatterState), metadata={"description": "Only these states."})


class NewMatterSchema(Input):
    """A matter to be raised."""

    alliance = Key(required=True)
    title = Text(limit=80, required=True)
    category = Text(limit=40, required=True)
    raised_by = Key(
        required=True, metadata={"description": "Opaque key of a member of the alliance."}
    )
    detail = Text(limit=4000, empty=True, load_default="")
    major = Flag(load_default=False, metadata={"description": "要事: it is consulted first."})


class StepSchema(Input):
    """A step to be taken; a dispatch names the department, a resolution its method."""

    step = Word(Step, required=True)
    revision = Whole(
        1,
    proxy = Text(limit=40, empty=True, load_default="")
        10**9,
        metadata={"description": "The revision seen; refused if another one stands."},
    )
    department = Key()
    method = Word(Method)
    major = Flag()
    note = Text(limit=1000, empty=True, load_default="")


class DueSchema(Schema):
    """The next step that somebody owes, and its last day."""

    step = fields.String(required=True)
    day = fields.Date(required=True)


class MatterSchema(Schema):
    """One matter; opaque keys are explained in `names`."""

    key = fields.String(attribute="matter.key", required=True)
    alliance = fields.String(attribute="matter.alliance", required=True)
    number = fields.String(required=True)
    title = fields.String(attribute="matter.title", required=True)
    category = fields.String(attribute="matter.category", required=True)
    raised_by = fields.String(attribute="matter.raised_by", required=True)
    raised_at = Moment(attribute="matter.raised_at", required=True)
    proxied = fields.Boolean(
        required=True, metadata={"description": "Whether somebody sees to it for the enterprise."}
    )
    state = Word(MatterState, attribute="matter.state", required=True)
    major = fields.Boolean(attribute="matter.major", required=True)
    detail = fields.String(attribute="matter.detail", required=True)
    department = fields.String(attribute="matter.department", required=True, allow_none=True)
    accepted_at = Moment(attribute="matter.accepted_at", required=True, allow_none=True)
    resolved_at = Moment(attribute="matter.resolved_at", required=True, allow_none=True)
    method = Word(Method, attribute="matter.method", required=True, allow_none=True)
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
    return matter_answer(view.card) | {
        "steps": view.steps,
        "possible": view.possible,
        "events": [each.event.uid for each in view.events],
    }


MAX_TOGETHER = 50


class PlanRequestSchema(Input):
    """Which alliances' years are to be planned together."""

    alliances = fields.List(Key(), required=True, validate=validate.Length(min=1, max=MAX_TOGETHER))
    year = Whole(FIRST_YEAR, LAST_YEAR, required=True)


class ApplyRequestSchema(PlanRequestSchema):
    """The plan that was looked at: refused if another one would come out by now."""

    hash = Key(required=True)
    base = fields.Dict(keys=Key(), values=Whole(0, 10**9), metadata={"description": "As shown."})


class PlanChangeSchema(Schema):
    """One line of the difference to what is published."""

    kind = Word(ChangeKind, required=True)
    uid = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    day = fields.Date(required=True)
    before = fields.Dict(required=True)
    after = fields.Dict(required=True)
    cause = fields.Nested(WhySchema, required=True, allow_none=True)
    forced = fields.Boolean(required=True)


class UnplacedSchema(Schema):
    """A promise without a date, and the smallest way out."""

    rule = fields.String(attribute="unit.rule", required=True)
    period = fields.String(attribute="unit.period", required=True)
    cell = fields.String(attribute="unit.cell", required=True)
    ordinal = fields.Integer(attribute="unit.ordinal", required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    mandatory = fields.Boolean(required=True)
    causes = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    relaxation = fields.Nested(WhySchema, required=True, allow_none=True)


class ConflictSchema(Schema):
    """An event that a person fixed and that cannot stand; a person decides."""

    uid = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    cause = fields.Nested(WhySchema, required=True, allow_none=True)
    proposals = fields.List(fields.Date(), required=True)


class PlanSchema(Schema):
    """What the rules would change; nothing is stored."""

    hash = fields.String(required=True)
    base = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    placements = fields.Integer(
        required=True, metadata={"description": "How many events the plan holds in all."}
    )
    moved = fields.Integer(required=True)
    forced = fields.Integer(required=True)
    empty = fields.Boolean(required=True)
    changes = fields.List(fields.Nested(PlanChangeSchema), required=True)
    unplaced = fields.List(fields.Nested(UnplacedSchema), required=True)
    conflicts = fields.List(fields.Nested(ConflictSchema), required=True)


def plan_answer(plan: Plan, known: Mapping[str, Name]) -> dict[str, Any]:
    """Give a plan as the schema reads it."""
    return {
        "hash": plan.hash,
        "base": plan.base,
        "placements": len(plan.placements),
        "moved": plan.moved,
        "forced": plan.forced,
        "empty": plan.empty,
        "changes": [_told(each, known, "cause") for each in plan.changes],
        "unplaced": [_told(each, known, "relaxation") for each in plan.unplaced],
        "conflicts": [_told(each, known, "cause") for each in plan.conflicts],
    }


def _told(
    each: PlanChange | Unplaced | Conflict, known: Mapping[str, Name], reason: str
) -> dict[str, Any]:
    members = {name: getattr(each, name) for name in each.__slots__}
    return members | {reason: why(members[reason], known)}


class AppliedSchema(Schema):
    """A published plan: how many events it added, changed and cancelled."""

    hash = fields.String(required=True)
    alliances = fields.List(fields.String(), required=True)
    added = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    changes = fields.List(fields.Dict(), required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)
    repeated = fields.Boolean(
        required=True, metadata={"description": "Whether it had been published before."}
    )
