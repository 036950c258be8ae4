"""Turns, their ledgers, and the requests about them, as other systems read and send them."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import (
    AllianceQuery,
    NameSchema,
    ReadQuery,
    SentenceSchema,
    made_id,
)
from scheduler.api.schemas.fields import (
    Flag,
    Input,
    Key,
    Moment,
    OpId,
    Text,
    Whole,
    Word,
    Year,
)
from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading
from scheduler.domain.turn import EntryKind
from scheduler.domain.turn_request import RequestState, Side, TurnAct, TurnRequest
from scheduler.services.names import Name
from scheduler.services.turns.asking import REASON
from scheduler.services.turns.nearness import Near


class TurnQuery(ReadQuery):
    """The rotations of one alliance's year."""

    alliance = Key(required=True)
    year = Year(required=True)


class MemberTurnsSchema(Schema):
    """One member's account in a rotation; fractions are exact, such as `7/5`."""

    member = fields.String(required=True)
    name = fields.String(required=True)
    entitled = fields.String(required=True)
    acted = fields.String(required=True)
    debt = fields.String(required=True)
    last = fields.Date(required=True, allow_none=True)
    next = fields.Date(
        required=True,
        allow_none=True,
        metadata={"description": "The day of its next turn from today on, in whichever year."},
    )


class ComingTurnSchema(Schema):
    """One go that is still to come."""

    number = fields.Integer(required=True)
    uid = fields.String(required=True)
    day = fields.Date(required=True)
    host = fields.String(required=True, allow_none=True)
    host_name = fields.String(required=True)
    theme = fields.String(required=True)
    why = fields.String(required=True)
    committed = fields.Boolean(required=True)


class TurnEntrySchema(Schema):
    """One entry of a rotation's ledger; fractions are exact, such as `7/5`."""

    kind = Word(EntryKind, attribute="entry.kind", required=True)
    day = fields.Date(attribute="entry.day", required=True)
    uid = fields.String(attribute="entry.uid", required=True)
    host = fields.String(attribute="entry.host", required=True, allow_none=True)
    counter = fields.String(attribute="entry.counter", required=True, allow_none=True)
    amount = fields.String(attribute="entry.amount", required=True)
    reason = fields.String(attribute="entry.reason", required=True)
    text = fields.String(required=True)


class TurnSchema(Schema):
    """One rotation: the accounts, the largest debt first, and the coming turns by date."""

    rule = fields.String(required=True)
    name = fields.String(required=True)
    members = fields.List(fields.Nested(MemberTurnsSchema), attribute="rows", required=True)
    upcoming = fields.List(fields.Nested(ComingTurnSchema), required=True)
    entries = fields.List(
        fields.Nested(TurnEntrySchema),
        attribute="history",
        required=True,
        metadata={"description": "Its ledger, the newest entry first; accounts are its sums."},
    )


class TurnListSchema(Schema):
    """All rotations of one alliance's year."""

    items = fields.List(fields.Nested(TurnSchema), required=True)


class TurnRequestQuery(AllianceQuery):
    """A list of requests about turns, of some states."""

    state = fields.List(Word(RequestState), metadata={"description": "Only these states."})


class NewTurnRequestSchema(Input):
    """A request about a turn.

    A `swap` names `other_turn`, a `cover` names `other`; a `correction` names `alliance`, `rule`,
    `member`, `other` and `amount` in place of `turn`. What the act does not use is refused.
    """

    id = OpId(
        metadata={"description": "Of the client's choice: the same one again does nothing more."}
    )
    act = Word(TurnAct, required=True)
    reason = Text(limit=REASON, required=True)
    turn = Key(metadata={"description": "UID of the event."})
    other_turn = Key(metadata={"description": "UID of the event that is given in exchange."})
    alliance = Key()
    rule = Key()
    member = Key()
    other = Key(metadata={"description": "Opaque key of the other member."})
    amount = Text(limit=20, metadata={"description": "Signed and exact, such as `-1/3` or `0.5`."})
    version = Whole(
        1,
        10**9,
        metadata={"description": "The event's `revision` as seen; refused if another one stands."},
    )
    settled = Flag(
        load_default=False,
        metadata={"description": "A manager says that every side has agreed: it is done at once."},
    )


class TurnWarningSchema(Schema):
    """A member that would host again with too few turns in between."""

    code = fields.String(required=True, metadata={"enum": ["turn_near", "turn_near_all"]})
    turn = fields.String(required=True, metadata={"description": "UID of the event."})
    member = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Null where it is whoever takes the turn that is let go."},
    )
    cooldown = fields.Integer(
        required=True, metadata={"description": "How many turns should be between two."}
    )
    text = fields.Nested(SentenceSchema, required=True)


class TurnRequestSchema(Schema):
    """One request about a turn; opaque keys are explained in `names`."""

    id = made_id()
    alliance = fields.String(required=True)
    rule = fields.String(required=True)
    act = Word(TurnAct, required=True)
    turn = fields.String(required=True)
    other_turn = fields.String(required=True)
    member = fields.String(required=True)
    other = fields.String(
        required=True,
        allow_none=True,
        metadata={"description": "Who steps in or exchanges; null is the alliance."},
    )
    amount = fields.String(required=True)
    reason = fields.String(required=True)
    state = Word(RequestState, required=True)
    missing = fields.List(
        Word(Side), required=True, metadata={"description": "The sides that have not agreed."}
    )
    asked_by = fields.String(required=True)
    asked_at = Moment(required=True)
    settled_by = fields.String(required=True, allow_none=True)
    settled_at = Moment(required=True, allow_none=True)
    warnings = fields.List(
        fields.Nested(TurnWarningSchema),
        required=True,
        metadata={"description": "What it would break, or has broken; nothing is refused for it."},
    )
    names = fields.Dict(keys=fields.String(), values=fields.Nested(NameSchema), required=True)


def request_answer(
    request: TurnRequest, known: Mapping[str, Name], hasty: Iterable[Near]
) -> dict[str, Any]:
    """Give a request as the schema reads it, with the names of its members."""
    members = {name: getattr(request, name) for name in request.__slots__}
    named = {key: known[key] for key in (request.member, request.other or "") if key in known}
    return members | {
        "turn": request.uid,
        "other_turn": request.other_uid,
        "amount": str(request.amount),
        "missing": request.missing if request.is_open else (),
        "warnings": [_warning(each, named, request.asked_at.year) for each in hasty],
        "names": named,
    }


def _warning(hasty: Near, known: Mapping[str, Name], year: int) -> dict[str, Any]:
    names = {key: (name.short, name.en) for key, name in known.items()}
    return {
        "code": hasty.code,
        "turn": hasty.turn,
        "member": hasty.member,
        "cooldown": hasty.cooldown,
        "text": {
            lang: say(hasty.code, hasty.fields, Reading(lang, year), names=names)
            for lang in ("zh", "en")
        },
    }
