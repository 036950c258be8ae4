"""Rules, workdays, events, turns and changes, as other systems read them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.common import AllianceQuery, NameSchema, ReadQuery, SentenceSchema
from scheduler.api.schemas.fields import Key, Moment, Whole, Word
from scheduler.api.schemas.recorded import Values, VenueKey, venue_key
from scheduler.api.schemas.rule_faults import RuleFaultSchema
from scheduler.domain.activity import EventStatus, Explanation
from scheduler.domain.text import explain
from scheduler.domain.text.reading import Reading
from scheduler.rules.calendar.workdays import YearState
from scheduler.rules.model import Rule
from scheduler.services.events.held_names import held_names
from scheduler.services.events.reading import Stored
from scheduler.services.events.rides import cell_keys
from scheduler.services.names import Name


class RuleVersionSchema(Schema):
    """What a rule said from one day to another."""

    revision = fields.Integer(required=True)
    data = fields.Dict(required=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True)


WARNINGS = (
    "What had better be looked at once more: a category of matters that nobody knows yet. It may "
    "come and go without a new revision."
)


class RuleSchema(Schema):
    """One promise or restriction of an alliance."""

    key = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    type = fields.String(required=True)
    name = fields.String(required=True)
    name_en = fields.String(required=True)
    data = fields.Dict(
        required=True, metadata={"description": "The parameters of the rule's type."}
    )
    scope = fields.String(required=True)
    mandatory = fields.Boolean(required=True)
    since = fields.Date(attribute="tenure.since", required=True, allow_none=True)
    until = fields.Date(attribute="tenure.until", required=True, allow_none=True)
    revision = fields.Integer(required=True)
    basis = fields.String(required=True, metadata={"description": "What it rests on."})
    former = fields.List(
        fields.Nested(RuleVersionSchema),
        required=True,
        metadata={"description": "What it said before it was changed, the oldest first."},
    )
    fault = fields.Nested(
        RuleFaultSchema,
        allow_none=True,
        dump_default=None,
        metadata={
            "description": "Why a kept rule cannot be read any more, such as a list that is gone: "
            "its events stay as they are. It may come and go without a new revision."
        },
    )
    warnings = fields.List(
        fields.Nested(RuleFaultSchema), dump_default=(), metadata={"description": WARNINGS}
    )


def rule_place(rule: Rule) -> tuple[str, str]:
    """Give where a rule stands in its list."""
    return (rule.owner, rule.key)


class NoticeDaySchema(Schema):
    """A day that a notice decides."""

    day = fields.Date(required=True)
    is_workday = fields.Boolean(required=True)
    name = fields.String(required=True)


class WorkdayYearSchema(Schema):
    """What is known of a year: its days off, and the days worked in exchange."""

    year = fields.Integer(required=True)
    state = Word(
        YearState,
        required=True,
        metadata={
            "description": "`provisional`: no notice yet; its days are those off by law, and days "
            "worked in exchange are still to come."
        },
    )
    revision = fields.Integer(
        required=True, metadata={"description": "How often it was decided; 0 while provisional."}
    )
    notice_date = fields.Date(required=True, allow_none=True)
    papers = fields.List(fields.String(), required=True)
    days = fields.List(fields.Nested(NoticeDaySchema), required=True)


class EventQuery(AllianceQuery):
    """A list of events: those that overlap a span, of some kinds and states."""

    start = Moment(metadata={"description": "Only events that end after this instant."})
    end = Moment(metadata={"description": "Only events that start before this instant."})
    kind = fields.List(Key(), metadata={"description": "Only these activity kinds."})
    status = fields.List(Word(EventStatus), metadata={"description": "Only these states."})


class UnitSchema(Schema):
    """The promise that an event keeps."""

    rule = fields.String(required=True)
    scope = fields.String(required=True)
    period = fields.String(required=True)
    cell = fields.String(required=True)
    ordinal = fields.Integer(required=True)


class WhySchema(Schema):
    """An explanation as data and as a sentence."""

    code = fields.String(required=True)
    fields_ = fields.Dict(data_key="fields", attribute="fields", required=True)
    text = fields.Nested(SentenceSchema, required=True)


class ExplanationSchema(Schema):
    """Why an event has its date and its host."""

    date = fields.Nested(WhySchema, required=True, allow_none=True)
    host = fields.Nested(WhySchema, required=True, allow_none=True)


class EventSchema(Schema):
    """One meeting, deliverable or trip; opaque keys are explained in `names`."""

    uid = fields.String(attribute="stored.event.uid", required=True)
    alliance = fields.String(attribute="stored.event.owner", required=True)
    alliances = fields.List(fields.String(), attribute="stored.event.alliances", required=True)
    kind = fields.String(attribute="stored.event.kind", required=True)
    title = fields.String(attribute="stored.event.title", required=True)
    title_en = fields.String(attribute="stored.event.title_en", required=True)
    start = Moment(attribute="stored.event.start", required=True)
    end = Moment(attribute="stored.event.end", required=True)
    all_day = fields.Boolean(attribute="stored.event.all_day", required=True)
    status = Word(EventStatus, attribute="stored.event.status", required=True)
    tentative = fields.Boolean(attribute="stored.event.is_tentative", required=True)
    sequence = fields.Integer(
        attribute="stored.event.revision",
        required=True,
        metadata={"description": "Rises with each change that feeds show; SEQUENCE there."},
    )
    host = fields.String(attribute="stored.event.host", required=True, allow_none=True)
    co_hosts = fields.List(fields.String(), attribute="stored.event.co_hosts", required=True)
    venue = VenueKey(attribute="stored.event.venue", required=True, allow_none=True)
    theme = fields.String(attribute="stored.event.theme", required=True, allow_none=True)
    matters = fields.List(fields.String(), attribute="stored.event.matters", required=True)
    units = fields.List(fields.Nested(UnitSchema), required=True)
    explanation = fields.Nested(ExplanationSchema, required=True)
    attempt = fields.Integer(attribute="stored.event.attempt", required=True)
    stands_for = fields.Nested(
        WhySchema,
        required=True,
        allow_none=True,
        metadata={"description": "Which cancelled event it stands for: its `uid` and `day`."},
    )
    pinned = fields.Boolean(
        attribute="stored.event.pinned",
        required=True,
        metadata={"description": "Moved by hand: no plan moves it again."},
    )
    waived = fields.Boolean(attribute="stored.waived", required=True)
    seal_code = fields.String(attribute="stored.event.seal_code", required=True)
    revision = fields.Integer(
        attribute="stored.version",
        required=True,
        metadata={"description": "Rises with each change of what is stored."},
    )
    updated_at = Moment(attribute="stored.event.updated_at", required=True)
    created_at = Moment(attribute="stored.event.created_at", required=True)
    names = fields.Dict(keys=fields.String(), values=fields.Nested(NameSchema), required=True)


@dataclass(frozen=True, slots=True)
class EventAnswer:
    """An event with the names of the keys that it mentions."""

    stored: Stored
    known: Mapping[str, Name]
    repeats: Explanation

    @property
    def stands_for(self) -> dict[str, Any] | None:
        """Give which cancelled event this one stands for, if any."""
        return self._why(self.repeats)

    @property
    def units(self) -> tuple[object, ...]:
        """List the promises that the event keeps: its own, then what rides on it."""
        event = self.stored.event
        own = (event.unit,) if event.unit else ()
        return (*own, *(each.unit for each in event.also))

    @property
    def names(self) -> dict[str, dict[str, str]]:
        """Give the names; a held event keeps those of its day."""
        found = {**self.known, **held_names(self.stored)}
        return {
            key: {"zh": found[key].zh, "en": found[key].en}
            for key in mentioned(self.stored)
            if key in found
        }

    @property
    def explanation(self) -> dict[str, object]:
        """Give why the event has its date and its host."""
        event = self.stored.event
        return {"date": self._why(event.why_date), "host": self._why(event.why_host)}

    def _why(self, explanation: Explanation) -> dict[str, Any] | None:
        return why(explanation, self.known, self.stored.event.day().year)


def why(explanation: Explanation, known: Mapping[str, Name], year: int) -> dict[str, Any] | None:
    """Give an explanation with its sentences, of a year; None where there is none."""
    if not explanation:
        return None
    pairs = {key: (name.zh, name.en) for key, name in known.items()}
    text = {lang: explain(explanation, Reading(lang, year), names=pairs) for lang in ("zh", "en")}
    return {"code": explanation["code"], "fields": explanation.get("fields", {}), "text": text}


def mentioned(stored: Stored) -> tuple[str, ...]:
    """List the opaque keys of an event, in order."""
    event = stored.event
    venue = venue_key(event.venue) if event.venue else None
    keys = (event.host, *event.co_hosts, venue, event.theme, *cell_keys(event.also))
    return tuple(sorted({key for key in keys if key}))


def keys_in(value: object) -> frozenset[str]:
    """List the opaque keys that stand anywhere in explanations."""
    if isinstance(value, str):
        return frozenset({value}) if ":" in value else frozenset()
    parts: Iterable[object] = ()
    if isinstance(value, Mapping):
        parts = value.values()
    elif isinstance(value, list | tuple):
        parts = value
    return frozenset().union(*(keys_in(part) for part in parts))


class ChangeQuery(ReadQuery):
    """The changes of one alliance after a token."""

    alliance = Key(required=True)
    since = fields.String(
        metadata={"description": "`next` of the answer before; without it from the first change."}
    )
    limit = Whole(1, 500, load_default=100)


class ChangeSchema(Schema):
    """One change as the alliance's ledger holds it."""

    alliance = fields.String(required=True)
    seq = fields.Integer(
        required=True, metadata={"description": "Rises by one inside each alliance."}
    )
    entity = fields.String(required=True)
    entity_id = fields.String(required=True)
    kind = fields.String(required=True)
    revision = fields.Integer(required=True)
    at = Moment(required=True)
    actor = fields.String(required=True)
    detail = Values(required=True)


class ChangesSchema(Schema):
    """The changes after a token, and the token from which to go on: always, also when empty."""

    items = fields.List(fields.Nested(ChangeSchema), required=True)
    next = fields.String(required=True)
    more = fields.Boolean(
        required=True, metadata={"description": "Whether further changes are there already."}
    )
