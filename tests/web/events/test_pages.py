"""What the page of an event says to whom."""

import re
from datetime import date, time, timedelta

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from scheduler.domain.matter import Step
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import known, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.services.matters import steps
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import events
from scheduler.store.tables.planning import RuleRow
from scheduler.web.calendar_pages import EventPage
from tests.support.addresses import public_token
from tests.support.pages import page as page_of
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    LIST,
    MET,
    NOW,
    OTHER,
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
            "removed": {"past": 3, "venue_busy": 2, "day_off": 1},
            "left": 9,
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
        "去掉放假<",
    ):
        assert text in inside
    assert re.findall(r"</svg>(\d+)</span>", inside) == ["15", "12", "10", "9"]
    outside = client(built).get(f"/events/{EXCHANGES[1]}").text
    assert "轮到样例乙川公司主办" in outside
    assert "欠0.67" not in outside


def test_the_page_states_what_the_event_counts_for(sqlite_url: str) -> None:
    built = app(sqlite_url)
    page = client(built).get(f"/events/{COUNCIL}").text
    assert "第三季度“日常一季一议”" in page
    change(built, COUNCIL, period="window:campaign")
    assert "<dd>“日常一季一议”</dd>" in client(built).get(f"/events/{COUNCIL}").text
    rename_rule(built, "“1+4”活动", "“1+4” activities")
    assert "<dd>“1+4”活动</dd>" in client(built).get(f"/events/{COUNCIL}").text
    change(built, COUNCIL, period="2026-Q3")
    assert "<dd>第三季度“1+4”活动</dd>" in client(built).get(f"/events/{COUNCIL}").text
    english = client(built).get(f"/events/{COUNCIL}?lang=en").text
    assert ", “1+4” activities</dd>" in english
    change(built, COUNCIL, status="cancelled", waived=True, waive_reason="上级停办")
    assert "不再补办：上级停办" in client(built, "member").get(f"/events/{COUNCIL}").text
    assert "上级停办" not in client(built).get(f"/events/{COUNCIL}").text


def test_matters_are_named_by_number_and_title_to_those_who_may_see_them(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    admin = principal(store, "admin")
    raised = [
        steps.raise_matter(
            store, NewMatter(alliance, title, "power", "organisation:gamma"), by=admin, now=NOW
        ).key
        for alliance, title in ((ALLIANCE, "双回路供电"), (ALLIANCE, "通勤班车"), (OTHER, "钢渣"))
    ]
    change(built, SHARED_DAY, matters=[*reversed(raised), "m-auto-999"])
    page = client(built, "member").get(f"/events/{SHARED_DAY}").text
    assert re.findall(r'<a href="/matters/([^"]+)">([^<]+)</a>', page) == [
        (raised[1], "002 通勤班车"),
        (raised[0], "001 双回路供电"),
    ]
    assert ("钢渣" in page, "已撤回" in page) == (False, False)
    assert "双回路" not in client(built).get(f"/events/{COUNCIL}").text
    steps.take(store, raised[1], Taking(Step.WITHDRAW), by=admin, now=NOW)
    page = client(built, "member").get(f"/events/{SHARED_DAY}").text
    (chip,) = re.findall(r"<dd>(.*?)</dd>", page[page.index("002 通勤班车") - 60 :])[:1]
    told = re.sub("<[^>]+>", "", chip).split()
    assert (told, page.count("已撤回")) == (["002", "通勤班车", "已撤回"], 1)
    english = client(built, "member").get(f"/events/{SHARED_DAY}?lang=en").text
    assert english.count("withdrawn") == 1


@pytest.mark.parametrize(
    ("values", "texts"),
    [
        ({}, ["点名", "封存", "记为已举行"]),
        ({"status": "held"}, ["补点名", "封存"]),
        ({"status": "held", "seal_code": "QX7K2M"}, ["看名单", "看封存码"]),
    ],
)
def test_a_button_says_what_is_left_to_do(
    sqlite_url: str, values: dict[str, object], texts: list[str]
) -> None:
    built = app(sqlite_url, MET)
    change(built, COUNCIL, **values)
    shown = page_of(client(built, "secretary"), f"/events/{COUNCIL}")
    assert isinstance(shown, EventPage)
    assert [action.text for action in shown.actions] == texts


SUNDAY = date(2026, 10, 11)


@pytest.mark.parametrize(
    ("day", "zh", "en"),
    [
        (date(2026, 9, 9), "", ""),
        (date(2026, 9, 13), "9月13日 周日是休息日。", "Sun 13 September is a day off."),
        (
            SUNDAY,
            "10月11日 周日是休息日。10月11日 周日不在第三季度内。",
            "Sun 11 October is a day off. Sun 11 October lies outside the period (third quarter).",
        ),
        (
            date(2026, 9, 23),
            "时间与链主企业交流对接（9月23日 14:30）重叠。",
            "The time overlaps Exchange (23 September 14:30).",
        ),
    ],
)
def test_what_speaks_against_a_day_chosen_by_hand_is_told_and_does_not_block(
    sqlite_url: str, day: date, zh: str, en: str
) -> None:
    built = app(sqlite_url)
    change(built, EXCHANGES[1], title="链主企业交流对接")
    store = runtime(built).store
    acts.move(store, Act(COUNCIL, principal(store, "secretary"), NOW), at(day))
    path = f"/events/{COUNCIL}"
    told = {
        (role, lang): doubt_of(client(built, role), f"{path}?lang={lang}")
        for role in (None, "member", "secretary")
        for lang in ("zh", "en")
    }
    assert told == {
        (None, "zh"): "",
        (None, "en"): "",
        ("member", "zh"): "",
        ("member", "en"): "",
        ("secretary", "zh"): zh,
        ("secretary", "en"): en,
    }


def test_only_what_a_person_moved_and_is_still_to_come_is_doubted(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "secretary")
    path = f"/events/{COUNCIL}"
    change(built, COUNCIL, start=at(SUNDAY), end=at(SUNDAY) + timedelta(hours=2), pinned=True)
    assert doubt_of(browser, path) == ""
    change(built, COUNCIL, why_date={"code": "reason.by_hand", "fields": {}})
    assert doubt_of(browser, path).startswith("10月11日 周日是休息日。")
    change(built, COUNCIL, period="window:campaign")
    assert doubt_of(browser, path) == "10月11日 周日是休息日。"
    change(built, COUNCIL, status="held")
    assert doubt_of(browser, path) == ""


def test_cancelled_and_whole_day_events_are_not_in_the_way(sqlite_url: str) -> None:
    built = app(sqlite_url)
    change(built, EXCHANGES[1], status="cancelled")
    whole = at(date(2026, 9, 23), time(0))
    change(built, LIST, start=whole, end=whole + timedelta(days=1))
    store = runtime(built).store
    act = Act(COUNCIL, principal(store, "secretary"), NOW)
    acts.move(store, act, at(date(2026, 9, 23)))
    assert doubt_of(client(built, "secretary"), f"/events/{COUNCIL}") == ""


def doubt_of(browser: FlaskClient, path: str) -> str:
    shown = page_of(browser, path)
    assert isinstance(shown, EventPage)
    return shown.doubt.text if shown.doubt else ""


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
    public_token(store, ALLIANCE, SECRET_KEY, NOW)  # never fetched: nobody follows it
    member = principal(store, "member")
    subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    act = Act(COUNCIL, principal(store, "secretary"), NOW)
    acts.move(store, act, at(date(2026, 9, 9)))
    asked = {
        role: client(built, role).get(f"/events/{COUNCIL}").text for role in ("member", "secretary")
    }
    assert ["1个订阅，0个已取到" in page for page in asked.values()] == [True, True]
    assert ["谁还没取到" in page for page in asked.values()] == [False, True]
    (own,) = known.own(store, member, SECRET_KEY, NOW)
    later = NOW + timedelta(minutes=1)
    subscriptions.renew(store, own.subscription.id, member, SECRET_KEY, later)
    page = client(built, "secretary").get(f"/events/{COUNCIL}").text
    assert ("1个订阅还没取过" in page, "谁还没取到" in page) == (True, True)


def rename_rule(built: Flask, name: str, name_en: str) -> None:
    with runtime(built).store.write() as session:
        query = update(RuleRow).where(RuleRow.key == "quarterly_council")
        session.execute(query.values(name=name, name_en=name_en))


def test_a_held_event_keeps_the_names_of_its_day_in_every_language(sqlite_url: str) -> None:
    built = app(sqlite_url)
    change(built, EXCHANGES[1], host_name="从前的名字", venue_name="链上会客厅", venue="hall")
    for query, terms in (("", ("主办", "地点")), ("?lang=en", ("Host", "Place"))):
        found = page_of(client(built, "member"), f"/events/{EXCHANGES[1]}{query}")
        assert isinstance(found, EventPage)
        facts = {fact.term: fact.text for fact in found.facts}
        assert [facts[term] for term in terms] == ["从前的名字", "链上会客厅"]


def change(built: Flask, uid: str, **values: object) -> None:
    with runtime(built).store.write() as session:
        events.change(session, uid, values)


def test_the_page_lists_every_promise_that_the_event_keeps(sqlite_url: str) -> None:
    built = app(sqlite_url)
    riding = {
        "scope": "body:auto",
        "period": "2026",
        "cell": "party_building|exchange|nameless",
        "ordinal": 1,
        "kind": "exchange",
    }
    also = [{**riding, "rule": rule} for rule in ("gone", "guests")]
    with runtime(built).store.write() as session:
        data = {"kind": "exchange", "axes": {"topic": ["party_building"]}, "with": "exchange"}
        session.add(
            RuleRow(
                alliance=ALLIANCE, position=9, key="guests", type="coverage", name="来宾", data=data
            )
        )
        events.change(session, EXCHANGES[1], {"also": also})
    browser = client(built, "secretary")
    for lang, told in (
        ("zh", "2026年“链主企业交流对接”；2026年“来宾”：党的建设·链主企业交流对接"),
        ("en", "2026, “链主企业交流对接”; 2026, “来宾”: Party building·Exchange"),
    ):
        found = page_of(browser, f"/events/{EXCHANGES[1]}?lang={lang}")
        assert isinstance(found, EventPage)
        assert told in {fact.text for fact in found.facts}
