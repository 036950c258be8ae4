from datetime import date

from scheduler.rules.placing.board import Board
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
