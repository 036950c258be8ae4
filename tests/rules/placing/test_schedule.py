"""Units on days: what is open to each, what they cost, and chains that are placed anew."""

from scheduler.rules.placing.schedule import Schedule, by_chain
from scheduler.rules.placing.wanted import Wanted
from tests.rules.placing.wishes import days, wanted


def laid(lying: dict[Wanted, int]) -> Schedule:
    """A schedule with these units on these days."""
    schedule = Schedule()
    for item, day in lying.items():
        schedule.put(item, day)
    return schedule


def test_a_chain_is_placed_anew_where_that_is_cheaper_and_else_stays() -> None:
    one = wanted(days(1, 3, 5), 1, uid="e-1", gap=2)
    two = wanted(days(1, 3, 5), 5, uid="e-2", gap=2)
    schedule = laid({one: 3, two: 1})

    assert schedule.try_chains([[one, two]])
    assert schedule.days == {"e-1": 1, "e-2": 5}
    assert not schedule.try_chains([[one, two]])
    assert schedule.days == {"e-1": 1, "e-2": 5}


def test_chains_that_would_cost_as_much_or_more_keep_their_days() -> None:
    one = wanted(days(1, 3), 1, rule="a", uid="e-1")
    two = wanted(days(1), 1, rule="b", uid="e-2")
    schedule = laid({two: 1, one: 3})

    assert not schedule.try_chains([[one], [two]])
    assert schedule.days == {"e-1": 3, "e-2": 1}
    assert schedule.open_days(wanted(days(1, 2, 3), 1, uid="e-3")) == days(2)
    assert schedule.least_without([one], [two]) == 0
    assert schedule.cost([one, two]) == 200


def test_units_are_grouped_by_chain_the_earliest_deadline_first() -> None:
    later, other, first = (
        wanted(1, 0, rule=rule, uid=uid) for rule, uid in (("a", "e-2"), ("b", "e-3"), ("a", "e-1"))
    )
    groups = by_chain([later, other, first])
    assert [(chain[0], [item.uid for item in items]) for chain, items in groups.items()] == [
        ("a", ["e-1", "e-2"]),
        ("b", ["e-3"]),
    ]
