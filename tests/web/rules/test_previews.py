"""What the editor of a rule shows of the year that it yields."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from flask import Flask

from scheduler.domain.activity import UnitKey
from scheduler.rules.explain import explained
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.rules.model import Rule
from scheduler.rules.plan import Change, ChangeKind, Placement, Plan, Unplaced
from scheduler.services.names import Name
from scheduler.services.plans.rule_preview import Preview, Riding
from scheduler.web.parts import Light
from scheduler.web.rules.previews import PreviewBox, preview_box
from tests.support.world import app, at

TODAY = date(2026, 8, 18)
RULE = Rule(owner="auto", key="salon", type="quota", name="沙龙", data={})


@pytest.fixture
def built(sqlite_url: str) -> Flask:
    return app(sqlite_url)


def unplaced(title: str, number: int) -> Unplaced:
    return Unplaced(
        UnitKey("salon", "body:auto", "2026", "", number), "auto", title, {"day_off": 1}
    )


def boxed(
    built: Flask,
    *changes: Change,
    lang: str = "zh",
    units: tuple[Unplaced, ...] = (),
    waiting: tuple[str, ...] = (),
) -> PreviewBox:
    plan = Plan("", {}, (), changes, ())
    seen = Preview(RULE, 2026, plan, (), waiting, units, (), {})
    with built.test_request_context(f"/?lang={lang}"):
        return preview_box(seen, TODAY, lang)


def test_what_rides_on_other_events_is_told_while_it_is_to_come(built: Flask) -> None:
    carrier = replace(RULE, key="exchange", name="交流", name_en="Exchange")
    key = UnitKey("exchange", "body:auto", "2026")
    rides = tuple(
        Riding(
            UnitKey("salon", "body:auto", "2026"),
            Placement("e", key, 1, "auto", (), "x", "", "", at(day), at(day, time(16))),
        )
        for day in (TODAY - timedelta(days=1), TODAY, date(2027, 1, 4))
    )
    seen = Preview(RULE, 2026, Plan("", {}, (), (), ()), (), (), (), (), {})
    with built.test_request_context("/"):
        boxes = [
            preview_box(replace(seen, rides=found, carrier=carrier), TODAY, lang)
            for found, lang in (((), "zh"), (rides[:1], "zh"), (rides, "zh"), (rides, "en"))
        ]
    assert [(box.sum, box.rides) for box in boxes] == [
        ("2026年还有0场", ""),
        ("2026年还有0场", ""),
        ("", "2项与交流的活动同场：2026年8月18日、2027年1月4日。"),
        ("", "2 pieces ride on events of Exchange: 18 August 2026, 4 January 2027."),
    ]


def test_people_that_a_rule_lacks_are_told_first(built: Flask) -> None:
    lacking = Vacancy("seats", "auto", "liaison", 1000, 8, "auto", "参加人", events=True)
    names = {"liaison": Name("联络员", "联络员", "Liaison")}
    plan = Plan("", {}, (), (), ())
    seen = Preview(RULE, 2026, plan, (), (), (unplaced("沙龙", 1),), (), names, (lacking,))
    with built.test_request_context("/"):
        box = preview_box(seen, TODAY, "zh")
    assert box.missing == (
        ("参加人", "每场要联络员1000名，名册上有8名，缺992名。"),
        ("沙龙", "排不下：放假1。"),
    )


@pytest.mark.parametrize(
    ("start", "hours", "lang", "told"),
    [
        (at(date(2026, 9, 30), time(0)), 72, "zh", "9月30日至10月2日"),
        (at(date(2026, 9, 30), time(0)), 72, "en", "30 September to 2 October"),
        (at(date(2026, 12, 31), time(0)), 48, "zh", "2026年12月31日至2027年1月1日"),
        (at(date(2026, 9, 30), time(0)), 24, "zh", "9月30日 周三"),
        (at(date(2026, 9, 30), time(14)), 2, "en", "Wed 30 September"),
    ],
)
def test_every_day_of_an_event_is_told(
    built: Flask, start: datetime, hours: int, lang: str, told: str
) -> None:
    unit = UnitKey("salon", "body:auto", "2026")
    end = start + timedelta(hours=hours)
    placed = Placement("u@a", unit, 1, "auto", ("auto",), "salon", "沙龙", "Salon", start, end)
    seen = Preview(RULE, 2026, Plan("", {}, (), (), ()), (placed,), (), (), (), {})
    with built.test_request_context(f"/?lang={lang}"):
        assert preview_box(seen, TODAY, lang).rows == ((told, ""),)


def move(before: Mapping[str, object], after: Mapping[str, object]) -> Change:
    return Change(
        ChangeKind.MOVE, "u@a", "auto", "沙龙", date(2026, 9, 16), before=before, after=after
    )


@pytest.mark.parametrize(
    ("before", "after", "lang", "told"),
    [
        (
            {"start": "2026-09-16T14:30:00+08:00", "end": "2026-09-16T16:30:00+08:00"},
            {"start": "2026-09-16T19:00:00+08:00", "end": "2026-09-16T21:00:00+08:00"},
            "zh",
            ("改时间 沙龙", "9月16日 周三 14:30 → 19:00"),
        ),
        (
            {"start": "2026-09-16T06:30:00+00:00"},
            {"start": "2026-09-16T19:00:00+08:00"},
            "en",
            ("New hours 沙龙", "Wed 16 September 14:30 → 19:00"),
        ),
        (
            {"start": "2026-09-15T14:30:00+08:00"},
            {"start": "2026-09-16T14:30:00+08:00"},
            "zh",
            ("改期 沙龙", "9月15日 周二 14:30 → 9月16日 周三 14:30"),
        ),
        (
            {"start": "2026-09-15T00:00:00+08:00", "end": "2026-09-16T00:00:00+08:00"},
            {"start": "2026-09-16T00:00:00+08:00", "end": "2026-09-17T00:00:00+08:00"},
            "zh",
            ("改期 沙龙", "9月15日 周二 → 9月16日 周三"),
        ),
        (
            {"end": "2026-09-16T16:30:00+08:00"},
            {"end": "2026-09-16T17:30:00+08:00"},
            "zh",
            ("改时间 沙龙", "9月16日 周三 结束16:30 → 17:30"),
        ),
        ({"all_day": True}, {"all_day": False}, "zh", ("改时间 沙龙", "9月16日 周三")),
    ],
)
def test_a_move_tells_from_when_to_when(
    built: Flask,
    before: Mapping[str, object],
    after: Mapping[str, object],
    lang: str,
    told: tuple[str, str],
) -> None:
    assert boxed(built, move(before, after), lang=lang).changes == (told,)


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", [("改名 沙龙", "9月16日 周三"), ("新增 读书会", "9月16日 周三")]),
        ("en", [("renamed Salon", "Wed 16 September"), ("New Reading", "Wed 16 September")]),
    ],
)
def test_titles_are_told_in_the_readers_language(
    built: Flask, lang: str, told: list[tuple[str, str]]
) -> None:
    day = date(2026, 9, 16)
    named = Change(ChangeKind.RENAME, "a@a", "auto", "沙龙", day, title_en="Salon")
    added = Change(ChangeKind.ADD, "b@a", "auto", "读书会", day, title_en="Reading")
    assert list(boxed(built, named, added, lang=lang).changes) == told


def test_what_is_cancelled_tells_its_day(built: Flask) -> None:
    before = {"start": "2026-09-16T14:30:00+08:00", "end": "2026-09-16T16:30:00+08:00"}
    gone = Change(ChangeKind.CANCEL, "u@a", "auto", "沙龙", date(2026, 9, 16), before=before)
    assert boxed(built, gone).changes == (("取消 沙龙", "9月16日 周三"),)


@pytest.mark.parametrize(("count", "more"), [(12, ""), (13, "另有1场"), (16, "另有4场")])
def test_what_a_list_leaves_out_is_counted(built: Flask, count: int, more: str) -> None:
    day = date(2026, 9, 16)
    added = [Change(ChangeKind.ADD, f"u{each}@a", "auto", "沙龙", day) for each in range(count)]
    units = tuple(unplaced(f"沙龙{number}", number) for number in range(1, count + 1))
    box = boxed(built, *added, units=units)
    assert (len(box.changes), box.more) == (12, more)
    assert (len(box.missing), box.more_missing) == (12, more)
    assert box.light == Light("todo", f"必办的有{count}场排不下，会动{count}场")


@pytest.mark.parametrize(
    ("lang", "told"),
    [("zh", "必办的有1场排不下"), ("en", "Required, but without a date: 1")],
)
def test_a_mandatory_promise_without_a_date_is_a_warning(
    built: Flask, lang: str, told: str
) -> None:
    box = boxed(built, units=(unplaced("沙龙", 1),), lang=lang)
    assert (box.light, box.short) == (Light("todo", told), True)


def test_what_need_not_be_or_is_over_is_no_warning(built: Flask) -> None:
    wished = replace(unplaced("沙龙", 1), mandatory=False)
    missed = replace(unplaced("沙龙", 2), causes={"period_over": 1})
    box = boxed(built, units=(wished, missed))
    assert (box.light, box.short) == (Light("set", "与现计划相同，0场变动"), False)


def test_what_finds_no_date_for_one_reason_is_told_once_and_counted(built: Flask) -> None:
    units = (*(unplaced("沙龙", number) for number in range(1, 301)), unplaced("另一场", 1))
    (many, one), english = boxed(built, units=units).missing, boxed(built, lang="en", units=units)

    assert (many, one) == (
        ("沙龙", f"{one[1]}同样的还有299项。"),
        ("另一场", one[1]),
    )
    assert english.missing[0][1].endswith(" 299 more like it.")


def test_what_was_missed_tells_its_months_and_no_way_out(built: Flask) -> None:
    missed = tuple(
        Unplaced(
            UnitKey("salon", "body:auto", f"2026-0{month}"),
            "auto",
            "联盟日",
            {"period_over": 1},
            explained("relax_none"),
        )
        for month in (1, 2)
    )
    assert boxed(built, units=missed).missing == (("联盟日", "1月、2月 期间已过。同样的还有1项。"),)


def test_a_mere_name_is_told_as_one(built: Flask) -> None:
    day = date(2026, 9, 16)
    named = Change(
        ChangeKind.RENAME, "u@a", "auto", "沙龙", day, {"title": "会"}, {"title": "沙龙"}
    )
    assert boxed(built, named).changes == (("改名 沙龙", "9月16日 周三"),)


def test_what_waited_already_is_marked_and_counted_apart(built: Flask) -> None:
    day = date(2026, 9, 16)
    waited = Change(ChangeKind.ADD, "a@a", "auto", "读书会", day)
    moved = move({"all_day": True}, {"all_day": False})
    also = Change(ChangeKind.HOST, "u@a", "auto", "沙龙", day, {"host": "a"}, {"host": None})

    both = boxed(built, also, waited, moved, waiting=("a@a",))
    alone = boxed(built, waited, lang="en", waiting=("a@a",))

    assert both.changes == (
        ("改时间 沙龙", "9月16日 周三"),
        ("新增 读书会", "9月16日 周三（原已待发布）"),
    )
    assert (both.light, both.waiting) == (Light("todo", "会动1场"), "另有1场原已待发布")
    assert alone.changes == (("New 读书会", "Wed 16 September (was waiting already)"),)
    assert alone.light == Light("set", "As planned now, nothing changes")
    assert alone.waiting == "Waiting already beside these: 1"
