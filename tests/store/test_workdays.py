from datetime import UTC, date, datetime

from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayYear
from scheduler.store import workdays
from tests.support.world import store_at

NOW = datetime(2026, 11, 10, tzinfo=UTC)


def test_notices_come_back_by_year_and_revision(database_url: str) -> None:
    store = store_at(database_url)
    day = NoticeDay(date(2027, 1, 1), is_workday=False, name="元旦")
    worked = NoticeDay(date(2026, 12, 27), is_workday=True, name="元旦")
    first = WorkdayYear(Notice(2027, (day,), ("https://notice.example/1",)), date(2026, 11, 5))
    amended = WorkdayYear(Notice(2027, (day, worked)), date(2026, 12, 1), 2)
    before = WorkdayYear(Notice(2026, ()), date(2025, 11, 4), 3)

    with store.write() as session:
        for known in (amended, before, first):
            workdays.add(session, known, NOW)

    with store.read() as session:
        assert workdays.imported(session) == (before, first, amended)
