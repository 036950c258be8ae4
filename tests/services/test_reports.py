from datetime import date, timedelta

import pytest

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import Presence
from scheduler.domain.errors import ChoiceError, DateError, ForbiddenError, NotFoundError
from scheduler.domain.matter import Method, Step
from scheduler.reports.quarter import headline
from scheduler.services import attendance, event_acts, matters, reports
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Statement
from scheduler.services.event_writes import Act
from scheduler.services.matters import NewMatter, Taking
from scheduler.services.reports import Report
from scheduler.store import Store
from tests.support.queries import statements
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    MET,
    NOW,
    OTHER,
    SHARED_DAY,
    at,
    filled,
    principal,
)

PRESS = "0b9b2f5e-6a39-4c7e-9d8f-2f6f0f0c1a11"


def report(store: Store, period: str = "2026-Q3") -> Report:
    return reports.quarter(store, ALLIANCE, period, by=SYSTEM)


def sealed(store: Store, uid: str, absent: str) -> None:
    secretary = principal(store, "secretary")
    attendance.open_register(store, uid, by=secretary, now=MET)
    gone = Statement("5f1d7a52-30bb-4b7a-9d5f-0d3d6a7f1c22", absent, Presence.ABSENT)
    attendance.record(store, uid, [gone], by=secretary, now=MET)
    attendance.all_present(store, uid, PRESS, by=secretary, now=MET)
    attendance.seal(store, uid, by=secretary, now=MET)


def resolved(store: Store, method: Method) -> None:
    secretary = principal(store, "secretary")
    new = NewMatter(ALLIANCE, "用地难", "land", "organisation:alpha")
    key = matters.raise_matter(store, new, by=secretary, now=NOW).key
    for taking in (
        Taking(Step.DISPATCH, department="organisation:bureau"),
        Taking(Step.ACCEPT),
        Taking(Step.RESOLVE, method=method),
    ):
        matters.take(store, key, taking, by=secretary, now=NOW)


def test_a_quarter_is_told_by_what_was_recorded(database_url: str) -> None:
    store = filled(database_url)
    sealed(store, COUNCILS[2], "p-4")
    resolved(store, Method.ASSIGNMENT)
    found = report(store)
    assert [(line.event.uid, line.totals, line.branches) for line in found.lines] == [
        (COUNCILS[2], Totals(due=4, present=3, absent=1), 1)
    ]
    assert [
        (line.promise.rule, line.promise.due, line.days) for line in found.figures.promises
    ] == [
        ("quarterly_council", 1, (date(2026, 9, 16),)),
        ("resource_list", 1, ()),
    ]
    assert headline(found.figures, "zh") == (
        "样例汽车产业链党委2026年第三季度：召开链上企业议事会1次，以交办等方式解决关键问题1个。"
    )
    assert found.open_matters == ()


def test_what_nobody_counted_is_an_event_without_figures(sqlite_url: str) -> None:
    found = report(filled(sqlite_url), "2026-Q2")
    assert [(line.event.uid, line.totals) for line in found.lines] == [
        (EXCHANGES[0], None),
        (COUNCILS[1], None),
    ]
    assert [(name.zh, count) for name, count in found.hosts] == [("样例甲川公司", 1)]
    assert found.figures.turnout.whole == 0


def test_a_matter_is_open_until_the_period_in_which_it_was_resolved(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    resolved(store, Method.DIRECT)
    secretary = principal(store, "secretary")
    later = NOW + timedelta(days=50)
    new = NewMatter(ALLIANCE, "招工难", "labour", "organisation:beta")
    key = matters.raise_matter(store, new, by=secretary, now=NOW).key
    for taking in (
        Taking(Step.DISPATCH, department="organisation:bureau"),
        Taking(Step.ACCEPT),
        Taking(Step.RESOLVE, method=Method.CONSULTATION),
    ):
        matters.take(store, key, taking, by=secretary, now=later)
    gone = NewMatter(ALLIANCE, "用电难", "power", "organisation:beta")
    dropped = matters.raise_matter(store, gone, by=secretary, now=NOW).key
    matters.take(store, dropped, Taking(Step.WITHDRAW), by=secretary, now=NOW)
    assert [matter.title for matter in report(store, "2026-Q2").open_matters] == []
    assert [matter.title for matter in report(store, "2026-Q3").open_matters] == ["招工难"]
    assert [matter.title for matter in report(store, "2026-Q4").open_matters] == []


def test_a_waived_promise_is_not_due(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    act = Act(COUNCILS[3], principal(store, "secretary"), NOW, note="样例理由")
    before = [line.promise.rule for line in report(store, "2026-Q4").figures.promises]
    event_acts.cancel(store, act, waive=True)
    after = [line.promise.rule for line in report(store, "2026-Q4").figures.promises]
    assert (before, after) == (["quarterly_council", "resource_list"], ["resource_list"])


def test_a_shared_event_stands_in_the_reports_of_both(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    act = Act(SHARED_DAY, principal(store, "secretary"), at(date(2026, 10, 16)))
    event_acts.hold(store, act)
    for alliance in (ALLIANCE, OTHER):
        found = reports.quarter(store, alliance, "2026-Q4", by=SYSTEM)
        assert [line.event.uid for line in found.lines] == [SHARED_DAY]


def test_the_text_of_a_year_holds_the_year_and_its_quarters(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    sealed(store, COUNCILS[2], "p-4")
    text = reports.year_text(store, ALLIANCE, 2026, by=SYSTEM, lang="zh")
    heads = [paragraph.splitlines()[0] for paragraph in text.split("\n\n")]
    assert [head.split("：")[0] for head in heads] == [
        f"样例汽车产业链党委{period}"
        for period in (
            "2026年",
            "2026年第一季度",
            "2026年第二季度",
            "2026年第三季度",
            "2026年第四季度",
        )
    ]
    assert "  日常一季一议: 3/4\n" in text
    english = reports.year_text(store, ALLIANCE, 2026, by=SYSTEM, lang="en")
    assert english.startswith("Sample Automotive Chain Committee, 2026: 3 council meetings held")


@pytest.mark.parametrize("period", ["2026-Q5", "", "2026-W01", "2020..2029", "window:x"])
def test_other_periods_are_refused(period: str, sqlite_url: str) -> None:
    with pytest.raises((DateError, ChoiceError)):
        report(filled(sqlite_url), period)


def test_only_who_sees_the_alliance_sees_its_report(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        reports.quarter(store, ALLIANCE, "2026-Q3", by=principal(store, "other"))
    with pytest.raises((NotFoundError, ForbiddenError)):
        reports.year_text(store, "none", 2026, by=principal(store, "other"), lang="zh")
    with pytest.raises(NotFoundError):
        reports.quarter(store, "none", "2026-Q3", by=SYSTEM)
    with pytest.raises(NotFoundError):
        reports.quarter(store, "auto-1", "2026-Q3", by=SYSTEM)


def test_queries_do_not_grow_with_the_events(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    few = statements(store, lambda: report(store))
    sealed(store, COUNCILS[2], "p-4")
    event_acts.hold(store, Act(EXCHANGES[1], SYSTEM, at(date(2026, 9, 24))))
    event_acts.hold(store, Act(SHARED_DAY, SYSTEM, at(date(2026, 10, 16))))
    assert statements(store, lambda: report(store)) == few
