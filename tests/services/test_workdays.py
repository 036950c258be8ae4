import json
from datetime import UTC, date, datetime

import pytest

from scheduler.domain.errors import ForbiddenError, NoticeError
from scheduler.rules.calendar.workdays import YearState, shipped_calendar
from scheduler.services import workdays
from scheduler.services.access import SYSTEM
from scheduler.store import Store, ledger
from tests.support.world import ALLIANCE, OTHER, filled, principal, store_at

NOW = datetime(2026, 11, 10, 1, tzinfo=UTC)
HEADER = "date,name,is_workday\n"
CSV = (HEADER + "2027-01-01,元旦,0\n2027-01-03,元旦,1\n").encode()


def notice(**more: object) -> bytes:
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    return json.dumps(
        {"year": 2027, "papers": ["https://notice.example"], "days": days} | more
    ).encode()


def plan_rows(store: Store) -> dict[str, list[str]]:
    with store.read() as session:
        return {
            key: [
                f"{row.entity} {row.entity_id} {row.kind} {row.revision} {row.plan_relevant}"
                for row in ledger.changes(session, key)
                if row.entity == "workdays"
            ]
            for key in (ALLIANCE, OTHER)
        }


def test_an_imported_notice_decides_its_year_and_reaches_every_alliance(database_url: str) -> None:
    store = filled(database_url)

    year = workdays.import_notice(store, CSV, ".CSV", by=SYSTEM, now=NOW)

    with store.read() as session:
        calendar = workdays.calendar(session)
    assert year == 2027
    assert calendar.state(2027) is YearState.ANNOUNCED
    assert calendar.is_workday(date(2027, 1, 3))
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.state(2026) is shipped_calendar().state(2026)
    row = ["workdays 2027 imported 1 True"]
    assert plan_rows(store) == {ALLIANCE: row, OTHER: row}


def test_the_same_notice_again_changes_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    for _ in range(2):
        workdays.import_notice(store, notice(), ".json", by=SYSTEM, now=NOW)

    assert plan_rows(store)[ALLIANCE] == ["workdays 2027 imported 1 True"]


def test_a_later_notice_amends_and_an_older_one_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    workdays.import_notice(store, notice(noticeDate="2026-11-05"), ".json", by=SYSTEM, now=NOW)
    workdays.import_notice(store, CSV, ".csv", by=SYSTEM, now=NOW)

    with pytest.raises(NoticeError) as refused:
        workdays.import_notice(store, notice(noticeDate="2026-11-04"), ".json", by=SYSTEM, now=NOW)

    assert refused.value.fields["reason"] == "outdated"
    with store.read() as session:
        assert workdays.calendar(session).state(2027) is YearState.AMENDED
    assert plan_rows(store)[OTHER] == [
        "workdays 2027 imported 1 True",
        "workdays 2027 imported 2 True",
    ]


@pytest.mark.parametrize(
    ("content", "suffix", "field"),
    [
        (CSV, ".xlsx", "notice"),
        (b"\xff\xfe", ".csv", "notice"),
        (b"{", ".json", "notice"),
        (b"[" * 100_000, ".json", "notice"),
        (b'{"year": ' + b"9" * 5_000 + b"}", ".json", "notice"),
        (b"[]", ".json", "notice"),
        (notice(noticeDate="5 November"), ".json", "notice_date"),
        (HEADER.encode(), ".csv", "days"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_stored(
    sqlite_url: str, content: bytes, suffix: str, field: str
) -> None:
    store = store_at(sqlite_url)

    with pytest.raises(NoticeError) as refused:
        workdays.import_notice(store, content, suffix, by=SYSTEM, now=NOW)

    assert refused.value.fields["field"] == field
    with store.read() as session:
        assert workdays.calendar(session) == shipped_calendar()


def test_only_an_administrator_imports(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    for role in ("alliance_admin", "secretary", "member"):
        with pytest.raises(ForbiddenError):
            workdays.import_notice(store, CSV, ".csv", by=principal(store, role), now=NOW)
    assert workdays.import_notice(store, CSV, ".csv", by=principal(store, "admin"), now=NOW) == 2027
