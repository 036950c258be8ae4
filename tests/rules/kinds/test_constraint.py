from datetime import time

import pytest

from scheduler.domain.errors import RuleError
from scheduler.rules.kinds import constraint
from scheduler.rules.model import Rule
from tests.rules.promises import Told, assert_refused, misread, out_of, plan_input, rule


def limits(**data: object) -> Rule:
    return rule("constraint", data)


def changes(made: Rule, **world: object) -> dict[str, object]:
    return constraint.changes(made, constraint.parse(made), plan_input(made, **world))


def test_the_base_is_the_venue_and_midweek_is_preferred() -> None:
    made = limits(
        **{"for": "four_classes"},
        hard={"venue": "@base"},
        soft=[{"prefer": "TU,WE,TH", "w": 2}, {"avoid": "adjacent_holiday", "w": 3}],
    )
    assert changes(made, lists={("a", "base"): ("venue:hall", "venue:annex")}) == {
        "venue": "hall",
        "prefer": frozenset({1, 2, 3}),
        "weight": 2,
        "holiday_weight": 3,
    }


def test_an_evening_talk_keeps_its_hours() -> None:
    assert changes(limits(hard={"time": "19:00-21:00"})) == {"clock": time(19), "minutes": 120}


@pytest.mark.parametrize("venue", ["@host", "hall"])
def test_a_place_may_be_the_hosts_or_named(venue: str) -> None:
    assert changes(limits(hard={"venue": venue})) == {"venue": venue}


def test_a_venue_list_without_a_venue_is_refused() -> None:
    with pytest.raises(RuleError, match="empty"):
        changes(limits(hard={"venue": "@base"}), lists={("a", "base"): ()})


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({}, "hard", "no_limit"),
        ({"hard": {"floor": 3}}, "hard.floor", "unknown"),
        ({"hard": {"time": "19:00"}}, "hard.time", misread("19:00-21:00")),
        ({"hard": {"time": "21:00-19:00"}}, "hard.time", "order"),
        ({"hard": {"time": "19:00-19:14"}}, "hard.time", {"reason": "brief", "low": 15}),
        ({"soft": []}, "soft", "empty"),
        ({"soft": [{"prefer": "TU,XX"}]}, "soft.prefer", misread("TU,WE,TH")),
        ({"soft": [{"prefer": "TU"}, {"prefer": "WE"}]}, "soft.prefer", "one_line"),
        ({"soft": [{"w": 2}]}, "soft", "no_limit"),
        ({"soft": [{"avoid": "rain"}]}, "soft.avoid", "choice"),
        ({"soft": [{"avoid": "adjacent_holiday"}] * 2}, "soft.avoid", "one_line"),
        ({"soft": [{"prefer": "TU", "avoid": "adjacent_holiday"}]}, "soft", "one_each"),
        ({"soft": [{"prefer": "TU", "w": 0}]}, "soft.w", out_of(1, 1000)),
        ({"soft": [{"avoid": "adjacent_holiday", "w": -1}]}, "soft.w", out_of(0, 1000)),
    ],
)
def test_a_constraint_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(limits(**data), field, reason)


def test_a_quarter_of_an_hour_is_long_enough() -> None:
    assert changes(limits(hard={"time": "19:00-19:15"}))["minutes"] == 15
