from datetime import date, timedelta

import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.rules.judging.standing import Light
from scheduler.services import overview
from scheduler.services.access import Grant, Principal, Role
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SHARED_DAY,
    at,
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


def test_today_reaches_all_alliances_of_a_reader_and_is_at_home_in_one(store: Store) -> None:
    found = {
        role: overview.today_view(store, by=principal(store, role), lang="zh", now=NOW)
        for role in ("admin", "committee", "secretary", "other")
    }
    assert {role: view.home for role, view in found.items()} == {
        "admin": "",
        "committee": "",
        "secretary": ALLIANCE,
        "other": OTHER,
    }
    assert {role: view.meeting and view.meeting.event.uid for role, view in found.items()} == {
        "admin": OTHER_COUNCIL,
        "committee": OTHER_COUNCIL,
        "secretary": COUNCILS[2],
        "other": OTHER_COUNCIL,
    }


def test_who_reaches_nothing_sees_nothing(store: Store) -> None:
    by = Principal("u", "样例", (Grant(Role.MEMBER, "body:gone", frozenset()),))
    view = overview.today_view(store, by=by, lang="zh", now=NOW)
    assert (view.promises, view.meeting, view.waiting, view.late, view.news) == (
        (),
        None,
        (),
        (),
        (),
    )


def test_standings_are_judged_once_a_day_and_change(store: Store) -> None:
    by = principal(store, "secretary")

    def count(days: int = 0) -> int:
        now = NOW + timedelta(days=days)
        return statements(store, lambda: overview.today_view(store, by=by, lang="zh", now=now))

    first, kept, tomorrow, back = count(), count(), count(1), count()
    acts.move(store, Act(EXCHANGES[1], by, NOW), at(date(2026, 9, 24)))
    moved = count()

    assert (kept < first, tomorrow, back, moved > kept) == (True, first, first, True)


def test_a_move_of_a_joint_day_is_news_to_each_alliance_once(store: Store) -> None:
    act = Act(SHARED_DAY, principal(store, "secretary"), NOW, reason="venue_repair")
    acts.move(store, act, at(date(2026, 10, 16)))

    news = {
        role: [
            (each.change.uid, each.title, each.sentence)
            for each in overview.today_view(
                store, by=principal(store, role), lang="en", now=NOW
            ).news
        ]
        for role in ("secretary", "other", "committee")
    }

    line = (
        SHARED_DAY,
        "联盟日",
        "Moved: 15 October → 16 October. Venue under repair. Only the date changed.",
    )
    assert news == {"secretary": [line], "other": [line], "committee": [line]}


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


def test_a_meeting_held_already_is_not_the_next_one(store: Store) -> None:
    by, now = principal(store, "secretary"), at(date(2026, 9, 16)) + timedelta(hours=1)
    before = overview.today_view(store, by=by, lang="zh", now=now)
    acts.hold(store, Act(COUNCILS[2], by, now))
    after = overview.today_view(store, by=by, lang="zh", now=now)
    assert [
        (seen.todays, seen.meeting.event.uid if seen.meeting else "") for seen in (before, after)
    ] == [(1, COUNCILS[2]), (1, EXCHANGES[1])]
