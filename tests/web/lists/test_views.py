"""The pages of lists: seen by name, written line by line, deleted."""

from dataclasses import replace
from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import delete, update

from scheduler.services.access import SYSTEM
from scheduler.services.rules import keeping, list_keeping, lists
from scheduler.services.rules.list_keeping import ListWish
from scheduler.services.rules.lists import KeptList, Place
from scheduler.store.tables.roster import MembershipRow, NamedListRow, OrganisationRow
from scheduler.web.lists.values import ItemRow, ListBlock, ListPage, ListsPage
from scheduler.web.parts import Action, Chip, Link, Notice
from tests.services.rules.salon import SALON
from tests.support.pages import page
from tests.support.world import ALLIANCE, NOW, OTHER, app, client, runtime

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
SITES = Place(ALLIANCE, "sites")
PAGE = f"/lists/{ALLIANCE}"
FORM = f"{PAGE}/sites"
TYPED = {"name": "驻点", "name_en": "Sites", "items": "甲川\n\n样例乙川公司\n", "own": ""}


@pytest.fixture
def built(sqlite_url: str) -> Flask:
    return app(sqlite_url)


def keep(built: Flask, *items: str, place: Place = SITES, revision: int = 0) -> KeptList:
    wish = ListWish(place, items, "驻点", "Sites")
    return list_keeping.keep(runtime(built).store, wish, revision, by=SYSTEM, now=NOW).kept


def rule(built: Flask, axis: str = "site") -> None:
    data = {"axes": {axis: "@sites"}, "kind": "exchange", "per": "year", "min": 1}
    wish = replace(SALON, key="by_site", type="coverage", name="驻点走访", data=data)
    keeping.create(runtime(built).store, wish, by=SYSTEM, now=NOW)


def kept(built: Flask, place: Place = SITES) -> KeptList:
    return lists.find(runtime(built).store, place, by=SYSTEM, now=NOW)


def shown(browser: FlaskClient, address: str = PAGE, **fields: str) -> ListsPage:
    found = page(browser, address, **fields)
    assert isinstance(found, ListsPage)
    return found


def opened(browser: FlaskClient, address: str = FORM, **fields: str) -> ListPage:
    found = page(browser, address, **fields)
    assert isinstance(found, ListPage)
    return found


def fault(found: ListPage, name: str = "items") -> str:
    return next(each.fault for each in found.form.fields if each.name == name)


def test_the_page_shows_each_list_by_name_with_the_rules_that_name_it(built: Flask) -> None:
    keep(built, ALPHA, f"{BETA}+{GAMMA}", "一号楼", "work_place")
    rule(built)
    with runtime(built).store.write() as session:
        gone = update(MembershipRow).where(
            MembershipRow.member == BETA, MembershipRow.body == ALLIANCE
        )
        session.execute(gone.values(until=date(2026, 8, 1)))
    browser = client(built, "secretary")

    assert PAGE in browser.get(f"/rules?alliance={ALLIANCE}").text
    found = shown(browser)

    assert found.lists == (
        ListBlock(
            "驻点",
            "sites",
            "@sites · 4项",
            (
                ItemRow("样例甲川公司"),
                ItemRow(
                    "样例乙川公司+样例丙川公司",
                    struck=True,
                    chip=Chip("todo", "2026年8月1日起已退出"),
                ),
                ItemRow("一号楼"),
                ItemRow("work_place", chip=Chip("todo", "没有名称，标题里会照写")),
            ),
            (Link("/rules/auto/by_site", "驻点走访"),),
            action=Action(FORM, "改"),
        ),
    )
    assert "<del>样例乙川公司+样例丙川公司</del>" in browser.get(PAGE).text
    plan = browser.get(f"/plans?alliance={ALLIANCE}&year=2026").text
    assert f'href="{PAGE}">去改名单</a>' in plan
    seen = shown(client(built, "member"))
    assert (seen.form, seen.lists[0].action, seen.lists[0].rows) == (
        None,
        None,
        found.lists[0].rows,
    )
    assert client(built, "member").get(FORM).status_code == 403
    assert client(built, "other").get(PAGE).status_code == 404


def test_a_long_list_is_folded_but_for_what_is_marked(built: Flask) -> None:
    keep(built, *(f"{number}号楼" for number in range(1, 13)), "organisation:bureau", "work_place")

    (found,) = shown(client(built, "secretary")).lists

    assert (found.folded, len(found.rows)) == ("看全部14项", 14)
    assert found.marked == (ItemRow("work_place", chip=Chip("todo", "没有名称，标题里会照写")),)
    saved = shown(client(built, "secretary"), f"{PAGE}?kept=sites").notice
    assert saved == Notice("已保存名单“驻点”", "还没有规则用它；写规则时选这份名单就用上了。")


def test_a_list_is_written_with_names_and_keys_one_a_line(built: Flask) -> None:
    keep(built, GAMMA)
    rule(built)
    browser = client(built, "secretary")
    assert opened(browser).form.fields[2].value == "样例丙川公司"
    items = "甲川\n\n Sample Beta \nbody:auto-1 ＋ 第2支部\n链上会客厅\n安全生产\n李样例"

    answer = browser.post(FORM, data={**TYPED, "items": items, "revision": "1"})

    assert (answer.status_code, answer.headers["Location"]) == (303, f"{PAGE}?kept=sites")
    assert kept(built).items == (
        ALPHA,
        BETA,
        "body:auto-1+body:auto-2",
        "venue:hall",
        "work_safety",
        "person:p-4",
    )
    assert shown(browser, f"{PAGE}?kept=sites").notice == Notice(
        "已保存名单“驻点”",
        "已发布的活动没有动；走访清单和下一次计划照新的名单。",
        action=Action("/plans?alliance=auto&year=2026", "看计划变更"),
    )
    written = opened(browser).form.fields[2].value
    assert written.splitlines() == [
        "样例甲川公司",
        "样例乙川公司",
        "样例汽车第1党支部+样例汽车第2党支部",
        "链上会客厅",
        "安全生产",
        "李样例",
    ]
    again = browser.post(FORM, data={**TYPED, "items": written, "revision": "2"})
    assert (again.status_code, kept(built).revision) == (303, 2)


def test_what_cannot_be_read_is_told_with_its_line_and_stays(built: Flask) -> None:
    keep(built, GAMMA)
    browser = client(built, "secretary")
    sent = {**TYPED, "items": "甲川\n\n甲传\n乙川+没有", "name": " ", "revision": "1"}

    found = opened(browser, **sent)

    assert fault(found) == (
        "第3行“甲传”在名册里找不到。请核对；自己的说法（如楼宇、主题），请勾选“照写”。"
        "第4行“没有”在名册里找不到。请核对；自己的说法（如楼宇、主题），请勾选“照写”。"
    )
    assert fault(found, "name").startswith("请填")
    assert (found.form.fields[2].value, found.form.hidden) == (
        sent["items"],
        (("revision", "1"),),
    )
    assert browser.post(FORM, data=sent).status_code == 422
    own = {**TYPED, "items": "甲川\n\n一号楼\n一号楼", "own": "1", "revision": "1"}
    assert fault(opened(browser, **own)) == "第4行“一号楼”前面已有，请去掉一个。"
    assert kept(built).items == (GAMMA,)


def test_a_word_of_ones_own_stays_one_though_a_place_is_called_so(built: Flask) -> None:
    keep(built, "链上会客厅")
    browser = client(built, "secretary")
    items = opened(browser).form.fields[2].value

    browser.post(FORM, data={**TYPED, "items": f"{items}\n甲川", "revision": "1"})

    assert kept(built).items == ("链上会客厅", ALPHA)


def test_a_name_of_several_is_told_with_their_keys(built: Flask) -> None:
    with runtime(built).store.write() as session:
        session.execute(
            update(OrganisationRow).where(OrganisationRow.key == "beta").values(short_name="甲川")
        )
    found = opened(client(built, "secretary"), f"{PAGE}/members", items="甲川", revision="0")
    assert fault(found) == (
        "第1行“甲川”不止一个，请改写编号：organisation:alpha、organisation:beta。"
    )
    assert [each.name for each in found.form.fields] == ["items", "own"]


def test_a_new_list_is_made_once_and_an_own_key_is_taken_once(built: Flask) -> None:
    browser = client(built, "secretary")
    form = shown(browser).form
    assert form is not None
    sent = {**TYPED, **dict(form.hidden), "key": ""}

    answers = [browser.post(PAGE, data=sent) for _ in range(2)]
    own = browser.post(PAGE, data={**TYPED, "key": "sites"})
    taken = browser.post(PAGE, data={**TYPED, "key": "sites"})
    wrong = shown(browser, **{**TYPED, "key": "a b", "items": "甲传"}).form

    found = shown(browser)
    keys = [each.anchor for each in found.lists]
    assert [each.status_code for each in (*answers, own, taken)] == [303, 303, 303, 409]
    assert "这个代号已经有一份名单" in taken.text
    assert (len(keys), keys[1], keys[0][:5]) == (2, "sites", "list_")
    assert wrong is not None
    assert [each.name for each in wrong.faulty] == ["items"]


def test_a_list_that_rules_name_and_nobody_keeps_is_offered(built: Flask) -> None:
    keep(built, ALPHA)
    rule(built)
    with runtime(built).store.write() as session:
        session.execute(delete(NamedListRow))
    browser = client(built, "secretary")

    (missing,) = shown(browser).missing
    form = opened(browser).form
    made = browser.post(FORM, data={**TYPED, "revision": "0"})

    assert (missing.name, missing.action) == ("@sites", Action(FORM, "建这份名单"))
    assert form.hidden == (("revision", "0"),)
    assert (made.status_code, kept(built).items) == (303, (ALPHA, BETA))
    assert browser.get(f"{PAGE}/none").status_code == 404


def test_what_others_changed_is_shown_beside_what_was_typed(built: Flask) -> None:
    keep(built, GAMMA)
    keep(built, BETA, revision=1)
    browser = client(built, "secretary")

    found = opened(browser, **TYPED, revision="1")

    assert (found.now, found.form.hidden) == (("样例乙川公司",), (("revision", "2"),))
    assert found.form.fields[2].value == TYPED["items"]
    assert browser.post(FORM, data={**TYPED, "revision": "2"}).status_code == 303
    assert browser.post(FORM, data={**TYPED, "revision": "x"}).status_code == 422


def test_a_rule_that_would_be_wrong_keeps_the_list_as_it_is(built: Flask) -> None:
    keep(built, f"{ALPHA}+{BETA}")
    rule(built, "pair")

    found = opened(client(built, "secretary"), **TYPED, revision="1")

    assert found.notice is not None
    assert found.notice.title == "还没有保存：照这份名单，用它的规则有不对的地方"
    assert found.notice.text.startswith("规则“驻点走访”：")
    assert (found.form.faulty, kept(built).items) == ((), (f"{ALPHA}+{BETA}",))


def test_a_list_is_deleted_unless_rules_name_it(built: Flask) -> None:
    keep(built, ALPHA)
    browser = client(built, "secretary")
    form = opened(browser).delete
    assert form is not None
    rule(built)
    refused = opened(browser, form.href, **dict(form.hidden))
    assert refused.notice == Notice(
        "没有删除", "规则驻点走访还在用名单“驻点”，不能删除。请先让规则换一份名单。", late=True
    )
    assert (refused.delete, opened(browser).delete) == (None, None)
    keeping.delete(runtime(built).store, (ALLIANCE, "by_site"), 1, by=SYSTEM, now=NOW)

    answer = browser.post(form.href, data=dict(form.hidden))

    assert (answer.status_code, answer.headers["Location"]) == (303, PAGE)
    assert shown(browser).lists == ()


def test_the_pages_speak_english(built: Flask) -> None:
    keep(built, ALPHA, "一号楼")
    browser = client(built, "secretary")
    found = shown(browser, f"{PAGE}?lang=en")
    assert (found.lists[0].name, found.lists[0].note) == ("Sites", "@sites · items: 2")
    assert [row.name for row in found.lists[0].rows] == ["Sample Alpha", "一号楼"]
    assert OTHER not in found.lead
