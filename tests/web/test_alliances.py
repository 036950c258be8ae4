import re
from dataclasses import replace
from datetime import UTC, date, datetime

import pytest
from flask import Flask
from sqlalchemy import delete

from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, NameRow
from scheduler.web.calendar_pages import YearPage
from scheduler.web.parts import (
    Action,
    Cell,
    EventLine,
    Ledger,
    LedgerLine,
    Light,
    Link,
    Notice,
    Row,
    Task,
    Turn,
    Why,
    Words,
)
from tests.support.pages import page
from tests.support.queries import statements
from tests.support.world import (
    COUNCILS,
    EXCHANGES,
    LIST,
    NOW,
    SHARED_DAY,
    app,
    at,
    client,
    principal,
    runtime,
)


def _year(built: Flask, role: str | None = "secretary", query: str = "") -> YearPage:
    shown = page(client(built, role), f"/alliances/auto{query}")
    assert isinstance(shown, YearPage)
    return shown


def _months(**cells: Cell) -> tuple[tuple[Cell, ...], ...]:
    """Spread cells, named m1 to m12, over the months of a year."""
    return tuple((cells[f"m{n}"],) if f"m{n}" in cells else () for n in range(1, 13))


def _event(day: str, word: str, uid: str, second: str = "") -> Cell:
    state = "held" if word == "已举行" else "open"
    title = " ".join(filter(None, [day, word, second]))
    number = re.findall(r"\d+", day)[1]
    return Cell(number, state, title, f"/events/{uid}", second)  # type: ignore[arg-type]  # one of two


ROWS = (
    Row(
        name="日常一季一议",
        note="每季1次",
        light=Light("set", "2/4 已排好"),
        months=_months(
            m3=_event("3月11日", "已举行", COUNCILS[0]),
            m6=_event("6月10日", "已举行", COUNCILS[1]),
            m9=_event("9月16日", "已发布", COUNCILS[2]),
            m12=_event("12月9日", "已发布", COUNCILS[3]),
        ),
    ),
    Row("要事一事一商", "受理后10个工作日内", Light("na", "不适用"), _months()),
    Row(
        name="链主企业交流对接",
        note="每年3次",
        light=Light("set", "1/3 已排好"),
        months=_months(
            m4=_event("4月15日", "已举行", EXCHANGES[0], "甲川"),
            m9=_event("9月23日", "已发布", EXCHANGES[1], "乙川"),
            m11=_event("11月18日", "已发布", EXCHANGES[2], "丙川"),
        ),
    ),
    Row(
        name="资源共享清单",
        note="每季发布1份",
        light=Light("late", "0/4 误期"),
        months=_months(
            m3=Cell("31", "late", "3月31日 误期"),
            m6=Cell("30", "late", "6月30日 误期"),
            m9=_event("9月30日", "已发布", LIST),
            m12=Cell("未排", "none", "12月31日 未排"),
        ),
        sum_note="误期2次，应于3月31日前",
    ),
)
YEAR = YearPage(
    name="样例汽车产业链党委",
    year=2026,
    lead=Words("3项承诺：完成0项，排好2项，", "误期1项", "。"),
    rows=ROWS,
    now=8,
    crumbs=(Link("/", "联盟"), Link("", "样例汽车产业链党委")),
    years=(Link("/alliances/auto?year=2025", "2025"), Link("/alliances/auto?year=2027", "2027")),
    subscribe="/alliances/auto/subscribe",
    members="/roster?alliance=auto",
    turns=(
        Turn(
            number=2,
            day=date(2026, 9, 23),
            host="乙川",
            note="主题：安全生产",
            why=Why(""),
            next=True,
            href=f"/events/{EXCHANGES[1]}",
        ),
        Turn(
            number=3,
            day=date(2026, 11, 18),
            host="丙川",
            note="主题：安全生产 · 拟承办",
            why=Why(""),
            href=f"/events/{EXCHANGES[2]}",
        ),
    ),
    turn_actions=(Action("/alliances/auto/turns", "调换，请免"),),
    ledgers=(
        Ledger(
            title="链主企业轮流举办",
            note="差是应办减已办，3家合计恰为0",
            lines=(
                LedgerLine("乙川", "0.33", "0", "+0.33", 33, "—", "9月23日"),
                LedgerLine("丙川", "0.33", "0", "+0.33", 33, "—", "11月18日"),
                LedgerLine("甲川", "0.33", "1", "\u22120.67", -67, "4月15日", "—"),
            ),
        ),
    ),
    events=(
        EventLine(
            at(date(2026, 9, 16)),
            "第3季度一季一议",
            "14:30 · 链上会客厅",
            f"/events/{COUNCILS[2]}",
        ),
        EventLine(
            at(date(2026, 9, 23)),
            "链主企业交流对接",
            "14:30 · 主办 乙川 · 主题 安全生产",
            f"/events/{EXCHANGES[1]}",
        ),
    ),
    empty_action=Link("/plans?alliance=auto&year=2026", "排这一年"),
    offices=(
        Task(
            "同一人任2职",
            "汽车链 lead_official、钢铁链 lead_official",
            Light("set", "一人多职"),
        ),
    ),
)


def test_a_year_is_told_whole(sqlite_url: str) -> None:
    assert _year(app(sqlite_url)) == YEAR


@pytest.mark.parametrize("role", [None, "other"])
def test_a_stranger_to_a_public_calendar_sees_no_turns_and_plans_nothing(
    sqlite_url: str, role: str | None
) -> None:
    shown = _year(app(sqlite_url), role)
    assert shown == replace(
        YEAR, turns=(), turn_actions=(), ledgers=(), offices=(), members="", empty_action=None
    )


@pytest.mark.parametrize("role", [None, "member", "secretary"])
def test_nobody_is_named_on_the_page(sqlite_url: str, role: str | None) -> None:
    text = client(app(sqlite_url), role).get("/alliances/auto").text
    people = ("赵样例", "钱样例", "孙样例", "李样例", "郑样例")
    assert [name for name in people if name in text] == []


def test_a_year_is_told_in_english(sqlite_url: str) -> None:
    shown = _year(app(sqlite_url), query="?lang=en")

    assert (shown.name, shown.lead) == (
        "Sample Automotive Chain Committee",
        Words("3 promises: 0 kept, 2 scheduled, ", "1 late", "."),
    )
    assert [(row.note, row.light.text, row.sum_note) for row in shown.rows] == [
        ("Each quarter once", "2/4 Scheduled", ""),
        ("Within 10 workdays of acceptance", "n/a", ""),
        ("Each year 3 times", "1/3 Scheduled", ""),
        ("Each quarter one issue", "0/4 Late", "2 are late, due by 31 March"),
    ]
    assert [(turn.host, turn.note) for turn in shown.turns] == [
        ("Sample Beta", "Theme: Work safety"),
        ("丙川", "Theme: Work safety · Proposed host"),
    ]
    assert [event.meta for event in shown.events] == [
        "14:30 · Chain Parlour",
        "14:30 · host Sample Beta · theme Work safety",
    ]
    assert shown.ledgers[0].note == "balance is due minus done; the 3 members sum to exactly 0"


def _body(text: str, key: str) -> str:
    form_token = re.compile(r'name="csrf_token" value="[^"]*"')
    return form_token.sub("", text).replace(key, "—")


@pytest.mark.parametrize("role", [None, "secretary", "member"])
@pytest.mark.parametrize("query", ["", "?year=2027", "?lang=en"])
def test_a_private_calendar_answers_like_one_that_does_not_exist(
    sqlite_url: str, role: str | None, query: str
) -> None:
    browser = client(app(sqlite_url), role)
    private, missing = (browser.get(f"/alliances/{key}{query}") for key in ("steel", "nope"))
    assert (private.status_code, missing.status_code) == (404, 404)
    assert _body(private.text, "steel") == _body(missing.text, "nope")


def test_a_body_that_is_no_alliance_has_no_year(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "admin")
    assert [browser.get(f"/alliances/{key}").status_code for key in ("auto-1", "county")] == [
        404,
        404,
    ]


@pytest.mark.parametrize(
    "year",
    [
        "",
        "x",
        "20",
        "1999",
        "2100",
        "02026",
        "\uff12\uff10\uff12\uff16",
        "-2026",
        "2026.0",
        "9" * 5000,
    ],
)
def test_a_broken_year_is_refused(sqlite_url: str, year: str) -> None:
    answer = client(app(sqlite_url)).get("/alliances/auto", query_string={"year": year})
    assert (answer.status_code, "422 · bad_date" in answer.text) == (422, True)


@pytest.mark.parametrize(
    ("year", "around"), [(2000, ["2001"]), (2099, ["2098"]), (2025, ["2024", "2026"])]
)
def test_other_years_have_no_month_of_today(sqlite_url: str, year: int, around: list[str]) -> None:
    shown = _year(app(sqlite_url), query=f"?year={year}")
    assert (shown.year, shown.now, [link.text for link in shown.years]) == (year, 0, around)


def test_the_year_of_today_is_that_of_the_alliance(sqlite_url: str) -> None:
    eve = datetime(2026, 12, 31, 16, 30, tzinfo=UTC)
    shown = _year(app(sqlite_url, eve))
    assert (shown.year, shown.now) == (2027, 1)


def test_a_cancelled_event_leaves_the_next_weeks_and_its_promise_is_to_be_arranged(
    sqlite_url: str,
) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    acts.cancel(store, Act(COUNCILS[2], principal(store, "secretary"), NOW))

    shown = _year(built)

    assert [event.href for event in shown.events] == [f"/events/{EXCHANGES[1]}"]
    assert shown.lead == Words("3项承诺：完成0项，排好1项，", "要安排1项，误期1项", "。")
    assert shown.rows[0].sum_note == "还差1次，截止9月30日"


def test_a_joint_day_stands_in_the_next_weeks_of_both(sqlite_url: str) -> None:
    browser = client(app(sqlite_url, datetime(2026, 10, 10, tzinfo=UTC)), "committee")
    for key in ("auto", "steel"):
        shown = page(browser, f"/alliances/{key}")
        assert isinstance(shown, YearPage)
        assert f"/events/{SHARED_DAY}" in [event.href for event in shown.events]


def test_an_alliance_without_rules_offers_to_plan(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with runtime(built).store.write() as session:
        session.add(
            BodyRow(
                key="wood", name="样例木业联盟", short_name="木业", kind="alliance", parent="county"
            )
        )

    shown = page(client(built, "committee"), "/alliances/wood")

    assert shown == YearPage(
        name="样例木业联盟",
        year=2026,
        lead=Words("0项承诺：完成0项，排好0项。"),
        rows=(),
        now=8,
        crumbs=(Link("/", "联盟"), Link("", "样例木业联盟")),
        years=(
            Link("/alliances/wood?year=2025", "2025"),
            Link("/alliances/wood?year=2027", "2027"),
        ),
        subscribe="/alliances/wood/subscribe",
        members="/roster?alliance=wood",
        empty_action=Link("/plans?alliance=wood&year=2026", "排这一年"),
    )


def test_the_number_of_queries_does_not_depend_on_what_there_is(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store, browser = runtime(built).store, client(built, "secretary")
    few = statements(store, lambda: browser.get("/alliances/auto"))
    with store.write() as session:
        for place in (7, 8):
            data = {"kind": "council", "per": "year", "min": place}
            session.add(
                RuleRow(
                    alliance="auto",
                    position=place,
                    key=f"more-{place}",
                    type="quota",
                    name="样例",
                    data=data,
                )
            )
    for uid, day in ((EXCHANGES[2], 24), (COUNCILS[3], 25)):
        act = Act(uid, principal(store, "secretary"), NOW)
        acts.move(store, act, at(date(2026, 9, day)))

    many = statements(store, lambda: browser.get("/alliances/auto"))

    assert len(_year(built).events) == 4
    assert few == many


def test_offices_that_nobody_holds_stand_on_the_page_with_their_names(sqlite_url: str) -> None:
    built = app(sqlite_url)
    seats = {
        "for": ["body:alliance", "body:auto-1"],
        "require": [{"role": "chain_pioneer", "n": 1}],
    }
    with runtime(built).store.write() as session:
        session.add(
            RuleRow(
                alliance="auto", position=9, key="seats", type="staffing", name="岗位", data=seats
            )
        )
        session.add(NameRow(key="chain_pioneer", name="强链先锋", name_en="Chain pioneer"))
    light = Light("todo", "缺1名")
    assert _year(built).offices[:2] == (
        Task("强链先锋", "应有1名，现有0名", light),
        Task("第1支部 强链先锋", "应有1名，现有0名", light),
    )
    english = _year(built, query="?lang=en").offices
    assert [(each.name, each.note, each.light.text) for each in english[:2]] == [
        ("Chain pioneer", "0 of 1 named", "1 missing"),
        ("样例汽车第1党支部 Chain pioneer", "0 of 1 named", "1 missing"),
    ]


def test_a_promise_that_cannot_be_counted_is_told_to_those_inside(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = runtime(built).store
    gone: dict[str, object] = {
        "axes": {"site": "@gone"},
        "kind": "exchange",
        "per": "year",
        "min": 1,
    }
    stated: tuple[tuple[str, str, dict[str, object], dict[str, date]], ...] = (
        ("sites", "coverage", gone, {}),
        ("later", "coverage", gone, {"since": date(2027, 1, 1)}),
        ("over", "coverage", gone, {"until": NOW.date()}),
        ("seats", "constraint", {"hard": {"venue": "@gone"}}, {}),
    )
    with store.write() as session:
        session.add_all(
            RuleRow(
                alliance="auto",
                position=20,
                key=key,
                type=kind,
                name=key,
                name_en=key.title(),
                data=data,
                **span,
            )
            for key, kind, data, span in stated
        )
    told = Notice(
        "“sites”现在数不出来",
        "要覆盖哪些里的名单不存在，请核对@后面的名称。",
        action=Action("/rules/auto/sites", "看这条承诺"),
    )
    assert (_year(built).rows, _year(built).uncounted) == (ROWS, (told,))
    assert _year(built, None).uncounted == ()
    (english,) = _year(built, "secretary", "?lang=en").uncounted
    assert (english.title, english.text) == (
        "“Sites” cannot be counted now",
        "What is covered names a list that does not exist. Check the name after the @.",
    )
    names = [each.title for each in _year(built, "secretary", "?year=2027").uncounted]
    assert names == ["“later”现在数不出来", "“sites”现在数不出来"]
    assert "“sites”现在数不出来" in client(built, "secretary").get("/alliances/auto").text
    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key != "sites", RuleRow.alliance == "auto"))
    text = client(built, "secretary").get("/alliances/auto").text
    assert "“sites”现在数不出来" in text
    assert "今年还没有规则。" not in text
