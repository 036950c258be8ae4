"""What a rule says wrongly by itself: every field at once, none twice, none that is sound."""

import pytest

from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.soundness import flaws
from tests.rules.promises import quota, rule
from tests.rules.test_bad_rules import STATED


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


def test_what_is_missing_is_told_with_the_rest() -> None:
    assert {each.fields["field"] for each in flaws(rule("quota", {"gap_days": -1}))} == {
        "kind",
        "per",
        "min",
        "gap_days",
    }


def test_a_contradiction_is_told_only_of_what_was_written() -> None:
    assert told("quota", {"first_year": 2026}) == [("first_year", "contradiction")]
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
    assert told("quota", turned) == [("window", "contradiction")]
