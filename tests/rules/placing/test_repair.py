from scheduler.rules.placing.board import Board
from scheduler.rules.placing.repair import repair
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.planning.ground import ground_of
from scheduler.rules.planning.published import unit_claim
from tests.rules.strategies import source_of, unit_of


def test_a_unit_for_which_a_day_came_free_takes_its_best_one() -> None:
    unit = unit_of()
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    schedule = Schedule()

    repair(schedule, [item], 0)

    assert schedule.days == {"e-x": item.cheapest(item.free)}
