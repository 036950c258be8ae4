"""What happened to an event, in one line."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from scheduler.domain.text.reading import Reading
from scheduler.services.events.change_notes import (
    absent,
    dated,
    identity,
    keys,
    note,
    thens,
    told_now,
)
from scheduler.services.events.change_origins import PLAIN, Retold, Then
from scheduler.store.feeds import EventChange
from tests.support.world import NOW

NAMES = {
    "organisation:alpha": ("甲川公司", "Alpha"),
    "organisation:beta": ("乙川公司", ""),
    "venue:hall": ("会客厅", "Parlour"),
    "work_safety": ("安全生产", "Work safety"),
}
DAY = {"from": "2026-09-16T06:30:00+00:00", "to": "2026-09-09T06:30:00+00:00"}
END = {"from": "2026-09-16T08:30:00+00:00", "to": "2026-09-09T08:30:00+00:00"}
LATER = {"from": "2026-09-16T08:30:00+00:00", "to": "2026-09-09T09:30:00+00:00"}
YEAR = {"from": "2026-12-30T06:30:00+00:00", "to": "2027-01-06T06:30:00+00:00"}
YEAR_END = {"from": "2026-12-30T08:30:00+00:00", "to": "2027-01-06T08:30:00+00:00"}
NEW_YEAR = {"from": "2026-12-31T06:30:00+00:00", "to": "2026-12-31T23:30:00+00:00"}
HOST = {"from": "organisation:alpha", "to": "organisation:beta"}
VENUE = {"from": None, "to": "hall"}


def change(kind: str, days: int = 0, /, **detail: object) -> EventChange:
    at = NOW + timedelta(days=days)
    return EventChange("e-1", 1 + days, kind, 1, at, "u-1", detail, visible=True)


def told(lang: str, *changes: EventChange) -> list[str]:
    return [dated(each, Reading(lang, 2026), NAMES) for each in told_now(changes, lang)]


@pytest.mark.parametrize(
    ("kind", "detail", "zh", "en"),
    [
        ("created", {}, "已发布。", "Published."),
        (
            "created",
            {"start": "2026-09-16T06:30:00+00:00"},
            "新增：9月16日 14:30。",
            "Added: 16 September 14:30.",
        ),
        ("created", {"start": DAY}, "新增：9月9日 14:30。", "Added: 9 September 14:30."),
        (
            "moved",
            {"start": DAY, "end": END, "reason": "venue_repair"},
            "已改期：9月16日 → 9月9日。会场检修。只改了日期。",
            "Moved: 16 September → 9 September. Venue under repair. Only the date changed.",
        ),
        (
            "moved",
            {"start": DAY, "end": LATER},
            "已改期：9月16日 14:30–16:30 → 9月9日 14:30–17:30。",
            "Moved: 16 September 14:30–16:30 → 9 September 14:30–17:30.",
        ),
        (
            "moved",
            {"start": YEAR, "end": {"from": YEAR_END["from"], "to": "2027-01-07T08:30:00+00:00"}},
            "已改期：2026年12月30日 14:30–16:30 → 2027年1月6日 14:30至2027年1月7日 16:30。",
            ("Moved: 30 December 2026 14:30–16:30 → 6 January 2027 14:30 to 7 January 2027 16:30."),
        ),
        (  # whole days: the end is the midnight after the last
            "moved",
            {
                "start": {"from": "2026-09-15T16:00:00+00:00", "to": "2026-09-14T16:00:00+00:00"},
                "end": {"from": "2026-09-16T16:00:00+00:00", "to": "2026-09-18T16:00:00+00:00"},
            },
            "已改期：9月16日 → 9月15日至9月18日。",
            "Moved: 16 September → 15 September to 18 September.",
        ),
        (
            "moved",
            {"end": {"from": "2026-09-16T16:00:00+00:00", "to": "2026-09-17T16:00:00+00:00"}},
            "改最后一天：9月16日 → 9月17日。",
            "New last day: 16 September → 17 September.",
        ),
        (
            "moved",
            {"start": DAY},
            "已改期：9月16日 14:30 → 9月9日 14:30。",
            "Moved: 16 September 14:30 → 9 September 14:30.",
        ),
        (
            "moved",
            {"start": YEAR, "end": YEAR_END},
            "已改期：2026年12月30日 → 2027年1月6日。只改了日期。",
            "Moved: 30 December 2026 → 6 January 2027. Only the date changed.",
        ),
        (
            "moved",
            {
                "start": DAY,
                "end": {"from": "2026-09-18T08:30:00+00:00", "to": "2026-09-11T08:30:00+00:00"},
            },
            "已改期：9月16日 14:30至9月18日 16:30 → 9月9日 14:30至9月11日 16:30。",
            (
                "Moved: 16 September 14:30 to 18 September 16:30 → "
                "9 September 14:30 to 11 September 16:30."
            ),
        ),
        (  # a whole day ends at the midnight after it
            "moved",
            {
                "start": {"from": "2026-09-15T16:00:00+00:00", "to": "2026-09-14T16:00:00+00:00"},
                "end": {"from": "2026-09-16T16:00:00+00:00", "to": "2026-09-15T16:00:00+00:00"},
            },
            "已改期：9月16日 → 9月15日。只改了日期。",
            "Moved: 16 September → 15 September. Only the date changed.",
        ),
        (
            "moved",
            {"start": YEAR, "reason": "swap"},
            "已改期：2026年12月30日 14:30 → 2027年1月6日 14:30。两家调换。",
            ("Moved: 30 December 2026 14:30 → 6 January 2027 14:30. Two hosts changed places."),
        ),
        (
            "moved",
            {"start": NEW_YEAR},
            "已改期：2026年12月31日 14:30 → 2027年1月1日 07:30。",
            "Moved: 31 December 2026 14:30 → 1 January 2027 07:30.",
        ),
        (
            "moved",
            {"end": {"from": END["from"], "to": "2026-09-16T09:00:00+00:00"}, "reason": "by_hand"},
            "改结束时间：9月16日 16:30 → 9月16日 17:00。人工调整。",
            "New end: 16 September 16:30 → 16 September 17:00. Changed by hand.",
        ),
        (
            "detail",
            {"tentative": {"from": True, "to": False}},
            "由暂定转为确定，时间地点不变。",
            "It is firm now; time and place stay.",
        ),
        (
            "detail",
            {"tentative": {"from": False, "to": True}},
            "说明有更新。",
            "The details changed.",
        ),
        (
            "moved",
            {"start": DAY, "end": END, "host": HOST},
            "已改期：9月16日 14:30 → 9月9日 14:30。换主办：甲川公司 → 乙川公司。",
            "Moved: 16 September 14:30 → 9 September 14:30. New host: Alpha → 乙川公司.",
        ),
        (
            "venue",
            {"venue": VENUE},
            "换地点：未定 → 会客厅。",
            "New place: not decided yet → Parlour.",
        ),
        (
            "venue",
            {"venue_name": {"from": "会客厅", "to": "3号楼:报告厅"}},
            "地点没变，改了名称：会客厅 → 3号楼:报告厅。",
            "The place stays and has a new name: 会客厅 → 3号楼:报告厅.",
        ),
        (
            "venue",
            {"venue_name": {"from": "甲", "to": "乙", "from_en": "A: old", "to_en": "B: new"}},
            "地点没变，改了名称：甲 → 乙。",
            "The place stays and has a new name: A: old → B: new.",
        ),
        (
            "venue",
            {"venue_name": {"from": "甲", "to": "乙", "from_en": "Park", "to_en": "Park"}},
            "地点没变，改了名称：甲 → 乙。",
            "The place stays; its Chinese name changed.",
        ),
        (
            "venue",
            {"venue_name": {"from": "甲", "to": "甲", "from_en": "Park", "to_en": "Garden"}},
            "地点没变，改了英文名称。",
            "The place stays and has a new name: Park → Garden.",
        ),
        (
            "venue",
            {"venue_name": {"from": "甲", "to": "甲", "from_en": "", "to_en": "Garden"}},
            "地点没变，改了英文名称。",
            "The place stays and has a new name: 甲 → Garden.",
        ),
        (
            "detail",
            {"title": {"from": "甲", "to": "乙"}, "title_en": {"from": "A: 1", "to": "B: 2"}},
            "改名称：甲 → 乙。",
            "New title: A: 1 → B: 2.",
        ),
        (
            "detail",
            {"theme": {"from": None, "to": "work_safety"}, "title": {"from": "甲", "to": "乙"}},
            "换主题：未定 → 安全生产。改名称：甲 → 乙。",
            "New theme: not decided yet → Work safety. New title: 甲 → 乙.",
        ),
        ("host", {"host": {"from": "x", "to": "x"}}, "说明有更新。", "The details changed."),
        (
            "cancelled",
            {"reason": "matter_late"},
            "已取消。要事误期。",
            "Cancelled. A matter is late.",
        ),
        ("restored", {}, "已撤销取消。", "No longer cancelled."),
        ("held", {}, "已举行。", "Held."),
        ("retired", {}, "早已过去，已从订阅里移出。", "Long past, and taken out of the feeds."),
        (
            "sealed",
            {"seal_code": {"from": "", "to": "QX7K2M"}},
            "已封存，封存码QX7K2M。",
            "Sealed, code QX7K2M.",
        ),
    ],
)
def test_a_change_is_told_in_both_languages(
    kind: str, detail: Mapping[str, object], zh: str, en: str
) -> None:
    one = change(kind, **detail)
    assert (note(one, "zh", NAMES), note(one, "en", NAMES)) == (zh, en)


def test_a_feed_is_told_no_typed_reason_and_no_fields_of_a_cause() -> None:
    typed = change("cancelled", reason="随便写的", note="王某说的")
    assert note(typed, "zh", NAMES) == "已取消。随便写的。王某说的。"
    assert note(typed, "en", NAMES) == "Cancelled. 随便写的. 王某说的."
    assert note(typed, "zh", NAMES, free=False) == "已取消。"
    cause = {"code": "person_busy", "fields": {"resource": "person:p-1", "day": "2026-09-16"}}
    assert note(change("cancelled", reason=cause), "zh", NAMES, free=False).startswith("已取消。")
    assert "p-1" not in note(change("cancelled", reason=cause), "zh", NAMES, free=False)


def test_reasons_tell_whose_absence_it_was_and_persons_to_some_readers_alone() -> None:
    def why(resource: str) -> EventChange:
        return change("cancelled", reason={"code": "blackout", "fields": {"resource": resource}})

    listed = [why("person:p-1"), why("venue:hall"), why(""), change("cancelled", reason="swap")]
    assert absent(listed, persons=True) == {"person:p-1", "venue:hall"}
    assert absent(listed, persons=False) == {"venue:hall"}


def test_a_feed_tells_the_newest_change_of_each_topic_with_its_day() -> None:
    changes = [
        change("moved", start=DAY, end=END, host=HOST, reason="venue_repair"),
        change("venue", 1, venue=VENUE, reason="by_hand"),
        change("host", 2, host={"from": HOST["to"], "to": None}, reason="member_left"),
        change("cancelled", 3, reason="随便写的", note="王某说的"),
        change("restored", 4),
    ]
    assert told("zh", *changes) == [
        "已撤销取消。（8月22日发布）",
        "换主办：乙川公司 → 未定。主办单位已退出。（8月20日发布）",
        "换地点：未定 → 会客厅。人工调整。（8月19日发布）",
        "已改期：9月16日 14:30 → 9月9日 14:30。会场检修。（8月18日发布）",
    ]
    assert told("en", *changes) == [
        "No longer cancelled. (Published on 22 August.)",
        (
            "New host: 乙川公司 → not decided yet. The host left the alliance. "
            "(Published on 20 August.)"
        ),
        "New place: not decided yet → Parlour. Changed by hand. (Published on 19 August.)",
        (
            "Moved: 16 September 14:30 → 9 September 14:30. Venue under repair. "
            "(Published on 18 August.)"
        ),
    ]
    assert told("zh", *changes[:4])[0] == "已取消。（8月21日发布）"


def test_a_feed_tells_a_change_of_another_topic_only_while_it_is_the_newest() -> None:
    renamed = change("detail", title={"from": "甲", "to": "乙"})
    moved = change("moved", 1, start=DAY, end=END)
    again = change("moved", 200, start=YEAR, end=YEAR_END)
    assert told("zh", renamed) == ["改名称：甲 → 乙。（8月18日发布）"]
    place = change("venue", venue_name={"from": "甲", "to": "乙", "from_en": "A", "to_en": "A"})
    assert told("en", place) == [
        "The place stays; its Chinese name changed. (Published on 18 August.)"
    ]
    assert told("zh", renamed, moved) == ["已改期：9月16日 → 9月9日。只改了日期。（8月19日发布）"]
    # What an earlier one did to the same topic is told no more; the day names another year.
    assert told("zh", renamed, moved, again) == [
        "已改期：2026年12月30日 → 2027年1月6日。只改了日期。（2027年3月6日发布）"
    ]


BACK = {"from": DAY["to"], "to": DAY["from"]}
BACK_END = {"from": END["to"], "to": END["from"]}


def test_pages_tell_each_change_as_feeds_told_it_when_it_was_the_newest() -> None:
    there = replace(change("moved", start=DAY, end=END), revision=1)
    back = replace(change("moved", 1, start=BACK, end=BACK_END), revision=2)
    again = replace(change("moved", 2, start=DAY, end=END), revision=3)
    changes = (there, back, again)
    found = thens(changes)
    assert found == {("e-1", 2, "moved"): Then({"change.move_day": Retold("change.back_day")})}
    pages = [
        note(each, Reading("zh", 2026), NAMES, then=found.get(identity(each), PLAIN))
        for each in changes
    ]
    in_feeds = [told("zh", *changes[: place + 1])[0].partition("（")[0] for place in range(3)]
    assert pages == in_feeds
    assert pages[1] == "已改回原定日期：9月9日 → 9月16日。只改了日期。"


@pytest.mark.parametrize(
    ("first", "last", "zh", "en"),
    [
        (
            {"start": DAY, "end": END},
            {"start": BACK, "end": BACK_END, "reason": "by_hand"},
            "已改回原定日期：9月9日 → 9月16日。人工调整。只改了日期。",
            (
                "Back to the original date: 9 September → 16 September. Changed by hand. "
                "Only the date changed."
            ),
        ),
        (
            {"start": DAY, "end": LATER},
            {"start": BACK, "end": {"from": LATER["to"], "to": LATER["from"]}},
            "已改回原定时间：9月9日 14:30–17:30 → 9月16日 14:30–16:30。",
            "Back to the original time: 9 September 14:30–17:30 → 16 September 14:30–16:30.",
        ),
        (  # it starts when it did first, but ends otherwise
            {"start": DAY, "end": LATER},
            {"start": BACK, "end": {"from": LATER["to"], "to": "2026-09-16T09:00:00+00:00"}},
            "已改期：9月9日 14:30–17:30 → 9月16日 14:30–17:00。",
            "Moved: 9 September 14:30–17:30 → 16 September 14:30–17:00.",
        ),
        (
            {"end": {"from": END["from"], "to": "2026-09-16T09:00:00+00:00"}},
            {"end": {"from": "2026-09-16T09:00:00+00:00", "to": END["from"]}},
            "已改回原定结束时间：9月16日 17:00 → 9月16日 16:30。",
            "Back to the original end: 16 September 17:00 → 16 September 16:30.",
        ),
        (
            {"start": DAY},
            {"start": BACK},
            "已改回原定时间：9月9日 14:30 → 9月16日 14:30。",
            "Back to the original time: 9 September 14:30 → 16 September 14:30.",
        ),
        (
            {"host": HOST},
            {"host": {"from": HOST["to"], "to": HOST["from"]}},
            "换回原主办：乙川公司 → 甲川公司。",
            "Back to the original host: 乙川公司 → Alpha.",
        ),
        (
            {"venue": {"from": "hall", "to": None}},
            {"venue": VENUE},
            "换回原地点：未定 → 会客厅。",
            "Back to the original place: not decided yet → Parlour.",
        ),
        (
            {"venue": VENUE},
            {"venue": {"from": "hall", "to": None}},
            "地点恢复为未定：会客厅 → 未定。",
            "The place is open again: Parlour → not decided yet.",
        ),
        (
            {"host": {"from": None, "to": HOST["to"]}},
            {"host": {"from": HOST["to"], "to": None}, "reason": "member_left"},
            "主办恢复为未定：乙川公司 → 未定。主办单位已退出。",
            "The host is open again: 乙川公司 → not decided yet. The host left the alliance.",
        ),
        (
            {"theme": {"from": "work_safety", "to": None}},
            {"theme": {"from": None, "to": "work_safety"}},
            "换回原主题：未定 → 安全生产。",
            "Back to the original theme: not decided yet → Work safety.",
        ),
        (
            {"theme": {"from": None, "to": "work_safety"}},
            {"theme": {"from": "work_safety", "to": None}},
            "主题恢复为未定：安全生产 → 未定。",
            "The theme is open again: Work safety → not decided yet.",
        ),
        (
            {"title": {"from": "甲", "to": "乙"}},
            {"title": {"from": "乙", "to": "甲"}},
            "改回原来的名称：乙 → 甲。",
            "Back to the original title: 乙 → 甲.",
        ),
        (
            {"venue_name": {"from": "甲", "to": "乙", "from_en": "A", "to_en": "B"}},
            {"venue_name": {"from": "乙", "to": "甲", "from_en": "B", "to_en": "A"}},
            "地点没变，改回了原来的名称：乙 → 甲。",
            "The place stays and has its former name again: B → A.",
        ),
        (  # in one of the languages it has another name still
            {"venue_name": {"from": "甲", "to": "乙", "from_en": "A", "to_en": "B"}},
            {"venue_name": {"from": "乙", "to": "甲", "from_en": "B", "to_en": "C"}},
            "地点没变，改回了原来的名称：乙 → 甲。",
            "The place stays and has a new name: B → C.",
        ),
    ],
)
def test_a_feed_tells_what_is_again_as_it_was_before_all_changes(
    first: dict[str, object], last: dict[str, object], zh: str, en: str
) -> None:
    added = change("created", start={"from": None, "to": DAY["to"]})
    changes = [added, change("moved", 1, **first), change("moved", 2, **last)]
    assert told("zh", *changes) == [f"{zh}（8月20日发布）"]
    assert told("en", *changes) == [f"{en} (Published on 20 August.)"]


def move(day: str, before: str, after: str, to: str | None = None) -> dict[str, object]:
    """Move an event of two hours from one time of a day to another, of a later day if any."""
    sides = {"from": (day, before), "to": (to or day, after)}
    starts = {
        side: datetime.fromisoformat(f"2026-12-{on}T{at}:00+08:00")
        for side, (on, at) in sides.items()
    }
    ends = {side: start + timedelta(hours=2) for side, start in starts.items()}
    return {
        "start": {side: start.isoformat() for side, start in starts.items()},
        "end": {side: end.isoformat() for side, end in ends.items()},
    }


@pytest.mark.parametrize(
    ("steps", "zh", "en"),
    [
        (
            [
                move("07", "14:30", "15:30"),
                move("07", "15:30", "15:30", "08"),
                move("08", "15:30", "15:30", "07"),
            ],
            "已改期：12月8日 15:30–17:30 → 12月7日 15:30–17:30，原定12月7日 14:30–16:30。",
            (
                "Moved: 8 December 15:30–17:30 → 7 December 15:30–17:30, "
                "originally 7 December 14:30–16:30."
            ),
        ),
        (
            [move("07", "14:30", "15:30"), move("07", "15:30", "15:30", "08")],
            "已改期：12月7日 15:30–17:30 → 12月8日 15:30–17:30，原定12月7日 14:30–16:30。",
            (
                "Moved: 7 December 15:30–17:30 → 8 December 15:30–17:30, "
                "originally 7 December 14:30–16:30."
            ),
        ),
        (
            [move("07", "14:30", "14:30", "08"), move("08", "14:30", "14:30", "09")],
            "已改期：12月8日 → 12月9日。只改了日期。",
            "Moved: 8 December → 9 December. Only the date changed.",
        ),
    ],
)
def test_only_the_date_changed_where_the_time_is_the_original_one(
    steps: list[dict[str, object]], zh: str, en: str
) -> None:
    changes = [change("moved", days, **step) for days, step in enumerate(steps)]
    assert told("zh", *changes)[0].partition("（")[0] == zh
    assert told("en", *changes)[0].partition(" (Pub")[0] == en
    then = thens(changes)[identity(changes[-1])] if "原定" in zh else PLAIN
    assert note(changes[-1], Reading("zh", 2026), NAMES, then=then) == zh


def test_a_name_that_changed_in_one_language_hides_none_that_changed_in_the_other() -> None:
    both = {"from": "甲", "to": "甲", "from_en": "X", "to_en": "Y"}
    chinese = {"from": "甲", "to": "乙", "from_en": "Y", "to_en": "Y"}
    english, other = change("venue", venue_name=both), change("venue", 1, venue_name=chinese)
    assert told("en", english, other) == [
        "The place stays; its Chinese name changed. (Published on 19 August.)",
        "The place stays and has a new name: X → Y. (Published on 18 August.)",
    ]
    assert told("zh", english, other) == ["地点没变，改了名称：甲 → 乙。（8月19日发布）"]
    third = change("venue", 2, venue_name={**both, "from": "乙", "to": "乙"})
    assert told("zh", other, third) == [
        "地点没变，改了英文名称。（8月20日发布）",
        "地点没变，改了名称：甲 → 乙。（8月19日发布）",
    ]


def test_a_cancellation_that_stands_comes_before_what_is_newer() -> None:
    hall = {"from": "甲", "to": "乙"}
    cancelled, renamed = change("cancelled"), change("venue", 1, venue_name=hall)
    name = "地点没变，改了名称：甲 → 乙。（8月19日发布）"
    assert told("zh", cancelled, renamed) == ["已取消。（8月18日发布）", name]
    restored = change("restored", 2)
    assert told("zh", cancelled, renamed, restored) == ["已撤销取消。（8月20日发布）", name]


def test_a_name_that_another_place_had_is_no_former_one() -> None:
    hall = {"from": "甲", "to": "乙"}
    changes = [
        change("venue", venue_name=hall),
        change("venue", 1, venue={"from": "hall", "to": "room"}),
        change("venue", 2, venue_name={"from": "丙", "to": "甲"}),
    ]
    assert told("zh", *changes)[0] == "地点没变，改了名称：丙 → 甲。（8月20日发布）"


def test_a_feed_tells_of_a_way_round_the_last_step_alone() -> None:
    on = {"from": DAY["to"], "to": YEAR["from"]}
    on_end = {"from": END["to"], "to": YEAR_END["from"]}
    changes = [change("moved", start=DAY, end=END), change("moved", 1, start=on, end=on_end)]
    assert told("zh", *changes) == ["已改期：9月9日 → 12月30日。只改了日期。（8月19日发布）"]


def test_another_end_is_told_until_the_start_changes() -> None:
    moved = change("moved", start=DAY, end=END)
    longer = change("moved", 1, end={"from": END["to"], "to": LATER["to"]})
    later = change("moved", 2, start=BACK, end={"from": LATER["to"], "to": END["from"]})
    end = "改结束时间：9月9日 16:30 → 9月9日 17:30。（8月19日发布）"
    assert told("zh", moved, longer) == [
        end,
        "已改期：9月16日 → 9月9日。只改了日期。（8月18日发布）",
    ]
    assert told("zh", longer, later) == [
        "已改期：9月9日 14:30–17:30 → 9月16日 14:30–16:30。（8月20日发布）"
    ]


def test_a_new_name_of_a_place_takes_the_place_of_no_move() -> None:
    moved = change("venue", 1, venue={"from": None, "to": "hall"})
    renamed = change("venue", 2, venue_name={"from": "会客厅", "to": "议事厅"})
    left = change("venue", 3, venue={"from": "hall", "to": None})
    name = "地点没变，改了名称：会客厅 → 议事厅。（8月20日发布）"
    assert told("zh", renamed) == [name]
    assert told("zh", moved, renamed) == [name, "换地点：未定 → 会客厅。（8月19日发布）"]
    assert told("zh", renamed, left) == ["换地点：会客厅 → 未定。（8月21日发布）"]


def test_a_feed_tells_of_a_held_event_no_change_before_and_no_seal_code() -> None:
    moved = change("moved", start=DAY, end=END)
    held = change("held", 30)
    sealed = change("sealed", 31, seal_code={"from": "", "to": "QX7K2M"})
    assert told("zh", moved, held) == ["已举行。"]
    assert told("zh", moved, held, sealed) == ["已封存。"]
    assert told("en", moved, held, sealed) == ["Sealed."]


def test_the_names_that_sentences_need_are_listed() -> None:
    changes = [change("moved", host=HOST, venue=VENUE), change("host", host="broken")]
    assert keys(changes) == {"organisation:alpha", "organisation:beta", "venue:hall"}
