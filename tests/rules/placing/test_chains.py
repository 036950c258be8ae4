"""A chain placed at least cost, against trying everything."""

from collections.abc import Sequence
from datetime import date
from itertools import pairwise, product

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.placing.board import Claim, shape
from scheduler.rules.placing.chains import solve
from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.wanted import Domain, Score, Wanted
from tests.rules.strategies import unit_of

ONE_HOUR = shape(600, 660)


def wanted(free: int, target: int, *, gap: int = 0, home: int | None = None) -> Wanted:
    """A unit with these free days that would like to lie on the target."""
    unit = unit_of(start=date(2026, 4, 1), nominal=date(2026, 4, 1))
    claim = Claim(f"e-{free}-{target}-{home}", ONE_HOUR, ("alliance:a",), unit.chain, gap)
    score = Score(target, anchored=unit.if_off)
    return Wanted(unit, claim, Domain(free, 0, 0, 0, 0, 0), score, free, home)


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
