from scheduler.rules.placing.board import Board
from scheduler.rules.placing.why import why_not
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
