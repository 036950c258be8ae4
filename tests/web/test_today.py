"""The page Today as a whole: a calm day, the alliances of a reader and their promises."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store
from scheduler.web import today
from scheduler.web.calendar_pages import NextMeeting, TodayPage
from scheduler.web.parts import Action, Chip, Fact, Light, Task, Words
from tests.support.queries import statements
from tests.support.world import COUNCILS, EXCHANGES, NOW, OTHER, app, at, client, principal
from tests.web.todays import AFTER, COUNCIL, shown_to, store_of, waiting_matter

PROMISES = (
    Task("资源共享清单", "误期2次，应于3月31日前", Light("late", "误期")),
    Task("链主企业交流对接", "3次已办1次", Light("set", "已排好")),
    Task("日常一季一议", "4次已办2次", Light("set", "已排好")),
    Task("要事一事一商", "", Light("na", "不适用")),
)
CALM = TodayPage(
    day=date(2026, 8, 18),
    lead=Words("今天没有活动；答应的事误期1项；没有事等您办。"),
    meeting=NextMeeting(
        chip=Chip("published", "9月16日 周三 14:30"),
        title="第3季度一季一议",
        href=f"/events/{COUNCIL}",
        facts=(Fact("地点", "链上会客厅"),),
        actions=(Action(f"/events/{COUNCIL}", "看安排"),),
    ),
    promises_note="样例汽车产业链党委，截至今天。",
    promises_href="/alliances/auto",
    promises=PROMISES,
    alliances_title="0个联盟",
)


def test_a_calm_day_is_told_whole(sqlite_url: str) -> None:
    assert shown_to(app(sqlite_url), "secretary") == CALM


def test_a_calm_day_is_told_in_english(sqlite_url: str) -> None:
    shown = shown_to(app(sqlite_url), "secretary", "en")

    assert replace(shown, promises=()) == TodayPage(
        day=date(2026, 8, 18),
        lead=Words("No meeting today; late promises: 1; nothing waits for you."),
        meeting=NextMeeting(
            chip=Chip("published", "Wed 16 September 14:30"),
            title="第3季度一季一议",
            href=f"/events/{COUNCIL}",
            facts=(Fact("Place", "Chain Parlour"),),
            actions=(Action(f"/events/{COUNCIL}", "See the details"),),
        ),
        promises_note="Sample Automotive Chain Committee, as of today.",
        promises_href="/alliances/auto",
        alliances_title="0 alliances",
    )
    assert [(each.note, each.light.text) for each in shown.promises] == [
        ("2 are late, due by 31 March", "Late"),
        ("1 of 3 held", "Scheduled"),
        ("2 of 4 held", "Scheduled"),
        ("", "n/a"),
    ]


@pytest.mark.parametrize(
    ("role", "own", "alliances"),
    [
        ("admin", "各联盟答应的事，见下面的表。", ["样例汽车产业链党委", "样例钢铁产业链党委"]),
        (
            "committee",
            "各联盟答应的事，见下面的表。",
            ["样例汽车产业链党委", "样例钢铁产业链党委"],
        ),
        ("other", "样例钢铁产业链党委，截至今天。", []),
    ],
)
def test_each_reader_sees_their_own_alliances(
    sqlite_url: str, role: str, own: str, alliances: list[str]
) -> None:
    shown = shown_to(app(sqlite_url), role)
    assert (shown.promises_note, [line.name for line in shown.alliances]) == (own, alliances)


def test_who_can_do_nothing_is_still_told_in_how_many_alliances_promises_are_late(
    sqlite_url: str,
) -> None:
    shown = shown_to(app(sqlite_url), "committee")
    assert (shown.lead, shown.tasks) == (
        Words("今天没有活动；2个联盟有误期的事；没有事等您办。"),
        (),
    )
    assert [line.worst and line.worst.state for line in shown.alliances] == ["late", "late"]


def test_readers_of_several_alliances_are_told_whose_it_is(sqlite_url: str) -> None:
    built = app(sqlite_url, AFTER)
    waiting_matter(store_of(built), 40)

    shown = shown_to(built, "committee")

    assert [task.note for task in shown.tasks] == ["样例汽车产业链党委 · 应商议，已过56天"]
    assert shown.meeting is not None
    assert shown.meeting.facts == (
        Fact("联盟", "样例汽车产业链党委"),
        Fact("主办", "样例乙川公司"),
        Fact("主题", "安全生产"),
    )
    assert [task.note for task in shown_to(built, "admin").tasks[1:]] == [
        "样例钢铁产业链党委 · 还没有点名；点完名、封存后计入季报",
        "样例汽车产业链党委 · 还没有点名；点完名、封存后计入季报",
    ]


def test_a_promise_that_an_alliance_does_not_make_stays_empty(sqlite_url: str) -> None:
    shown = shown_to(app(sqlite_url), "admin")
    figures = {
        line.name: dict(zip(shown.columns, line.lights, strict=True)) for line in shown.alliances
    }
    assert figures["样例钢铁产业链党委"] == {
        "日常一季一议": Light("late", "0/4"),
        "资源共享清单": None,
        "链主企业交流对接": None,
        "要事一事一商": None,
    }
    assert shown.promises == ()
    assert {line.name: line.worst for line in shown.alliances} == {
        "样例汽车产业链党委": Light("late", "误期1项"),
        "样例钢铁产业链党委": Light("late", "误期1项"),
    }
    text = client(app(sqlite_url), "admin").get("/").text
    assert text.count("<td></td>") == 3


def test_every_alliance_has_a_promise_in_the_table_of_all(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(today, "COLUMNS", 1)
    shown = shown_to(app(sqlite_url), "admin")
    assert shown.columns == ("日常一季一议",)
    assert [None in line.lights for line in shown.alliances] == [False, False]


def _move(store: Store, uid: str, day: date) -> None:
    acts.move(store, Act(uid, principal(store, "secretary"), NOW), at(day))


def test_the_number_of_queries_does_not_depend_on_what_there_is(sqlite_url: str) -> None:
    built = app(sqlite_url, AFTER)
    store, browser = store_of(built), client(built, "secretary")
    waiting_matter(store, 40)
    _move(store, COUNCILS[3], date(2026, 12, 10))
    one = statements(store, lambda: browser.get("/"))
    kept = statements(store, lambda: browser.get("/"))
    for days in (41, 42):
        waiting_matter(store, days)
    _move(store, COUNCILS[3], date(2026, 9, 15))
    _move(store, EXCHANGES[2], date(2026, 9, 14))
    three = statements(store, lambda: browser.get("/"))

    shown = shown_to(built, "secretary")
    assert (len(shown.tasks), len(shown.news)) == (7, 3)
    assert (one, kept < one) == (three, True)


def test_alliances_are_judged_again_only_after_a_change(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    before = shown_to(built, "secretary")
    _move(store, COUNCIL, date(2026, 9, 30))
    assert shown_to(built, "secretary").promises == before.promises
    waiting_matter(store, 20, OTHER)
    assert shown_to(built, "secretary").promises == before.promises
    waiting_matter(store, 20)
    assert shown_to(built, "secretary").promises != before.promises


def test_nobody_is_named_on_the_page(sqlite_url: str) -> None:
    text = client(app(sqlite_url), "member").get("/").text
    names = ("赵样例", "钱样例", "孙样例", "李样例", "郑样例")
    assert [name for name in names if name in text] == []
