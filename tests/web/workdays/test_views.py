import json
import re
from dataclasses import replace
from datetime import date
from io import BytesIO

import pytest
from flask import render_template
from flask.testing import FlaskClient
from werkzeug.test import TestResponse

from scheduler.rules.calendar.festivals import statutory_days
from scheduler.rules.calendar.notice_files import NoticeFile
from scheduler.services.access import SYSTEM
from scheduler.services.plans import planning
from scheduler.services.workdays import years as workdays
from scheduler.services.workdays.reach import Reach
from scheduler.store import Store, roster
from scheduler.web.parts import Action, Fact, Field, Link, Notice
from scheduler.web.workdays.pages import notice_page
from scheduler.web.workdays.values import (
    DayCell,
    Holiday,
    NoticeForm,
    NoticePage,
    WorkdaysPage,
    WorkYearPage,
)
from tests.support.pages import page
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, app, client, runtime

CSV = "日期,名称,是否上班\n2027-01-01,元旦,否\n2027-01-09,元旦,是\n"
TYPED = {"text": CSV, "given": "2026-08-05", "paper": "样例1号"}
CHECKED = {"checked": "1"}


@pytest.fixture
def store(sqlite_url: str) -> Store:
    return runtime(app(sqlite_url)).store


def open_as(role: str, url: str) -> FlaskClient:
    return client(app(url), role)


def hand_in(browser: FlaskClient, content: bytes, name: str) -> TestResponse:
    data = {"file": (BytesIO(content), name), "text": ""}
    return browser.post("/workdays/preview", data=data, content_type="multipart/form-data")


def hidden(shown: str) -> dict[str, str]:
    found = re.findall(r'<input type="hidden" name="(\w+)" value="([^"]*)">', shown)
    return {name: value for name, value in found if name != "csrf_token"}


def is_announced(store: Store) -> bool:
    with store.read() as session:
        return not workdays.calendar(session).is_provisional(date(2027, 6, 1))


def year_of(browser: FlaskClient, address: str) -> WorkYearPage:
    shown = page(browser, address)
    assert isinstance(shown, WorkYearPage)
    return shown


def test_the_list_tells_which_years_are_decided(sqlite_url: str) -> None:
    shown = page(open_as("secretary", sqlite_url), "/workdays")

    assert isinstance(shown, WorkdaysPage)
    assert [(task.name, task.light.state, task.light.text) for task in shown.years] == [
        ("2027年", "todo", "还没公布"),
        ("2026年", "kept", "已公布"),
        ("2025年", "kept", "已公布"),
        ("2024年", "kept", "已公布"),
    ]
    assert (shown.years[1].note, shown.years[0].note) == (
        "通知2025年11月4日，第1版",
        "按法定节假日暂排，节前后5天避开",
    )
    assert shown.lead.plain.startswith("2027年的放假安排还没公布")
    assert (shown.older[0], shown.older[-1]) == (
        Link("/workdays/2023", "2023"),
        Link("/workdays/2009", "2009"),
    )
    assert shown.form is None


def test_an_announced_year_shows_every_day_with_its_word(sqlite_url: str) -> None:
    shown = year_of(open_as("member", sqlite_url), "/workdays/2026")

    assert [each.name for each in shown.holidays] == [
        *("元旦", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节")
    ]
    assert shown.holidays[1] == Holiday(
        "春节", "2月15日至2月23日放9天", "2月14日 周六、2月28日 周六"
    )
    february = shown.months[1]
    assert february.weeks[3] == (
        DayCell(16, "law", "法定"),
        DayCell(17, "law", "法定"),
        DayCell(18, "law", "法定"),
        DayCell(19, "law", "法定"),
        DayCell(20, "off", "休"),
        DayCell(21, "off", "休"),
        DayCell(22, "off", "休"),
    )
    assert february.weeks[2][4:] == (
        DayCell(13, "work"),
        DayCell(14, "makeup", "上班"),
        DayCell(15, "off", "休"),
    )
    assert shown.months[11].weeks[4][:5] == (
        *(DayCell(day, "guard", "避开") for day in (28, 29, 30, 31)),
        None,
    )
    assert shown.months[0].weeks[1][5] == DayCell(10, "rest")
    assert Fact("版次", "第1版") in shown.facts
    assert (shown.revisions, shown.notice) == ((), None)


def test_a_year_without_notice_is_tentative_and_says_so(sqlite_url: str) -> None:
    shown = year_of(open_as("member", sqlite_url), "/workdays/2027")

    looks = {cell.look for month in shown.months for week in month.weeks for cell in week if cell}
    assert looks == {"rest", "law", "guard", "maybe"}
    assert (shown.light.state, shown.facts) == ("todo", ())
    assert shown.holidays[0] == Holiday("元旦", "1月1日放1天")
    text = open_as("member", sqlite_url).get("/workdays/2027").text
    assert "通知还没出，按法定节假日排。" in text


def test_the_pages_speak_english(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)

    assert "Import a holiday notice" in browser.get("/workdays?lang=en").text
    shown = browser.get("/workdays/2025?lang=en").text
    assert "Spring Festival" in shown
    assert "National Day, Mid-Autumn Festival" in shown
    assert "28 January to 4 February, 8 days" in shown
    assert "Sun 26 January, Sat 8 February" in shown


@pytest.mark.parametrize(
    "path", ["/workdays/1999", "/workdays/2100", "/workdays/2026?revision=7", "/workdays/26"]
)
def test_a_year_or_revision_that_is_none_is_not_found(sqlite_url: str, path: str) -> None:
    assert open_as("admin", sqlite_url).get(path).status_code == 404


@pytest.mark.parametrize("revision", ["x", "-1", "\uff11", "99999"])
def test_a_revision_that_is_no_number_is_not_found(sqlite_url: str, revision: str) -> None:
    answer = open_as("admin", sqlite_url).get(f"/workdays/2026?revision={revision}")

    assert answer.status_code == 404


def test_a_pasted_notice_is_shown_first_and_then_imported(sqlite_url: str, store: Store) -> None:
    browser = open_as("admin", sqlite_url)

    shown = page(browser, "/workdays/preview", **TYPED)

    assert isinstance(shown, NoticePage)
    assert shown.lead == "可以导入：2027年放假通知，将是第1版。"
    assert shown.lines[0] == "原来不上班、现在上班的1天：2027年1月9日。"
    assert shown.lines[1].startswith(
        "请核对：这些法定节假日通知里没有提到，仍按放假算：2027年2月5日、2月6日"
    )
    assert shown.form is not None
    assert dict(shown.form.hidden) == TYPED
    assert not is_announced(store)

    answer = browser.post("/workdays/import", data=dict(shown.form.hidden) | CHECKED)

    assert (answer.status_code, answer.headers["Location"]) == (
        303,
        "/workdays/2027?done=1&see=2027",
    )
    assert is_announced(store)
    year = year_of(browser, answer.headers["Location"])
    assert year.notice == Notice(
        "已导入2027年放假通知（第1版）。",
        "日程还没有改。请看全部联盟的计划变更，再发布。",
        action=Action("/plans?all=1&year=2027", "看2027年的计划变更"),
    )
    plans = browser.get("/plans?all=1&year=2027")
    assert plans.status_code == 200
    assert Fact("文号", "样例1号") in year.facts
    assert Fact("日期", "2026年8月5日") in year.facts


def test_a_notice_that_leaves_out_days_is_imported_only_with_a_tick(
    sqlite_url: str, store: Store
) -> None:
    browser = open_as("admin", sqlite_url)
    asked = page(browser, "/workdays/preview", **TYPED)

    unticked = browser.post("/workdays/import", data=TYPED)
    shown = page(browser, "/workdays/import", **TYPED)

    assert isinstance(asked, NoticePage)
    assert asked.form is not None
    assert asked.form.fields == (Field("checked", "我已核对", control="tick"),)
    assert unticked.status_code == 422
    head, _, below = unticked.text.partition('<section aria-labelledby="days">')
    assert [part.count('<a href="#checked">没有导入') for part in (head, below)] == [1, 0]
    assert below.count('id="checked-e">没有导入') == 1
    assert not is_announced(store)
    fault = (
        "没有导入：有法定节假日通知里没有提到，或者写成上班。"
        "请核对上面列出的日子，再勾上“我已核对”。"
    )
    tick = Field("checked", "我已核对", control="tick", fault=fault)
    assert shown == replace(asked, form=replace(asked.form, fields=(tick,)))
    assert (
        "I have checked it</span></label>"
        in browser.post("/workdays/preview?lang=en", data=TYPED).text
    )


def test_a_notice_that_leaves_nothing_out_asks_for_no_tick(sqlite_url: str, store: Store) -> None:
    named = "".join(f"{day},样例节,否\n" for day in statutory_days(2027))
    typed = {"text": f"日期,名称,是否上班\n{named}"}
    browser = open_as("admin", sqlite_url)

    shown = page(browser, "/workdays/preview", **typed)

    assert isinstance(shown, NoticePage)
    assert shown.form is not None
    assert shown.form.fields == ()
    assert browser.post("/workdays/import", data=typed).status_code == 303
    assert is_announced(store)


def test_a_notice_that_makes_a_workday_of_a_day_off_by_law_asks_for_a_tick(
    sqlite_url: str, store: Store
) -> None:
    law = tuple(statutory_days(2027))
    named = "".join(f"{day},样例节,{'是' if day == law[0] else '否'}\n" for day in law)
    typed = {"text": f"日期,名称,是否上班\n{named}"}
    browser = open_as("admin", sqlite_url)

    shown = page(browser, "/workdays/preview", **typed)

    assert isinstance(shown, NoticePage)
    assert shown.form is not None
    assert shown.form.fields == (Field("checked", "我已核对", control="tick"),)
    assert shown.lines[-1] == (
        "请核对：这些法定节假日通知里写成上班（是不是把放假和上班写反了？）：2027年1月1日。"
    )
    assert browser.post("/workdays/import", data=typed).status_code == 422
    assert not is_announced(store)


def test_a_notice_that_changes_the_december_before_leads_to_the_plans_of_both_years(
    sqlite_url: str,
) -> None:
    browser = open_as("admin", sqlite_url)
    text = f"{CSV}2026-12-31,元旦,否\n"
    answer = browser.post("/workdays/import", data=TYPED | CHECKED | {"text": text})

    place = answer.headers["Location"]
    notice = year_of(browser, f"{place}&see=2000&see=x").notice

    assert place == "/workdays/2027?done=1&see=2026&see=2027"
    assert isinstance(notice, Notice)
    assert notice.action is not None
    assert [(each.href, each.text) for each in (notice.action, *notice.others)] == [
        ("/plans?all=1&year=2026", "看2026年的计划变更"),
        ("/plans?all=1&year=2027", "看2027年的计划变更"),
    ]
    assert 'href="/plans?all=1&amp;year=2027"' in browser.get(place).text


def test_a_file_is_read_in_the_characters_of_a_spreadsheet(sqlite_url: str, store: Store) -> None:
    browser = open_as("admin", sqlite_url)

    shown = hand_in(browser, CSV.encode("gbk"), "通知.csv")
    answer = browser.post("/workdays/import", data=hidden(shown.text) | CHECKED)

    assert (shown.status_code, answer.status_code) == (200, 303)
    assert is_announced(store)


def test_the_same_notice_again_has_nothing_to_import(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)
    browser.post("/workdays/import", data=TYPED | CHECKED)

    shown = page(browser, "/workdays/preview", text=CSV)

    assert isinstance(shown, NoticePage)
    assert (shown.lead, shown.lines, shown.form) == (
        "这份2027年放假通知已经在用，什么都没有变。",
        (),
        None,
    )


def test_an_older_revision_can_be_looked_at(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)
    browser.post("/workdays/import", data=TYPED | CHECKED)
    browser.post("/workdays/import", data={"text": CSV.replace("01-09", "01-10")} | CHECKED)

    now = year_of(browser, "/workdays/2027")
    then = year_of(browser, "/workdays/2027?revision=1")

    assert now.revisions == (
        Link("/workdays/2027?revision=1", "第1版 · 2026年8月5日"),
        Link("", "第2版 · 2026年8月18日"),
    )
    assert (now.months[0].weeks[1][5:], then.months[0].weeks[1][5:]) == (
        (DayCell(9, "rest"), DayCell(10, "makeup", "上班")),
        (DayCell(9, "makeup", "上班"), DayCell(10, "rest")),
    )
    assert (now.light.text, then.light.text) == ("已公布，后来改过", "已公布")
    assert then.revisions[0].href == ""


def test_the_events_on_new_days_off_are_counted_before_it_is_imported(
    sqlite_url: str, store: Store
) -> None:
    shown = planning.preview(store, (ALLIANCE,), 2027, by=SYSTEM, now=NOW)
    planning.apply(store, (ALLIANCE,), 2027, shown.hash, by=SYSTEM, now=NOW)
    first = next(each for each in shown.placements if not each.all_day)
    day = first.start.date().isoformat()
    browser = open_as("admin", sqlite_url)

    preview = page(browser, "/workdays/preview", text=f"date,name,is_workday\n{day},样例节,0\n")

    assert isinstance(preview, NoticePage)
    (struck,), (tentative,) = preview.struck, preview.tentative
    assert (struck.name, struck.note, struck.light.text) == (
        "样例汽车产业链党委",
        "1场活动",
        "要改期",
    )
    assert (struck.action, struck.href) == (None, "")  # there is no plan before it is imported
    assert tentative.light.text == "可定下来"


def test_the_events_of_several_alliances_are_summed_up_and_folded(
    sqlite_url: str, store: Store
) -> None:
    with store.read() as session:
        auto, steel = roster.alliances(session, [ALLIANCE, OTHER])
    sent = NoticeFile(CSV.encode(), "", None)
    outcome = workdays.preview(store, sent, by=SYSTEM, now=NOW)
    struck, tentative = Reach(((auto, 2), (steel, 1)), 2), Reach(((auto, 4),), 4)
    outcome = replace(outcome, struck=struck, tentative=tentative)
    with app(sqlite_url).test_request_context("/"):
        made = notice_page(outcome, (), "zh")
        html = render_template("workday_notice.html", page=made)
    assert (made.struck_in_all, made.tentative_in_all) == ("一共2场要改期，在2个联盟", "")
    assert html.count("<details>") == 1
    assert "<details><summary>一共2场要改期，在2个联盟</summary>" in html


@pytest.mark.parametrize(
    ("content", "name", "said"),
    [
        (b"", "a.csv", "“通知”是空的"),
        (b"PK\x03\x04", "a.xlsx", "这是表格文件"),
        (b"x", "a.pdf", "只收JSON或CSV文件，不收.pdf"),
        (b"\xff\xfe\x00", "a.csv", "不是UTF-8或GBK文字"),
        (b"x" * 300_000, "a.csv", "一份通知不超过200KB"),
        (b"{", "a.json", "不合JSON写法（第1行附近）"),
        (json.dumps({"year": 2072, "days": []}).encode(), "a.json", "最多只会公布到2027年"),
        (b"date,name,is_workday\n2027-01-01,x,0\n2025-01-01,x,0\n", "a.csv", "第3行：2025年1月1日"),
        (b"date,name,is_workday\n2027-01-01,=A1,0\n", "a.csv", "是表格公式（=A1）"),
    ],
)
def test_a_file_that_cannot_be_read_is_refused_with_its_reason(
    sqlite_url: str, store: Store, content: bytes, name: str, said: str
) -> None:
    answer = hand_in(open_as("admin", sqlite_url), content, name)

    assert answer.status_code == 422
    assert said in answer.text
    assert not is_announced(store)


@pytest.mark.parametrize(
    ("changed", "wrong"),
    [
        ({"text": "x"}, "text"),
        ({"text": ""}, "text"),
        ({"given": "5 November"}, "given"),
        ({"given": "2026-08-19"}, "given"),
        ({"paper": "x" * 501}, "paper"),
    ],
)
@pytest.mark.parametrize("step", ["preview", "import"])
def test_what_was_typed_stays_and_the_fault_stands_at_its_field(
    sqlite_url: str, store: Store, step: str, changed: dict[str, str], wrong: str
) -> None:
    typed = TYPED | changed

    shown = page(open_as("admin", sqlite_url), f"/workdays/{step}", **typed)

    assert isinstance(shown, WorkdaysPage)
    assert shown.form is not None
    assert shown.form.fault
    assert shown.form == NoticeForm(
        text=typed["text"],
        given=typed["given"],
        paper=typed["paper"],
        fault=shown.form.fault,
        wrong=wrong,
    )
    assert not is_announced(store)


def test_a_file_is_handed_in_once_whatever_is_wrong_beside_it(sqlite_url: str) -> None:
    data = {"file": (BytesIO(CSV.encode("gbk")), "a.csv"), "text": "", "given": "gestern"}
    browser = open_as("admin", sqlite_url)
    refused = browser.post("/workdays/preview", data=data, content_type="multipart/form-data")

    assert refused.status_code == 422
    assert f'aria-describedby="text-h">\n{CSV}</textarea>' in refused.text


def test_an_older_notice_than_the_one_in_force_is_refused(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)
    browser.post("/workdays/import", data=TYPED | CHECKED)
    older = {"text": CSV.replace("01-09", "01-10"), "given": "2026-08-04"}

    answer = browser.post("/workdays/preview", data=older)

    assert answer.status_code == 422
    assert "（2026年8月4日）比现行的（2026年8月5日）旧" in answer.text


@pytest.mark.parametrize("role", ["secretary", "alliance_admin", "member"])
def test_only_administrators_hand_in_a_notice(sqlite_url: str, store: Store, role: str) -> None:
    browser = open_as(role, sqlite_url)

    for step in ("preview", "import"):
        assert browser.post(f"/workdays/{step}", data=TYPED).status_code == 403
    assert not is_announced(store)


def test_once_next_year_is_announced_the_list_says_so(sqlite_url: str) -> None:
    browser = open_as("admin", sqlite_url)
    browser.post("/workdays/import", data=TYPED | CHECKED)

    shown = page(browser, "/workdays")

    assert isinstance(shown, WorkdaysPage)
    assert shown.lead.plain == "到2027年为止的放假安排都已公布。"


def test_the_preview_costs_the_same_however_many_days_change(sqlite_url: str) -> None:
    built = app(sqlite_url)
    browser = client(built, "admin")
    few, many = (
        CSV + "".join(f"2027-03-{day},样例节,否\n" for day in days) for days in ((), range(10, 30))
    )
    store = runtime(built).store

    def asked(text: str) -> int:
        return statements(store, lambda: browser.post("/workdays/preview", data={"text": text}))

    # Without a day that becomes off nobody asks for the events on it.
    assert asked(many) - asked(few) == 1
