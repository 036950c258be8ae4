"""What the page of an event says to whom."""

import re
from datetime import date

from flask import Flask

from scheduler.services import event_acts, subscriptions
from scheduler.services.event_acts import Act
from scheduler.store import events
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    SECRET_KEY,
    SHARED_DAY,
    app,
    at,
    client,
    principal,
    runtime,
)

COUNCIL = COUNCILS[2]


def test_the_page_explains_the_day_and_the_host(sqlite_url: str) -> None:
    built = app(sqlite_url)
    why_date = {
        "code": "date_chosen",
        "fields": {
            "first": "2026-09-07",
            "last": "2026-09-25",
            "days": 15,
            "removed": {"past": 3, "venue_busy": 2},
            "left": 10,
            "cost": 3,
            "next_day": "2026-09-18",
            "next_cost": 5,
            "late": False,
        },
    }
    account = {"member": "organisation:beta", "entitled": "0.67", "acted": "0.00", "debt": "0.67"}
    why_host = {
        "code": "host_debt",
        "fields": {"host": "organisation:beta", **account, "rows": [account], "passed": []},
    }
    change(built, EXCHANGES[1], why_date=why_date, why_host=why_host)
    inside = client(built, "member").get(f"/events/{EXCHANGES[1]}").text
    for text in (
        "<b>23</b>选定",
        "<b>18</b>次优",
        "期间内的日子",
        "欠0.67",
        "2026年9月",
        "去掉会场占用<",
    ):
        assert text in inside
    assert re.findall(r"</svg>(\d+)</span>", inside) == ["15", "12", "10"]
    outside = client(built).get(f"/events/{EXCHANGES[1]}").text
    assert "轮到样例乙川公司主办" in outside
    assert "欠0.67" not in outside


def test_the_page_states_what_the_event_counts_for(sqlite_url: str) -> None:
    built = app(sqlite_url)
    page = client(built).get(f"/events/{COUNCIL}").text
    assert "第三季度“日常一季一议”" in page
    change(built, COUNCIL, period="window:campaign")
    assert "<dd>“日常一季一议”</dd>" in client(built).get(f"/events/{COUNCIL}").text
    change(built, COUNCIL, status="cancelled", waived=True, waive_reason="上级停办")
    assert "不再补办：上级停办" in client(built, "member").get(f"/events/{COUNCIL}").text
    assert "上级停办" not in client(built).get(f"/events/{COUNCIL}").text


def test_matters_are_named_to_members_alone(sqlite_url: str) -> None:
    built = app(sqlite_url)
    change(built, COUNCIL, matters=["auto-016"])
    assert 'href="/matters/auto-016"' in client(built, "member").get(f"/events/{COUNCIL}").text
    assert "auto-016" not in client(built).get(f"/events/{COUNCIL}").text


def test_the_page_of_a_joint_or_tentative_or_sealed_event_says_so(sqlite_url: str) -> None:
    built = app(sqlite_url)
    assert (
        "样例汽车产业链党委、样例钢铁产业链党委" in client(built).get(f"/events/{SHARED_DAY}").text
    )
    change(built, COUNCIL, tentative=True, kind="unknown")
    assert "暂定" in client(built).get(f"/events/{COUNCIL}").text
    change(built, COUNCIL, status="held", seal_code="QX7K2M")
    assert "QX7K2M" in client(built).get(f"/events/{COUNCIL}").text


def test_subscribers_who_fetched_a_change_are_counted(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    subscriptions.public_token(store, ALLIANCE, SECRET_KEY, NOW)
    act = Act(COUNCIL, principal(store, "secretary"), NOW)
    event_acts.move(store, act, at(date(2026, 9, 9)))
    assert "1个订阅，0个已取到" in client(built, "member").get(f"/events/{COUNCIL}").text


def change(built: Flask, uid: str, **values: object) -> None:
    with runtime(built).store.write() as session:
        events.change(session, uid, values)
