"""A chain placed at least cost, against trying everything."""

from collections.abc import Sequence
from dataclasses import replace
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.placing.board import FREE, shape
from scheduler.rules.placing.chains import enter, room, settle, solve
from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.wanted import LATE, Wanted
from tests.rules.placing.wishes import days, wanted


def cost(items: Sequence[Wanted], days: Sequence[int | None]) -> int:
    """What a choice of days costs."""
    return sum(
        item.unplaced if day is None else item.cost(day)
        for item, day in zip(items, days, strict=True)
    )


@given(
    st.lists(
        st.tuples(st.integers(0, 255), st.integers(0, 7), st.none() | st.integers(0, 7)),
        max_size=4,
    ),
    st.integers(0, 4),
)
def test_no_choice_in_order_is_cheaper(drawn: list[tuple[int, int, int | None]], gap: int) -> None:
    items = [wanted(free, target, gap=gap, home=home) for free, target, home in drawn]
    total, chosen = solve(items, [item.free for item in items])
    assert cost(items, chosen) == total
    options = [[None, *bits(item.free)] for item in items]
    least = min(cost(items, days) for days in product(*options) if _apart(days, max(gap, 1)))
    assert _apart(chosen, max(gap, 1))
    assert total == least


def _apart(days: Sequence[int | None], gap: int) -> bool:
    placed = [day for day in days if day is not None]
    return all(after - before >= gap for before, after in pairwise(placed))


def test_of_equal_costs_the_earlier_days_win() -> None:
    items = [wanted(0b1010, 2), wanted(0b101000, 4)]
    assert solve(items, [item.free for item in items]) == (200, [1, 3])


def test_nothing_to_place_costs_nothing() -> None:
    assert solve([], []) == (0, [])


@pytest.mark.parametrize(("gap", "cost", "expected"), [(3, 600, [4, 7, 10]), (5, 1000, [2, 7, 12])])
def test_days_farther_than_the_best_few_are_found(gap: int, cost: int, expected: list[int]) -> None:
    items = [wanted(days(*range(15)), 7, uid=f"e-{number}", gap=gap) for number in range(3)]
    open_days = [item.free for item in items]
    assert solve(items, open_days) == (cost, expected)
    found = enter(items, open_days, cost + 1)
    assert found is not None
    assert (found[0], sorted(filter(None, found[1]))) == (cost, expected)
    assert enter(items, open_days, cost) is None


def test_events_of_several_days_do_not_overlap_and_lists_share_no_day() -> None:
    for took, expected in ((shape(0, 2 * 1440), (300, [2, 5])), (FREE, (100, [4, 5]))):
        items = [wanted(days(*range(11)), 5, uid=f"e-{number}") for number in range(2)]
        items = [replace(item, claim=replace(item.claim, shape=took)) for item in items]
        assert solve(items, [item.free for item in items]) == expected


def test_of_equal_costs_a_unit_enters_before_the_others() -> None:
    items = [wanted(days(4), 4), wanted(days(2, 6), 4)]
    assert enter(items, [item.free for item in items], 201) == (200, [4, 2])


def test_of_new_units_too_many_for_their_days_some_are_left_out_evenly() -> None:
    items = [wanted(days(1, 4), 1, uid=f"e-{number}", gap=3) for number in range(4)]
    assert solve(items, [item.free for item in items])[1] == [1, None, 4, None]


def test_of_published_units_too_many_for_their_days_the_farthest_is_left_out() -> None:
    items = [wanted(days(3), 3, home=home) for home in (0, 4)]
    assert solve(items, [item.free for item in items])[1] == [None, 3]


@given(
    st.lists(st.tuples(st.integers(1, 255), st.integers(0, 7)), min_size=1, max_size=4),
    st.integers(0, 3),
    st.integers(0, 2000),
)
def test_a_unit_enters_a_chain_wherever_that_is_cheapest_and_below_the_bound(
    drawn: list[tuple[int, int]], gap: int, below: int
) -> None:
    items = [wanted(free, target, gap=gap) for free, target in drawn]
    *others, last = items
    orders = [[*others[:at], last, *others[at:]] for at in range(len(items))]
    least = min(solve(order, [item.free for item in order])[0] for order in orders)

    found = enter(items, [item.free for item in items], least + 1)

    assert found is not None
    assert found[0] == least == cost(items, found[1])
    placed = sorted(day for day in found[1] if day is not None)
    assert _apart(placed, max(gap, 1))
    bounded = enter(items, [item.free for item in items], below)
    assert bounded == (found if least < below else None)


def late(item: Wanted, mask: int) -> Wanted:
    return replace(item, domain=replace(item.domain, late=mask))


def test_a_unit_late_on_any_day_goes_after_one_that_would_be_late_behind_it() -> None:
    first = late(wanted(days(3, 4), 3, uid="e-1"), days(3, 4))
    second = late(wanted(days(3, 4), 3, uid="e-2"), days(4))
    third = wanted(days(4, 5), 4, uid="e-3")
    items = [first, second, third]
    masks = [item.free for item in items]
    assert solve(items, masks) == (2 * LATE + 200, [3, 4, 5])
    assert settle(items, masks) == (LATE + 200, [4, 3, 5])


@given(
    st.lists(st.tuples(st.integers(0, 255), st.integers(0, 255), st.integers(0, 7)), max_size=4),
    st.integers(0, 3),
)
def test_another_order_is_taken_only_where_it_is_cheaper(
    drawn: list[tuple[int, int, int]], gap: int
) -> None:
    items = [late(wanted(free, target, gap=gap), free & behind) for free, behind, target in drawn]
    masks = [item.free for item in items]
    total, chosen = settle(items, masks)
    in_order = solve(items, masks)
    assert total == cost(items, chosen)
    assert _apart(sorted(day for day in chosen if day is not None), max(gap, 1))
    assert total < in_order[0] or (total, chosen) == in_order


@given(st.integers(0, 255), st.integers(1, 5))
def test_the_room_among_days_is_what_the_largest_choice_of_them_takes(mask: int, gap: int) -> None:
    choices = [[day for day in bits(mask) if chosen >> day & 1] for chosen in range(mask + 1)]
    assert room(mask, gap) == max(len(days) for days in choices if _apart(days, gap))
