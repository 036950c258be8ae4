from datetime import date, timedelta

import pytest

from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.expand import demand
from scheduler.rules.judging.awaiting import awaited
from scheduler.rules.model import Rule
from tests.rules.promises import CONSULTATION, matter, plan_input, quota, rule

MARCH = date(2026, 3, 2)
MEMBER = "organisation:x"


def consultation(**data: object) -> Rule:
    return rule("trigger", CONSULTATION | {"late": "makeup", "grace_days": 5} | data)


@pytest.mark.parametrize(
    ("data", "until", "due"),
    [
        ({}, None, date(2026, 3, 16)),
        ({"due": "3d"}, None, date(2026, 3, 5)),
        ({"where": {"major": False}}, None, None),
        ({"scope": {"group": "pair"}}, None, date(2026, 3, 16)),
        ({"applies_if": {"count": "@members", "max": 1}}, None, date(2026, 3, 16)),
        ({"applies_if": {"count": "@members", "min": 2}}, None, None),
        ({"scope": {"organisation": "x"}}, date(2026, 3, 10), date(2026, 3, 9)),
        ({"scope": {"organisation": "x"}}, MARCH, None),
    ],
)
def test_a_matter_waits_for_what_a_plan_makes_for_it(
    data: dict[str, object], until: date | None, due: date | None
) -> None:
    members = {"a": (Membership(MEMBER, "a", tenure=Tenure(None, until)),)}
    made, other = consultation(**data), {"groups": {"pair": ("a", "b")}, "members": members}
    source = plan_input(made, quota(), matters=(matter("m1", MARCH),), today=MARCH, **other)
    assert awaited(source) == ({} if due is None else {"m1": due})
    planned = [(unit.matters, unit.end) for unit in demand(source) if unit.matters]
    assert planned == ([] if due is None else [(("m1",), due + timedelta(days=1))])


@pytest.mark.parametrize(
    ("until", "today", "waits"),
    [
        (date(2026, 3, 10), date(2026, 3, 9), True),
        (date(2026, 3, 10), date(2026, 3, 10), False),
        (date(2026, 3, 22), date(2026, 3, 22), True),
    ],
)
def test_what_lapses_with_a_member_that_has_left_is_waited_for_no_more(
    until: date, today: date, *, waits: bool
) -> None:
    members = {"a": (Membership(MEMBER, "a", tenure=Tenure(None, until)),)}
    made = consultation(scope={"organisation": "x"})
    source = plan_input(made, matters=(matter("m1", MARCH),), today=today, members=members)
    assert list(awaited(source)) == (["m1"] if waits else [])


def test_of_several_rules_the_earliest_term_counts() -> None:
    slow, fast = consultation(), rule("trigger", CONSULTATION | {"due": "3d"}, key="fast")
    assert awaited(plan_input(slow, fast, matters=(matter("m1", MARCH),))) == {
        "m1": date(2026, 3, 5)
    }
