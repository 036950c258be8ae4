"""The edges of bookings and gaps, by hand."""

from dataclasses import replace

import pytest

from scheduler.rules.placing.board import FREE, Board, Claim, Shape, blocked, shape


def test_half_an_hour_between_two_bookings_is_enough_and_a_minute_less_is_not() -> None:
    board = Board()
    board.put(Claim("e-one", shape(600, 660), ("p",)), 3)
    starts = {
        start: board.busy(Claim("e-two", shape(start, start + 60), ("p",)))
        for start in (510, 511, 600, 689, 690)
    }
    assert starts == {510: 0, 511: 0b1000, 600: 0b1000, 689: 0b1000, 690: 0}


def test_an_event_of_several_days_meets_one_on_each_of_them() -> None:
    board = Board()
    board.put(Claim("e-one", shape(600, 660), ("p",)), 3)
    assert board.busy(Claim("e-long", shape(0, 2 * 1440), ("p",))) == 0b1100
    board.put(Claim("e-long", shape(0, 2 * 1440), ("q",)), 3)
    assert board.busy(Claim("e-two", shape(0, 60), ("q",))) == 0b111000


def test_a_gap_reaches_as_far_after_as_before() -> None:
    for day, expected in ((-4, 0), (-3, 0), (-2, 0b1), (0, 0b111), (3, 0b111110)):
        board = Board()
        one = Claim("e-one", FREE, (), ("rule", "body:a"), 3)
        board.put(one, day)
        assert board.near(replace(one, uid="e-two")) == expected


@pytest.mark.parametrize(
    ("one", "other", "expected"),
    [
        *(
            (shape(start, start + 60), shape(600, 660), mask)
            for start, mask in ((510, 0), (511, 0b1000), (689, 0b1000), (690, 0))
        ),
        (shape(0, 2 * 1440), shape(600, 660), 0b1100),
        (shape(0, 60), shape(0, 2 * 1440), 0b111000),
        (shape(0, 2 * 1440), shape(0, 2 * 1440), 0b111110),
        (FREE, shape(0, 1440), 0),
    ],
)
def test_one_claim_leaves_another_the_days_that_its_booking_would(
    one: Shape, other: Shape, expected: int
) -> None:
    asked, booked = Claim("e-one", one, ("p",)), Claim("e-two", other, ("o", "p"))
    board = Board()
    board.put(booked, 3)
    assert blocked(asked, booked, 3) == board.busy(asked) == expected
    assert blocked(asked, replace(booked, resources=("o",)), 3) == 0


def test_what_would_begin_before_the_first_day_is_left_out() -> None:
    long, short = Claim("e-long", shape(0, 2 * 1440), ("p",)), Claim("e-x", shape(60, 90), ("p",))
    assert [blocked(long, short, day) for day in (0, 1)] == [0b1, 0b11]


def test_a_claim_keeps_its_gap_from_its_own_chain_only() -> None:
    one = Claim("e-one", FREE, (), ("rule", "body:a"), 3)
    chains = (("rule", "body:a"), ("rule", "body:b"), None)
    assert [blocked(one, replace(one, chain=chain), 4) for chain in chains] == [0b1111100, 0, 0]
    lone = replace(one, chain=None)
    assert blocked(lone, lone, 4) == 0
