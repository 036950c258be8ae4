"""What every list and every write has: paging, trial runs, and the shape of a problem."""

from functools import cache
from typing import Any

from marshmallow import Schema, fields

from scheduler.api.paging import LIMIT
from scheduler.api.schemas.fields import Flag, Input, Key, Whole


class ReadQuery(Input):
    """No parameters."""

    in_query = True


class WriteQuery(Input):
    """The parameters of every write."""

    in_query = True
    dry_run = Flag(
        metadata={"description": "Check and answer as usual, but store nothing.", "default": False}
    )


def made_id() -> fields.String:
    """Give the field of the number of what was made, which a trial has not."""
    return fields.String(metadata={"description": "Left out of a trial (`dry_run`) of a new one."})


class PageQuery(ReadQuery):
    """The parameters of every list."""

    limit = Whole(1, 500, load_default=LIMIT, metadata={"description": "Items on a page."})
    cursor = fields.String(metadata={"description": "Where the page begins; taken from `next`."})


class AllianceQuery(PageQuery):
    """A list within all alliances that the token reaches, or within one."""

    alliance = Key(metadata={"description": "Only what belongs to this alliance."})


@cache
def page_of(schema: type[Schema]) -> type[Schema]:
    """Give the envelope of a page of these items."""
    following = fields.String(
        allow_none=True,
        metadata={"description": "The address of the page that follows; null on the last."},
    )
    members: dict[str, fields.Field[Any]] = {
        "items": fields.List(fields.Nested(schema), required=True),
        "next": following,
    }
    return Schema.from_dict(members, name=schema.__name__.removesuffix("Schema") + "Page")


class NameSchema(Schema):
    """What an opaque key is called; English is empty where there is none."""

    zh = fields.String()
    en = fields.String()


class SentenceSchema(Schema):
    """One sentence in both languages."""

    zh = fields.String()
    en = fields.String()


class FaultSchema(Schema):
    """One refused place in the request."""

    code = fields.String(required=True)
    pointer = fields.String(metadata={"description": "JSON pointer into the body (RFC 6901)."})
    parameter = fields.String(metadata={"description": "Name of a query parameter or header."})
    messages = fields.Nested(SentenceSchema, required=True)


class ProblemSchema(Schema):
    """Why a request failed (RFC 9457)."""

    type = fields.String(required=True, metadata={"format": "uri-reference"})
    title = fields.String(required=True)
    status = fields.Integer(required=True)
    code = fields.String(required=True, metadata={"description": "Stable; meant for programs."})
    detail = fields.String(
        required=True, metadata={"description": "In the language of Accept-Language."}
    )
    messages = fields.Nested(SentenceSchema, required=True)
    errors = fields.List(fields.Nested(FaultSchema), required=True)
