"""Whatever a rule holds: it is read, or refused by naming the rule and the field."""

import math
from collections.abc import Mapping
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import ActivityKind
from scheduler.domain.errors import RuleError
from scheduler.domain.text import CATALOGUE
from scheduler.rules.consistency import faults
from scheduler.rules.grounding import groundless
from scheduler.rules.kinds import TYPES, RuleType
from scheduler.rules.language.parameters import Parameter, Shape
from tests.rules.promises import assert_refused, plan_input, quota, rule

BY_NAME = {kind.name: kind for kind in TYPES}
STATED: Mapping[str, dict[str, object]] = {
    "quota": {"kind": "council", "per": "quarter", "min": 1},
    "coverage": {"axes": {"kind": ["council", "exchange"]}, "per": "quarter", "min": 1},
    "anchor": {"kind": "council", "date": "07-01"},
    "trigger": {"on": "matter.accepted", "emit": "council", "due": "10wd"},
    "rotation": {"fills": "host", "for": "council", "pool": ["body:x", "body:y"]},
    "staffing": {"for": "council", "require": [{"role": "guide", "n": 1}]},
    "constraint": {"hard": {"time": "09:00-10:00"}},
    "credit": {"share": [["one", "two"]]},
}
"""A sound rule of each type."""

SCALARS = st.one_of(
    st.none(),
    st.booleans(),
    st.integers(),
    st.integers(min_value=10**18, max_value=10**30),
    st.floats(allow_nan=True, allow_infinity=True),
    st.text(max_size=12),
    st.sampled_from(
        (
            *("", " ", "@", "@none", "99y", "0y", "week", "9999wd", "0d", "13-32", "24:60"),
            *("1/0", "all", "latin_with:", "FREQ=MONTHLY;BYDAY=9MO", "名" * 300, "9" * 50),
            *("\x00", "\ud800", "\u2028"),
        )
    ),
)
VALUES = st.recursive(
    SCALARS,
    lambda inner: st.one_of(
        st.lists(inner, max_size=4),
        st.dictionaries(st.text(max_size=6), inner, max_size=3),
    ),
    max_leaves=12,
)


@st.composite
def near(draw: st.DrawFn, parameter: Parameter) -> object:
    """Something like what the parameter takes: its example with a part changed, or anything."""
    example = parameter.example
    if isinstance(example, Mapping) and parameter.parts and draw(st.booleans()):
        part = draw(st.sampled_from(parameter.parts))
        return {**example, part.name: draw(near(part))}
    if isinstance(example, list) and parameter.parts and draw(st.booleans()):
        part = draw(st.sampled_from(parameter.parts))
        return [{**example[0], part.name: draw(near(part))}, *example[1:]]
    low, high = parameter.bounds or (0, 0)
    sharp: tuple[object, ...] = (low - 1, low, high, high + 1, *parameter.choices, "nothing")
    return draw(st.one_of(st.just(example), st.sampled_from(sharp), VALUES))


@st.composite
def written(draw: st.DrawFn, kind: RuleType) -> dict[str, object]:
    """A rule of the type in which up to three parameters are as they may come."""
    data = dict(STATED[kind.name])
    for parameter in draw(st.lists(st.sampled_from(kind.parameters), min_size=1, max_size=3)):
        data[parameter.name] = draw(near(parameter))
    if draw(st.integers(0, 9)) == 0:
        data[draw(st.text(max_size=8))] = draw(VALUES)
    if draw(st.integers(0, 9)) == 0:
        data.pop(draw(st.sampled_from(sorted(data))))
    return data


def world(data: Mapping[str, Any], kind: str) -> tuple[RuleError, ...]:
    made = rule(kind, data)
    source = plan_input(
        made,
        kinds={key: ActivityKind(key, key) for key in ("council", "exchange")},
        names={key: (key, "") for key in ("body:x", "body:y", "guide")},
    )
    refused = tuple(faults([made]))
    return refused or groundless(made, source)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
@given(st.data())
def test_a_rule_is_read_or_refused_by_its_field(kind: RuleType, data: st.DataObject) -> None:
    for refused in world(data.draw(written(kind)), kind.name):
        assert {"rule", "field", "reason"} <= refused.fields.keys()
        assert refused.fields["rule"] == "promise"
        assert isinstance(refused.fields["field"], str)
        assert isinstance(refused.fields["reason"], str)


@pytest.mark.parametrize("kind", TYPES, ids=lambda kind: kind.name)
def test_a_stated_rule_of_each_type_is_sound(kind: RuleType) -> None:
    refused = [each.fields["reason"] for each in world(STATED[kind.name], kind.name)]
    assert refused == (["unknown_rule"] if kind.name == "credit" else [])


PARAMETERS = [
    pytest.param(kind, parameter, id=f"{kind.name}-{parameter.name}")
    for kind in TYPES
    for parameter in kind.parameters
]


@pytest.mark.parametrize(("kind", "parameter"), PARAMETERS)
@pytest.mark.parametrize("value", [None, 1.5, math.nan, math.inf], ids=str)
def test_what_no_rule_holds_is_refused_in_every_parameter(
    kind: RuleType, parameter: Parameter, value: object
) -> None:
    made = rule(kind.name, {**STATED[kind.name], parameter.name: value})
    (first, *_) = faults([made])
    assert first.fields == {
        "rule": "promise",
        "field": parameter.name,
        "reason": "type",
        "wants": "_".join(parameter.types),
    }
    assert f"wants.{first.fields['wants']}" in CATALOGUE


@pytest.mark.parametrize(("kind", "parameter"), PARAMETERS)
def test_a_broken_character_is_refused_wherever_a_text_stands(
    kind: RuleType, parameter: Parameter
) -> None:
    for broken in ("坏\ud800", "坏\x00", "坏\u2028"):
        value = with_text(parameter.example, broken)
        if value is not None:
            made = rule(kind.name, {**STATED[kind.name], parameter.name: value})
            (first, *_) = faults([made])
            assert first.fields == {
                "rule": "promise",
                "field": parameter.name,
                "reason": "characters",
            }


def with_text(example: object, text: str) -> object:
    """Give the example with one text in it replaced; None where it holds none."""
    if isinstance(example, str):
        return text
    if isinstance(example, list):
        return [with_text(example[0], text), *example[1:]]
    if isinstance(example, Mapping):
        key = next((key for key, value in example.items() if with_text(value, text)), None)
        return None if key is None else {**example, key: with_text(example[key], text)}
    return None


def test_what_is_too_long_too_many_or_too_deep_is_refused() -> None:
    assert_refused(quota(kind="名" * 201), "kind", "too_long")
    assert_refused(quota(applies_if={"count": ["x"] * 1001}), "applies_if", "too_many")
    deep: object = "x"
    for _ in range(60):
        deep = [deep]
    assert_refused(quota(applies_if={"count": deep}), "applies_if", "too_deep")


def test_a_broken_key_is_refused_like_a_broken_value() -> None:
    data = {"axes": {"坏\ud800": ["x"]}, "per": "year", "min": 1}
    assert_refused(rule("coverage", data), "axes", "characters")


def test_the_name_of_an_unknown_field_is_told_in_short() -> None:
    (refused,) = faults([rule("quota", {**STATED["quota"], "x" * 500: 1})])
    assert refused.fields["field"] == "x" * 60


def test_every_parameter_that_holds_parts_describes_them() -> None:
    for kind in TYPES:
        for parameter in kind.parameters:
            described = {part.name for part in parameter.parts}
            stated = parameter.example
            if parameter.shape in {Shape.PARTS, Shape.POOL} and isinstance(stated, Mapping):
                assert set(stated) <= described
            if parameter.shape is Shape.RECORDS and isinstance(stated, list):
                assert {name for record in stated for name in record} <= described
