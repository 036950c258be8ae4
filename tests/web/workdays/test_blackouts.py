import re
from datetime import date

import pytest
from flask.testing import FlaskClient

from scheduler.domain.roster import Body, BodyKind
from scheduler.rules.inputs import Blackout
from scheduler.store import Store, blackouts
from scheduler.web.parts import Action, Link, Notice
from scheduler.web.workdays.blackout_pages import added_notice
from scheduler.web.workdays.values import AbsencesPage
from tests.support.pages import page
from tests.support.world import ALLIANCE, app, client, runtime

TYPED = {
    "alliance": ALLIANCE,
    "resource": "venue:hall",
    "start": "2026-09-14",
    "last": "2026-09-18",
    "reason": "检修",
}
HALL = Blackout("venue:hall", date(2026, 9, 14), date(2026, 9, 19), "检修")


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return runtime(app(sqlite_url)).store


def open_as(role: str, url: str) -> FlaskClient:
    return client(app(url), role)


def kept(store: Store) -> list[Blackout]:
    with store.read() as session:
        return [each.blackout for each in blackouts.until(session, date(2026, 1, 1))]


def put(store: Store, blackout: Blackout) -> int:
    with store.write() as session:
        return blackouts.add(session, blackout).key


def shown(browser: FlaskClient, address: str = "/blackouts", **fields: str) -> AbsencesPage:
    found = page(browser, address, **fields)
    assert isinstance(found, AbsencesPage)
    return found


def test_an_absence_is_written_down_and_leads_to_the_plan(sqlite_url: str, store: Store) -> None:
    browser = open_as("secretary", sqlite_url)

    answer = browser.post("/blackouts", data=TYPED)

    assert answer.status_code == 303
    assert kept(store) == [HALL]
    found = shown(browser, answer.headers["Location"])
    assert found.notice is not None
    assert (found.notice.title, found.notice.text) == (
        "已记下：9月14日至9月18日。",
        "汽车链有1场已发布的活动碰上这几天。",
    )
    assert found.notice.action is not None
    assert found.notice.action.href == f"/plans?alliance={ALLIANCE}&year=2026"
    (row,) = found.rows
    assert (row.name, row.days, row.reason, row.chip.text) == (
        "链上会客厅",
        "9月14日至9月18日",
        "检修",
        "还没到",
    )


def test_an_absence_that_strikes_several_alliances_leads_to_the_plan_of_all(
    sqlite_url: str,
) -> None:
    blackout = Blackout("venue:hall", date(2026, 9, 14), date(2026, 9, 19))
    struck = [
        (Body(key, key, BodyKind.ALLIANCE, name), count)
        for key, name, count in (("auto", "汽车链", 1), ("steel", "钢铁链", 2))
    ]
    with app(sqlite_url).test_request_context():
        found = added_notice(blackout, struck, "zh")
    assert found == Notice(
        "已记下：9月14日至9月18日。",
        "汽车链有1场已发布的活动碰上这几天。 钢铁链有2场已发布的活动碰上这几天。",
        action=Action("/plans?alliance=auto&alliance=steel&year=2026", "看计划变更"),
    )


def test_one_day_that_touches_nothing_is_told_as_one(sqlite_url: str) -> None:
    browser = open_as("secretary", sqlite_url)

    answer = browser.post("/blackouts", data=TYPED | {"start": "2026-08-20", "last": ""})

    found = shown(browser, answer.headers["Location"])
    assert found.notice is not None
    assert (found.notice.title, found.notice.text) == (
        "已记下：8月20日 周四。",
        "这几天没有碰上已发布的活动。",
    )


@pytest.mark.parametrize(
    ("changed", "field", "said"),
    [
        ({"resource": ""}, "resource", "请选择谁或哪里。"),
        (
            {"resource": "venue:nowhere"},
            "resource",
            "“venue:nowhere”不是这个联盟的组织、成员单位、任职人员或场地，请从名单里选。",
        ),
        ({"start": ""}, "start", "请填第一天。"),
        (
            {"start": "14 September"},
            "start",
            "第一天“14 September”看不懂，请按2026-09-09的样子填。",
        ),
        (
            {"last": "2036-09-18"},
            "last",
            "最后一天（2036年9月18日）太远，最晚填2029年8月19日。",
        ),
        ({"last": "9999-12-31"}, "last", "最后一天“9999-12-31”超出可用范围，请换一个日期。"),
        (
            {"last": "2026-09-01"},
            "last",
            "最后一天（2026年9月1日）早于第一天（2026年9月14日），请改其中一个。",
        ),
        (
            {"start": "2026-08-01", "last": "2026-08-02"},
            "last",
            "最后一天（2026年8月2日）太早：这一段已经过去，过去的不用记。",
        ),
        ({"reason": "x" * 121}, "reason", "理由太长：最多120个字，请缩短。"),
    ],
)
def test_what_was_typed_stays_and_the_fault_stands_at_its_field(
    sqlite_url: str, store: Store, changed: dict[str, str], field: str, said: str
) -> None:
    typed = TYPED | changed

    found = shown(open_as("secretary", sqlite_url), **typed)

    assert found.form is not None
    assert [(each.name, each.fault) for each in found.form.faulty] == [(field, said)]
    assert {each.name: each.value for each in found.form.fields} == {
        name: value for name, value in typed.items() if name != "alliance"
    }
    assert kept(store) == []


def test_one_to_come_is_taken_back_and_one_that_has_begun_ended(
    sqlite_url: str, store: Store
) -> None:
    coming = put(store, HALL)
    running = put(store, Blackout("body:auto", date(2026, 8, 1), date(2026, 8, 30)))
    browser = open_as("secretary", sqlite_url)
    forms = [row.form for row in shown(browser).rows if row.form]
    assert [(form.href, form.submit) for form in forms] == [
        (f"/blackouts/{running}/end", "今天起可以安排"),
        (f"/blackouts/{coming}/remove", "撤销这一段"),
    ]

    ended = browser.post(forms[0].href)
    removed = browser.post(forms[1].href)

    assert kept(store) == [Blackout("body:auto", date(2026, 8, 1), date(2026, 8, 18))]
    notices = [shown(browser, answer.headers["Location"]).notice for answer in (ended, removed)]
    assert [notice and notice.title for notice in notices] == [
        "已结束，今天起可以安排。",
        "已撤销这一段。",
    ]


@pytest.mark.parametrize(
    ("lang", "told"),
    [
        ("zh", "这一段已经结束或撤销了，下面是现在的样子。"),
        ("en", "It was ended or taken back already; this is how things stand now."),
    ],
)
def test_what_somebody_else_took_back_before_is_told_on_the_same_list(
    sqlite_url: str, store: Store, lang: str, told: str
) -> None:
    put(store, HALL)
    put(store, Blackout("body:auto", date(2026, 8, 1), date(2026, 8, 30)))
    browser = open_as("admin", sqlite_url)
    rows = shown(browser, f"/blackouts?alliance={ALLIANCE}&lang={lang}").rows

    answers = [
        browser.post(form.href, data=dict(form.hidden))
        for form in [row.form for row in rows if row.form] * 2
    ]

    place = f"/blackouts?alliance={ALLIANCE}&done="
    assert [(answer.status_code, answer.headers["Location"]) for answer in answers] == [
        (303, f"{place}{done}") for done in ("end", "remove", "before", "before")
    ]
    notice = shown(browser, f"{place}before&lang={lang}").notice
    assert notice is not None
    assert notice.title == told


def test_a_reader_sees_the_list_without_buttons(sqlite_url: str, store: Store) -> None:
    put(store, HALL)
    put(store, Blackout("person:p-1", date(2026, 9, 1), date(2027, 1, 5)))

    member = shown(open_as("member", sqlite_url))
    secretary = shown(open_as("secretary", sqlite_url))

    assert [(row.name, row.form) for row in member.rows] == [("链上会客厅", None)]
    assert (member.form, member.alliances) == (None, ())
    assert [row.name for row in secretary.rows] == ["赵样例", "链上会客厅"]
    assert secretary.rows[0].days == "2026年9月1日至2027年1月4日"
    assert open_as("member", sqlite_url).post("/blackouts", data=TYPED).status_code == 403


def test_an_administrator_chooses_the_alliance_first(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)

    every = shown(browser)
    one = shown(browser, f"/blackouts?alliance={ALLIANCE}")

    assert (every.form, every.alliances) == (
        None,
        (
            Link(f"/blackouts?alliance={ALLIANCE}", "汽车链"),
            Link("/blackouts?alliance=steel", "钢铁链"),
        ),
    )
    assert one.form is not None
    assert one.alliances == (Link("/blackouts?alliance=steel", "钢铁链"),)
    options = {option.text for option in one.form.fields[0].options}
    assert {"组织 · 样例汽车产业链党委", "场地 · 链上会客厅", "人员 · 郑样例"} <= options


def test_all_that_is_wrong_is_told_at_once(sqlite_url: str) -> None:
    typed = TYPED | {"resource": "", "start": "soon", "last": "9999-12-31"}
    text = open_as("secretary", sqlite_url).post("/blackouts", data=typed).text
    assert [
        sentence for _, sentence in re.findall(r'class="fault" id="(\w+)-e">([^<]*)', text)
    ] == [
        "请选择谁或哪里。",
        "第一天“soon”看不懂，请按2026-09-09的样子填。",
        "最后一天“9999-12-31”超出可用范围，请换一个日期。",
    ]


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        ("secretary", "/blackouts?alliance=steel", 404),
        ("secretary", "/blackouts?added=1", 404),
        ("secretary", "/blackouts?added=x", 200),
        ("secretary", "/blackouts?done=x", 200),
    ],
)
def test_odd_addresses_are_answered(sqlite_url: str, role: str, path: str, status: int) -> None:
    assert open_as(role, sqlite_url).get(path).status_code == status


def test_the_page_speaks_english(sqlite_url: str, store: Store) -> None:
    put(store, HALL)

    text = open_as("secretary", sqlite_url).get("/blackouts?lang=en").text

    assert "Days that are not available" in text
    assert "14 September to 18 September" in text
