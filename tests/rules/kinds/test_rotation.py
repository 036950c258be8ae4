from datetime import date

import pytest

from scheduler.domain.roster import Membership, Officer, Tenure
from scheduler.rules.kinds import rotation
from scheduler.rules.model import Rule
from tests.rules.promises import Told, assert_refused, clashes, out_of, plan_input, rule

DAY = date(2026, 5, 1)


def turns(**data: object) -> Rule:
    stated = {"fills": "host", "for": "exchange", "pool": {"role": "chain_leader"}}
    return rule("rotation", stated | data)


def members(made: Rule, **changes: object) -> tuple[tuple[str, int], ...]:
    return rotation.members(made, rotation.parse(made), DAY, plan_input(made, **changes))


LEADERS = {
    "a": (
        Membership("organisation:two", "a", "chain_leader", weight=3),
        Membership("organisation:one", "a", "chain_leader"),
        Membership("organisation:gone", "a", "chain_leader", tenure=Tenure(None, DAY)),
        Membership("organisation:other", "a"),
    )
}


def test_leaders_of_the_day_share_equally_unless_the_rule_says_otherwise() -> None:
    assert members(turns(), members=LEADERS) == (("organisation:one", 1), ("organisation:two", 1))
    assert members(turns(weight="member"), members=LEADERS) == (
        ("organisation:one", 1),
        ("organisation:two", 3),
    )


def test_officers_may_take_turns() -> None:
    officers = {
        "a": (
            Officer("p2", "a", "branch_secretary"),
            Officer("p1", "a", "branch_secretary"),
            Officer("p3", "a", "liaison"),
            Officer("p4", "a", "branch_secretary", Tenure(date(2027, 1, 1))),
        )
    }
    assert members(turns(pool={"officer": "branch_secretary"}), officers=officers) == (
        ("person:p1", 1),
        ("person:p2", 1),
    )


def test_a_pool_may_be_a_list_or_values() -> None:
    lists = {("a", "towns"): ("town_b", "town_a")}
    assert members(turns(pool="@towns"), lists=lists) == (("town_a", 1), ("town_b", 1))
    assert members(turns(pool="@leaders"), members=LEADERS) == (
        ("organisation:one", 1),
        ("organisation:two", 1),
    )


def test_a_theme_is_varied_against_the_hosts() -> None:
    made = turns(fills="theme", pool=["safety", "labour"], policy="latin_with:host_turns")
    spec = rotation.parse(made)
    assert (spec.fills, spec.latin_with) == (rotation.Fills.THEME, "host_turns")


@pytest.mark.parametrize(
    ("data", "field", "reason"),
    [
        ({"fills": "speaker"}, "fills", "choice"),
        ({"policy": "latin_with:host_turns"}, "policy", clashes("fills")),
        ({"policy": "latin_with:"}, "policy", "choice"),
        ({"policy": "lottery"}, "policy", "choice"),
        ({"pool": {}}, "pool", "empty"),
        ({"pool": {"role": "x", "officer": "y"}}, "pool.officer", clashes("pool.role")),
        ({"pool": {"town": "x"}}, "pool.town", "unknown"),
        ({"pool": []}, "pool", "empty"),
        ({"cooldown": -1}, "cooldown", out_of(0, 100)),
        ({"weight": "heavy"}, "weight", "choice"),
        ({"absence": "sleep"}, "absence", "choice"),
        ({"for": []}, "for", "empty"),
    ],
)
def test_a_rotation_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(turns(**data), field, reason)
