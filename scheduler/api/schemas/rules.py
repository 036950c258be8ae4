"""Rules as other systems write and try them."""

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from typing import Any

from flask import request
from marshmallow import Schema, ValidationError, fields

from scheduler.api.problems import places
from scheduler.api.schemas.calendar import WARNINGS, RuleSchema
from scheduler.api.schemas.common import SentenceSchema
from scheduler.api.schemas.fields import Day, Input, Key, Moment, Text, Year
from scheduler.api.schemas.plans import UnplacedSchema, without_date
from scheduler.api.schemas.recorded import VenueKey
from scheduler.api.schemas.rule_faults import RuleFaultSchema, fault
from scheduler.api.schemas.visits import VacancySchema
from scheduler.domain.errors import InvalidError
from scheduler.rules.model import Rule
from scheduler.services.plans.rule_preview import Preview, Trial, riding_text
from scheduler.services.rules import checks as rule_checks
from scheduler.services.rules.listing import Noted
from scheduler.services.rules.wishes import Wish, faults_of

_SAYING = frozenset({"type", "data"})
_WORDS = ("name", "name_en", "basis", "since", "until")
_SINCE = "First day; a new rule begins today, a change as early as it may."
_UNTIL = "The day after the last."


class RuleChangeSchema(Input):
    """What a rule is to be from a day on."""

    name = Text(limit=60, required=True)
    name_en = Text(limit=60, empty=True)
    basis = Text(limit=200, empty=True, metadata={"description": "What it rests on."})
    data = fields.Dict(
        keys=fields.String(),
        required=True,
        metadata={"description": "The parameters of the rule's type; see the reference of rules."},
    )
    since = Day(near=False, allow_none=True, metadata={"description": _SINCE})
    until = Day(near=False, allow_none=True, metadata={"description": _UNTIL})

    def handle_error(self, error: ValidationError, data: object, **_: object) -> None:
        """Tell what is wrong with the rest together with what is wrong in the shape."""
        told = error.messages
        if isinstance(told, dict) and isinstance(data, Mapping):
            read = error.valid_data if isinstance(error.valid_data, Mapping) else {}
            for fault in self.beside(data, read, frozenset(told)):
                told.setdefault("_schema", []).extend(places(fault))

    def beside(
        self, sent: Mapping[str, Any], read: Mapping[str, Any], refused: frozenset[str]
    ) -> Iterable[InvalidError]:
        """Give what else is wrong, of which nothing is ``refused``; ``read`` is what is sound."""
        words = {name: read[name] for name in _WORDS if name in read}
        key = sent.get("key", (request.view_args or {}).get("key"))
        wish = Wish("", key if isinstance(key, str) else "", "", words.pop("name", "—"), {})
        wish = dataclasses.replace(wish, **{name: value for name, value in words.items() if value})
        return (each for each in faults_of(wish) if each.fields["field"] not in refused)


class NewRuleSchema(RuleChangeSchema):
    """A new rule; alliance, key and type never change."""

    alliance = Key(required=True)
    key = fields.String(
        required=True, metadata={"pattern": "^[a-z][a-z0-9_]{0,59}$", "maxLength": 60}
    )
    type = fields.String(required=True)

    def beside(
        self, sent: Mapping[str, Any], read: Mapping[str, Any], refused: frozenset[str]
    ) -> Iterable[InvalidError]:
        """Give also what the parameters say wrongly, where the type can be read."""
        yield from super().beside(sent, read, refused)
        if not refused & _SAYING:
            yield from of_data(str(sent.get("key", "")), sent["type"], sent["data"])


def of_data(key: str, kind: str, data: Mapping[str, Any]) -> Iterable[InvalidError]:
    """Give what parameters say wrongly by themselves."""
    return rule_checks.of_parameters(Rule(key, kind, "", "", data=data))


class RuleTrialSchema(NewRuleSchema):
    """A rule to be tried: a new one, or another version of one that is kept."""

    year = Year(metadata={"description": "The year that is shown."})


class RuleUnitSchema(Schema):
    """One event that the rule would have."""

    uid = fields.String(required=True)
    title = fields.String(required=True)
    title_en = fields.String(required=True)
    period = fields.String(attribute="unit.period", required=True)
    cell = fields.String(attribute="unit.cell", required=True)
    ordinal = fields.Integer(attribute="unit.ordinal", required=True)
    start = Moment(required=True)
    end = Moment(required=True)
    host = fields.String(required=True, allow_none=True)
    venue = VenueKey(required=True, allow_none=True)
    theme = fields.String(required=True, allow_none=True)
    late = fields.Boolean(
        required=True,
        metadata={"description": "Whether it lies after its window, where it is made up."},
    )


class RuleRideSchema(Schema):
    """One unit of the rule on an event of the rule that it names as `with`."""

    uid = fields.String(attribute="placement.uid", required=True)
    rule = fields.String(attribute="placement.unit.rule", required=True)
    title = fields.String(attribute="placement.title", required=True)
    title_en = fields.String(attribute="placement.title_en", required=True)
    day = fields.Date(required=True)
    period = fields.String(attribute="unit.period", required=True)
    cell = fields.String(attribute="unit.cell", required=True)
    ordinal = fields.Integer(attribute="unit.ordinal", required=True)


class RuleEffectSchema(Schema):
    """One change of an event in the plan that holds the rule: one line for each kind."""

    kind = fields.String(required=True)
    uid = fields.String(required=True)
    title = fields.String(required=True)
    day = fields.Date(required=True)


class RulePreviewSchema(Schema):
    """The year that the rule would yield; nothing of it is stored."""

    year = fields.Integer(required=True)
    units = fields.List(fields.Nested(RuleUnitSchema), attribute="placements", required=True)
    rides = fields.List(
        fields.Nested(RuleRideSchema),
        required=True,
        metadata={"description": "What needs no event of its own."},
    )
    riding = fields.Nested(
        SentenceSchema,
        required=True,
        metadata={"description": "The same in one sentence; empty where nothing rides."},
    )
    unplaced = fields.List(fields.Nested(UnplacedSchema), required=True)
    squeezed = fields.List(
        fields.Nested(UnplacedSchema),
        required=True,
        metadata={"description": "Of other rules, without a date because of this one."},
    )
    vacancies = fields.List(
        fields.Nested(VacancySchema),
        required=True,
        metadata={"description": "Roles of which the rule wants more than hold them."},
    )
    changes = fields.List(
        fields.Nested(RuleEffectSchema),
        required=True,
        metadata={"description": "All that the plan of the year would change, as a what-if lists."},
    )
    waiting = fields.List(
        fields.String(),
        required=True,
        metadata={"description": "Events among them that change just so without this rule."},
    )


class RuleTrialAnswerSchema(Schema):
    """What came out of a trial: faults, or the rule as it would be kept with its year."""

    faults = fields.List(fields.Nested(RuleFaultSchema), required=True)
    rule = fields.Nested(RuleSchema, required=True, allow_none=True)
    preview = fields.Nested(RulePreviewSchema, required=True, allow_none=True)
    warnings = fields.List(
        fields.Nested(RuleFaultSchema), required=True, metadata={"description": WARNINGS}
    )


def trial_answer(trial: Trial) -> dict[str, Any]:
    """Give what came out of a trial as its schema takes it."""
    seen = trial.preview
    return {
        "faults": [fault(each) for each in trial.faults],
        "rule": seen and seen.rule,
        "preview": seen and _preview(seen),
        "warnings": [fault(each) for each in trial.doubts],
    }


def _preview(seen: Preview) -> dict[str, Any]:
    members: dict[str, Any] = {
        each.name: getattr(seen, each.name) for each in dataclasses.fields(seen)
    }
    return members | {
        "changes": seen.changes,
        "riding": {lang: riding_text(seen, seen.rides, lang) for lang in ("zh", "en")},
        "unplaced": without_date(seen.unplaced, seen.names, seen.year),
        "squeezed": without_date(seen.squeezed, seen.names, seen.year),
    }


@dataclass(frozen=True, slots=True)
class KeptRule(Rule):
    """A rule as it is kept, and what is wrong or doubtful in it."""

    fault: dict[str, Any] | None = None
    warnings: tuple[dict[str, Any], ...] = ()


def kept_rule(rule: Rule, noted: Noted) -> KeptRule:
    """Give a kept rule with its fault, if it has one, and what is doubtful in it."""
    stated = {each.name: getattr(rule, each.name) for each in dataclasses.fields(rule)}
    return KeptRule(
        **stated,
        fault=None if noted.fault is None else fault(noted.fault),
        warnings=tuple(fault(each) for each in noted.doubts),
    )
