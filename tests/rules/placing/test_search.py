"""The search of one component, on instances that are read at a glance."""

from scheduler.rules.placing.search import Outcome, place
from tests.rules.placing.wishes import days, wanted


def test_a_chain_gives_way_to_another_one_that_needs_its_day_more() -> None:
    scarce = wanted(days(1, 2), 1, rule="a", uid="a")
    needy = wanted(days(1, 30, 60), 1, rule="b", uid="b")

    assert place([scarce, needy], 0) == Outcome({"a": 2, "b": 1}, frozenset(), 0)
