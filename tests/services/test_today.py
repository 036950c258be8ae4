from datetime import date, timedelta

import pytest

from scheduler.services import today
from scheduler.services.access import Grant, Principal, Role
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store
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


def test_today_reaches_all_alliances_of_a_reader_and_is_at_home_in_one(store: Store) -> None:
    found = {
        role: today.today_view(store, by=principal(store, role), lang="zh", now=NOW)
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
    view = today.today_view(store, by=by, lang="zh", now=NOW)
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
        return statements(store, lambda: today.today_view(store, by=by, lang="zh", now=now))

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
            for each in today.today_view(store, by=principal(store, role), lang="en", now=NOW).news
        ]
        for role in ("secretary", "other", "committee")
    }

    line = (
        SHARED_DAY,
        "联盟日",
        "Moved: 15 October → 16 October. Venue under repair. Only the date changed.",
    )
    assert news == {"secretary": [line], "other": [line], "committee": [line]}


def test_a_meeting_held_already_is_not_the_next_one(store: Store) -> None:
    by, now = principal(store, "secretary"), at(date(2026, 9, 16)) + timedelta(hours=1)
    before = today.today_view(store, by=by, lang="zh", now=now)
    acts.hold(store, Act(COUNCILS[2], by, now))
    after = today.today_view(store, by=by, lang="zh", now=now)
    assert [
        (seen.todays, seen.meeting.event.uid if seen.meeting else "") for seen in (before, after)
    ] == [(1, COUNCILS[2]), (1, EXCHANGES[1])]
