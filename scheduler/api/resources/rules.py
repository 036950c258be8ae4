"""Rules: what the alliances promise."""

from collections.abc import Iterable, Mapping, Sequence
from typing import Any

from flask import request

from scheduler.api import body as sent_body
from scheduler.api import paging, versions
from scheduler.api.call import Call
from scheduler.api.problems import Fault, places
from scheduler.api.resource import Resource
from scheduler.api.schemas import calendar as shapes
from scheduler.api.schemas import rules as written
from scheduler.api.schemas.common import AllianceQuery, page_of
from scheduler.rules.model import Rule
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.plans import rule_preview
from scheduler.services.rules import keeping, listing
from scheduler.services.rules.wishes import Wish

Query = Mapping[str, Any]

_DATA = ("", "/data")
"""What is refused where the parameters cannot be looked at."""

SALON = {
    "alliance": "auto",
    "key": "monthly_salon",
    "type": "quota",
    "name": "月度沙龙",
    "data": {"kind": "exchange", "per": "month", "min": 1},
}
"""A rule as an example of the description."""


def _tag(rule: Rule) -> str:
    return versions.tag(rule.revision)


resource = Resource("rules", "What the alliances promise.")


@resource.reads("/rules", Action.VIEW, page_of(shapes.RuleSchema), AllianceQuery)
def list_rules(call: Call, query: Query) -> paging.Answer:
    """List the rules of the alliances."""
    found = directory.rules(call.runtime.store, by=call.by, alliance=query.get("alliance"))
    answer, headers = paging.page(call, query, found, shapes.rule_place)
    return {**answer, "items": _kept(call, answer["items"])}, headers


@resource.reads("/rules/<key:alliance>/<key:key>", Action.VIEW, shapes.RuleSchema)
def get_rule(call: Call, _: Query, alliance: str, key: str) -> tuple[Rule, int, dict[str, str]]:
    """Give one rule of an alliance; its `ETag` is what a change names in `If-Match`."""
    seen = keeping.view(call.runtime.store, alliance, key, by=call.by, now=call.now)
    (rule,) = _kept(call, [seen.rule])
    return rule, 200, {"ETag": _tag(rule)}


def _kept(call: Call, rules: Sequence[Rule]) -> list[Rule]:
    found = listing.noted(call.runtime.store, rules, now=call.now)
    return [written.kept_rule(rule, found[rule.owner, rule.key]) for rule in rules]


@resource.writes(
    "/rules",
    Action.EDIT,
    takes=written.NewRuleSchema,
    answers=shapes.RuleSchema,
    status=201,
    locate=lambda rule: f"/rules/{rule.owner}/{rule.key}",
    tag=_tag,
    example=SALON,
)
def create_rule(call: Call, body: dict[str, Any]) -> Rule:
    """Keep a new rule; no event changes before the plan is published."""
    made = keeping.create(call.runtime.store, Wish(**body), by=call.by, now=call.now)
    return _kept(call, [made])[0]


@resource.writes(
    "/rules/check",
    Action.EDIT,
    takes=written.RuleTrialSchema,
    answers=written.RuleTrialAnswerSchema,
    example=SALON | {"year": 2026},
)
def check_rule(call: Call, body: dict[str, Any]) -> dict[str, Any]:
    """Tell what speaks against a rule, or which year it would yield; nothing is stored."""
    year = body.pop("year", None)
    wish, store = Wish(**body), call.runtime.store
    trial = rule_preview.tried(store, wish, by=call.by, now=call.now, year=year)
    return written.trial_answer(trial)


def _check(call: Call, version: int, alliance: str, key: str) -> None:
    keeping.check_revision(call.runtime.store, (alliance, key), version, by=call.by)


def _beside(call: Call, refused: Iterable[Fault], alliance: str, key: str) -> list[Fault]:
    """Give what the parameters say wrongly, where what stands beside them is refused."""
    sent = sent_body.read(request)
    if not isinstance(sent, dict) or any(fault.pointer in _DATA for fault in refused):
        return []
    kept = keeping.view(call.runtime.store, alliance, key, by=call.by, now=call.now).rule
    return [
        place for each in written.of_data(key, kept.type, sent["data"]) for place in places(each)
    ]


@resource.changes(
    "PUT",
    "/rules/<key:alliance>/<key:key>",
    Action.EDIT,
    takes=written.RuleChangeSchema,
    answers=shapes.RuleSchema,
    tag=_tag,
    check=_check,
    beside=_beside,
)
def change_rule(call: Call, version: int, body: dict[str, Any], alliance: str, key: str) -> Rule:
    """Change a rule from a day on, or end it with `until`; what it promised before that stays."""
    store = call.runtime.store
    kept = keeping.view(store, alliance, key, by=call.by, now=call.now).rule
    wish = Wish(alliance=alliance, key=key, type=kept.type, **body)
    return _kept(call, [keeping.change(store, wish, version, by=call.by, now=call.now)])[0]


@resource.changes(
    "DELETE", "/rules/<key:alliance>/<key:key>", Action.EDIT, answers=shapes.RuleSchema
)
def delete_rule(call: Call, version: int, alliance: str, key: str) -> Rule:
    """Delete a rule of which no event is left, or withdraw one that is not in force yet.

    None is left of a plan that was taken back either. A withdrawn rule stays with `until` equal to
    `since`, and the next plan cancels its events; one that is in force is ended with `until`
    instead.
    """
    store = call.runtime.store
    kept = keeping.view(store, alliance, key, by=call.by, now=call.now).rule
    return keeping.delete(store, (alliance, key), version, by=call.by, now=call.now) or kept
