from collections.abc import Callable
from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from scheduler.domain.matter import Step
from scheduler.domain.turn_request import TurnAct
from scheduler.rules.inputs import Blackout
from scheduler.services import attendance
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from scheduler.services.workdays import blackouts
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from scheduler.web import today
from scheduler.web.calendar_pages import NextMeeting, TodayPage
from scheduler.web.parts import Action, Chip, Fact, Light, Link, News, Task, Words
from tests.support.pages import page
from tests.support.queries import statements
from tests.support.visiting import with_lists
from tests.support.world import (
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SHARED_DAY,
    app,
    at,
    client,
    principal,
    runtime,
)

COUNCIL = COUNCILS[2]
PROMISES = (
    Task("资源共享清单", "误期2次，应于3月31日前", Light("late", "误期")),
    Task("链主企业交流对接", "3次已办1次", Light("set", "已排好")),
    Task("日常一季一议", "4次已办2次", Light("set", "已排好")),
    Task("要事一事一商", "", Light("na", "不适用")),
)
CALM = TodayPage(
    day=date(2026, 8, 18),
    lead=Words("今天没有活动；没有事等您办。"),
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


def _today(built: Flask, role: str, lang: str = "zh") -> TodayPage:
    shown = page(client(built, role), f"/?lang={lang}")
    assert isinstance(shown, TodayPage)
    return shown


def _store(built: Flask) -> Store:
    return runtime(built).store


def _matter(store: Store, days: int, alliance: str = "auto") -> str:
    """Raise a major matter that was accepted so many days ago and still waits for its council."""
    by, then = principal(store, "admin"), NOW - timedelta(days=days)
    raised = "organisation:alpha" if alliance == "auto" else "organisation:gamma"
    new = NewMatter(alliance, "双回路供电方案", "power", raised, major=True)
    key = steps.raise_matter(store, new, by=by, now=then).key
    department = "organisation:bureau" if alliance == "auto" else "organisation:gamma"
    steps.take(store, key, Taking(Step.DISPATCH, department=department), by=by, now=then)
    steps.take(store, key, Taking(Step.ACCEPT), by=by, now=then)
    return key


def test_a_calm_day_is_told_whole(sqlite_url: str) -> None:
    assert _today(app(sqlite_url), "secretary") == CALM


def test_a_calm_day_is_told_in_english(sqlite_url: str) -> None:
    shown = _today(app(sqlite_url), "secretary", "en")

    assert replace(shown, promises=()) == TodayPage(
        day=date(2026, 8, 18),
        lead=Words("No meeting today; nothing waits for you."),
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
    shown = _today(app(sqlite_url), role)
    assert (shown.promises_note, [line.name for line in shown.alliances]) == (own, alliances)


def test_readers_of_several_alliances_are_told_whose_it_is(sqlite_url: str) -> None:
    built = app(sqlite_url, AFTER)
    _matter(_store(built), 40)

    shown = _today(built, "committee")

    assert [task.note for task in shown.tasks] == ["样例汽车产业链党委 · 应商议，已过56天"]
    assert shown.meeting is not None
    assert shown.meeting.facts == (
        Fact("联盟", "样例汽车产业链党委"),
        Fact("主办", "样例乙川公司"),
        Fact("主题", "安全生产"),
    )
    assert [task.note for task in _today(built, "admin").tasks[1:]] == [
        "样例钢铁产业链党委 · 还没有点名；点完名、封存后计入季报",
        "样例汽车产业链党委 · 还没有点名；点完名、封存后计入季报",
    ]


def test_a_promise_that_an_alliance_does_not_make_stays_empty(sqlite_url: str) -> None:
    shown = _today(app(sqlite_url), "admin")
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
    shown = _today(app(sqlite_url), "admin")
    assert shown.columns == ("日常一季一议",)
    assert [None in line.lights for line in shown.alliances] == [False, False]


MORNING = datetime(2026, 9, 16, 2, 15, tzinfo=UTC)


@pytest.mark.parametrize(
    ("now", "note", "waiting"),
    [
        (MORNING, "还有4小时15分", "没有事等您办"),
        (datetime(2026, 9, 16, 7, 0, tzinfo=UTC), "正在进行", "没有事等您办"),
    ],
)
def test_a_meeting_today_offers_its_roll(
    sqlite_url: str, now: datetime, note: str, waiting: str
) -> None:
    shown = _today(app(sqlite_url, now), "secretary")

    assert shown.lead == Words(f"今天有1场活动；{waiting}。")
    assert shown.meeting == NextMeeting(
        chip=Chip("published", "今天 14:30"),
        title="第3季度一季一议",
        href=f"/events/{COUNCIL}",
        facts=(Fact("地点", "链上会客厅"),),
        actions=(
            Action(f"/events/{COUNCIL}/roll", "点名"),
            Action(f"/events/{COUNCIL}", "看安排"),
        ),
        note=note,
    )


@pytest.mark.parametrize(
    ("role", "rolls"), [("branch", True), ("host", False), ("member", False), ("committee", False)]
)
def test_only_who_may_call_the_roll_is_offered_it(
    sqlite_url: str, role: str, *, rolls: bool
) -> None:
    shown = _today(app(sqlite_url, MORNING), role)
    assert shown.meeting is not None
    texts = [action.text for action in shown.meeting.actions]
    assert texts == (["点名", "看安排"] if rolls else ["看安排"])


def test_a_meeting_names_its_host_and_theme(sqlite_url: str) -> None:
    shown = _today(app(sqlite_url, datetime(2026, 9, 20, 2, 0, tzinfo=UTC)), "member", "en")
    assert shown.meeting is not None
    assert shown.meeting.facts == (Fact("Host", "Sample Beta"), Fact("Theme", "Work safety"))


def test_without_meetings_in_six_weeks_there_is_none(sqlite_url: str) -> None:
    shown = _today(app(sqlite_url, datetime(2027, 5, 18, 2, 0, tzinfo=UTC)), "secretary")
    assert shown.meeting is None


AFTER = datetime(2026, 9, 17, 2, 0, tzinfo=UTC)


def _uncalled(uid: str) -> Task:
    return Task(
        "9月16日 第3季度一季一议",
        "还没有点名；点完名、封存后计入季报",
        Light("todo", "未点名"),
        Action(f"/events/{uid}/roll", "补点名"),
    )


def _unsealed(uid: str) -> Task:
    return Task(
        "9月16日 第3季度一季一议",
        "名单齐了，还未封存；封存后季报自动计入",
        Light("todo", "待封存"),
        Action(f"/events/{uid}/seal", "核对后封存"),
    )


def _call(store: Store) -> None:
    by = principal(store, "secretary")
    attendance.open_register(store, COUNCIL, by=by, now=AFTER)
    attendance.all_present(store, COUNCIL, "7a3f3f0e-7a51-4c5e-8d36-6c2f9c8b1a11", by=by, now=AFTER)


def _confirm(store: Store) -> None:
    _call(store)
    attendance.confirm(store, COUNCIL, by=principal(store, "secretary"), now=AFTER)


def _seal(store: Store) -> None:
    _call(store)
    attendance.seal(store, COUNCIL, by=principal(store, "secretary"), now=AFTER)


@pytest.mark.parametrize(
    ("done", "secretary", "branch"),
    [
        (lambda _store: None, (_uncalled(COUNCIL),), (_uncalled(COUNCIL),)),
        (_call, (_unsealed(COUNCIL),), ()),
        (_confirm, (_unsealed(COUNCIL),), ()),
        (_seal, (), ()),
    ],
)
def test_a_meeting_that_is_over_waits_until_it_is_sealed(
    sqlite_url: str,
    done: Callable[[Store], None],
    secretary: tuple[Task, ...],
    branch: tuple[Task, ...],
) -> None:
    built = app(sqlite_url, AFTER)
    done(_store(built))

    shown = {role: _today(built, role).tasks for role in ("secretary", "branch", "member")}

    assert shown == {"secretary": secretary, "branch": branch, "member": ()}


def test_an_event_that_cannot_stand_waits_and_is_marked(sqlite_url: str) -> None:
    now = MORNING - timedelta(days=1)
    built = app(sqlite_url, now)
    store = _store(built)
    away = Blackout("body:auto", date(2026, 9, 16), date(2026, 9, 17))
    blackouts.add(store, away, by=principal(store, "secretary"), now=now)

    seen = {role: _today(built, role) for role in ("secretary", "admin", "branch")}

    decide = Task(
        "1场活动要您定",
        "9月16日 第3季度一季一议",
        Light("late", "要人决定"),
        Action("/plans?alliance=auto&year=2026", "去定"),
    )
    assert seen["secretary"].lead == Words("今天没有活动；1件事等您办。")
    assert {role: page.tasks[:1] for role, page in seen.items()} == {
        "secretary": (decide,),
        "admin": (replace(decide, note="样例汽车产业链党委 · 9月16日 第3季度一季一议"),),
        "branch": (),
    }
    assert {role: page.meeting and page.meeting.doubt for role, page in seen.items()} == {
        "secretary": Light("late", "要人决定"),
        "admin": Light("late", "要人决定"),
        "branch": None,
    }
    followed = client(built, "secretary").get("/plans?alliance=auto&year=2026")
    assert (followed.status_code, "要人决定" in followed.text) == (200, True)


def _ask(store: Store, request: str, uid: str) -> None:
    wish = NewRequest(request, TurnAct.EXCUSE, "搬迁", turn=uid)
    turn_requests.ask(store, wish, by=principal(store, "secretary"), now=NOW)


def test_requests_about_turns_wait_for_those_who_can_agree(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store, browser = _store(built), client(app(sqlite_url), "secretary")
    browser.get("/")
    _ask(store, "r-1", EXCHANGES[1])
    one = statements(store, lambda: browser.get("/"))
    _ask(store, "r-2", EXCHANGES[2])
    answer = Task(
        "轮值有2件等您答复",
        "您同意后才办；不答复就照旧",
        Light("todo", "待答复"),
        Action("/alliances/auto/turns", "去答复"),
    )

    assert {role: _today(built, role).tasks for role in ("secretary", "admin", "branch")} == {
        "secretary": (answer,),
        "admin": (replace(answer, note="样例汽车产业链党委 · 您同意后才办；不答复就照旧"),),
        "branch": (),
    }
    assert statements(store, lambda: browser.get("/")) == one
    after = app(sqlite_url, datetime(2026, 12, 31, 2, 0, tzinfo=UTC))
    assert answer.action not in [task.action for task in _today(after, "secretary").tasks]


def test_late_matters_come_first_and_only_for_those_who_handle_them(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = _matter(_store(built), 20)
    _matter(_store(built), 2)

    secretary, branch = _today(built, "secretary"), _today(built, "branch")

    assert secretary.lead == Words("今天没有活动；1件要事误期；1件事等您办。")
    assert secretary.tasks == (
        Task(
            "001 双回路供电方案",
            "应商议，已过6天",
            Light("late", "误期"),
            Action(f"/matters/{key}", "去办"),
        ),
    )
    assert (branch.lead, branch.tasks) == (Words("今天没有活动；没有事等您办。"), ())


def test_what_moved_is_news_and_what_a_plan_added_is_not(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = _store(built)
    by = principal(store, "secretary")
    act = Act(COUNCIL, by, NOW - timedelta(hours=1), reason="venue_repair")
    acts.move(store, act, at(date(2026, 9, 9)))

    shown = _today(built, "member")

    assert shown.news == (
        News(
            NOW - timedelta(hours=1),
            "：已改期：9月16日 → 9月9日。会场检修。只改了日期。",
            link=Link(f"/events/{COUNCIL}", "第3季度一季一议"),
        ),
    )


def test_a_joint_day_is_news_once_for_everyone(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = _store(built)
    act = Act(SHARED_DAY, principal(store, "secretary"), NOW, reason="venue_repair")
    acts.move(store, act, at(date(2026, 10, 16)))

    found = {role: len(_today(built, role).news) for role in ("secretary", "other", "admin")}

    assert found == {"secretary": 1, "other": 1, "admin": 1}


def test_only_the_newest_changes_are_news(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = _store(built)
    by = principal(store, "secretary")
    for day in range(1, 9):
        act = Act(COUNCIL, by, NOW + timedelta(minutes=day))
        acts.move(store, act, at(date(2026, 9, day)))

    news = _today(built, "member").news

    assert [each.at for each in news] == [NOW + timedelta(minutes=day) for day in range(8, 2, -1)]


def _move(store: Store, uid: str, day: date) -> None:
    acts.move(store, Act(uid, principal(store, "secretary"), NOW), at(day))


def test_the_number_of_queries_does_not_depend_on_what_there_is(sqlite_url: str) -> None:
    built = app(sqlite_url, AFTER)
    store, browser = _store(built), client(built, "secretary")
    _matter(store, 40)
    _move(store, COUNCILS[3], date(2026, 12, 10))
    one = statements(store, lambda: browser.get("/"))
    kept = statements(store, lambda: browser.get("/"))
    for days in (41, 42):
        _matter(store, days)
    _move(store, COUNCILS[3], date(2026, 9, 15))
    _move(store, EXCHANGES[2], date(2026, 9, 14))
    three = statements(store, lambda: browser.get("/"))

    shown = _today(built, "secretary")
    assert (len(shown.tasks), len(shown.news)) == (7, 3)
    assert (one, kept < one) == (three, True)


def test_alliances_are_judged_again_only_after_a_change(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = _store(built)
    before = _today(built, "secretary")
    _move(store, COUNCIL, date(2026, 9, 30))
    assert _today(built, "secretary").promises == before.promises
    _matter(store, 20, OTHER)
    assert _today(built, "secretary").promises == before.promises
    _matter(store, 20)
    assert _today(built, "secretary").promises != before.promises


def test_nobody_is_named_on_the_page(sqlite_url: str) -> None:
    text = client(app(sqlite_url), "member").get("/").text
    names = ("赵样例", "钱样例", "孙样例", "李样例", "郑样例")
    assert [name for name in names if name in text] == []


def test_vacant_offices_wait_for_whoever_may_name_somebody(sqlite_url: str) -> None:
    built = app(sqlite_url)
    seats = {"for": "body:alliance", "require": [{"role": "chain_pioneer", "n": 2}]}
    with _store(built).write() as session:
        session.add_all(
            [
                RuleRow(
                    alliance=alliance,
                    position=9,
                    key="seats",
                    type="staffing",
                    name="岗位",
                    data=seats,
                )
                for alliance in ("auto", OTHER)
            ]
        )
        session.add(NameRow(key="chain_pioneer", name="强链先锋", name_en="Chain pioneer"))
    vacant = Task(
        "缺岗：强链先锋",
        "应有2名，现有0名",
        Light("todo", "缺2名"),
        Action("/alliances/auto#offices", "看岗位"),
    )
    assert _today(built, "secretary").tasks == (vacant,)
    assert _today(built, "member").tasks == ()
    assert [(task.name, task.note) for task in _today(built, "admin", "en").tasks] == [
        ("Vacant: Chain pioneer", "Sample Automotive Chain Committee · 0 of 2 named"),
        ("Vacant: Chain pioneer", "样例钢铁产业链党委 · 0 of 2 named"),
    ]


def test_a_list_of_visits_is_one_press_away(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with_lists(_store(built))
    leading = {task.name: task.href for task in _today(built, "secretary").promises if task.href}
    assert leading == {
        "一企一策走访": "/quota?alliance=auto&rule=enterprise_visit",
        "自选动作": "/quota?alliance=auto&rule=own_items",
        "走访楼宇": "/quota?alliance=auto&rule=building_visit",
    }
