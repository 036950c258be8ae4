import re

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import UnitKey
from scheduler.rules.units import uid_of
from tests.rules.promises import quota, units

texts = st.text("ab|/1", max_size=5)
keys = st.builds(UnitKey, texts, texts, texts, texts, st.integers(1, 99))


@given(keys, keys, st.integers(1, 9), st.integers(1, 9))
def test_an_identifier_belongs_to_one_unit_and_attempt(
    one: UnitKey, other: UnitKey, first: int, second: int
) -> None:
    same = (one, first) == (other, second)
    assert (uid_of(one, first) == uid_of(other, second)) is same
    assert re.fullmatch("e-[a-z2-7]{26}", uid_of(one, first))


def test_an_identifier_never_changes() -> None:
    key = UnitKey("quarterly_council", "body:sample", "2026-Q3")
    assert (uid_of(key), uid_of(key, 2)) == (
        "e-m2t2phiviwkqyzssznmlwbmewv",
        "e-t4l56lumk4k425tw2umulr3g7f",
    )


def test_units_of_one_rule_in_one_scope_make_a_chain() -> None:
    assert {unit.chain for unit in units(quota())} == {("promise", "body:a")}
