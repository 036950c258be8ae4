from itertools import permutations, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.turns.flow import Bounds, fits, share_out

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


@given(tasks(), st.data())
def test_one_turn_after_the_other_is_settled_exactly_where_the_rest_still_fits(
    drawn: tuple[list[frozenset[str]], Bounds], data: st.DataObject
) -> None:
    turns, bounds = drawn
    sharing = share_out(turns, bounds)
    if sharing is None:
        return
    low, high = dict(bounds.low), dict(bounds.high)
    for number, able in enumerate(turns):
        for member in data.draw(st.permutations(sorted(able))):
            fewer = Bounds({**low, member: low[member] - 1}, {**high, member: high[member] - 1})
            possible = high[member] > 0 and fits(turns[number + 1 :], fewer)
            assert sharing.settle(able, member) == possible
            if possible:
                low, high = dict(fewer.low), dict(fewer.high)
                break
        else:
            raise AssertionError("nobody could host")


def test_a_host_moves_to_another_turn_to_make_room() -> None:
    turns = [frozenset("ab"), frozenset("a"), frozenset("ab"), frozenset("bc")]
    assert fits(turns, Bounds({"c": 1}, {"a": 2, "b": 1, "c": 1}))
    assert not fits(turns, Bounds({"c": 2}, {"a": 2, "b": 1, "c": 2}))


def test_who_has_one_turn_hands_it_to_whom_one_is_due() -> None:
    turns = [frozenset("ab")]
    assert fits(turns, Bounds({"a": 1}, {"a": 1, "b": 1}))
    assert fits(turns, Bounds({"b": 1}, {"a": 1, "b": 1}))
    assert not fits(turns, Bounds({"a": 1, "b": 1}, {"a": 1, "b": 1}))


def test_a_turn_that_was_settled_counts_for_those_to_come() -> None:
    turns = [frozenset("ab"), frozenset("ab")]
    sharing = share_out(turns, Bounds({}, {"a": 1, "b": 1}))
    assert sharing is not None
    assert sharing.settle(turns[0], "a")
    assert not sharing.settle(turns[1], "a")
    assert sharing.settle(turns[1], "b")


def test_wider_bounds_let_everybody_take_one_more_and_one_less() -> None:
    turns = [frozenset("ab"), frozenset("ab"), frozenset("ab")]
    sharing = share_out(turns, Bounds({"a": 1, "b": 1}, {"a": 2, "b": 1}))
    assert sharing is not None
    assert [sharing.settle(turns[0], "b"), sharing.settle(turns[1], "b")] == [True, False]
    sharing.widen()
    assert [sharing.settle(turns[1], "b"), sharing.settle(turns[2], "b")] == [True, False]
    sharing.widen()
    assert sharing.settle(turns[2], "b")


@pytest.mark.parametrize("names", list(permutations("abcd")))
def test_turns_are_handed_on_from_member_to_member_until_one_has_room(
    names: tuple[str, ...],
) -> None:
    one, two, three, four = names
    turns = [frozenset((one, two)), frozenset((two, three)), frozenset((three, four))]
    bounds = Bounds({}, dict.fromkeys(names, 1))
    full = [*turns, frozenset(one)]
    assert fits(full, bounds)
    assert [fits([*full, frozenset(name)], bounds) for name in names] == [False] * 4


def test_whoever_takes_a_turn_at_its_most_hands_another_on() -> None:
    turns = [frozenset("ab"), frozenset("ac")]
    sharing = share_out(turns, Bounds({"a": 1}, {"a": 1, "b": 1, "c": 1}))
    assert sharing is not None
    assert sharing.settle(turns[1], "c")
    assert not sharing.settle(turns[0], "b")
    assert sharing.settle(turns[0], "a")


def test_whoever_gives_its_least_turn_away_gets_another() -> None:
    turns = [frozenset("ab"), frozenset("bc")]
    sharing = share_out(turns, Bounds({"b": 1}, {"a": 1, "b": 1, "c": 1}))
    assert sharing is not None
    assert sharing.settle(turns[0], "a")
    assert not sharing.settle(turns[1], "c")
    assert sharing.settle(turns[1], "b")


@pytest.mark.parametrize(("mine", "other"), ["ab", "ba"])
def test_whoever_takes_a_turn_from_one_who_needs_one_gives_its_own_back(
    mine: str, other: str
) -> None:
    turns = [frozenset("a"), frozenset("ab"), frozenset("ab"), frozenset("b")]
    sharing = share_out(turns, Bounds({"a": 2, "b": 2}, {"a": 2, "b": 2}))
    assert sharing is not None
    assert sharing.settle(turns[1], mine)
    assert sharing.settle(turns[2], other)
    assert not sharing.settle(turns[3], "a")
