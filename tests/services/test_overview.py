import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.rules.judging.standing import Light
from scheduler.services import overview
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    filled,
    principal,
)


@pytest.fixture
def store(database_url: str) -> Store:
    return filled(database_url)


def test_a_year_stands_in_the_order_of_its_rules(store: Store) -> None:
    by = principal(store, "secretary")
    seen = overview.year_view(store, ALLIANCE, 2026, by=by, lang="zh", now=NOW)
    assert [(each.rule, each.state) for each in seen.standings] == [
        ("quarterly_council", Light.SET),
        ("matter_consultation", Light.NA),
        ("exchange", Light.SET),
        ("resource_list", Light.LATE),
    ]
    assert seen.notes[OTHER, "quarterly_council"] == "每季1次"
    assert [each.event.uid for each in seen.soon] == [COUNCILS[2], EXCHANGES[1]]
    assert (seen.may_plan, [view.rule for view in seen.turns]) == (True, ["host_turns"])


@pytest.mark.parametrize(
    ("role", "alliance", "turns", "plans"),
    [
        ("member", ALLIANCE, 1, False),
        ("other", ALLIANCE, 0, False),
        (None, ALLIANCE, 0, False),
        ("other", OTHER, 0, True),
        ("committee", ALLIANCE, 1, True),
    ],
)
def test_a_year_shows_turns_to_those_inside(
    store: Store, role: str | None, alliance: str, turns: int, *, plans: bool
) -> None:
    by = None if role is None else principal(store, role)
    seen = overview.year_view(store, alliance, 2026, by=by, lang="zh", now=NOW)
    assert (len(seen.turns), seen.may_plan) == (turns, plans)


@pytest.mark.parametrize(
    ("role", "alliance"),
    [(None, OTHER), ("secretary", OTHER), ("admin", "nope"), ("admin", "county")],
)
def test_a_year_that_may_not_be_seen_does_not_exist(
    store: Store, role: str | None, alliance: str
) -> None:
    by = None if role is None else principal(store, role)
    with pytest.raises(NotFoundError) as refusal:
        overview.year_view(store, alliance, 2026, by=by, lang="zh", now=NOW)
    assert refusal.value.fields == {"entity": "alliance", "key": alliance}


def test_joint_promises_of_others_stand_after_the_own_ones(store: Store) -> None:
    data = {"kind": "council", "per": "year", "min": 1, "scope": {"group": "county"}}
    with store.write() as session:
        session.add_all(
            GroupMemberRow(group_key="county", alliance=key) for key in (ALLIANCE, OTHER)
        )
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=0, key="joint", type="quota", name="联席", data=data
            )
        )
    by = principal(store, "committee")
    seen = overview.year_view(store, OTHER, 2026, by=by, lang="zh", now=NOW)
    assert [(each.owner, each.rule) for each in seen.standings] == [
        (OTHER, "quarterly_council"),
        (ALLIANCE, "joint"),
    ]
