from dataclasses import replace
from datetime import UTC, datetime, timedelta

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.placing.board import FREE, Board, Claim, Shape, blocked, shape

MINUTES = st.integers(0, 2 * 24 * 60)


@st.composite
def claims(draw: st.DrawFn, uid: str) -> tuple[Claim, int, int, int]:
    """A claim on a few resources, its first and last minute and its day."""
    start = draw(st.integers(0, 24 * 60 - 1))
    end = start + draw(st.integers(1, 3 * 24 * 60))
    resources = tuple(sorted(draw(st.sets(st.sampled_from("pqr"), max_size=2))))
    return Claim(uid, shape(start, end), resources), start, end, draw(st.integers(0, 6))


@given(claims("e-one"), claims("e-two"))
def test_bookings_conflict_exactly_when_less_than_half_an_hour_lies_between(
    one: tuple[Claim, int, int, int], two: tuple[Claim, int, int, int]
) -> None:
    zero, pause = datetime(2026, 1, 1, tzinfo=UTC), timedelta(minutes=30)
    spans = [
        (zero + timedelta(days=day, minutes=start), zero + timedelta(days=day, minutes=end))
        for _, start, end, day in (one, two)
    ]
    apart = spans[1][0] >= spans[0][1] + pause or spans[0][0] >= spans[1][1] + pause
    expected = bool(set(one[0].resources) & set(two[0].resources)) and not apart
    assert bool(blocked(one[0], two[0], two[3]) >> one[3] & 1) == expected
    board = Board()
    board.put(one[0], one[3])
    assert bool(board.busy(two[0]) >> two[3] & 1) == expected
    board.take(one[0], one[3])
    assert board.busy(two[0]) == 0


def test_a_booking_is_cut_at_midnight_with_its_pause() -> None:
    assert shape(60, 120) == Shape(((0, 60, 150),))
    assert shape(1380, 1500) == Shape(((0, 1380, 1440), (1, 0, 90)))
    assert (shape(0, 2880).days, FREE.days) == (3, 0)


def test_a_gap_holds_within_a_chain_only_and_not_against_oneself() -> None:
    board = Board()
    one = Claim("e-one", FREE, (), ("rule", "body:a"), 3)
    board.put(one, 1)
    other = replace(one, uid="e-two")
    assert board.near(other) == 0b1111
    assert (board.others(other), board.others(one)) == ([1], [])
    assert (board.near(one), board.near(replace(other, chain=("rule", "body:b")))) == (0, 0)
    assert board.near(replace(other, gap=0)) == 0
    assert blocked(one, other, 3) == 0b111110
    lone = Claim("e-three", FREE, (), None, 3)
    board.put(lone, 1)
    board.take(lone, 1)
    assert board.others(lone) == []


def test_what_lies_before_the_horizon_blocks_only_what_reaches_into_it() -> None:
    board = Board()
    board.put(Claim("e-one", shape(0, 2880), ("p",)), -1)
    assert board.busy(Claim("e-two", shape(600, 660), ("p", "q"))) == 0b1
