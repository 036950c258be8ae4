"""The edges of bookings and gaps, by hand."""

from dataclasses import replace

from scheduler.rules.placing.board import FREE, Board, Claim, shape


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
