"""Lists that rules name, as other systems read and write them."""

from collections.abc import Mapping
from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import NameSchema
from scheduler.api.schemas.fields import Input, Text
from scheduler.api.schemas.rule_faults import RuleFaultSchema, fault
from scheduler.services.rules.list_checks import MOST_ITEMS
from scheduler.services.rules.list_keeping import Done
from scheduler.services.rules.lists import KeptList

_LONGEST = 60


class ListLeftSchema(Schema):
    """One on a list who has left the alliance."""

    member = fields.String(required=True)
    since = fields.Date(required=True)


class ListSchema(Schema):
    """What rules of an alliance name by `@` and the list's key."""

    alliance = fields.String(required=True)
    key = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    items = fields.List(
        fields.String(),
        required=True,
        metadata={
            "description": "Opaque keys, pairs of them joined by `+`, or words of one's own."
        },
    )
    names = fields.Dict(
        keys=fields.String(),
        values=fields.Nested(NameSchema),
        required=True,
        metadata={"description": "Of the keys on it; people are named to who may see names."},
    )
    rules = fields.List(
        fields.String(), required=True, metadata={"description": "The rules that name it."}
    )
    left = fields.List(
        fields.Nested(ListLeftSchema),
        required=True,
        metadata={"description": "Those on it who have left the alliance."},
    )
    unknown_keys = fields.List(
        fields.String(), required=True, metadata={"description": "Keys of nobody and nothing."}
    )
    nameless = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Words without a name that titles show as they are."},
    )
    revision = fields.Integer(required=True)
    warnings = fields.List(
        fields.Nested(RuleFaultSchema),
        required=True,
        metadata={
            "description": "What a change makes doubtful in the rules that name it; else empty."
        },
    )


class ListInput(Input):
    """What shall stand on a list, and what it is called."""

    name = Text(
        limit=_LONGEST,
        metadata={"description": "In Chinese; left out it stays. A new list needs one."},
    )
    name_en = Text(limit=_LONGEST, empty=True)
    items = fields.List(
        fields.String(), required=True, metadata={"minItems": 1, "maxItems": MOST_ITEMS}
    )


def list_answer(kept: KeptList, done: Done | None = None) -> Mapping[str, Any]:
    """Give a list as its schema takes it."""
    return {
        "alliance": kept.place.alliance,
        "key": kept.place.key,
        "name": kept.name[0],
        "name_en": kept.name[1],
        "items": kept.items,
        "names": {key: {"zh": name.zh, "en": name.en} for key, name in kept.names.items()},
        "rules": [rule.key for rule in kept.rules],
        "left": [{"member": key, "since": since} for key, since in kept.left.items()],
        "unknown_keys": kept.unknown,
        "nameless": kept.nameless,
        "revision": kept.revision,
        "warnings": [fault(each) for each in done.warnings] if done else (),
    }
