from itertools import product

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.turns.flow import Bounds, fits

MEMBERS = "abc"


@st.composite
def tasks(draw: st.DrawFn) -> tuple[list[frozenset[str]], Bounds]:
    """A few turns, who can host each, and bounds with low at most high."""
    able = st.frozensets(st.sampled_from(MEMBERS), min_size=1)
    low = {member: draw(st.integers(-1, 2)) for member in MEMBERS}
    high = {member: low[member] + draw(st.integers(0, 2)) for member in MEMBERS}
    return draw(st.lists(able, max_size=5)), Bounds(low, high)


@given(tasks())
def test_fits_exactly_when_some_sharing_out_keeps_the_bounds(
    drawn: tuple[list[frozenset[str]], Bounds],
) -> None:
    turns, bounds = drawn
    possible = any(
        all(bounds.low[key] <= hosts.count(key) <= max(bounds.high[key], 0) for key in MEMBERS)
        for hosts in product(*(sorted(turn) for turn in turns))
    )
    assert fits(turns, bounds) == possible


def test_one_more_turn_lowers_both_bounds_of_its_host() -> None:
    bounds = Bounds({"a": 1}, {"a": 2})
    assert bounds.after("a") == Bounds({"a": 0}, {"a": 1})
    assert (bounds.allow("a"), bounds.allow("b")) == (True, False)


def test_a_host_moves_to_another_turn_to_make_room() -> None:
    turns = [frozenset("ab"), frozenset("a"), frozenset("ab"), frozenset("bc")]
    assert fits(turns, Bounds({"c": 1}, {"a": 2, "b": 1, "c": 1}))
    assert not fits(turns, Bounds({"c": 2}, {"a": 2, "b": 1, "c": 2}))
