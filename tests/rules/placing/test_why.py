from datetime import date

from scheduler.rules.placing.board import Board
from scheduler.rules.placing.reasons import Filter, left, removed
from scheduler.rules.placing.why import why_date, why_not
from scheduler.rules.planning.ground import ground_of
from scheduler.rules.planning.published import unit_claim
from tests.rules.strategies import source_of, unit_of


def test_a_day_that_nothing_takes_any_more_was_left_to_make_room() -> None:
    unit = unit_of()
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    assert why_not(item, ground.days.index(unit.start) + 6, (), ground.days) == {
        "code": "made_room",
        "fields": {"day": "2026-04-07"},
    }


def test_a_better_day_that_is_free_was_passed_over_for_the_whole() -> None:
    unit = unit_of(prefer=frozenset({2}), weight=9)
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    why = why_date(item, ground.days.index(date(2026, 5, 14)), (), ground.days)["fields"]
    assert isinstance(why, dict)
    assert [why[name] for name in ("cost", "next_day", "next_cost", "next_behind")] == [
        9,
        "2026-05-13",
        0,
        "together",
    ]


def test_of_days_that_cost_the_same_the_earlier_is_told_to_be_taken() -> None:
    unit = unit_of(prefer=frozenset({2}), weight=9)
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    told = []
    for chosen in (date(2026, 5, 13), date(2026, 5, 20), date(2026, 5, 27)):
        fields = why_date(item, ground.days.index(chosen), (), ground.days)["fields"]
        assert isinstance(fields, dict)
        told.append([fields[name] for name in ("cost", "next_day", "next_cost", "next_behind")])
    assert told == [
        [0, "2026-05-20", 0, "later"],
        [0, "2026-05-13", 0, "level"],
        [1, "2026-05-13", 0, "together"],
    ]


def test_only_a_day_of_the_grace_is_late_and_told_with_the_grace() -> None:
    unit = unit_of(grace_end=date(2026, 7, 11))
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    told = {}
    for day in (date(2026, 6, 30), date(2026, 7, 1), date(2026, 7, 10)):
        fields = why_date(item, ground.days.index(day), (), ground.days)["fields"]
        assert isinstance(fields, dict)
        told[day] = tuple(fields[name] for name in ("first", "last", "days", "late"))
    window, grace = ("2026-04-01", "2026-06-30", 91), ("2026-04-01", "2026-07-10", 101)
    assert list(told.values()) == [(*window, False), (*grace, True), (*grace, True)]


def test_an_event_that_begins_in_its_period_is_in_time_however_long_it_lasts() -> None:
    unit = unit_of(grace_end=date(2026, 7, 11), span_days=5)
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    told = {}
    for day in (date(2026, 6, 26), date(2026, 6, 30), date(2026, 7, 1)):
        fields = why_date(item, ground.days.index(day), (), ground.days)["fields"]
        assert isinstance(fields, dict)
        told[day] = tuple(fields[name] for name in ("first", "last", "late"))
    window, grace = ("2026-04-01", "2026-06-26"), ("2026-04-01", "2026-07-06")
    assert list(told.values()) == [(*window, False), (*grace, False), (*grace, True)]


def test_what_two_places_of_one_kind_take_is_counted_together() -> None:
    found = [Filter("venue_busy", 0b0110), Filter("past", 0b1), Filter("venue_busy", 0b1100)]
    assert removed(0b11111, found) == {"venue_busy": 3, "past": 1}
    assert left(0b11111, found) == 0b10000
    assert left(0b11111, found, without=found[:1]) == 0b10010


def test_an_anchored_day_tells_its_distance_from_the_day_named() -> None:
    unit = unit_of(nominal=date(2026, 5, 20))
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    why = why_date(item, ground.days.index(date(2026, 5, 18)), (), ground.days)
    fields = why["fields"]
    assert isinstance(fields, dict)
    assert (why["code"], fields["nominal"], fields["offset"], fields["left"]) == (
        "date_anchor",
        "2026-05-20",
        -2,
        60,
    )
