from scheduler.rules.placing.board import FREE, Claim, shape
from scheduler.rules.placing.rivals import Rivals


def test_a_claim_without_a_chain_is_near_to_nothing() -> None:
    booked = Claim("e-1", shape(540, 600), ("venue:hall",), ("council", "a"), 7)
    rivals = Rivals([(booked, 3)])

    free = Claim("e-2", shape(540, 600), ("venue:hall",))

    assert list(rivals.near(free, 3)) == []
    assert rivals.of(free, 3) == {"e-1"}


def test_rivals_are_named_by_day_hour_and_gap_and_never_oneself() -> None:
    council = ("council", "body:a")
    rivals = Rivals(
        [
            (Claim("e-long", shape(0, 2 * 1440), ("venue:hall",)), 3),
            (Claim("e-noon", shape(720, 780), ("person:p",)), 3),
            (Claim("e-council", FREE, (), council, 3), 7),
        ]
    )
    asked = Claim("e-x", shape(600, 660), ("person:p", "venue:hall"), council, 3)
    named = {day: rivals.of(asked, day) for day in range(2, 11)}
    assert named == {
        2: set(),
        3: {"e-long"},
        4: {"e-long"},
        5: {"e-council"},
        6: {"e-council"},
        7: {"e-council"},
        8: {"e-council"},
        9: {"e-council"},
        10: set(),
    }
    nearer = Claim("e-x", shape(631, 691), ("person:p",))
    assert list(rivals.overlapping(nearer, 3, "person:p")) == ["e-noon"]
    trip = Claim("e-trip", shape(0, 2 * 1440), ("person:p",))
    assert [day for day in range(6) if rivals.of(trip, day)] == [2, 3]
    assert rivals.of(Claim("e-council", FREE, (), council, 3), 7) == set()
