"""What Today tells as news."""

from datetime import date, timedelta

from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.web.parts import Link, News
from tests.support.world import NOW, SHARED_DAY, app, at, principal
from tests.web.todays import COUNCIL, shown_to, store_of


def test_what_moved_is_news_and_what_a_plan_added_is_not(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    by = principal(store, "secretary")
    act = Act(COUNCIL, by, NOW - timedelta(hours=1), reason="venue_repair")
    acts.move(store, act, at(date(2026, 9, 9)))

    shown = shown_to(built, "member")

    assert shown.news == (
        News(
            NOW - timedelta(hours=1),
            "：已改期：9月16日 → 9月9日。会场检修。只改了日期。",
            link=Link(f"/events/{COUNCIL}", "第3季度一季一议"),
        ),
    )


def test_a_joint_day_is_news_once_for_everyone(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    act = Act(SHARED_DAY, principal(store, "secretary"), NOW, reason="venue_repair")
    acts.move(store, act, at(date(2026, 10, 16)))

    found = {role: len(shown_to(built, role).news) for role in ("secretary", "other", "admin")}

    assert found == {"secretary": 1, "other": 1, "admin": 1}


def test_only_the_newest_changes_are_news(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    by = principal(store, "secretary")
    for day in range(1, 9):
        act = Act(COUNCIL, by, NOW + timedelta(minutes=day))
        acts.move(store, act, at(date(2026, 9, day)))

    news = shown_to(built, "member").news

    assert [each.at for each in news] == [NOW + timedelta(minutes=day) for day in range(8, 2, -1)]
