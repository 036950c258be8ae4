from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.domain.activity import UnitKey
from scheduler.rules.explain import days_of, explained
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change, ChangeKind, Conflict, Placement, Plan, Unplaced
from scheduler.services.access import SYSTEM
from scheduler.services.plans import text as plan_text
from scheduler.services.plans.conflicts import Choice
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.people import Touched
from scheduler.services.plans.text import PlanText
from scheduler.services.plans.words import Words
from scheduler.store import Store
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import NameRow
from tests.support.drafts import draft
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, OTHER, at, filled, principal

DAY = date(2026, 9, 16)
MIDNIGHT = datetime(2026, 9, 15, 16, tzinfo=UTC)
ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))


def placement(uid: str, **more: object) -> Placement:
    fields: dict[str, object] = {
        "uid": uid,
        "unit": UnitKey("exchange", f"body:{ALLIANCE}", "2026"),
        "attempt": 1,
        "owner": ALLIANCE,
        "alliances": (ALLIANCE,),
        "kind": "exchange",
        "title": "交流",
        "title_en": "Exchange",
        "start": at(DAY),
        "end": at(DAY) + timedelta(hours=2),
    }
    return Placement(**(fields | more))  # type: ignore[arg-type]  # a shorthand


def change(kind: ChangeKind, uid: str, before: object, after: object, **more: object) -> Change:
    sides = {"before": before, "after": after}
    return Change(kind, uid, ALLIANCE, "交流", DAY, **(sides | more))  # type: ignore[arg-type]  # a shorthand


def plan(*changes: Change, placements: tuple[Placement, ...] = (), **more: object) -> Plan:
    return Plan("h" * 64, {ALLIANCE: 3}, placements, changes, **more)  # type: ignore[arg-type]  # a shorthand


def tell(store: Store, made: Plan, lang: str) -> PlanText:
    return plan_text.tell(store, draft(made, members=(ALPHA, GAMMA)), lang, SYSTEM)


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return filled(sqlite_url)


def test_a_new_event_is_told_with_when_where_who_and_why(store: Store) -> None:
    why_host = explained(
        "host_debt",
        host=ALPHA,
        entitled="1.33",
        acted="1.00",
        debt="0.33",
        rows=[{"member": ALPHA, "entitled": "1.33", "acted": "1.00", "debt": "0.33"}],
        passed=[{"member": BETA, "reason": "absent"}],
    )
    new = placement(
        "e-1",
        host=ALPHA,
        venue="hall",
        why_date=explained("date_due", day="2026-09-16", period="2026"),
        why_host=why_host,
    )
    added = change(ChangeKind.ADD, "e-1", {}, {"host": ALPHA, "venue": "hall"})

    found = tell(store, plan(added, placements=(new,)), "zh")

    assert found == PlanText(
        names=("汽车链",),
        lines=(
            PlanLine(
                "add",
                "交流",
                "期限是9月16日。甲川应办1.33次、已办1次，欠0.33；乙川当日有事。",
                "e-1",
                changes=(("", "9月16日 周三 14:30 链上会客厅 主办甲川"),),
            ),
        ),
        counts=((1, "新增"),),
        kept=0,
        people=(
            Touched("甲川", "多主办1场", "9月16日交流"),
            Touched("汽车链", "多1场", "9月16日交流"),
            Touched("其余1家", "没有变化"),
        ),
        resources=(("body:auto", "汽车链"), ("venue:hall", "链上会客厅"), (ALPHA, "甲川")),
    )


def test_a_new_event_without_place_and_host_is_told_in_english(store: Store) -> None:
    new = placement("e-1", start=MIDNIGHT, end=MIDNIGHT + timedelta(days=2), all_day=True)
    added = change(ChangeKind.ADD, "e-1", {}, {"host": None})

    (line,) = tell(store, plan(added, placements=(new,)), "en").lines

    assert line == PlanLine(
        "add", "Exchange", "", "e-1", changes=(("", "Wed 16 September – Thu 17 September"),)
    )


def test_a_rule_that_wants_more_people_than_there_are_is_told_with_its_number(
    store: Store,
) -> None:
    seats = {
        "for": ["exchange", "body:alliance", "body:auto-1"],
        "require": [{"role": "liaison", "n": 1000}],
    }
    rule = Rule("seats", "staffing", ALLIANCE, "参加人", "Seats", seats)
    made = draft(plan())
    source = replace(made.source, rules=(rule,))
    with store.write() as session:
        session.add(NameRow(key="liaison", name="联络员", name_en="Liaison"))

    told = [
        plan_text.tell(store, replace(made, source=source), lang, SYSTEM) for lang in ("zh", "en")
    ]

    events, own, other = (
        "每场要联络员1000名，名册上有0名，缺1000名。",
        "要联络员1000名，名册上有0名，缺1000名。",
        "第1支部要联络员1000名，名册上有0名，缺1000名。",
    )
    assert told[0].lines == tuple(
        PlanLine("seats", "参加人", "", text=text) for text in (own, other)
    )
    assert told[0].counts == ((2, "缺员"),)
    assert [line.text for line in told[1].lines] == [
        "Wants 1000 of Liaison; the roster has 0, 1000 short.",
        "第1支部: Wants 1000 of Liaison; the roster has 0, 1000 short.",
    ]
    only = replace(rule, data=seats | {"for": "exchange"})
    source = replace(source, rules=(only,))
    (line,) = plan_text.tell(store, replace(made, source=source), "zh", SYSTEM).lines
    assert line.text == events


def test_several_changes_of_one_event_are_one_line(store: Store) -> None:
    cause = explained("venue_busy", day="2026-09-16", resource="venue:hall")
    old_start, old_end = at(date(2026, 9, 9)), at(date(2026, 9, 9)) + timedelta(hours=2)
    moved = change(
        ChangeKind.MOVE,
        "e-1",
        {"start": old_start.isoformat(), "end": old_end.isoformat()},
        {"start": at(DAY).isoformat(), "end": at(DAY).isoformat()},
        cause=cause,
        forced=True,
    )
    vacated = explained("host_vacated", host=BETA)
    hosted = change(ChangeKind.HOST, "e-1", {"host": BETA}, {"host": ALPHA}, cause=vacated)
    kept = placement("e-2")

    found = tell(store, plan(hosted, moved, placements=(placement("e-1", host=ALPHA), kept)), "zh")

    assert found.lines == (
        PlanLine(
            "move",
            "交流",
            "9月16日会场占用。原主办不能承办。",
            "e-1",
            forced=True,
            changes=(("9月9日 周三 14:30", "9月16日 周三 14:30"), ("主办乙川", "主办甲川")),
        ),
    )
    assert found.counts == ((1, "移日期"), (1, "不变"))
    assert [(each.name, each.what) for each in found.people] == [
        ("甲川", "多主办1场"),
        ("乙川", "少主办1场"),
        ("汽车链", "改期1场"),
        ("其余1家", "没有变化"),
    ]


def test_what_only_moves_in_time_is_told_to_the_alliance_alone(store: Store) -> None:
    moved = change(ChangeKind.MOVE, "e-1", {"end": at(DAY).isoformat()}, {"end": "x"})

    found = tell(store, plan(moved, placements=(placement("e-1"),)), "zh")

    assert found.people[0] == Touched("汽车链", "改期1场", "9月16日交流")
    assert found.lines[0].changes == (("9月16日 周三 14:30", "9月16日 周三 14:30"),)


def test_changes_of_place_theme_title_and_certainty_keep_the_time(store: Store) -> None:
    place = change(ChangeKind.VENUE, "e-1", {"venue": "hall"}, {"venue": None})
    detail = change(
        ChangeKind.DETAIL,
        "e-1",
        {"theme": None, "title": "旧", "tentative": True},
        {"theme": "work_safety", "title": "新", "tentative": False},
        cause=explained("calendar"),
    )
    other = change(ChangeKind.DETAIL, "e-2", {"matters": []}, {"matters": ["m-1"]})
    gone = change(ChangeKind.HOST, "e-3", {"host": ALPHA}, {"host": None})
    placements = tuple(placement(uid) for uid in ("e-1", "e-2", "e-3"))

    found = tell(store, plan(place, detail, other, gone, placements=placements), "en")

    assert [(line.kind, line.changes, line.text, line.kept) for line in found.lines] == [
        (
            "swap",
            (
                ("Chain Parlour", "no place"),
                ("no theme", "theme Work safety"),
                ("旧", "新"),
                ("tentative", "certain"),
            ),
            "",
            "Wed 16 September 14:30",
        ),
        ("detail", (), "The details changed.", "Wed 16 September 14:30"),
        ("swap", (("hosted by Sample Alpha", "no host"),), "", "Wed 16 September 14:30"),
    ]
    assert found.people == (
        Touched("Sample Alpha", "hosts 1 fewer", "Exchange on 16 September"),
        Touched(
            "Sample Automotive Chain Committee",
            "1 event at another place, 1 event with another host, 1 event with other details",
            "Exchange on 16 September, Exchange on 16 September, Exchange on 16 September",
        ),
        Touched("1 other member", "no change"),
    )


def test_what_is_cancelled_unplaced_or_to_be_decided_is_told(store: Store) -> None:
    cancelled = change(
        ChangeKind.CANCEL,
        "e-1",
        {"start": at(DAY).isoformat(), "end": at(DAY).isoformat()},
        {},
        cause=explained("unit_gone", day="2026-09-16"),
        forced=True,
    )
    unit = UnitKey("exchange", f"body:{OTHER}", "2026", "", 2)
    relaxed = explained("relax_venue", day="2026-12-10", resource="venue:hall")
    missing = Unplaced(unit, OTHER, "联谊", {"venue_busy": 4, "gap": 5}, relaxed)
    cause = explained("blackout", day="2026-09-16", resource="body:auto")
    days = (date(2026, 9, 17), date(2026, 9, 18))
    stuck = Conflict(COUNCILS[2], ALLIANCE, "会议", cause, days)
    lost = Conflict("e-3", ALLIANCE, "会议", explained("unit_gone", day="2026-09-16"))

    found = tell(store, plan(cancelled, unplaced=(missing,), conflicts=(stuck, lost)), "zh")

    assert found.lines == (
        PlanLine(
            "cancel",
            "交流",
            "不再有这项约定。",
            "e-1",
            forced=True,
            changes=(("9月16日 周三 14:30", "取消"),),
        ),
        PlanLine(
            "unplaced",
            "联谊",
            "换一个会场，则可排在12月10日。",
            text="排不下：会场占用4、间隔不足5。",
            possible=True,
        ),
        PlanLine(
            "conflict",
            "会议",
            "可改在9月17日、9月18日。",
            COUNCILS[2],
            text="它不能照旧举行：9月16日汽车链有事。请人来定。",
            possible=True,
            owner=ALLIANCE,
            version=1,
            choices=(
                Choice(days[0], "14:30", "改到9月17日 周四"),
                Choice(days[1], "14:30", "改到9月18日 周五"),
            ),
        ),
        PlanLine(
            "conflict",
            "会议",
            "可以取消它；要照办，就不用动它。",
            "e-3",
            text="它不能照旧举行：不再有这项约定。请人来定。",
            owner=ALLIANCE,
        ),
    )
    assert found.counts == ((1, "取消"), (1, "排不下"), (2, "要人决定"))


def test_a_day_of_another_year_than_the_one_that_is_planned_names_it(store: Store) -> None:
    unit = UnitKey("exchange", f"body:{ALLIANCE}", "2026")
    days = {2: "2026-12-10", 3: "2027-01-19"}
    missing = tuple(
        Unplaced(
            replace(unit, ordinal=ordinal),
            ALLIANCE,
            "交流",
            {"gap": 5},
            explained("relax_gap", gap=9, day=day, resource=""),
        )
        for ordinal, day in days.items()
    )
    made = plan(unplaced=missing)
    told = {lang: [line.why for line in tell(store, made, lang).lines] for lang in ("zh", "en")}
    assert told == {
        "zh": ["间隔缩到9天，则可排在12月10日。", "间隔缩到9天，则可排在2027年1月19日。"],
        "en": [
            "With a gap of 9 days it can be 10 December.",
            "With a gap of 9 days it can be 19 January 2027.",
        ],
    }


def conflict_line(store: Store, lang: str, **more: object) -> PlanLine:
    cause = explained("venue_busy", day="2026-09-16", resource="venue:hall")
    stuck = Conflict(COUNCILS[2], ALLIANCE, "会议", cause, title_en="Meeting", **more)  # type: ignore[arg-type]  # a shorthand
    (line,) = tell(store, plan(conflicts=(stuck,)), lang).lines
    return line


def test_a_joint_event_of_others_is_told_with_the_alliance_that_moves_it(store: Store) -> None:
    fields = {"alliance": f"body:{OTHER}", "resource": f"body:{ALLIANCE}"}
    cause = explained("others_plan", day="2026-09-16", **fields)
    joint = Conflict(COUNCILS[2], OTHER, "会议", cause, title_en="Meeting")
    (line,) = tell(store, plan(conflicts=(joint,)), "zh").lines
    assert (line.why, line.choices) == ("", ())
    assert line.text == (
        "它不能照旧举行：9月16日汽车链有事。这场由钢铁链来排，要在它的计划里改期。请人来定。"
    )


def test_what_takes_several_days_is_told_with_the_first_and_the_last(store: Store) -> None:
    days = {"start": at(DAY).isoformat(), "end": at(date(2026, 9, 18)).isoformat()}
    new = placement("e-1", start=at(date(2026, 9, 22)), end=at(date(2026, 9, 24)))
    moved = change(ChangeKind.MOVE, "e-1", days, {"start": new.start.isoformat()})
    lost = change(ChangeKind.CANCEL, "e-2", days, {})
    with store.write() as session:
        row = session.get_one(EventRow, COUNCILS[2])
        row.end = row.start + timedelta(days=2)
    cause = explained("blackout", **days_of(DAY, 3), resource="venue:hall")
    stuck = Conflict(COUNCILS[2], ALLIANCE, "会议", cause, (date(2026, 9, 22),))
    found = tell(store, plan(moved, lost, placements=(new,), conflicts=(stuck,)), "zh")
    move, cancel, conflict = found.lines
    assert move.changes == (
        ("9月16日 周三 14:30 – 9月18日 周五", "9月22日 周二 14:30 – 9月24日 周四"),
    )
    assert cancel.changes == (("9月16日 周三 14:30 – 9月18日 周五", "取消"),)
    assert conflict.text == "它不能照旧举行：9月16日至9月18日链上会客厅停用。请人来定。"
    assert conflict.why == "可改在9月22日 周二 – 9月24日 周四。"
    assert [each.text for each in conflict.choices] == ["改到9月22日 周二 – 9月24日 周四"]


@pytest.mark.parametrize(("role", "who"), [("secretary", "郑样例"), ("member", "一位必到人员")])
def test_who_is_away_is_named_to_those_who_may_see_names(store: Store, role: str, who: str) -> None:
    lead, by = "person:p-chief", principal(store, role)
    cause = explained("blackout", day="2026-09-16", resource=lead)
    stuck = Conflict(COUNCILS[2], ALLIANCE, "会议", cause, causes={"blackout": 2}, away=(lead,))
    relaxed = explained("relax_blackout", day="2026-12-10", resource=lead)
    unit = UnitKey("exchange", f"body:{ALLIANCE}", "2026", "", 2)
    missing = Unplaced(unit, ALLIANCE, "联谊", {"blackout": 9}, relaxed, away=(lead, "venue:hall"))
    made = plan(unplaced=(missing,), conflicts=(stuck,))
    lacking, line = plan_text.tell(store, draft(made), "zh", by).lines
    assert line.text == f"它不能照旧举行：9月16日{who}有事。请人来定。"
    assert line.why.startswith(f"别的日子也不行：停用或另有安排2（{who}有事）。")
    assert lacking.text == f"排不下：停用或另有安排9（{who}有事、链上会客厅停用）。"
    assert lacking.why == f"若12月10日{who}能到，就排得下。"


def test_without_another_day_a_conflict_says_why_and_what_would_free_one(store: Store) -> None:
    relaxed = explained("relax_person", day="2026-09-17", resource="person:p")
    line = conflict_line(store, "zh", causes={"day_off": 2, "person_busy": 1}, relaxation=relaxed)
    assert (line.why, line.possible, line.choices) == (
        "别的日子也不行：放假2、必到人员另有安排1。有一位必到人员改派他人，则可排在9月17日。",
        True,
        (),
    )
    none = explained("relax_none")
    line = conflict_line(store, "en", causes={"gap": 2}, relaxation=none)
    assert (line.title, line.why, line.possible) == (
        "Meeting",
        (
            "No other day is free: too close to a neighbour 2. "
            "No single concession is enough; arrange it by hand."
        ),
        False,
    )
    longer = explained("relax_window", days=3, day="2026-10-09")
    line = conflict_line(store, "zh", causes={"period_over": 1}, relaxation=longer)
    assert line.why == "期间里没有别的日子。期间延长3天，则可排在10月9日。"


def test_a_conflict_of_its_place_offers_others(store: Store) -> None:
    day = date(2026, 9, 17)
    line = conflict_line(store, "zh", proposals=(day,), venues=("hall",))
    assert (line.why, line.possible, line.places) == (
        "可改在9月17日。日子不动，可换到链上会客厅。",
        True,
        (("hall", "换到链上会客厅"),),
    )


def test_what_only_becomes_firm_is_of_a_kind_of_its_own(store: Store) -> None:
    firm = change(ChangeKind.FIRM, "e-1", {"tentative": True}, {"tentative": False})

    found = tell(store, plan(firm, placements=(placement("e-1"), placement("e-2"))), "zh")

    assert found.lines == (
        PlanLine(
            "firm",
            "交流",
            "",
            "e-1",
            changes=(("暂定", "确定"),),
            kept="9月16日 周三 14:30",
        ),
    )
    assert (found.counts, found.kept) == (((1, "由暂定转为确定"), (1, "不变")), 1)
    assert found.people[0] == Touched("汽车链", "转为确定1场", "9月16日交流")


def test_a_mere_name_and_an_ended_rule_are_called_what_they_are(store: Store) -> None:
    named = change(ChangeKind.RENAME, "e-1", {"title": "旧名"}, {"title": "交流"})
    times = {"start": at(DAY).isoformat(), "end": at(DAY).isoformat()}
    cause = explained("rule_ended", day="2026-09-16")
    gone = change(ChangeKind.CANCEL, "e-2", times, {}, cause=cause)

    found = tell(store, plan(named, gone, placements=(placement("e-1"),)), "zh")

    assert [(line.kind, line.changes, line.why) for line in found.lines] == [
        ("rename", (("旧名", "交流"),), ""),
        ("cancel", (("9月16日 周三 14:30", "规则已结束，取消"),), ""),
    ]
    assert found.counts == ((1, "改名"), (1, "取消"))


def test_what_is_cancelled_or_has_no_day_is_told_by_its_english_title(store: Store) -> None:
    gone = change(
        ChangeKind.CANCEL,
        "e-1",
        {"start": at(DAY).isoformat(), "end": at(DAY).isoformat()},
        {},
        title_en="Exchange",
    )
    unit = UnitKey("exchange", f"body:{ALLIANCE}", "2026", "", 2)
    none = explained("relax_none")
    missing = Unplaced(unit, ALLIANCE, "联谊", {"gap": 5}, none, title_en="Fellowship")

    lines = tell(store, plan(gone, unplaced=(missing,)), "en").lines

    assert [(line.title, line.possible) for line in lines] == [
        ("Exchange", False),
        ("Fellowship", False),
    ]


def test_who_gives_one_turn_and_takes_another_is_told_both(store: Store) -> None:
    placements = (placement("e-1", host=BETA), placement("e-2", host=ALPHA))
    changes = (
        change(ChangeKind.HOST, "e-1", {"host": ALPHA}, {"host": BETA}),
        change(ChangeKind.HOST, "e-2", {"host": None}, {"host": ALPHA}),
    )

    found = tell(store, plan(*changes, placements=placements), "zh")

    assert [(each.name, each.what) for each in found.people] == [
        ("甲川", "多主办1场，少主办1场"),
        ("乙川", "多主办1场"),
        ("汽车链", "换主办2场"),
        ("其余1家", "没有变化"),
    ]


def test_what_was_missed_needs_no_way_out(store: Store) -> None:
    unit = UnitKey("exchange", f"body:{ALLIANCE}", "2025")
    missed = Unplaced(unit, ALLIANCE, "交流", {"period_over": 1}, {})

    found = tell(store, plan(unplaced=(missed,)), "zh")

    assert found.lines == (PlanLine("missed", "交流", "", text="期间已过。", kept="2025年"),)
    assert found.counts == ((1, "期间已过"),)


@pytest.mark.parametrize(
    ("title", "periods", "zh", "en"),
    [
        ("联盟日", ("2026-07",), "7月", "July"),
        ("业务协作", ("2026-Q1", "2026-Q2"), "第一季度、第二季度", "first quarter, second quarter"),
        ("第一季度会", ("2026-Q1",), "", "first quarter"),
        ("联盟日", ("2025-12",), "2025年12月", "December 2025"),
        ("年会", ("2026",), "", ""),
        ("清单", ("m-1",), "", ""),
        (
            "周会",
            tuple(f"2026-W{week:02}" for week in range(1, 15)),
            "、".join(f"第{week}周" for week in range(1, 13)) + "等14个期间",
            ", ".join(f"week {week}" for week in range(1, 13)) + " and others, 14 in all",
        ),
    ],
)
def test_what_was_missed_tells_its_periods(
    store: Store, title: str, periods: tuple[str, ...], zh: str, en: str
) -> None:
    missed = tuple(
        Unplaced(UnitKey("x", f"body:{ALLIANCE}", each), ALLIANCE, title, {"period_over": 1})
        for each in periods
    )

    told = [tell(store, plan(unplaced=missed), lang).lines for lang in ("zh", "en")]

    assert [[(line.kept, line.why, line.same) for line in lines] for lines in told] == [
        [(zh, "", len(periods) - 1)],
        [(en, "", len(periods) - 1)],
    ]


def test_words_cost_the_same_queries_for_one_and_for_many_events(store: Store) -> None:
    def told(count: int) -> int:
        placements = tuple(
            placement(f"e-{number}", host=ALPHA, venue="hall") for number in range(count)
        )
        changes = (change(ChangeKind.ADD, each.uid, {}, {"host": ALPHA}) for each in placements)
        shown = plan(*changes, placements=placements)
        return statements(store, lambda: tell(store, shown, "zh"))

    assert told(1) == told(3) == 7


def test_an_instant_is_told_in_the_zone_of_the_rules() -> None:
    words = Words("zh", {})
    start = datetime(2026, 9, 16, 17, tzinfo=UTC)

    assert words.when(start, start, all_day=False) == "9月17日 周四 01:00"


def test_a_move_into_another_year_names_both_years(store: Store) -> None:
    before = {"start": at(date(2027, 1, 6)).isoformat(), "end": at(date(2027, 1, 6)).isoformat()}
    moved = change(ChangeKind.MOVE, "e-1", before, {"start": at(DAY).isoformat()})
    sides = ("2027年1月6日 周三 14:30", "2026年9月16日 周三 14:30")

    found = tell(store, plan(moved, placements=(placement("e-1"),)), "zh")

    assert found.lines[0].changes == (sides,)


def test_what_moves_without_being_forced_is_named_with_its_days(store: Store) -> None:
    cause = explained("made_room", day="2026-09-09")
    before = {"start": at(date(2026, 9, 9)).isoformat()}
    moved = change(ChangeKind.MOVE, "e-1", before, {"start": at(DAY).isoformat()}, cause=cause)

    made = plan(moved, placements=(placement("e-1"),), moved=1)

    assert tell(store, made, "zh").more == (
        "比非动不可的多，因为要给别的活动让出日子：交流（9月9日 周三 14:30 → 9月16日 周三 14:30）。"
        "只数改日期和没有日子而取消的：改日期1场，没有日子而取消0场。"
    )
    assert tell(store, replace(made, forced=1), "zh").more == ""


def test_of_events_that_clash_the_first_are_named_with_what_becomes_of_them(store: Store) -> None:
    times = {"start": at(DAY).isoformat(), "end": at(DAY).isoformat()}
    lost = [
        change(ChangeKind.CANCEL, f"e-{number}", times, {}, forced=True) for number in range(1, 7)
    ]
    few, many = (plan(*lost[:count], moved=count, forced=count - 1) for count in (2, 6))

    one = "交流（9月16日 周三 14:30 → 取消）"
    assert tell(store, few, "zh").more == (
        f"几场活动相争时，“非动不可”只按最少的计，实际多动了1场：{one}；{one}。"
        "只数改日期和没有日子而取消的：改日期0场，没有日子而取消2场。"
    )
    assert tell(store, many, "zh").more.endswith(
        f"：{'；'.join([one] * 5)}等6场。"
        "只数改日期和没有日子而取消的：改日期0场，没有日子而取消6场。"
    )
    assert tell(store, many, "en").more.endswith(
        "→ cancelled) and others, 6 in all. "
        "Counted are 0 events moved and 6 events cancelled for want of a date."
    )


def test_promises_without_a_day_that_are_alike_are_told_once_and_counted(store: Store) -> None:
    missing = tuple(
        Unplaced(
            UnitKey("exchange", f"body:{ALLIANCE}", "2026", "", number),
            ALLIANCE,
            "交流",
            {"gap": 5 if number < 4 else 6},
            explained("relax_none"),
        )
        for number in range(1, 5)
    )
    found, english = (tell(store, plan(unplaced=missing), lang) for lang in ("zh", "en"))

    assert [(line.text, line.same) for line in found.lines] == [
        (alone(missing[0], store) + "同样的还有2项。", 2),
        (alone(missing[3], store), 0),
    ]
    assert found.counts == ((4, "排不下"),)
    assert english.lines[0].text.endswith(". 2 more like it.")


def alone(missing: Unplaced, store: Store) -> str:
    (line,) = tell(store, plan(unplaced=(missing,)), "zh").lines
    return line.text


def test_of_several_alliances_each_event_says_whose_it_is(store: Store) -> None:
    added = change(ChangeKind.ADD, "e-1", {}, {})
    unit = UnitKey("exchange", f"body:{OTHER}", "2026")
    missing = Unplaced(unit, OTHER, "联谊", {"gap": 5}, explained("relax_none"))
    both = Plan("h" * 64, {ALLIANCE: 3, OTHER: 1}, (placement("e-1"),), (added,), (missing,))

    lines = tell(store, both, "zh").lines

    assert [line.title for line in lines] == ["汽车链：交流", "钢铁链：联谊"]
