from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.activity import UnitKey
from scheduler.rules.explain import explained
from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.plans import table as plan_table
from scheduler.services.workdays import blackouts
from scheduler.store.tables.planning import RuleRow
from tests.support.drafts import draft
from tests.support.world import ALLIANCE, NOW, OTHER, at, filled


@pytest.mark.parametrize(
    ("text", "columns"), [("", 0), ("abc", 3), ("活动", 4), ("（1）", 5), ("é", 1), ("e\u0301", 1)]
)
def test_a_chinese_character_is_two_columns_wide(text: str, columns: int) -> None:
    assert plan_table.width(text) == columns


def test_columns_line_up_whatever_stands_in_them() -> None:
    rows = [("变化", "Event"), ("", "活动"), ("add", "x")]

    assert plan_table.aligned(rows) == "变化  Event\n----  -----\n      活动\nadd   x"


ZH = """\
汽车链

变化  日期                         时间   活动          主办  地点
----  ---------------------------  -----  ------------  ----  ----------
移    9月17日 周四                 14:30  交流          甲川  链上会客厅
      10月8日 周四 – 10月9日 周五  全天   外出培训
增    12月30日 周三 (暂定)         14:30  Y样例2号会议

移  交流
    9月16日 周三 14:30 → 9月17日 周四 14:30
    9月16日会场占用。
增  Y样例2号会议
    12月30日 周三 14:30
    期限是12月30日。

谁      变化            活动
------  --------------  ---------------------------------
甲川    改期1场         9月17日交流
汽车链  多1场，改期1场  9月17日交流、12月30日Y样例2号会议

1 移日期，1 新增，1 不变
非动不可1，实际动了1。"""


def placement(uid: str, title: str, start: datetime, hours: int, **more: object) -> Placement:
    fields: dict[str, object] = {
        "uid": uid,
        "unit": UnitKey("exchange", f"body:{ALLIANCE}", "2026"),
        "attempt": 1,
        "owner": ALLIANCE,
        "alliances": (ALLIANCE,),
        "kind": "exchange",
        "title": title,
        "title_en": "",
        "start": start,
        "end": start + timedelta(hours=hours),
    }
    return Placement(**(fields | more))  # type: ignore[arg-type]  # a shorthand


def shown() -> Plan:
    before, after = at(date(2026, 9, 16)), at(date(2026, 9, 17))
    new = at(date(2026, 12, 30))
    due = explained("date_due", day="2026-12-30", period="2026")
    placements = (
        placement("e-3", "Y样例2号会议", new, 2, tentative=True, why_date=due),
        placement("e-2", "外出培训", at(date(2026, 10, 8), time(0)), 48, all_day=True),
        placement("e-1", "交流", after, 2, title_en="Exchange", **HOSTED),
    )
    moved = Change(
        ChangeKind.MOVE,
        "e-1",
        ALLIANCE,
        "交流",
        after.date(),
        before={"start": before.isoformat(), "end": before.isoformat()},
        after={"start": after.isoformat(), "end": after.isoformat()},
        cause=explained("venue_busy", day="2026-09-16", resource="venue:hall"),
        forced=True,
    )
    added = Change(ChangeKind.ADD, "e-3", ALLIANCE, "Y样例2号会议", new.date())
    return Plan("h" * 64, {ALLIANCE: 3}, placements, (moved, added), forced=1, moved=1)


HOSTED: dict[str, object] = {"host": "organisation:alpha", "venue": "hall"}


def test_the_year_is_a_table_with_reasons_and_figures(sqlite_url: str) -> None:
    assert plan_table.table(filled(sqlite_url), draft(shown()), "zh") == ZH


def test_what_led_to_the_plan_stands_above_the_table(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    made = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, made.hash, by=SYSTEM, now=NOW)
    away = Blackout("venue:hall", date(2026, 10, 19), date(2026, 10, 20))
    blackouts.add(store, away, by=SYSTEM, now=NOW)

    lines = plan_table.table(store, draft(shown()), "en").splitlines()

    assert lines[:3] == [
        "Sample Automotive Chain Committee",
        "Since the last publication: Chain Parlour is closed on 19 October.",
        "",
    ]


def test_the_table_speaks_english_where_names_do(sqlite_url: str) -> None:
    lines = plan_table.table(filled(sqlite_url), draft(shown()), "en").splitlines()

    assert [" ".join(line.split()) for line in (lines[2], lines[4])] == [
        "Change Date Time Event Host Place",
        "move Thu 17 September 14:30 Exchange Sample Alpha Chain Parlour",
    ]
    assert lines[-2:] == ["1 moved, 1 added, 1 unchanged", "Forced 1, moved 1."]


def test_more_moves_than_forced_are_named_with_their_days(sqlite_url: str) -> None:
    made = replace(shown(), forced=0)

    lines = plan_table.table(filled(sqlite_url), draft(made), "zh").splitlines()

    assert lines[-2:] == [
        "非动不可0，实际动了1。",
        (
            "几场活动相争时，“非动不可”只按最少的计，实际多动了1场："
            "交流（9月16日 周三 14:30 → 9月17日 周四 14:30）。"
            "只数改日期和没有日子而取消的：改日期1场，没有日子而取消0场。"
        ),
    ]


def test_a_plan_that_changes_nothing_says_so(sqlite_url: str) -> None:
    nothing = replace(shown(), changes=(), forced=0, moved=0)

    lines = plan_table.table(filled(sqlite_url), draft(nothing), "zh").splitlines()

    assert lines[-4:] == ["没有要动的。", "", "3 不变", "非动不可0，实际动了0。"]


def test_of_several_alliances_a_rule_that_is_left_alone_names_its_own(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        broken = update(RuleRow).where(RuleRow.alliance == ALLIANCE, RuleRow.key == "exchange")
        session.execute(broken.values(data={"kind": "exchange", "per": "nothing"}))

    for alliances, title in (
        ((ALLIANCE,), "\n\n链主企业交流对接\n"),
        ((ALLIANCE, OTHER), "\n\n汽车链：链主企业交流对接\n"),
    ):
        made = planning.draft(store, alliances, 2026, by=SYSTEM, now=NOW)
        assert title in plan_table.table(store, made, "zh")
