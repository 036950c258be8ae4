"""Published plans and those taken back: what other systems ask for, and what they are answered."""

from marshmallow import Schema, fields

from scheduler.api.schemas.fields import Input, Key, Moment, Word
from scheduler.api.schemas.recorded import Values
from scheduler.domain.activity import EventStatus
from scheduler.rules.plan import ChangeKind


class AppliedSchema(Schema):
    """A published plan: how many events it added, moved, changed, made firm and cancelled."""

    hash = fields.String(required=True)
    alliances = fields.List(fields.String(), required=True)
    added = fields.Integer(required=True)
    moved = fields.Integer(required=True)
    changed = fields.Integer(
        required=True, metadata={"description": "Events that change and keep their date."}
    )
    firm = fields.Integer(required=True)
    cancelled = fields.Integer(required=True)
    changes = fields.List(Values(), required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)
    repeated = fields.Boolean(
        required=True, metadata={"description": "Whether it had been published before."}
    )
    undone_at = Moment(
        required=True, allow_none=True, metadata={"description": "When it was taken back."}
    )


class UndoRequestSchema(Input):
    """The plan to be taken back: the last one that was published for its alliances."""

    hash = Key(required=True)


class BackSchema(Schema):
    """One event as it stands after its plan was taken back, and what becomes of it thereby."""

    uid = fields.String(attribute="then.uid", required=True)
    kind = Word(
        ChangeKind,
        required=True,
        metadata={"description": "`firm`: it is only as firm or tentative as it was."},
    )
    alliance = fields.String(attribute="then.owner", required=True)
    title = fields.String(attribute="then.title", required=True)
    title_en = fields.String(attribute="then.title_en", required=True)
    status = Word(EventStatus, attribute="then.status", required=True)
    start = Moment(attribute="then.start", required=True)
    end = Moment(attribute="then.end", required=True)
    sequence = fields.Integer(attribute="then.revision", required=True)


class UndoneSchema(Schema):
    """A plan taken back: added events are cancelled, all others as they were before."""

    hash = fields.String(required=True)
    alliances = fields.List(fields.String(), required=True)
    cancelled = fields.Integer(required=True)
    restored = fields.Integer(required=True)
    moved = fields.Integer(
        required=True, metadata={"description": "Events that go back to their date."}
    )
    changed = fields.Integer(
        required=True, metadata={"description": "Events that change back and keep their date."}
    )
    firm = fields.Integer(
        required=True, metadata={"description": "Events that are only tentative again."}
    )
    events = fields.List(fields.Nested(BackSchema), required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)
    repeated = fields.Boolean(
        required=True, metadata={"description": "Whether it had been taken back before."}
    )
