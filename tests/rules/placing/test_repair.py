from scheduler.rules.placing.board import Board
from scheduler.rules.placing.repair import repair
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.placing.wanted import Wanted
from scheduler.rules.planning.ground import ground_of
from scheduler.rules.planning.published import unit_claim
from tests.rules.placing.wishes import days, wanted
from tests.rules.strategies import source_of, unit_of


def test_a_unit_for_which_a_day_came_free_takes_its_best_one() -> None:
    unit = unit_of()
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    schedule = Schedule()

    repair(schedule, [item], 0)

    assert schedule.days == {"e-x": item.cheapest(item.free)}


def repaired(lying: dict[Wanted, int], missing: Wanted, frozen_until: int = 0) -> dict[str, int]:
    """The days once repaired of units that lie on some days, and of one that has none."""
    schedule = Schedule()
    for item, day in lying.items():
        schedule.put(item, day)
    repair(schedule, [*lying, missing], frozen_until)
    return schedule.days


def test_one_unit_after_the_other_makes_room() -> None:
    first = wanted(days(1), 1, rule="a", uid="a")
    second = wanted(days(1, 2), 1, rule="b", uid="b")
    third = wanted(days(2, 3), 2, rule="c", uid="c")

    assert repaired({second: 1, third: 2}, first) == {"a": 1, "b": 2, "c": 3}


def test_frozen_units_make_no_room() -> None:
    first = wanted(days(1), 1, rule="a", uid="a")
    second = wanted(days(1, 2), 1, rule="b", uid="b")

    assert repaired({second: 1}, first, frozen_until=1) == {"a": 1, "b": 2}
    assert repaired({second: 1}, first, frozen_until=2) == {"b": 1}


def test_room_that_comes_too_near_to_the_unit_is_no_room() -> None:
    first = wanted(days(8), 8, rule="a", uid="a", gap=5)
    second = wanted(days(10, 12), 10, rule="a", uid="b", gap=5, needs=("venue:hall",))
    third = wanted(days(12, 14), 12, rule="c", uid="c", needs=("venue:hall",))

    assert repaired({second: 10, third: 12}, first) == {"b": 10, "c": 12}


def test_no_more_of_a_kind_are_tried_than_there_is_room_for() -> None:
    kind = [wanted(days(1, 4, 7), 4, uid=f"e{number}", gap=3) for number in range(4)]

    assert repaired({kind[0]: 1, kind[1]: 4, kind[2]: 7}, kind[3]) == {"e0": 1, "e1": 4, "e2": 7}
