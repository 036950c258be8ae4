import json
from collections.abc import Mapping
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete

from scheduler.domain.errors import (
    ForbiddenError,
    IncompleteNoticeError,
    NotFoundError,
    NoticeError,
)
from scheduler.domain.matter import Step
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.rules.calendar.workdays import YearState, shipped_calendar
from scheduler.rules.plan import Plan
from scheduler.services.access import SYSTEM
from scheduler.services.matters import board, steps
from scheduler.services.plans import planning
from scheduler.services.workdays import texts as workday_texts
from scheduler.services.workdays import years as workdays
from scheduler.services.workdays.reach import NOTHING, Reach, reach_of
from scheduler.services.workdays.years import Outcome
from scheduler.store import Store, events, ledger, roster
from scheduler.store.tables.planning import RuleRow
from scheduler.store.workdays import Touched
from tests.support.world import ALLIANCE, COUNCILS, OTHER, filled, principal, store_at

NOW = datetime(2026, 11, 10, 1, tzinfo=UTC)
HEADER = "date,name,is_workday\n"
CSV = (HEADER + "2027-01-01,元旦,0\n2027-01-03,元旦,1\n").encode()
DAY = timedelta(days=1)


def notice(**more: object) -> bytes:
    days = [{"name": "元旦", "date": "2027-01-01", "isOffDay": True}]
    return json.dumps(
        {"year": 2027, "papers": ["https://notice.example"], "days": days} | more
    ).encode()


def imported(store: Store, content: bytes, at: datetime = NOW) -> Outcome:
    return workdays.import_notice(store, NoticeFile(content), by=SYSTEM, now=at, checked=True)


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

    outcome = imported(store, CSV)

    with store.read() as session:
        calendar = workdays.calendar(session)
    assert (outcome.known.notice.year, outcome.known.revision, outcome.changed) == (2027, 1, True)
    assert [(each.day, each.is_workday, each.name) for each in outcome.days] == [
        (date(2027, 1, 3), True, "元旦")
    ]
    assert len(outcome.missing) == 12
    assert calendar.state(2027) is YearState.ANNOUNCED
    assert calendar.is_workday(date(2027, 1, 3))
    assert not calendar.is_workday(date(2027, 1, 1))
    assert calendar.state(2026) is shipped_calendar().state(2026)
    row = ["workdays 2027 imported 1 True"]
    assert plan_rows(store) == {ALLIANCE: row, OTHER: row}


def test_a_notice_that_leaves_out_days_wants_them_checked(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    file = NoticeFile(CSV)

    with pytest.raises(IncompleteNoticeError) as refused:
        workdays.import_notice(store, file, by=SYSTEM, now=NOW)

    left_out = workdays.preview(store, file, by=SYSTEM, now=NOW).missing
    assert len(left_out) == 12
    fields = {"field": "checked", "year": "2027", "days": left_out, "worked": ()}
    assert refused.value.fields == fields
    assert plan_rows(store) == {ALLIANCE: [], OTHER: []}
    assert imported(store, CSV).missing == left_out
    # What is in force already changes nothing, so that nothing is left to check.
    assert not workdays.import_notice(store, file, by=SYSTEM, now=NOW).changed


def test_a_notice_that_makes_workdays_of_days_off_by_law_wants_them_checked(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    law = tuple(statutory_days(2027))
    content = (HEADER + "".join(f"{day},样例节,{int(day == law[0])}\n" for day in law)).encode()

    with pytest.raises(IncompleteNoticeError) as refused:
        workdays.import_notice(store, NoticeFile(content), by=SYSTEM, now=NOW)

    fields = {"field": "checked", "year": "2027", "days": (), "worked": law[:1]}
    assert refused.value.fields == fields
    assert say("incomplete_notice", fields, "zh") == (
        "2027年放假通知把这些法定节假日写成上班（是不是把放假和上班写反了？）：1月1日。什么都没有导入。"
        "请核对；通知确实是这样的，注明已核对（checked）再导入。"
    )
    assert plan_rows(store) == {ALLIANCE: [], OTHER: []}
    outcome = imported(store, content)
    assert (outcome.missing, outcome.overruled) == ((), law[:1])
    assert workday_texts.days_told(outcome, "en")[-1] == (
        "Please check: the notice makes workdays of these days off by law (are days off and "
        "workdays the wrong way round?): 1 January."
    )


def test_the_same_days_again_change_nothing_and_say_so(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    first = imported(store, notice())
    again = imported(store, (HEADER + "2027-01-01,元旦,0\n").encode())

    assert plan_rows(store)[ALLIANCE] == ["workdays 2027 imported 1 True"]
    assert again == Outcome(first.known, changed=False)
    assert workday_texts.told(again, "zh", done=True) == (
        "这份2027年放假通知已经在用，什么都没有变。",
    )


def test_events_of_several_alliances_are_counted_in_all_first_and_each_once(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        auto, steel = roster.alliances(session, [ALLIANCE, OTHER])
    outcome = replace(
        imported(store, CSV), days=(), missing=(), tentative=Reach(((auto, 2),), 2, (2027,))
    )
    joint, firm = Reach(((auto, 2), (steel, 1)), 2), Reach(((auto, 3), (steel, 4)), 6)

    zh = workday_texts.told(replace(outcome, struck=joint), "zh", done=True)
    en = workday_texts.told(replace(outcome, tentative=firm), "en", done=True)

    assert zh[2:] == (
        "一共2场要改期，在2个联盟：",
        "汽车链：已发布的活动有2场落在新的放假日，要改期。",
        "钢铁链：已发布的活动有1场落在新的放假日，要改期。",
        "汽车链：暂定的活动有2场等这份通知，发布计划后确定下来。",
    )
    assert en[2] == "6 events in 2 alliances can become firm:"


def test_an_event_that_must_move_is_not_counted_as_firm_and_a_joint_one_once(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    with store.read() as session:
        auto, steel = roster.alliances(session, [ALLIANCE, OTHER])
    bodies = {auto.key: auto, steel.key: steel}
    joint, own, moved = (
        Touched(ALLIANCE, uid, datetime(2026, 12, 31, hour, tzinfo=UTC))
        for uid, hour in (("joint", 17), ("own", 17), ("moved", 1))
    )
    other = joint._replace(alliance=OTHER)

    struck = reach_of([moved, moved._replace(alliance="gone")], bodies)
    firm = reach_of([joint, own, moved, other], bodies, without=[moved])

    assert struck == Reach(((auto, 1),), 1, (2026,))
    assert firm == Reach(((auto, 2), (steel, 1)), 2, (2027,))


def test_a_later_notice_amends_and_an_older_one_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    imported(store, notice(noticeDate="2026-11-05"))
    imported(store, CSV)

    with pytest.raises(NoticeError) as refused:
        imported(store, notice(noticeDate="2026-11-04"))

    assert refused.value.fields["reason"] == "outdated"
    with store.read() as session:
        assert workdays.calendar(session).state(2027) is YearState.AMENDED
    assert plan_rows(store)[OTHER] == [
        "workdays 2027 imported 1 True",
        "workdays 2027 imported 2 True",
    ]


@pytest.mark.parametrize(
    ("content", "field", "reason"),
    [
        (b"{", "line 1", "json"),
        (HEADER.encode(), "days", "empty"),
        (notice(days=[], papers=[]), "days", "open"),
        (notice(noticeDate="2026-11-11"), "notice_date", "early"),
        (notice(year=2028), "days[0]", "outside_year"),
        (b'{"year": 2028, "days": []}', "year", "future"),
    ],
)
def test_what_cannot_be_read_is_refused_and_not_stored(
    sqlite_url: str, content: bytes, field: str, reason: str
) -> None:
    store = store_at(sqlite_url)

    for act in (workdays.import_notice, workdays.preview):
        with pytest.raises(NoticeError) as refused:
            act(store, NoticeFile(content), by=SYSTEM, now=NOW)
        assert (refused.value.fields["field"], refused.value.fields["reason"]) == (field, reason)

    with store.read() as session:
        assert workdays.calendar(session) == shipped_calendar()


def test_only_an_administrator_imports(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    for role in ("alliance_admin", "secretary", "member"):
        by = principal(store, role)
        for act in (workdays.import_notice, workdays.preview):
            with pytest.raises(ForbiddenError):
                act(store, NoticeFile(CSV), by=by, now=NOW)
    admin = principal(store, "admin")
    file = NoticeFile(CSV)
    assert workdays.import_notice(store, file, by=admin, now=NOW, checked=True).changed


def test_what_is_tried_tells_the_same_and_stores_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)

    tried = workdays.preview(store, NoticeFile(CSV), by=SYSTEM, now=NOW)

    assert plan_rows(store) == {ALLIANCE: [], OTHER: []}
    assert imported(store, CSV) == tried


def test_a_year_shows_its_revisions_and_an_older_one_as_it_was(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    imported(store, notice())
    imported(store, CSV, NOW + DAY)
    saturday = date(2027, 1, 3)

    now, then = workdays.year(store, 2027), workdays.year(store, 2027, 1)

    assert [(each.revision, each.notice_date) for each in now.revisions] == [
        (1, date(2026, 11, 10)),
        (2, date(2026, 11, 11)),
    ]
    assert (now.state, now.known, now.calendar.is_workday(saturday)) == (
        YearState.AMENDED,
        now.revisions[1],
        True,
    )
    assert (then.state, then.known, then.calendar.is_workday(saturday)) == (
        YearState.ANNOUNCED,
        now.revisions[0],
        False,
    )
    assert workdays.year(store, 2027, 2) == now
    for number, revision in ((1999, None), (2100, None), (2027, 3), (2028, 1)):
        with pytest.raises(NotFoundError):
            workdays.year(store, number, revision)


def test_the_years_are_listed_with_the_one_to_come(sqlite_url: str) -> None:
    store = store_at(sqlite_url)

    listed = workdays.years(store, date(2026, 8, 18))

    assert [(seen.year, seen.state) for seen in listed][:2] == [
        (2027, YearState.PROVISIONAL),
        (2026, YearState.ANNOUNCED),
    ]
    assert (listed[0].known, listed[-1].year) == (None, 2009)


def test_a_revision_number_is_never_used_twice(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    shipped = shipped_calendar().years[-1]
    old = {"year": 2026, "noticeDate": shipped.notice_date.isoformat()}
    days = [{"name": "元旦", "date": "2026-01-01", "isOffDay": True}]
    first = imported(store, json.dumps(old | {"days": days}).encode())
    second = imported(
        store,
        json.dumps({"year": 2026, "days": [*days, days[0] | {"date": "2026-01-02"}]}).encode(),
    )

    assert (first.known.revision, second.known.revision) == (2, 3)


# A whole year through the planner: a notice comes, the plan follows.


def plan_of(store: Store, year: int, at: datetime = NOW) -> Plan:
    return planning.preview(store, (ALLIANCE,), year, by=SYSTEM, now=at)


def publish(store: Store, year: int, at: datetime = NOW) -> Plan:
    plan = plan_of(store, year, at)
    planning.apply(store, (ALLIANCE,), year, plan.hash, by=SYSTEM, now=at)
    return plan


def calendar_of(store: Store, year: int) -> dict[str, events.Stored]:
    start, end = (datetime(each, 1, 1, tzinfo=SHANGHAI) for each in (year, year + 1))
    with store.read() as session:
        return {each.event.uid: each for each in events.between(session, (ALLIANCE,), start, end)}


def notice_of_2027(off: list[date]) -> bytes:
    """Give a notice that makes working days off, and tells nothing else."""
    days = [{"name": "样例节", "date": day.isoformat(), "isOffDay": True} for day in off]
    return json.dumps({"year": 2027, "days": days}).encode()


def change_of(plan: Plan, uid: str) -> list[tuple[str, Mapping[str, object], bool]]:
    return [(each.kind.value, each.cause, each.forced) for each in plan.changes if each.uid == uid]


def test_a_notice_makes_events_firm_and_moves_those_on_new_days_off(database_url: str) -> None:
    store = filled(database_url)
    publish(store, 2027)
    before = calendar_of(store, 2027)
    assert {each.event.tentative for each in before.values()} == {True}
    struck = min(before.values(), key=lambda each: (each.event.all_day, each.event.start)).event

    outcome = imported(store, notice_of_2027([struck.day()]))
    plan = plan_of(store, 2027)

    assert [(body.key, count) for body, count in outcome.struck.alliances] == [(ALLIANCE, 1)]
    # The last days of December wait for the notice of the year after.
    late = {uid for uid, each in before.items() if each.event.day() >= date(2027, 12, 27)}
    firm_now = len(before) - len(late) - 1  # one moves
    assert [(body.key, count) for body, count in outcome.tentative.alliances] == [
        (ALLIANCE, firm_now)
    ]
    assert outcome.years == (2027,)
    assert (plan.forced, plan.moved, plan.conflicts, plan.unplaced) == (1, 1, (), ())
    calendar_cause = {"code": "calendar", "fields": {}}
    day_off = {"code": "day_off", "fields": {"day": struck.day().isoformat(), "resource": ""}}
    for uid in before.keys() - late:
        firm = ("firm", calendar_cause, False)
        expected = [firm] if uid != struck.uid else [("move", day_off, True)]
        assert change_of(plan, uid) == expected
    publish(store, 2027)
    after = calendar_of(store, 2027)
    assert {uid for uid in after if after[uid].event.tentative} == late
    assert {uid for uid in after if after[uid].event.start != before[uid].event.start} == {
        struck.uid
    }
    assert {uid for uid in after if after[uid].event.revision == 1} == before.keys() - late
    assert plan_of(store, 2027).changes == ()


def late_december(store: Store) -> None:
    """Promise one meeting a year, on 29 December."""
    anchor = {"kind": "council", "date": "12-29", "tolerance_days": 2, "if_off": "nearest"}
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.alliance == ALLIANCE))
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=0, key="review", type="anchor", name="年终", data=anchor
            )
        )


def test_late_december_is_tentative_until_the_next_notice_is_in(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    late_december(store)
    publish(store, 2026)
    (review,) = (
        each.event
        for each in calendar_of(store, 2026).values()
        if each.event.unit and each.event.unit.rule == "review"
    )
    # 27 to 31 December lie in the guard of New Year: only the best day that is safe by law is left.
    assert (review.tentative, review.why_date["code"]) == (True, "guard_relaxed")

    imported(store, notice())
    plan = plan_of(store, 2026)

    assert change_of(plan, review.uid) == [("firm", {"code": "calendar", "fields": {}}, False)]
    publish(store, 2026)
    firm = calendar_of(store, 2026)[review.uid].event
    assert (firm.tentative, firm.start) == (False, review.start)


def test_a_notice_that_takes_the_day_in_december_moves_the_event(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    late_december(store)
    publish(store, 2026)
    (review,) = (each for each in calendar_of(store, 2026).values() if each.event.tentative)

    outcome = imported(store, notice_of_2027([review.event.day()]))
    plan = publish(store, 2026)

    assert [(body.key, count) for body, count in outcome.struck.alliances] == [(ALLIANCE, 1)]
    assert (outcome.tentative, outcome.years) == (NOTHING, (2026,))
    assert (plan.forced, plan.moved) == (1, 1)
    moved = calendar_of(store, 2026)[review.event.uid].event
    assert moved.day() != review.event.day()
    assert (moved.tentative, moved.uid) == (False, review.event.uid)


def test_every_year_of_a_day_to_come_that_changes_is_named(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    publish(store, 2027)
    struck = min(calendar_of(store, 2027).values(), key=lambda each: each.event.start).event
    free = date(2026, 12, 8)

    outcome = imported(store, notice_of_2027([free, struck.day()]))
    over = imported(store, notice_of_2027([struck.day()]), datetime(2026, 12, 9, 1, tzinfo=UTC))

    assert (outcome.struck.years, outcome.years) == ((2027,), (2026, 2027))
    assert ([each.day for each in over.days], over.years) == ([free], (2027,))


def test_a_held_event_stays_on_a_day_that_becomes_off(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    publish(store, 2026)
    held = calendar_of(store, 2026)[COUNCILS[0]].event
    whole = shipped_calendar().years[-1].notice
    days = [
        {"name": each.name, "date": each.day.isoformat(), "isOffDay": not each.is_workday}
        for each in whole.days
    ]
    days.append({"name": "样例节", "date": held.day().isoformat(), "isOffDay": True})

    outcome = imported(store, json.dumps({"year": 2026, "days": days}).encode())

    assert (outcome.struck, outcome.years) == (NOTHING, (2026,))
    plan = plan_of(store, 2026)
    assert change_of(plan, held.uid) == []
    assert calendar_of(store, 2026)[held.uid].event == held


def test_no_notice_shortens_a_term_that_runs_and_one_may_lengthen_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    start = datetime(2026, 12, 28, 1, tzinfo=UTC)
    key = accepted_matter(store, start)

    def due(at: datetime) -> date:
        found = board.view(store, key, by=SYSTEM, now=at).card.due
        assert found is not None
        return found.day

    def told(*days: tuple[str, bool]) -> bytes:
        listed = [{"name": "样例节", "date": day, "isOffDay": off} for day, off in days]
        return json.dumps({"year": 2027, "days": listed}).encode()

    saturday = ("2027-01-09", False)
    assert due(start) == date(2027, 1, 12)
    imported(store, told(saturday), start + DAY)
    with store.read() as session:
        assert workdays.calendar(session).add_workdays(date(2026, 12, 28), 10) == date(2027, 1, 11)
    assert due(start + DAY) == date(2027, 1, 12)
    imported(store, told(saturday, ("2027-01-04", True), ("2027-01-05", True)), start + 2 * DAY)
    assert due(start + 2 * DAY) == date(2027, 1, 13)


def accepted_matter(store: Store, at: datetime) -> str:
    new = steps.NewMatter(ALLIANCE, "样例要事", "labour", "organisation:alpha", major=True)
    key = steps.raise_matter(store, new, by=SYSTEM, now=at).key
    for step, department in ((Step.DISPATCH, "organisation:bureau"), (Step.ACCEPT, "")):
        steps.take(store, key, steps.Taking(step, department=department), by=SYSTEM, now=at)
    return key


def test_a_frozen_event_on_a_new_day_off_is_a_conflict_and_stays(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    publish(store, 2027)
    first = min(
        (each.event for each in calendar_of(store, 2027).values() if not each.event.all_day),
        key=lambda event: event.start,
    )
    near = first.start - 3 * DAY

    imported(store, notice_of_2027([first.day()]), near)
    plan = plan_of(store, 2027, near)

    assert [(each.uid, each.cause["code"]) for each in plan.conflicts] == [(first.uid, "day_off")]
    assert len(plan.conflicts[0].proposals) == 3
    assert plan.moved == 0
