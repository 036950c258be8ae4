from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import EventStatus
from scheduler.services.plans import undo_text
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.undoing import Back, Undone
from tests.support.rows import calendar
from tests.support.world import ALLIANCE, COUNCILS, EXCHANGES, NOW, OTHER, at, filled

LATER = NOW + timedelta(days=3)
WHEN = "12月9日 周三 14:30"


def test_each_event_is_told_as_it_stands_and_as_it_stood(sqlite_url: str) -> None:
    known = {event.uid: event for event in calendar()}
    council, exchange, other = (known[uid] for uid in (COUNCILS[3], EXCHANGES[1], EXCHANGES[2]))
    day = at(date(2026, 12, 16))
    moved = replace(council, start=day, end=day + timedelta(hours=2), venue="room")
    gone = replace(exchange, status=EventStatus.CANCELLED)
    added = replace(other, status=EventStatus.CANCELLED)
    renamed = replace(council, uid="e-d", title="旧名", title_en="Old")
    reasoned = replace(council, uid="e-a", kind="other")
    backs = (
        Back(moved, council),
        Back(gone, exchange),
        Back(other, added),
        Back(replace(renamed, title="新名", title_en="New"), renamed),
        Back(replace(reasoned, kind="council"), reasoned),
    )
    undone = Undone("h", (ALLIANCE,), backs, LATER, "x", NOW)

    counts = (undone.cancelled, undone.restored, undone.moved, undone.changed, undone.firm)
    assert counts == (1, 1, 1, 2, 0)
    assert undo_text.tell(filled(sqlite_url), undone, "zh") == (
        PlanLine(
            "add",
            "链主企业交流对接",
            "",
            EXCHANGES[1],
            changes=(("取消", "9月23日 周三 14:30"),),
        ),
        PlanLine(
            "cancel",
            "链主企业交流对接",
            "",
            EXCHANGES[2],
            changes=(("11月18日 周三 14:30", "取消"),),
        ),
        PlanLine("detail", council.title, "", "e-a", text="说明有更新。", kept=WHEN),
        PlanLine("rename", "旧名", "", "e-d", changes=(("新名", "旧名"),), kept=WHEN),
        PlanLine(
            "move",
            council.title,
            "",
            COUNCILS[3],
            changes=(
                ("12月16日 周三 14:30", "12月9日 周三 14:30"),
                ("甲川报告厅", "链上会客厅"),
            ),
        ),
    )


def test_of_several_alliances_each_event_says_whose_it_is(sqlite_url: str) -> None:
    (council,) = (event for event in calendar() if event.uid == COUNCILS[3])
    backs = (Back(council, replace(council, tentative=True)),)
    undone = Undone("h", (ALLIANCE, OTHER), backs, LATER, "x", NOW)
    lines = undo_text.tell(filled(sqlite_url), undone, "zh")

    assert (undone.moved, undone.changed, undone.firm) == (0, 0, 1)

    assert lines == (
        PlanLine(
            "detail",
            f"汽车链：{council.title}",
            "",
            COUNCILS[3],
            changes=(("确定", "暂定"),),
            kept=WHEN,
        ),
    )


def test_the_plan_is_named_with_the_day_of_its_publication(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    (council,) = (event for event in calendar() if event.uid == COUNCILS[3])
    backs = (Back(council, replace(council, status=EventStatus.CANCELLED)),)
    both = Undone("h", (ALLIANCE, OTHER), backs, LATER, "x", NOW, 2026)
    many = replace(both, alliances=(ALLIANCE, OTHER) * 3, year=None)

    assert [undo_text.lead(store, each, "zh") for each in (both, many)] == [
        "8月18日 10:00发布的汽车链、钢铁链2026年的计划：取消1。",
        "8月18日 10:00发布的6个联盟的计划：取消1。",
    ]
    assert undo_text.lead(store, both, "en") == (
        "The plan of Sample Automotive Chain Committee, 钢铁链 for 2026, published on "
        "18 August 10:00: 1 cancelled."
    )
    assert undo_text.lead(store, many, "en") == (
        "The plan of 6 alliances, published on 18 August 10:00: 1 cancelled."
    )
