"""What waits on Today for whoever may do it."""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

from scheduler.domain.turn_request import TurnAct
from scheduler.rules.inputs import Blackout
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.requests import NewRequest
from scheduler.services.workdays import blackouts
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from scheduler.web.parts import Action, Light, Task, Words
from tests.support.queries import statements
from tests.support.visiting import with_lists
from tests.support.world import EXCHANGES, NOW, OTHER, app, client, principal
from tests.web.todays import MORNING, shown_to, store_of, waiting_matter


def test_an_event_that_cannot_stand_waits_and_is_marked(sqlite_url: str) -> None:
    now = MORNING - timedelta(days=1)
    built = app(sqlite_url, now)
    store = store_of(built)
    away = Blackout("body:auto", date(2026, 9, 16), date(2026, 9, 17))
    blackouts.add(store, away, by=principal(store, "secretary"), now=now)

    seen = {role: shown_to(built, role) for role in ("secretary", "admin", "branch")}

    decide = Task(
        "1场活动要您定",
        "9月16日 第3季度一季一议",
        Light("late", "要人决定"),
        Action("/plans?alliance=auto&year=2026", "去定"),
    )
    assert seen["secretary"].lead == Words("今天没有活动；答应的事误期1项；1件事等您办。")
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
    store, browser = store_of(built), client(app(sqlite_url), "secretary")
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

    assert {role: shown_to(built, role).tasks for role in ("secretary", "admin", "branch")} == {
        "secretary": (answer,),
        "admin": (replace(answer, note="样例汽车产业链党委 · 您同意后才办；不答复就照旧"),),
        "branch": (),
    }
    assert statements(store, lambda: browser.get("/")) == one
    after = app(sqlite_url, datetime(2026, 12, 31, 2, 0, tzinfo=UTC))
    assert answer.action not in [task.action for task in shown_to(after, "secretary").tasks]


def test_late_matters_come_first_and_only_for_those_who_handle_them(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = waiting_matter(store_of(built), 20)
    waiting_matter(store_of(built), 2)

    secretary, branch = shown_to(built, "secretary"), shown_to(built, "branch")

    assert secretary.lead == Words("今天没有活动；1件要事误期；答应的事误期2项；1件事等您办。")
    assert secretary.tasks == (
        Task(
            "001 双回路供电方案",
            "应商议，已过6天",
            Light("late", "误期"),
            Action(f"/matters/{key}", "去办"),
        ),
    )
    calm = Words("今天没有活动；答应的事误期2项；没有事等您办。")
    assert (branch.lead, branch.tasks) == (calm, ())


def test_people_that_a_rule_lacks_for_its_events_are_told_with_the_rule(sqlite_url: str) -> None:
    built = app(sqlite_url)
    seats = {"for": "exchange", "require": [{"role": "chain_pioneer", "n": 1000}]}
    with store_of(built).write() as session:
        session.add(
            RuleRow(
                alliance="auto",
                position=9,
                key="seats",
                type="staffing",
                name="参加人",
                name_en="Seats",
                data=seats,
            )
        )
    assert [(task.name, task.note) for task in shown_to(built, "secretary").tasks] == [
        ("到场缺人：chain_pioneer", "“参加人”每场要1000名，现有0名")
    ]
    (told,) = shown_to(built, "secretary", "en").tasks
    assert (told.name, told.note) == (
        "Too few for events: chain_pioneer",
        "“Seats” wants 1000 at each event, 0 named",
    )


def test_vacant_offices_wait_for_whoever_may_name_somebody(sqlite_url: str) -> None:
    built = app(sqlite_url)
    seats = {"for": "body:alliance", "require": [{"role": "chain_pioneer", "n": 2}]}
    with store_of(built).write() as session:
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
    assert shown_to(built, "secretary").tasks == (vacant,)
    assert shown_to(built, "member").tasks == ()
    assert [(task.name, task.note) for task in shown_to(built, "admin", "en").tasks] == [
        ("Vacant: Chain pioneer", "Sample Automotive Chain Committee · 0 of 2 named"),
        ("Vacant: Chain pioneer", "样例钢铁产业链党委 · 0 of 2 named"),
    ]


def test_a_list_of_visits_is_one_press_away(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with_lists(store_of(built))
    leading = {task.name: task.href for task in shown_to(built, "secretary").promises if task.href}
    assert leading == {
        "一企一策走访": "/quota?alliance=auto&rule=enterprise_visit",
        "自选动作": "/quota?alliance=auto&rule=own_items",
        "走访楼宇": "/quota?alliance=auto&rule=building_visit",
    }
