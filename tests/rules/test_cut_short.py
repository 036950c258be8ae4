"""Promises that a rule's own days leave no room for in its first or last period."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.rules.cut_short import cut_short
from scheduler.rules.model import Rule
from tests.rules.promises import COMMONS, rule

TODAY = date(2026, 12, 1)
YEARLY = {"per": "year", "min": 10, "gap_days": 21, "late": "forfeit"}
SPRING = Tenure(date(2027, 1, 1), date(2027, 5, 1))


def stated(**data: object) -> Rule:
    return replace(rule("quota", {"kind": "council"} | YEARLY | data), tenure=SPRING)


def told(made: Rule, today: date = TODAY) -> list[tuple[object, ...]]:
    fields = ("field", "first", "last", "asked", "most")
    return [tuple(each.fields[name] for name in fields) for each in cut_short(made, today)]


def test_a_last_period_without_room_is_told_with_what_has_room() -> None:
    (fault,) = cut_short(stated(), TODAY)
    assert fault.fields == {
        "rule": "promise",
        "field": "until",
        "reason": "cut_short",
        "first": date(2027, 1, 1),
        "last": date(2027, 4, 30),
        "asked": 10,
        "most": 6,
    }
    assert say("rule_fault", fault.fields, "zh") == (
        "2027年1月1日至2027年4月30日这一期不完整，仍要办10次，最多排得下6次。请改少、缩短间隔、改日期，"
        "或让不完整的一期按天数取整。"
    )
    assert say("rule_fault", fault.fields, "en") == (
        "The part of a period from 1 January 2027 to 30 April 2027 still owes 10, but has room for "
        "6. Ask for fewer, a smaller gap or other days, or let a part of a period owe its share."
    )


@pytest.mark.parametrize(
    ("tenure", "data", "found"),
    [
        # As many as have room, to the day.
        (Tenure(date(2027, 1, 1), date(2027, 7, 10)), {}, []),
        (
            Tenure(date(2027, 1, 1), date(2027, 7, 9)),
            {},
            [("until", date(2027, 1, 1), date(2027, 7, 8), 10, 9)],
        ),
        (
            Tenure(date(2027, 12, 30)),
            {"min": 3, "gap_days": 0},
            [("since", date(2027, 12, 30), date(2027, 12, 31), 3, 2)],
        ),
        # A period that the rule both begins and ends in is told of once, by its begin.
        (
            Tenure(date(2027, 3, 1), date(2027, 3, 8)),
            {},
            [("since", date(2027, 3, 1), date(2027, 3, 7), 10, 1)],
        ),
        (
            Tenure(date(2027, 12, 1), date(2028, 2, 1)),
            {"min": 5},
            [
                ("since", date(2027, 12, 1), date(2027, 12, 31), 5, 2),
                ("until", date(2028, 1, 1), date(2028, 1, 31), 5, 2),
            ],
        ),
        # What is made up later has room in the next period, but not after the end.
        (Tenure(date(2027, 12, 1)), {"min": 3, "late": "makeup", "grace_days": 12}, []),
        (
            Tenure(date(2027, 12, 1)),
            {"min": 3, "late": "makeup", "grace_days": 11},
            [("since", date(2027, 12, 1), date(2027, 12, 31), 3, 2)],
        ),
        (
            SPRING,
            {"late": "makeup", "grace_days": 200},
            [("until", date(2027, 1, 1), date(2027, 4, 30), 10, 6)],
        ),
        (Tenure(), {}, []),
        (Tenure(date(2027, 1, 1), date(2028, 1, 1)), {}, []),
        (SPRING, {"prorate": "floor"}, []),
        (SPRING, {"prorate": "none"}, []),
        (SPRING, {"plan": False}, []),
        (SPRING, {"with": "other"}, []),
        # Outside of the campaign days nothing is cut; a period that is over is let alone.
        (SPRING, {"window": {"from": "02-01", "until": "04-01"}, "min": 3}, []),
        (Tenure(date(2027, 5, 1)), {"window": {"from": "02-01", "until": "04-01"}, "min": 3}, []),
        (Tenure(date(2026, 1, 1), date(2026, 12, 1)), {"min": 30}, []),
    ],
)
def test_only_a_cut_period_without_room_is_told(
    tenure: Tenure, data: dict[str, object], found: list[tuple[object, ...]]
) -> None:
    assert told(replace(stated(**data), tenure=tenure)) == found


def test_a_change_in_midst_of_a_period_cuts_nothing() -> None:
    before = replace(stated(), tenure=Tenure(date(2026, 1, 1), date(2026, 12, 20)))
    after = replace(stated(), tenure=Tenure(date(2026, 12, 20)), former=(before,))
    assert told(after) == []


def test_all_that_a_grid_wants_has_to_have_room() -> None:
    grid = replace(
        rule("coverage", COMMONS | {"late": "forfeit"}), tenure=Tenure(date(2026, 12, 31))
    )
    assert told(grid) == [("since", date(2026, 12, 31), date(2026, 12, 31), 2, 1)]
