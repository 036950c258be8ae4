"""A refusal names the very part that is wrong, for rules of every type."""

from datetime import date
from typing import Any

import pytest

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Membership
from scheduler.domain.text import say
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import TYPES, constraint, coverage, quota, rotation, rule_type
from scheduler.rules.language.parameters import MOST_UNITS
from scheduler.rules.model import Rule
from tests.rules.promises import (
    ALLIANCE_DAY,
    COMMONS,
    CONSULTATION,
    COUNCIL,
    Told,
    clashes,
    matter,
    misread,
    out_of,
    plan_input,
    refusal,
    rule,
    wants,
)

SOUND: dict[str, dict[str, Any]] = {
    "quota": COUNCIL,
    "coverage": COMMONS,
    "anchor": ALLIANCE_DAY,
    "trigger": CONSULTATION,
    "rotation": {"fills": "host", "for": "council", "pool": ["x", "y"]},
    "staffing": {"for": "council", "require": [{"role": "guide", "n": 1}]},
    "constraint": {"hard": {"venue": "hall"}},
    "credit": {"share": [["one", "two"]]},
}
BATCH = {"same": "category", "k": 3, "within": "15d", "emit": "collective_handling"}
STEP = {"role": "committee", "do": "dispatch", "due": "2wd"}
STEPWISE = {"on": "matter.raised", "steps": [STEP]}
WEEKDAYS = {"prefer": "TU"}


def refused(kind: str, data: dict[str, Any]) -> dict[str, object]:
    made = rule(kind, data)
    with pytest.raises(RuleError) as caught:
        rule_type(made).check(made)
    return caught.value.fields


@pytest.mark.parametrize(
    ("kind", "data", "field", "told"),
    [
        ("constraint", {"hard": {"venue": 3}}, "hard.venue", wants("string")),
        ("constraint", {"hard": {"time": 3}}, "hard.time", wants("string")),
        ("constraint", {"hard": {"time": "09:00-09:00"}}, "hard.time", "order"),
        ("constraint", {"soft": ["TU"]}, "soft", wants("object")),
        ("constraint", {"soft": [{"prefer": 3}]}, "soft.prefer", wants("string")),
        ("constraint", {"soft": [WEEKDAYS | {"w": 1001}]}, "soft.w", out_of(1, 1000)),
        ("credit", {"share": [3]}, "share", wants("string_array")),
        ("rotation", {"pool": {"role": 3}}, "pool.role", wants("string")),
        ("rotation", {"pool": {"officer": 3}}, "pool.officer", wants("string")),
        ("trigger", {"batch": BATCH | {"same": 3}}, "batch.same", wants("string")),
        ("trigger", {"batch": BATCH | {"k": 1}}, "batch.k", out_of(2, MOST_UNITS)),
        ("trigger", {"batch": BATCH | {"within": 3}}, "batch.within", wants("string")),
        ("trigger", {"batch": BATCH | {"within": "soon"}}, "batch.within", misread("15d")),
        ("trigger", {"batch": BATCH | {"emit": 3}}, "batch.emit", wants("string")),
        ("trigger", {"where": {"category": [3]}}, "where.category", wants("string_array")),
        ("trigger", {"where": {"major": "yes"}}, "where.major", wants("boolean")),
        (
            "quota",
            {"applies_if": {"count": "@members", "max": -1}},
            "applies_if.max",
            out_of(0, MOST_UNITS),
        ),
        (
            "quota",
            {"applies_if": {"count": "@members", "min": -1}},
            "applies_if.min",
            out_of(0, MOST_UNITS),
        ),
        ("quota", {"applies_if": {"count": 3}}, "applies_if.count", wants("string_array")),
        ("coverage", {"axes": {"kind": 3}}, "axes.kind", wants("string_array")),
        ("staffing", {"require": [{"role": "guide", "n": 1001}]}, "require.n", out_of(1, 1000)),
    ],
)
def test_the_part_that_is_wrong_is_named(
    kind: str, data: dict[str, Any], field: str, told: str | Told
) -> None:
    assert refused(kind, SOUND[kind] | data) == refusal(field, told)


@pytest.mark.parametrize(
    ("step", "field", "told"),
    [
        ({"due": "soon"}, "steps.due", misread("2wd")),
        ({"role": 3}, "steps.role", wants("string")),
        ({"do": 3}, "steps.do", wants("string")),
    ],
)
def test_the_part_of_a_step_that_is_wrong_is_named(
    step: dict[str, object], field: str, told: str | Told
) -> None:
    assert refused("trigger", {**STEPWISE, "steps": [STEP | step]}) == refusal(field, told)


@pytest.mark.parametrize(
    ("order", "told"),
    [
        ("resolve dispatch", "step_order"),
        ("accept dispatch", "step_order"),
        ("dispatch accept resolve dispatch", "step_order"),
        ("dispatch dispatch", "step_order"),
        ("dispatch resolve", ""),
        ("plan accept trial resolve visit", ""),
    ],
)
def test_the_steps_of_every_matter_stand_in_their_order_each_once(order: str, told: str) -> None:
    data = {**STEPWISE, "steps": [STEP | {"do": each} for each in order.split()]}
    if told:
        assert refused("trigger", data) == refusal("steps.do", told)
    else:
        rule_type(rule("trigger", data)).check(rule("trigger", data))


@pytest.mark.parametrize(
    ("routes", "reason"),
    [({}, "empty"), ("labour", "empty"), (3, "empty"), ({"": "organisation:x"}, "unnamed")],
)
def test_a_catalogue_without_routes_is_refused(routes: object, reason: str) -> None:
    made = {**STEPWISE, "catalogue": {"version": "3.0", "routes": routes}}
    assert refused("trigger", made) == refusal("catalogue.routes", reason)


def test_a_part_under_a_name_of_ones_own_is_called_what_it_is_part_of() -> None:
    fields = refused("credit", {"tags": {"五共": 3}})
    assert fields == refusal("tags.五共", wants("string_array"))
    assert say("rule_fault", fields, "zh") == "统计标签要填一段文字或一列文字，请改。"


@pytest.mark.parametrize(
    ("name", "value"), [("due", "10wd"), ("emit", "x"), ("satisfied_by", ["x"]), ("batch", BATCH)]
)
def test_steps_stand_beside_no_consultation(name: str, value: object) -> None:
    expected = refusal(name, clashes("steps"))
    assert refused("trigger", {**STEPWISE, name: value}) == expected


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("start", "09:00"),
        ("minutes", 60),
        ("days", 2),
        ("gap_days", 3),
        ("with", "other"),
        ("on_holiday", "allow"),
    ],
)
def test_what_only_a_meeting_has_contradicts_another_output(name: str, value: object) -> None:
    expected = refusal(name, clashes("output"))
    assert refused("quota", {**COUNCIL, "output": "item", name: value}) == expected


LATE = {"start": "23:59", "minutes": 1440}


def test_a_meeting_of_one_day_that_passes_midnight_is_refused_by_its_length() -> None:
    expected = refusal("minutes", "past_midnight")
    for kind in ("quota", "coverage", "anchor", "trigger"):
        assert refused(kind, SOUND[kind] | LATE | {"days": 1}) == expected
    assert refused("quota", COUNCIL | {"start": "22:30", "minutes": 91, "days": 1}) == expected


@pytest.mark.parametrize(
    "times",
    [LATE | {"days": 2}, {"start": "22:30", "minutes": 90}, {"start": "00:00", "minutes": 1440}],
)
def test_a_meeting_may_last_until_midnight_or_for_days(times: dict[str, object]) -> None:
    made = rule("quota", COUNCIL | times)
    assert rule_type(made).check(made) is not None


def test_a_contradiction_names_both_fields() -> None:
    fields = refused("quota", {**COUNCIL, "due": "3wd"})
    assert [say("rule_fault", fields, lang) for lang in ("zh", "en")] == [
        "期限与“产出”对不上，请改其中一处。",
        "Term: this contradicts “Output”. Change one.",
    ]
    alone = {name: value for name, value in fields.items() if name != "beside"}
    assert say("rule_fault", alone, "zh") == "期限与别处填的对不上，请改其中一处。"


@pytest.mark.parametrize("name", ["tolerance_days", "if_off"])
def test_a_window_has_no_day_to_lie_beside(name: str) -> None:
    value = {"tolerance_days": 3, "if_off": "next"}[name]
    data = {"kind": "council", "window": {"from": "05-01", "until": "06-01"}, name: value}
    expected = refusal(name, clashes("window"))
    assert refused("anchor", data) == expected


BOUNDED = [
    pytest.param(kind.name, parameter.name, bound, id=f"{kind.name}-{parameter.name}-{bound}")
    for kind in TYPES
    for parameter in kind.parameters
    if parameter.bounds and parameter.name not in {"grace_days", "first_year"}
    for bound in parameter.bounds
]


@pytest.mark.parametrize(("kind", "name", "bound"), BOUNDED)
def test_a_bound_itself_is_allowed(kind: str, name: str, bound: int) -> None:
    data = SOUND[kind] | {name: bound}
    if (kind, name) == ("quota", "min"):
        data |= {"max": bound, "per": "year"}
    if (kind, name) == ("coverage", "min"):
        data |= {"axes": {"kind": ["x"]}, "per": "year"}
    made = rule(kind, data)
    assert rule_type(made).check(made) is not None


def _resolve(made: Rule, source: PlanInput) -> object:
    make = rule_type(made).units
    if make is not None:
        return make(made, source)
    if made.type == "constraint":
        return constraint.changes(made, constraint.parse(made), source)
    return rotation.members(made, rotation.parse(made), source.today, source)


def _unresolved(made: Rule, **world: object) -> dict[str, object]:
    with pytest.raises(RuleError) as caught:
        _resolve(made, plan_input(made, **world))
    return caught.value.fields


def test_a_list_or_group_that_nobody_keeps_is_named_with_its_field() -> None:
    assert [
        _unresolved(rule(kind, SOUND[kind] | data))
        for kind, data in (
            ("quota", {"scope": {"group": "nobody"}}),
            ("quota", {"applies_if": {"count": "@nobody"}}),
            ("coverage", {"axes": {"team": "@nobody"}}),
            ("constraint", {"hard": {"venue": "@nobody"}}),
            ("rotation", {"pool": "@nobody"}),
        )
    ] == [
        refusal("scope", "unknown_group"),
        refusal("applies_if", "unknown_list"),
        refusal("axes.team", "unknown_list"),
        refusal("hard.venue", "unknown_list"),
        refusal("pool", "unknown_list"),
    ]


def test_a_place_from_an_empty_list_and_a_grid_too_large_are_named() -> None:
    empty = _unresolved(rule("constraint", {"hard": {"venue": "@base"}}), lists={("a", "base"): ()})
    assert empty == refusal("hard.venue", "empty")
    many = tuple(str(number) for number in range(101))
    grid = {"axes": {"one": "@many", "two": "@many"}, "per": "year", "min": 1}
    large = _unresolved(rule("coverage", grid), lists={("a", "many"): many})
    assert large == refusal("axes", "too_many")


def test_a_grid_of_the_most_units_is_the_largest() -> None:
    hundred = [str(number) for number in range(100)]
    rows = hundred[: MOST_UNITS // 100]
    data = {"axes": {"one": rows, "two": hundred}, "per": "year", "min": 1, "late": "forfeit"}
    made = rule("coverage", data)
    assert len(coverage.expand(made, coverage.parse(made), plan_input(made))) == MOST_UNITS
    named = rule("coverage", data | {"axes": {"one": "@rows", "two": hundred}})
    source = plan_input(named, lists={("a", "rows"): tuple(rows)})
    assert len(coverage.expand(named, coverage.parse(named), source)) == MOST_UNITS
    assert refused(
        "coverage", data | {"axes": {"one": [*rows, "more"], "two": hundred}}
    ) == refusal("axes", "too_many")


def test_a_quota_keeps_its_greatest_number() -> None:
    assert quota.parse(rule("quota", COUNCIL | {"max": 3})).most == 3


def test_every_weekday_may_be_preferred_and_a_weight_is_one_unless_stated() -> None:
    every = rule("constraint", {"soft": [{"prefer": "MO,TU,WE,TH,FR,SA,SU"}]})
    spec = constraint.parse(every)
    assert (spec.prefer, spec.weight) == (frozenset(range(7)), 1)
    none = rule("constraint", {"soft": [{"avoid": "adjacent_holiday", "w": 0}]})
    assert constraint.parse(none).holiday_weight == 0


def test_a_time_is_counted_in_minutes() -> None:
    short = rule("constraint", {"hard": {"time": "09:45-10:00"}})
    half = rule("constraint", {"hard": {"time": "09:30-10:45"}})
    assert (constraint.parse(short).minutes, constraint.parse(half).minutes) == (15, 75)


def test_a_list_counts_as_one_value_until_it_is_known() -> None:
    for words in ("@rows", ["@rows", "more"]):
        data = {"axes": {"one": words, "two": ["x"]}, "per": "year", "min": MOST_UNITS}
        assert coverage.parse(rule("coverage", data)).least == MOST_UNITS


@pytest.mark.parametrize("kind", ["quota", "coverage", "anchor", "trigger"])
def test_a_condition_is_read_by_every_type_that_demands(kind: str) -> None:
    def count(least: int) -> int:
        made = rule(kind, SOUND[kind] | {"applies_if": {"count": "@members", "min": least}})
        make = rule_type(made).units
        assert make is not None
        members = {"a": (Membership("organisation:x", "a"),)}
        matters = (matter("m1", date(2026, 3, 2)),)
        return len(make(made, plan_input(made, members=members, matters=matters)))

    assert (count(1) > 0, count(2)) == (True, 0)


def test_a_campaign_is_named_after_its_rule() -> None:
    window = {"from": "2026-03-01", "until": "2026-05-01"}
    data = COMMONS | {"per": "window", "window": window, "late": "forfeit"}
    made = rule("coverage", data, "spring")
    units = coverage.expand(made, coverage.parse(made), plan_input(made))
    assert {unit.key.period for unit in units} == {"window:spring"}
