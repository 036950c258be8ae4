from fractions import Fraction

import pytest

from scheduler.rules.kinds import staffing
from scheduler.rules.kinds.staffing import Seat, Spec
from scheduler.rules.model import Rule
from tests.rules.promises import Told, assert_refused, misread, out_of, rule, wants


def seats(**data: object) -> Rule:
    require = [{"role": "leader", "n": "all"}, {"role": "delegate", "n": 3}]
    return rule("staffing", {"for": "joint_conference", "require": require} | data)


def test_all_leaders_and_some_delegates_are_required() -> None:
    assert staffing.parse(seats(attendance_min="1/2")) == Spec(
        ("joint_conference",), (Seat("leader", None), Seat("delegate", 3)), Fraction(1, 2)
    )


def test_a_role_may_be_held_for_each_entry_of_a_list() -> None:
    require = [{"role": "enterprise_officer", "n": "@leaders"}]
    assert staffing.parse(seats(require=require)).require == (
        Seat("enterprise_officer", None, "@leaders"),
    )


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"require": []}, "require", "empty"),
        ({"require": ["leader"]}, "require", wants("object")),
        ({"require": [{"n": 1}]}, "require.role", "missing"),
        ({"require": [{"role": "organisation:alpha", "n": 1}]}, "require.role", "unknown_role"),
        ({"require": [{"role": "leader", "n": "some"}]}, "require.n", wants("integer")),
        ({"require": [{"role": "leader", "n": 0}]}, "require.n", out_of(1, 1000)),
        ({"require": [{"role": "leader", "n": 1}] * 2}, "require", "duplicate"),
        ({"attendance_min": "half"}, "attendance_min", misread("1/2")),
        ({"attendance_min": "1/0"}, "attendance_min", misread("1/2")),
        ({"attendance_min": "-1/2"}, "attendance_min", misread("1/2")),
        ({"attendance_min": "0/2"}, "attendance_min", "share"),
        ({"attendance_min": "3/2"}, "attendance_min", "share"),
    ],
)
def test_a_staffing_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(seats(**data), field, reason)


def test_shares_in_tens_are_read() -> None:
    assert staffing.parse(seats(attendance_min="1/10")).attendance_min == Fraction(1, 10)


def test_everybody_may_be_asked_to_come() -> None:
    assert staffing.parse(seats(attendance_min="1/1")).attendance_min == Fraction(1)
