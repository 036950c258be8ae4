from datetime import UTC, date, datetime, timedelta

from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.store import workdays
from scheduler.store.workdays import Imported
from tests.support.world import ALLIANCE, NOW, OTHER, filled, store_at

FIRST = datetime(2026, 11, 10, tzinfo=UTC)


def test_notices_come_back_in_the_order_in_which_they_came(database_url: str) -> None:
    store = store_at(database_url)
    day = NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦")
    worked = NoticeDay(date(2026, 12, 27), is_workday=True, name="元旦")
    first = WorkdayYear(Notice(2027, (day,), ("https://notice.example/1",)), date(2026, 11, 5))
    amended = WorkdayYear(Notice(2027, (day, worked)), date(2026, 12, 1), 2)
    before = WorkdayYear(Notice(2026, ()), date(2025, 11, 4), 3)
    times = [FIRST, FIRST + timedelta(hours=1), FIRST + timedelta(hours=2)]

    with store.write() as session:
        for known, at in zip((amended, before, first), (times[2], times[1], times[0]), strict=True):
            workdays.add(session, known, at)

    with store.read() as session:
        assert workdays.imported(session) == (
            Imported(first, times[0]),
            Imported(before, times[1]),
            Imported(amended, times[2]),
        )


def test_events_to_come_on_some_days_are_counted_by_alliance(database_url: str) -> None:
    store = filled(database_url)
    shared, own = date(2026, 9, 9), date(2026, 12, 9)

    with store.read() as session:
        every = [date(2026, 1, 1) + timedelta(days=n) for n in range(365)]
        whole = workdays.coming_on(session, every, NOW)
        assert workdays.coming_on(session, [], NOW) == ()
        assert workdays.coming_on(session, [date(2026, 1, 2), shared], FIRST) == ()
        one = workdays.coming_on(session, [own, own], NOW)

    assert {each.alliance for each in whole} == {ALLIANCE, OTHER}
    assert [(each.alliance, each.start.date()) for each in one] == [(ALLIANCE, own)]


def test_events_that_wait_for_a_notice_are_counted(database_url: str) -> None:
    store = filled(database_url)

    with store.read() as session:
        assert workdays.tentative(session, date(2026, 1, 1), date(2027, 1, 1)) == ()
