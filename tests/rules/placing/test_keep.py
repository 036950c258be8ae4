"""What is published stays where it can; the others are counted and placed the scarcest first."""

from dataclasses import replace

from scheduler.rules.placing.keep import Kept, insert, keep
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.placing.wanted import Wanted
from tests.rules.placing.wishes import days, wanted


def kept(*items: Wanted) -> tuple[list[str], int, dict[str, int]]:
    """The forced units, how many moves are certain, and the days of the others."""
    schedule = Schedule()
    found: Kept = keep(schedule, items)
    return [item.uid for item in found.forced], found.bound, schedule.days


def at(home: int | None, uid: str, *free: int, rule: str = "", gap: int = 0) -> Wanted:
    """A unit published on a day, with its free days; of a chain of its own unless told."""
    return wanted(days(*free), 5, rule=rule or uid, uid=uid, home=home, gap=gap)


def test_what_still_stands_stays_and_what_is_new_waits() -> None:
    assert kept(at(1, "a", 1, 2), at(None, "b", 1, 2), at(3, "c", 3)) == ([], 0, {"a": 1, "c": 3})


def test_a_day_that_is_free_no_more_is_a_certain_move() -> None:
    assert kept(at(1, "a", 2, 3), at(2, "b", 2)) == (["a"], 1, {"b": 2})


def test_of_two_that_clash_the_scarcer_stays_and_one_move_is_certain() -> None:
    assert kept(at(1, "a", 1, 2, 3), at(1, "b", 1, 2)) == (["a"], 1, {"b": 1})
    optional = at(1, "b", 1)
    optional = replace(optional, unit=replace(optional.unit, mandatory=False))
    assert kept(at(1, "a", 1, 2, 3), optional) == (["b"], 1, {"a": 1})


def test_of_three_that_clash_with_one_a_single_move_is_certain() -> None:
    items = [at(1, uid, 1, *range(2, more)) for uid, more in (("a", 3), ("b", 4), ("c", 5))]
    assert kept(*items) == (["b", "c"], 1, {"a": 1})
    pairs = [at(2, uid, 2, *range(3, more)) for uid, more in (("d", 4), ("e", 5))]
    assert kept(*items, *pairs) == (["b", "e", "c"], 2, {"a": 1, "d": 2})


def test_events_of_a_chain_clash_within_their_gap() -> None:
    one, two = (at(home, f"e{home}", home, 9 + home, rule="a", gap=3) for home in (1, 3))
    assert kept(one, two) == (["e3"], 1, {"e1": 1})
    assert kept(one, replace(two, home=4, free=days(4, 9))) == ([], 0, {"e1": 1, "e3": 4})


def test_forced_units_take_their_best_open_day_the_scarcest_first() -> None:
    schedule = Schedule()
    easy, scarce, none = at(3, "a", 1, 2, 4), at(3, "b", 2), at(3, "c")

    assert insert(schedule, [easy, scarce, none]) == [none]
    assert schedule.days == {"a": 4, "b": 2}


def test_every_day_that_is_free_no_more_is_a_certain_move() -> None:
    assert kept(at(1, "a", 2), at(4, "b", 5), at(7, "c", 7)) == (["a", "b"], 2, {"c": 7})
