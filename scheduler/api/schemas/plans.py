"""Plans: what other systems ask for, and what they are answered."""

from collections.abc import Iterable, Mapping
from typing import Any

from marshmallow import Schema, fields

from scheduler.api.schemas.calendar import ExplanationSchema, WhySchema, why
from scheduler.api.schemas.common import NameSchema, SentenceSchema
from scheduler.api.schemas.fields import Word
from scheduler.api.schemas.recorded import Values, VenueKey
from scheduler.api.schemas.visits import VacancySchema
from scheduler.domain.activity import Explanation
from scheduler.domain.text.reading import Reading
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.rules.plan import Change as PlanChange
from scheduler.rules.plan import ChangeKind, Conflict, Plan, Unplaced
from scheduler.rules.planning.diff import totals
from scheduler.rules.planning.recipients import EffectKind, Part, Recipient
from scheduler.rules.turns.openings import OpenTurn
from scheduler.services.names import Name
from scheduler.services.plans import people as plan_people
from scheduler.services.plans.words import Words


class PlanChangeSchema(Schema):
    """One line of the difference to what is published."""

    kind = Word(ChangeKind, required=True)
    uid = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    day = fields.Date(required=True)
    before = Values(required=True)
    after = Values(required=True)
    cause = fields.Nested(WhySchema, required=True, allow_none=True)
    forced = fields.Boolean(required=True)
    explanation = fields.Nested(
        ExplanationSchema,
        required=True,
        allow_none=True,
        metadata={"description": "Why this date and this host; none of what is cancelled."},
    )


class UnplacedSchema(Schema):
    """A promise without a date, and the smallest way out."""

    rule = fields.String(attribute="unit.rule", required=True)
    period = fields.String(attribute="unit.period", required=True)
    cell = fields.String(attribute="unit.cell", required=True)
    ordinal = fields.Integer(attribute="unit.ordinal", required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    mandatory = fields.Boolean(required=True)
    causes = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    away = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Whose absence (`blackout`) takes days of it, by opaque key."},
    )
    relaxation = fields.Nested(
        WhySchema,
        required=True,
        allow_none=True,
        metadata={"description": "None once the period is over and nothing brings it back."},
    )


class ConflictSchema(Schema):
    """An event that a person fixed and that cannot stand; a person decides."""

    uid = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    cause = fields.Nested(WhySchema, required=True, allow_none=True)
    proposals = fields.List(fields.Date(), required=True)
    causes = fields.Dict(
        keys=fields.String(),
        values=fields.Integer(),
        required=True,
        metadata={"description": "Where nothing is proposed: what takes the other days."},
    )
    away = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Whose absence (`blackout`) takes other days, by opaque key."},
    )
    relaxation = fields.Nested(WhySchema, required=True, allow_none=True)
    venues = fields.List(
        VenueKey(),
        required=True,
        metadata={"description": "Places at which it could stand on its own day."},
    )


class VacantSchema(Schema):
    """A coming event that its rotation finds no host for; it stands, and somebody names one."""

    uid = fields.String(required=True)
    alliance = fields.String(attribute="owner", required=True)
    title = fields.String(required=True)
    day = fields.Date(required=True)
    rule = fields.String(required=True, metadata={"description": "The rotation."})
    cause = fields.Nested(WhySchema, required=True, allow_none=True)


class EffectSchema(Schema):
    """What becomes of one event for one recipient."""

    kind = Word(EffectKind, required=True)
    part = Word(Part, required=True, metadata={"description": "What they have to do with it."})
    uid = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    day = fields.Date(required=True)
    before = fields.Date(
        required=True, allow_none=True, metadata={"description": "The day as published."}
    )


class RecipientSchema(Schema):
    """Somebody whom the plan touches, by an opaque key; nobody else is listed."""

    key = fields.String(required=True)
    effects = fields.List(fields.Nested(EffectSchema), required=True)
    text = fields.Nested(SentenceSchema, required=True)


class AsideSchema(Schema):
    """A rule to be mended, and what its fault means for its events."""

    alliance = fields.String(attribute="rule.owner", required=True)
    rule = fields.String(attribute="rule.key", required=True)
    field = fields.String(required=True, allow_none=True)
    reason = fields.String(required=True)
    text = fields.Nested(SentenceSchema, required=True)


class PlanSchema(Schema):
    """What the rules would change; nothing is stored."""

    hash = fields.String(required=True)
    base = fields.Dict(keys=fields.String(), values=fields.Integer(), required=True)
    placements = fields.Integer(
        required=True,
        metadata={
            "description": "How many events the plan holds: those to come, changed or not. Those "
            "that were held are not among them."
        },
    )
    moved = fields.Integer(
        required=True,
        metadata={
            "description": "Published events that lose their date: moved, or cancelled because no "
            "date is left. Those that no rule asks for any more are not counted."
        },
    )
    forced = fields.Integer(
        required=True, metadata={"description": "How many of them no plan could have kept."}
    )
    firm = fields.Integer(
        required=True,
        metadata={"description": "Events that are no longer tentative and otherwise stay."},
    )
    empty = fields.Boolean(required=True)
    causes = fields.List(
        fields.Nested(WhySchema),
        required=True,
        metadata={"description": "What happened since the last publication, the weightiest first."},
    )
    other_years = fields.List(
        fields.Integer(),
        required=True,
        metadata={
            "description": "Years besides this one of which the patch supposes something; without "
            "a patch the other one of this year and the next, where changes wait to be published."
        },
    )
    changes = fields.List(fields.Nested(PlanChangeSchema), required=True)
    unplaced = fields.List(fields.Nested(UnplacedSchema), required=True)
    conflicts = fields.List(fields.Nested(ConflictSchema), required=True)
    vacant = fields.List(fields.Nested(VacantSchema), required=True)
    uneven = fields.List(
        fields.Nested(WhySchema),
        required=True,
        metadata={
            "description": "Rotations whose published turns no longer fit their ledger, and the "
            "turn that somebody may put off: the next plan gives it away by the ledger."
        },
    )
    vacancies = fields.List(
        fields.Nested(VacancySchema),
        required=True,
        metadata={"description": "Roles of which rules want more than hold them."},
    )
    aside = fields.List(
        fields.Nested(AsideSchema),
        required=True,
        metadata={
            "description": "Rules that cannot be read, with the refused field, and what hangs on "
            "them (`hanging`): their events stay as they are until the rule is mended."
        },
    )
    groundless = fields.List(
        fields.Nested(AsideSchema),
        required=True,
        metadata={"description": "Rules that name what is gone, and are planned all the same."},
    )
    recipients = fields.List(fields.Nested(RecipientSchema), required=True)
    names = fields.Dict(keys=fields.String(), values=fields.Nested(NameSchema), required=True)


def plan_answer(
    plan: Plan,
    known: Mapping[str, Name],
    around: tuple[
        Iterable[Recipient],
        Iterable[OpenTurn],
        Iterable[Vacancy],
        Iterable[Explanation],
        Iterable[Explanation],
    ],
    year: int,
) -> dict[str, Any]:
    """Give a plan as the schema reads it: whom it touches, what stays open or lacking, and why."""
    recipients, vacant, lacking, causes, apart = around
    return {
        "hash": plan.hash,
        "base": plan.base,
        "placements": len(plan.placements),
        "moved": plan.moved,
        "forced": plan.forced,
        "firm": totals((each.uid, each.kind) for each in plan.changes).firm,
        "empty": plan.empty,
        "causes": [why(each, known, year) for each in causes],
        "changes": _changes(plan, known, year),
        "unplaced": without_date(plan.unplaced, known, year),
        "conflicts": [_told(each, (known, year), "cause", "relaxation") for each in plan.conflicts],
        "vacant": [_told(each, (known, year), "cause") for each in vacant],
        "uneven": [why(each, known, year) for each in apart],
        "vacancies": lacking,
        "recipients": [_recipient(each, year) for each in recipients],
        "names": known,
    }


def without_date(
    found: Iterable[Unplaced], known: Mapping[str, Name], year: int
) -> list[dict[str, Any]]:
    """Give promises without a date as their schema reads them, with the way out in words."""
    return [_told(each, (known, year), "relaxation") for each in found]


def _changes(plan: Plan, known: Mapping[str, Name], year: int) -> list[dict[str, Any]]:
    placements = {each.uid: each for each in plan.placements}
    found = []
    for change in plan.changes:
        placement = placements.get(change.uid)
        reasons = None
        if placement is not None:
            sides = {"date": placement.why_date, "host": placement.why_host}
            reasons = {name: why(each, known, year) for name, each in sides.items()}
        found.append(_told(change, (known, year), "cause") | {"explanation": reasons})
    return found


def _recipient(each: Recipient, year: int) -> dict[str, Any]:
    text = {lang: plan_people.what(each, Words(Reading(lang, year), {})) for lang in ("zh", "en")}
    return {"key": each.key, "effects": each.effects, "text": text}


def _told(
    each: PlanChange | Unplaced | Conflict | OpenTurn,
    told: tuple[Mapping[str, Name], int],
    *reasons: str,
) -> dict[str, Any]:
    members = {name: getattr(each, name) for name in each.__slots__}
    return members | {reason: why(members[reason], *told) for reason in reasons}
