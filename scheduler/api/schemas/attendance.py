"""Registers and operations, as they travel."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields, validate

from scheduler.api.schemas.fields import Input, Key, Moment, OpId, Text, Word
from scheduler.domain.attendance.judging import Flag, Outcome, Rejection
from scheduler.domain.attendance.values import Expectation, Presence, RegisterState, Source
from scheduler.services.attendance import RegisterView, Statement

MAX_OPS = 500
MAX_SEEN = 100


class OpSchema(Input):
    """One statement about one person, or the withdrawal of earlier ones."""

    op_id = OpId(
        required=True, metadata={"description": "Made by the client; a repeat does nothing."}
    )
    person = Key()
    value = Word(Presence)
    source = Word(Source, metadata={"default": "roll_call"})
    client_time = Moment(metadata={"description": "Never refuses anything."})
    device = Text(limit=40, empty=True, load_default="")
    seen = fields.List(
        OpId(),
        validate=validate.Length(max=MAX_SEEN),
        metadata={"description": "The operations on screen when it was made."},
    )
    retracts = fields.List(
        OpId(),
        validate=validate.Length(max=MAX_SEEN),
        metadata={"description": "Own operations that are taken back."},
    )
    reason = Text(limit=200, empty=True, load_default="")


def statement(op: Mapping[str, Any]) -> Statement:
    """Give one operation as the service takes it."""
    sets = {name: frozenset(op[name]) for name in ("seen", "retracts") if name in op}
    return Statement(**{**op, **sets})


class OpsSchema(Input):
    """Up to 500 operations for one register."""

    ops = fields.List(
        fields.Nested(OpSchema), required=True, validate=validate.Length(min=1, max=MAX_OPS)
    )


class AnswerSchema(Schema):
    """What happened to one operation."""

    op_id = fields.String(required=True)
    outcome = Word(Outcome, required=True)
    code = Word(Rejection, required=True, allow_none=True)
    flags = fields.List(Word(Flag), required=True)
    proposed = fields.Boolean(
        required=True, metadata={"description": "Kept as a proposed correction of the seal."}
    )


class AnswersSchema(Schema):
    """An answer for each operation, in the order sent."""

    answers = fields.List(fields.Nested(AnswerSchema), required=True)


class TotalsSchema(Schema):
    """The figures of a register: due = present + leave + absent + unmarked."""

    due = fields.Integer(required=True)
    present = fields.Integer(required=True)
    leave = fields.Integer(required=True)
    absent = fields.Integer(required=True)
    unmarked = fields.Integer(required=True)
    observers = fields.Integer(required=True)
    guests = fields.Integer(required=True)
    conflicts = fields.Integer(required=True)
    heads = fields.Integer(required=True)


class QuorumSchema(Schema):
    """Whether enough people came."""

    present = fields.Integer(required=True)
    base = fields.Integer(required=True)
    needed = fields.Integer(required=True)
    met = fields.Boolean(required=True)


class SealSchema(Schema):
    """The seal of a register; the code is the short form of the digest."""

    version = fields.Integer(required=True)
    code = fields.String(required=True)
    digest = fields.String(required=True)
    head = fields.String(required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)


class LineSchema(Schema):
    """One person of the register with the mark that the operations come to."""

    person = fields.String(attribute="listed.line.person", required=True)
    name = fields.String(attribute="listed.name", required=True)
    branch = fields.String(attribute="listed.line.home_branch", required=True, allow_none=True)
    expectation = Word(Expectation, attribute="listed.line.expectation", required=True)
    presence = Word(Presence, attribute="mark.presence", required=True)
    source = Word(Source, attribute="mark.source", required=True, allow_none=True)
    ops = fields.List(
        fields.String(),
        attribute="mark.ops",
        required=True,
        metadata={"description": "The operations that decide it: answer them as `seen`."},
    )
    conflict = fields.List(Word(Presence), attribute="mark.conflict", required=True)


class RegisterSchema(Schema):
    """The attendance sheet of one event."""

    uid = fields.String(required=True)
    state = Word(RegisterState, required=True)
    version = fields.Integer(required=True)
    head = fields.String(
        required=True, metadata={"description": "The last hash of the chain of operations."}
    )
    online = fields.Boolean(required=True)
    whole = fields.Boolean(
        required=True, metadata={"description": "False where only a part of the people is shown."}
    )
    lines = fields.List(fields.Nested(LineSchema), required=True)
    totals = fields.Nested(TotalsSchema, required=True)
    quorum = fields.Nested(QuorumSchema, required=True, allow_none=True)
    seal = fields.Nested(SealSchema, required=True, allow_none=True)


def register_answer(view: RegisterView) -> dict[str, Any]:
    """Give a register as the schema reads it."""
    return {
        "uid": view.stored.event.uid,
        "state": view.state,
        "version": view.version,
        "head": view.head,
        "online": view.online,
        "whole": view.whole,
        "lines": view.entries,
        "totals": view.totals,
        "quorum": view.quorum,
        "seal": view.seal,
    }
