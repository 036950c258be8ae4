from dataclasses import replace

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


def test_up_to_four_make_room_one_for_the_other_and_never_five() -> None:
    line = [wanted(days(day, day + 1), day, rule=f"r{day}", uid=f"e{day}") for day in range(1, 6)]
    for length, expected in (
        (4, {"x": 1, "e1": 2, "e2": 3, "e3": 4, "e4": 5}),
        (5, {"e1": 1, "e2": 2, "e3": 3, "e4": 4, "e5": 5}),
    ):
        lying = {item: number for number, item in enumerate(line[:length], start=1)}
        assert repaired(lying, wanted(days(1), 1, rule="x", uid="x")) == expected


def test_of_two_without_a_day_the_required_one_is_first_and_then_the_scarcer() -> None:
    optional = wanted(days(1), 1, rule="a", uid="a")
    optional = replace(optional, unit=replace(optional.unit, mandatory=False))
    scarce = wanted(days(1, 2), 1, rule="b", uid="b")
    easy = wanted(days(1, 2, 3), 1, rule="c", uid="c")
    schedule = Schedule()

    repair(schedule, [optional, easy, scarce], 99)

    assert schedule.days == {"b": 1, "c": 2}


def test_who_makes_room_takes_the_best_day_that_is_open_then() -> None:
    first = wanted(days(1), 1, rule="a", uid="a")
    second = wanted(days(1, 3, 4, 9), 1, rule="b", uid="b")
    third = wanted(days(3), 3, rule="c", uid="c")

    assert repaired({second: 1, third: 3}, first) == {"a": 1, "b": 4, "c": 3}


def test_the_cheapest_way_of_several_is_taken() -> None:
    first = wanted(days(1, 2), 1, rule="a", uid="a")
    second = wanted(days(1, 9), 1, rule="b", uid="b")
    third = wanted(days(2, 3), 2, rule="c", uid="c")

    assert repaired({second: 1, third: 2}, first) == {"a": 2, "b": 1, "c": 3}


def test_a_chain_is_placed_anew_for_one_more_but_not_its_frozen_part() -> None:
    kind = [wanted(days(*range(2, 9)), 5, uid=f"e{number}", gap=3) for number in range(3)]

    assert repaired({kind[0]: 4, kind[1]: 7}, kind[2]) == {"e0": 5, "e1": 8, "e2": 2}
    assert repaired({kind[0]: 4, kind[1]: 7}, kind[2], frozen_until=6) == {"e0": 4, "e1": 7}


def test_who_would_lose_its_day_for_good_keeps_it() -> None:
    first = wanted(days(1), 1, rule="a", uid="a")
    second = wanted(days(1), 1, rule="b", uid="b")
    optional = replace(second, unit=replace(second.unit, mandatory=False))

    assert repaired({second: 1}, first) == {"b": 1}
    assert repaired({optional: 1}, first) == {"a": 1}


def test_after_one_that_nothing_helps_the_others_are_still_tried() -> None:
    full = [wanted(days(1, 4), 4, uid=f"e{number}", gap=3) for number in range(4)]
    first = wanted(days(5, 6, 7), 5, rule="b", uid="b")
    schedule = Schedule()
    for item, day in zip(full[:2], (1, 4), strict=True):
        schedule.put(item, day)

    repair(schedule, [*full, first], 0)

    assert schedule.days == {"e0": 1, "e1": 4, "b": 5}
