from datetime import date, datetime, time, timedelta
from typing import Any

import pytest

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import Presence
from scheduler.domain.errors import ChoiceError, DateError, ForbiddenError, NotFoundError
from scheduler.domain.matter import Method, Step
from scheduler.reports.figures import Rate
from scheduler.reports.highlights import Scale
from scheduler.reports.quarter import PromiseLine
from scheduler.reports.summary import headline
from scheduler.rules.expand import demand
from scheduler.rules.judging.standing import standings
from scheduler.services import attendance
from scheduler.services.access import SYSTEM
from scheduler.services.attendance import Statement
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.gathering import gather
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.reports import quarter as reports
from scheduler.services.reports import text as report_text
from scheduler.services.reports.quarter import Report
from scheduler.store import Store
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import AffiliationRow, MembershipRow, NameRow
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


LATER = at(date(2027, 1, 4))
"""After the year that these tests report on."""


def report(store: Store, period: str = "2026-Q3", now: datetime = LATER) -> Report:
    return reports.quarter(store, ALLIANCE, period, by=SYSTEM, now=now)


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
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key
    for taking in (
        Taking(Step.DISPATCH, department="organisation:bureau"),
        Taking(Step.ACCEPT),
        Taking(Step.RESOLVE, method=method),
    ):
        steps.take(store, key, taking, by=secretary, now=NOW)


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


def test_a_list_that_was_published_is_no_event_of_the_report(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    before = report(store, "2026-Q2")
    with store.write() as session:
        row = session.get_one(EventRow, COUNCILS[1])
        changed = {"kind": "resource_list", "all_day": True, "rule": "resource_list"}
        for name, value in changed.items():
            setattr(row, name, value)
    found = report(store, "2026-Q2")
    assert (before.figures.events, found.figures.events) == (2, 1)
    assert [line.event.uid for line in found.lines] == [EXCHANGES[0]]
    kept = {line.promise.rule: line.held for line in found.figures.promises}
    assert (kept["quarterly_council"], kept["resource_list"]) == (0, 1)


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
    key = steps.raise_matter(store, new, by=secretary, now=NOW).key
    for taking in (
        Taking(Step.DISPATCH, department="organisation:bureau"),
        Taking(Step.ACCEPT),
        Taking(Step.RESOLVE, method=Method.CONSULTATION),
    ):
        steps.take(store, key, taking, by=secretary, now=later)
    gone = NewMatter(ALLIANCE, "用电难", "power", "organisation:beta")
    dropped = steps.raise_matter(store, gone, by=secretary, now=NOW).key
    steps.take(store, dropped, Taking(Step.WITHDRAW), by=secretary, now=NOW)
    assert [matter.title for matter in report(store, "2026-Q2").open_matters] == []
    assert [matter.title for matter in report(store, "2026-Q3").open_matters] == ["招工难"]
    assert [matter.title for matter in report(store, "2026-Q4").open_matters] == []


def test_a_waived_promise_is_not_due_and_is_told_so(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    act = Act(COUNCILS[3], principal(store, "secretary"), NOW, note="样例理由")
    assert told(store, "2026-Q4") == [("quarterly_council", 1, 0), ("resource_list", 1, 0)]
    acts.cancel(store, act, waive=True)
    assert told(store, "2026-Q4") == [("quarterly_council", None, 1), ("resource_list", 1, 0)]
    line = report(store, "2026-Q4").figures.promises[0]
    assert report_text.notes(line, "zh") == ("免办1次",)


def told(store: Store, period: str) -> list[tuple[str, int | None, int]]:
    """Tell of each promise what is due and what was waived."""
    lines = report(store, period).figures.promises
    return [(line.promise.rule, line.promise.due, line.promise.waived) for line in lines]


def test_a_shared_event_stands_in_the_reports_of_both(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    act = Act(SHARED_DAY, principal(store, "secretary"), at(date(2026, 10, 16)))
    acts.hold(store, act)
    for alliance in (ALLIANCE, OTHER):
        found = reports.quarter(store, alliance, "2026-Q4", by=SYSTEM, now=LATER)
        assert [line.event.uid for line in found.lines] == [SHARED_DAY]


def test_the_text_of_a_year_holds_the_year_and_its_quarters(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    sealed(store, COUNCILS[2], "p-4")
    text = report_text.year_text(store, ALLIANCE, 2026, by=SYSTEM, lang="zh", now=LATER)
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
    assert "  日常一季一议: 3/4；还差1次\n" in text
    english = report_text.year_text(store, ALLIANCE, 2026, by=SYSTEM, lang="en", now=LATER)
    assert english.startswith("Sample Automotive Chain Committee, 2026: 3 council meetings held")


@pytest.mark.parametrize("period", ["2026-Q5", "", "2026-W01", "2020..2029", "window:x"])
def test_other_periods_are_refused(period: str, sqlite_url: str) -> None:
    with pytest.raises((DateError, ChoiceError)):
        report(filled(sqlite_url), period)


def test_only_who_sees_the_alliance_sees_its_report(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        reports.quarter(store, ALLIANCE, "2026-Q3", by=principal(store, "other"), now=LATER)
    with pytest.raises((NotFoundError, ForbiddenError)):
        report_text.year_text(
            store, "none", 2026, by=principal(store, "other"), lang="zh", now=LATER
        )
    with pytest.raises(NotFoundError):
        reports.quarter(store, "none", "2026-Q3", by=SYSTEM, now=LATER)
    with pytest.raises(NotFoundError):
        reports.quarter(store, "auto-1", "2026-Q3", by=SYSTEM, now=LATER)


def test_queries_do_not_grow_with_the_events(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    sealed(store, COUNCILS[2], "p-4")
    few = statements(store, lambda: report(store))
    acts.hold(store, Act(EXCHANGES[1], SYSTEM, at(date(2026, 9, 24))))
    acts.hold(store, Act(SHARED_DAY, SYSTEM, at(date(2026, 10, 16))))
    assert statements(store, lambda: report(store)) == few


LATE: dict[str, dict[str, Any]] = {
    "quarterly_council": {"late": "makeup", "grace_days": 20},
    "resource_list": {"late": "forfeit"},
    "exchange": {"per": "quarter", "min": 1, "late": "carry"},
}


def stated(store: Store) -> Store:
    """Give each promise another way to be late; the council of the second quarter is made up."""
    with store.write() as session:
        for key, changed in LATE.items():
            rule = session.get_one(RuleRow, (ALLIANCE, key))
            rule.data = {**rule.data, **changed}
        late = session.get_one(EventRow, COUNCILS[1])
        late.start, late.end = at(date(2026, 7, 9)), at(date(2026, 7, 9), time(16, 30))
        held = session.get_one(EventRow, EXCHANGES[0])
        held.period, held.ordinal = "2026-Q2", 1
    return store


def test_what_was_made_up_counts_for_its_period_and_is_told_in_both(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))
    second, third = (report(store, period) for period in ("2026-Q2", "2026-Q3"))
    line = second.figures.promises[0]
    assert (line.days, line.held, line.kept, line.elsewhere) == (
        (date(2026, 7, 9),),
        1,
        True,
        (),
    )
    assert [each.event.uid for each in second.lines] == [EXCHANGES[0]]
    line = third.figures.promises[0]
    assert (line.days, line.held, line.kept, line.elsewhere) == (
        (),
        0,
        False,
        ((date(2026, 7, 9), "2026-Q2"),),
    )
    assert report_text.elsewhere_text(line, "zh") == ("7月9日（实际），计入第二季度",)
    assert report_text.elsewhere_text(line, "en") == ("9 July (actual), counts for second quarter",)
    assert [each.event.uid for each in third.lines] == [COUNCILS[1]]


def test_an_anchor_counts_in_the_quarter_of_its_day_wherever_its_event_lies(
    sqlite_url: str,
) -> None:
    store, day = filled(sqlite_url), date(2026, 9, 30)
    first: dict[str, object] = {"kind": "day", "rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}
    with store.write() as session:
        session.add(rule_row("first_days", "anchor", first | {"if_off": "previous"}))
        held = session.get_one(EventRow, EXCHANGES[0])
        held.rule, held.period, held.ordinal, held.kind = "first_days", "2026-10", 1, "day"
        held.start, held.end = at(day), at(day, time(16, 30))
    third, fourth = (
        next(
            line
            for line in report(store, period).figures.promises
            if line.promise.rule == "first_days"
        )
        for period in ("2026-Q3", "2026-Q4")
    )
    assert (third.promise.due, third.held, third.elsewhere) == (3, 0, ((day, "2026-10"),))
    assert (fourth.promise.due, fourth.held, fourth.days, fourth.elsewhere) == (3, 1, (day,), ())


def test_what_is_carried_is_owed_by_the_next_period_on_top_of_its_own(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))
    lines = [
        next(
            line
            for line in report(store, period).figures.promises
            if line.promise.rule == "exchange"
        )
        for period in ("2026-Q1", "2026-Q2", "2026-Q3")
    ]
    assert [(line.promise.due, line.held, line.promise.carried) for line in lines] == [
        (1, 0, 1),
        (2, 1, 1),
        (2, 0, 2),
    ]
    assert report_text.notes(lines[0], "zh") == ("转下期1次",)
    assert report_text.notes(lines[0], "en") == ("1 carried over",)
    running = report(store, "2026-Q3", NOW).figures.promises
    (line,) = (line for line in running if line.promise.rule == "exchange")
    assert (line.promise.due, line.carried, line.missing) == (2, 0, 2)
    assert report_text.notes(line, "zh") == ("还差2次",)


def exchanges(store: Store, period: str, now: datetime = LATER) -> PromiseLine:
    lines = report(store, period, now).figures.promises
    return next(line for line in lines if line.promise.rule == "exchange")


def test_each_debt_counts_once_however_many_periods_it_passes(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))
    told = {
        period: (line.promise.due, line.held, line.carried, line.missing)
        for period in ("2026-H1", "2026-H2", "2026")
        for line in [exchanges(store, period)]
    }
    assert told == {"2026-H1": (2, 1, 1, 0), "2026-H2": (3, 0, 3, 0), "2026": (4, 1, 3, 0)}
    running = exchanges(store, "2026", NOW)
    assert (running.promise.due, running.held, running.carried, running.missing) == (4, 1, 0, 3)


def test_a_year_owes_what_the_year_before_left(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))
    with store.write() as session:
        first = session.get_one(EventRow, EXCHANGES[0])
        first.start, first.end = at(date(2025, 5, 6)), at(date(2025, 5, 6), time(16, 30))
        first.period = "2025-Q2"
    before, after = exchanges(store, "2025"), exchanges(store, "2026-Q1")
    assert (before.promise.due, before.held, before.carried) == (4, 1, 3)
    assert (after.promise.due, after.held, after.carried) == (1 + before.carried, 0, 4)
    assert exchanges(store, "2026").promise.due == 4 + before.carried
    with store.read() as session:
        source = gather(session, [ALLIANCE], 2026, at(date(2026, 1, 1)))
    first_quarter = [
        unit.key.ordinal
        for unit in demand(source)
        if (unit.key.rule, unit.key.period) == ("exchange", "2026-Q1")
    ]
    assert first_quarter == [1, 2, 3, 4]


def test_a_period_to_come_owes_only_what_those_that_are_over_left(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))

    def due(day: date) -> dict[str, int | None]:
        return {
            period: exchanges(store, period, at(day)).promise.due
            for period in ("2026-Q1", "2026-Q3", "2026-Q4", "2027-Q1", "2027", "2028")
        }

    own = {"2026-Q4": 1, "2027-Q1": 1, "2027": 4, "2028": 4}
    assert due(date(2026, 9, 30)) == {"2026-Q1": 1, "2026-Q3": 2, **own}
    assert due(date(2026, 10, 1)) == {"2026-Q1": 1, "2026-Q3": 2, **own, "2026-Q4": 3}
    with store.read() as session:
        source = gather(session, [ALLIANCE], 2027, at(date(2026, 9, 30)))
    judged = standings(source, 2027, source.today)
    assert [each.due for each in judged if each.rule == "exchange"] == [own["2027"]]
    assert len([unit for unit in demand(source) if unit.key.rule == "exchange"]) == own["2027"]


def test_what_is_lost_is_told_once_its_period_is_over(sqlite_url: str) -> None:
    store = stated(filled(sqlite_url))
    line = report(store, "2026-Q1").figures.promises[-1]
    assert (line.promise.rule, line.forfeited, line.missing) == ("resource_list", 1, 0)
    assert report_text.notes(line, "zh") == ("作废1次",)
    running = report(store, "2026-Q3", NOW).figures.promises[-1]
    assert (running.promise.rule, running.forfeited, running.missing) == ("resource_list", 0, 1)


def test_a_period_that_still_runs_is_told_up_to_now(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert report(store, "2026-Q3", NOW).as_of == NOW
    assert report(store, "2026-Q2", NOW).as_of is None
    assert report(store, "2026-Q2", at(date(2026, 6, 30))).as_of == at(date(2026, 6, 30))
    assert report(store, "2026-Q2", at(date(2026, 7, 1))).as_of is None
    text = report_text.year_text(store, ALLIANCE, 2026, by=SYSTEM, lang="zh", now=NOW)
    said = "数据截止：2026年8月18日 10:00，本期还没有结束"
    assert [said in paragraph for paragraph in text.split("\n\n")] == [
        True,
        False,
        False,
        True,
        True,
    ]


def rule_row(key: str, kind: str, data: dict[str, object]) -> RuleRow:
    return RuleRow(alliance=ALLIANCE, position=9, key=key, type=kind, name="样例", data=data)


CREDIT: dict[str, object] = {
    "share": [["exchange", "quarterly_council"]],
    "tags": {"shared_activities": ["exchange"], "shared_organisation": ["quarterly_council"]},
    "to": ["home_branch", "host_alliance"],
}


def test_what_one_who_is_to_leave_is_owed_stands_until_that_day(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    grid = {"axes": {"organisation": ["organisation:guest"]}, "per": "quarter", "min": 1}
    leaves = date(2026, 9, 10)
    with store.write() as session:
        session.add(rule_row("visiting", "coverage", {"kind": "salon", **grid}))
        session.add(MembershipRow(body=ALLIANCE, member="organisation:guest", until=leaves))

    def missing(period: str, day: date) -> list[int]:
        lines = report(store, period, at(day)).figures.promises
        return [line.missing for line in lines if line.promise.rule == "visiting"]

    days = (leaves - timedelta(days=1), leaves, date(2026, 10, 1))
    assert [missing("2026-Q3", day) for day in days] == [[1], [], []]
    assert [missing("2026-Q2", day) for day in days] == [[1], [1], [1]]


def test_a_report_tells_which_people_rules_lack(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    seats = {
        "for": ["exchange", "body:auto-1"],
        "require": [{"role": "lead_official", "n": 1000}],
    }
    with store.write() as session:
        session.add(rule_row("seats", "staffing", seats))
        session.add(NameRow(key="lead_official", name="联系领导", name_en="Lead official"))
    told = report(store)
    assert [(each.body, each.held) for each in told.vacancies] == [(ALLIANCE, 1), ("auto-1", 0)]
    assert report_text.vacancies_text(told, "zh") == (
        "缺员：“样例”要联系领导1000名，有1名；“样例”要第1支部联系领导1000名，有0名。"
    )
    assert report_text.sentences(told, "en")[-1] == (
        "Short of people: “样例” wants 1000 of Lead official and has 1; "
        "“样例” wants 1000 of 第1支部: Lead official and has 0."
    )


def test_attendance_counts_for_branches_and_events_under_tags(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE,
                position=9,
                key="credits",
                type="credit",
                name="计入",
                data=CREDIT,
            )
        )
        session.add(NameRow(key="shared_activities", name="活动共办", name_en="Held together"))
        session.add(MembershipRow(body="auto-1", member="organisation:alpha", role="served"))
        session.add(AffiliationRow(person="p-chief", body="auto-2", kind="no_transfer"))
    sealed(store, COUNCILS[2], "p-4")
    found = report(store)
    assert [(line.branch, line.times, line.people) for line in found.by_branch] == [
        ("auto-1", 2, 2),
        ("auto-2", 1, 1),
    ]
    assert [(name.zh, count) for name, count in found.tags] == [
        ("活动共办", 0),
        ("shared_organisation", 1),
    ]
    assert (found.companies, [line.organisations for line in found.lines]) == (1, [1])
    assert report_text.tags_text(found, "zh") == "按标签：活动共办0场、shared_organisation1场。"
    assert report_text.text(report(store, "2026"), "zh").splitlines()[-2:] == [
        "  样例汽车第1党支部：2人次，2人",
        "  样例汽车第2党支部：1人次，1人",
    ]


def test_without_a_rule_attendance_is_credited_to_nobody(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    sealed(store, COUNCILS[2], "p-4")
    assert (report(store).by_branch, report(store).tags) == ((), ())


def test_matters_of_two_classes_want_a_proxy(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    data: dict[str, object] = {
        "on": "matter.raised",
        "where": {"category": ["land"]},
        "steps": [{"role": "committee", "do": "appoint", "due": "2wd"}],
    }
    assert report(store).proxied is None
    with store.write() as session:
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="proxy", type="trigger", name="代办", data=data
            )
        )
    assert report_text.proxied_text(report(store), "zh") == ""
    secretary = principal(store, "secretary")
    for category, proxy in (("land", "样例代办员"), ("land", ""), ("用工", "")):
        new = NewMatter(ALLIANCE, "样例诉求", category, "organisation:alpha")
        key = steps.raise_matter(store, new, by=secretary, now=NOW).key
        taking = Taking(Step.DISPATCH, department="organisation:bureau", proxy=proxy)
        steps.take(store, key, taking, by=secretary, now=NOW)
    assert report(store).proxied == Rate(1, 2)
    assert report_text.proxied_text(report(store), "zh") == (
        "应代办2件，已有代办人1件，覆盖率50.0%。"
    )


def test_the_scale_is_that_of_the_alliances_that_one_sees(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    day = date(2026, 9, 1)
    assert reports.scale(store, ALLIANCE, day, by=SYSTEM) == Scale(3, 2, 6)
    assert reports.scale(store, "county", day, by=SYSTEM) == Scale(3, 2, 6, 2)
    other = principal(store, "other")
    assert reports.scale(store, "county", day, by=other) == Scale(1, 0, 0, 1)
    for body in (ALLIANCE, "none"):
        with pytest.raises(NotFoundError):
            reports.scale(store, body, day, by=other)
