"""What speaks against a rule, as other systems read it."""

from typing import Any

from marshmallow import Schema, fields

from scheduler.api.problems import shown
from scheduler.api.schemas.common import SentenceSchema
from scheduler.api.sentences import told
from scheduler.domain.errors import InvalidError


class RuleFaultSchema(Schema):
    """One thing that speaks against a rule."""

    code = fields.String(required=True)
    rule = fields.String(required=True)
    field = fields.String(required=True)
    reason = fields.String(required=True)
    messages = fields.Nested(SentenceSchema, required=True)


def fault(error: InvalidError) -> dict[str, Any]:
    """Give one fault with its sentences."""
    named = {name: str(shown(error.fields.get(name, ""))) for name in ("rule", "field", "reason")}
    return {"code": error.code, **named, "messages": told(error.code, error.fields)}
