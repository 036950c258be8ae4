"""What a rule says wrongly by itself: every field at once, none twice, none that is sound."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.roster import Tenure
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.model import Rule
from scheduler.rules.soundness import flaws, readable, uncounted, unread
from tests.rules.promises import plan_input, quota, rule
from tests.rules.test_bad_rules import STATED

_LIST = "unknown_list"


def told(kind: str, data: dict[str, object]) -> list[tuple[object, object]]:
    return [
        (fault.fields["field"], fault.fields["reason"])
        for fault in flaws(rule(kind, STATED[kind] | data))
    ]


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_sound_rule_has_no_flaw(kind: RuleType) -> None:
    assert told(kind.name, {}) == []


def test_every_field_is_told_at_once() -> None:
    data = {
        "per": "fortnight",
        "min": 0,
        "gap_days": "x",
        "grace_days": 400,
        "start": "25:00",
        "colour": "red",
        "scope": {},
    }
    assert sorted(map(str, told("quota", data))) == [
        "('colour', 'unknown')",
        "('gap_days', 'type')",
        "('grace_days', 'range')",
        "('min', 'range')",
        "('per', 'choice')",
        "('scope', 'empty')",
        "('start', 'malformed')",
    ]


def test_every_unknown_field_is_told_also_inside_of_others() -> None:
    parts = {"colour": "red", "sound": "loud", "role": "leader", "n": 0}
    data = {"size": 1, "a.b": 2, "require": [parts, parts], "taste": 3}
    assert told("staffing", data) == [
        ("size", "unknown"),
        ("a.b", "unknown"),
        ("taste", "unknown"),
        ("require.colour", "unknown"),
        ("require.sound", "unknown"),
        ("require.n", "range"),
    ]
    # What is unknown says nothing against what is known.
    assert told("quota", {"first_year": 2026, "size": 1}) == [
        ("size", "unknown"),
        ("first_year", "contradiction"),
    ]
    assert told("quota", {"scope": {"colour": "red", "group": "g"}}) == [
        ("scope.colour", "unknown")
    ]


def test_no_more_faults_are_told_than_anybody_reads() -> None:
    assert len(told("quota", {f"x{number}": number for number in range(1000)})) == 100


def test_a_field_too_long_to_be_told_whole_is_told_once() -> None:
    assert told("quota", {"x" * 80: 1}) == [("x" * 60, "unknown")]
    assert told("staffing", {"require": [{"x" * 80: 1}]}) == [
        ("require." + "x" * 52, "unknown"),
    ]


def test_what_is_missing_is_told_with_the_rest() -> None:
    assert {each.fields["field"] for each in flaws(rule("quota", {"gap_days": -1}))} == {
        "kind",
        "per",
        "min",
        "gap_days",
    }


def test_a_contradiction_is_told_only_of_what_was_written() -> None:
    assert told("quota", {"first_year": 2026}) == [("first_year", "contradiction")]
    late = {
        "kind": "council",
        "per": "year",
        "min": 1,
        "start": "23:59",
        "minutes": 1440,
        "days": 1,
    }
    assert told("quota", late) == [("minutes", "past_midnight")]
    assert told("quota", late | {"start": "soon"}) == [("start", "malformed")]
    # Without a period that can be read nobody knows whether its first year fits.
    assert told("quota", {"first_year": 2026, "per": "fortnight"}) == [("per", "choice")]


def test_an_unknown_type_is_one_flaw() -> None:
    (fault,) = flaws(rule("lottery", {}))
    assert (fault.fields["field"], fault.fields["reason"]) == ("type", "choice")


def test_what_is_expected_is_told_with_a_number_out_of_bounds() -> None:
    (fault,) = flaws(quota(min=0))
    assert fault.fields == {
        "rule": "promise",
        "field": "min",
        "reason": "range",
        "low": 1,
        "high": 5000,
    }


def test_what_its_own_fields_contradict_is_told_once() -> None:
    turned: dict[str, object] = {
        "per": "window",
        "window": {"from": "2026-02-01", "until": "2026-01-01"},
    }
    assert told("quota", turned) == [("window", "order")]


NOBODY = {"role": "liaison", "n": "@gone"}
"""As many as a list that is not kept any more."""


@pytest.mark.parametrize(
    ("made", "field", "reason"),
    [
        (quota(min=-1), "min", "range"),
        (quota(scope={"group": "gone"}), "scope", "unknown_group"),
        (quota(applies_if={"count": "@gone"}), "applies_if", "unknown_list"),
        (rule("staffing", {"for": "body:alliance", "require": [NOBODY]}), "require.n", _LIST),
        (rule("rotation", {"fills": "host", "for": "council", "pool": "@gone"}), "pool", _LIST),
        (rule("constraint", {"hard": {"venue": "@gone"}}), "hard.venue", _LIST),
        (rule("dance", {}), "type", "choice"),
    ],
)
def test_a_rule_that_cannot_be_read_any_more_is_left_out(
    made: Rule, field: str, reason: str
) -> None:
    other = quota("other")
    source = plan_input(made, other)
    fault = unread(made, source)
    assert fault is not None
    told = {name: fault.fields[name] for name in ("rule", "field", "reason")}
    assert told == {"rule": made.key, "field": field, "reason": reason}
    assert readable(source) == plan_input(other)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_rule_that_can_be_read_is_judged(kind: RuleType) -> None:
    made = rule(kind.name, STATED[kind.name])
    source = plan_input(made, groups={"both": ("a", "b")}, lists={("a", "base"): ("venue:hall",)})
    assert unread(made, source) is None
    assert readable(source) == source


def test_a_former_version_counts_as_well() -> None:
    seats = {"for": "body:alliance", "require": [{"role": "liaison", "n": 1}]}
    former = rule("staffing", {**seats, "require": [NOBODY]})
    made = replace(rule("staffing", seats), former=(former,))
    assert readable(plan_input(made)) == plan_input()


@pytest.mark.parametrize(
    ("owner", "since", "until", "told"),
    [
        ("a", None, None, True),
        ("b", None, None, False),
        ("a", date(2026, 12, 31), None, True),
        ("a", date(2027, 1, 1), None, False),
        ("a", None, date(2026, 1, 1), False),
        ("a", date(2026, 5, 1), date(2026, 5, 1), False),
    ],
)
def test_a_promise_of_the_span_that_cannot_be_read_is_not_counted(
    owner: str, since: date | None, until: date | None, *, told: bool
) -> None:
    stated = quota(owner=owner, applies_if={"count": "@gone"})
    made = replace(stated, tenure=Tenure(since, until))
    seats = rule("staffing", {"for": "body:alliance", "require": [NOBODY]}, "seats", owner)
    source = plan_input(made, seats, quota("sound"))
    found = uncounted(source, readable(source))
    assert [(each, fault.fields["field"]) for each, fault in found] == (
        [(made, "applies_if")] if told else []
    )
