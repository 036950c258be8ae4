import re
import uuid
from dataclasses import replace
from datetime import date
from html import unescape

import pytest
from flask import Flask
from sqlalchemy import delete, update
from werkzeug.test import TestResponse

from scheduler.services.visits import recording as visits
from scheduler.store import Store
from scheduler.store import visits as stored
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NamedListRow, NameRow
from scheduler.web.parts import Action, Field, Light, Link, Notice, Option, Words
from scheduler.web.visits import pages as visit_pages
from scheduler.web.visits.values import ChoicePage, Tick, TickGroup, VisitsPage
from tests.support.pages import page
from tests.support.visiting import with_lists
from tests.support.world import ALLIANCE, NOW, OTHER, app, client, principal, runtime

PRESS = "4f4d3f0a-6c9e-4f9e-9b63-0d2f1d0c2a51"
LIST = "/quota?alliance=auto&rule=enterprise_visit"


def listed(url: str) -> Flask:
    built = app(url)
    with_lists(runtime(built).store)
    return built


def shown(built: Flask, path: str = LIST, role: str = "secretary") -> VisitsPage:
    found = page(client(built, role), path)
    assert isinstance(found, VisitsPage)
    return replace(found, hidden=tuple(pair for pair in found.hidden if pair[0] != "request"))


def post(built: Flask, *members: str, role: str = "secretary", **more: str) -> TestResponse:
    form = {
        "alliance": ALLIANCE,
        "rule": "enterprise_visit",
        "request": PRESS,
        "day": "2026-08-18",
        "cell": [f"organisation:{member}" for member in members],
    } | more
    return client(built, role).post("/quota", data=form)


def days(store: Store) -> list[tuple[str, date, str | None, str]]:
    with store.read() as session:
        made = stored.between(session, [ALLIANCE], date.min, date.max)
    return sorted((each.cell, each.day, each.visitor, each.note) for each in made)


def tick(name: str, cell: str, note: str = "截止12月31日", **more: object) -> Tick:
    made = Tick(cell, name, note, Light("todo", "待办"), may=True)
    return replace(made, **more)  # type: ignore[arg-type]  # fields by name


OPEN = tuple(
    tick(name, f"organisation:{key}")
    for key, name in (("alpha", "甲川"), ("beta", "乙川"), ("gamma", "丙川"))
)
PAGE = VisitsPage(
    title="一企一策走访",
    lead=Words("2026年应办6项，已办0项；共走访0家、0家次，", "误期3项", "。"),
    crumbs=(
        Link("/", "今日"),
        Link("/alliances/auto", "样例汽车产业链党委"),
        Link("", "一企一策走访"),
    ),
    lists=(
        Link("", "一企一策走访"),
        Link("/quota?alliance=auto&rule=own_items", "自选动作"),
        Link("/quota?alliance=auto&rule=building_visit", "走访楼宇"),
    ),
    hidden=(("alliance", "auto"), ("rule", "enterprise_visit"), ("member", "")),
    query="",
    open=(TickGroup("", "3项", OPEN),),
    kept=(),
    kept_title="",
    more="",
    fields=(
        Field("day", "哪天办的", "2026-08-18", "date"),
        Field(
            "visitor",
            "谁去的",
            control="select",
            options=(
                Option("", "不写"),
                Option("person:p-2", "钱样例"),
                Option("person:p-chief", "郑样例"),
            ),
            optional=True,
        ),
        Field("note", "备注", optional=True),
    ),
    recording=True,
    submit="记下勾选的",
    latest=(),
)


def test_other_places_than_organisations_are_counted_as_places(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with_lists(runtime(built).store)
    found = shown(built, "/quota?alliance=auto&rule=building_visit")
    assert "；共走访0处、0次" in found.lead.plain
    english = shown(built, "/quota?alliance=auto&rule=building_visit&lang=en")
    assert "; 0 places visited, 0 visits" in english.lead.plain


def test_a_list_is_told_whole(sqlite_url: str) -> None:
    assert shown(listed(sqlite_url)) == PAGE


def test_what_was_ticked_is_recorded_once_and_folded_away(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    store = runtime(built).store
    pressed = [post(built, "alpha", "beta", visitor="person:p-2", note="送政策") for _ in range(2)]
    assert [answer.status_code for answer in pressed] == [303, 303]
    day = date(2026, 8, 18)
    assert days(store) == [
        (f"organisation:{key}", day, "person:p-2", "送政策") for key in ("alpha", "beta")
    ]
    after = shown(built, pressed[0].location)
    assert after.lead == Words("2026年应办6项，已办2项；共走访2家、2家次，", "误期3项", "。")
    assert [row.name for group in after.open for row in group.rows] == ["丙川"]
    assert after.kept == (
        TickGroup(
            "",
            "2项",
            tuple(
                tick(name, f"organisation:{key}", "已1次，最近8月18日", light=Light("kept", "已办"))
                for key, name in (("alpha", "甲川"), ("beta", "乙川"))
            ),
        ),
    )
    assert (after.kept_title, after.undo_text) == ("本期已办2项", "已记2项。")
    assert sorted((each.name, each.note) for each in after.latest) == [
        ("乙川", "8月18日 · 钱样例 · 送政策"),
        ("甲川", "8月18日 · 钱样例 · 送政策"),
    ]


def test_one_press_takes_back_what_one_press_recorded(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    store = runtime(built).store
    undo = shown(built, post(built, "alpha", "beta").location).undo
    answer = client(built, "secretary").post(
        "/quota", data={"alliance": ALLIANCE, "rule": "enterprise_visit", "undo": undo}
    )
    assert answer.status_code == 303
    assert days(store) == []
    assert shown(built, answer.location).notice == Notice("已撤回，名单恢复原样。")


def test_the_form_of_what_was_taken_back_makes_another_record(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    undo = shown(built, post(built, "alpha").location).undo
    client(built, "secretary").post(
        "/quota", data={"alliance": ALLIANCE, "rule": "enterprise_visit", "undo": undo}
    )
    again = post(built, "alpha")
    text = unescape(again.text)
    assert again.status_code == 409
    assert "“甲川”8月18日的这一条已经撤回，没有再记。确实去了或办了，请另记一条。" in text
    (press,) = re.findall(r'name="request" value="([^"]+)"', text)
    assert post(built, "alpha", request=press).status_code == 303
    assert len(days(runtime(built).store)) == 1


@pytest.mark.parametrize(
    ("members", "more", "status", "sentence"),
    [
        ((), {}, 422, "一条也没有勾选。请先勾上走访过或办完的，再记下。"),
        (
            ("nobody",),
            {},
            422,
            "“nobody”不在这份名单里，请核对；新成员先加入名册，规则自己写明名单的，还要写进规则。",
        ),
        (("alpha",), {"request": "x"}, 422, "请求编号不能是“x”。可填：UUID"),
        (
            ("beta",),
            {},
            409,
            "“乙川”8月18日已经记过一次，没有重复记。若是另一位去的，请写明走访人。",
        ),
    ],
)
def test_a_refusal_is_told_on_top_and_what_was_ticked_stays(
    members: tuple[str, ...], more: dict[str, str], status: int, sentence: str, sqlite_url: str
) -> None:
    built = listed(sqlite_url)
    by = principal(runtime(built).store, "secretary")
    new = visits.NewVisit(
        str(uuid.uuid4()), "enterprise_visit", "organisation:beta", date(2026, 8, 18)
    )
    visits.record(runtime(built).store, ALLIANCE, [new], by=by, now=NOW)
    answer = post(built, *members, **more)
    assert answer.status_code == status
    assert f'role="alert">\n<h2>{sentence}</h2>' in answer.text
    ticked = re.findall(r'value="(organisation:\w+)" checked', answer.text)
    assert ticked == [f"organisation:{key}" for key in members if key != "nobody"]


@pytest.mark.parametrize(
    ("typed", "sentence"),
    [
        ({"day": "2026-08-19"}, "日期“2026-08-19”还没到，办完当天或之后再记。"),
        ({"day": "昨天"}, "日期“昨天”看不懂，请按2026-09-09的样子填。"),
        ({"visitor": "person:x"}, "找不到走访人“x”，请从名册里选。"),
    ],
)
def test_a_refused_field_is_told_beside_it_with_what_was_typed(
    typed: dict[str, str], sentence: str, sqlite_url: str
) -> None:
    answer = post(listed(sqlite_url), "alpha", **typed)
    assert answer.status_code == 422
    assert f'class="fault" id="{next(iter(typed))}-e">{sentence}</span>' in answer.text
    assert '<details class="gap-t" open>' in answer.text
    assert 'value="organisation:alpha" checked' in answer.text


@pytest.mark.parametrize(("role", "status"), [("member", 403), ("other", 404), ("branch", 303)])
def test_only_who_may_record_does(role: str, status: int, sqlite_url: str) -> None:
    built = listed(sqlite_url)
    assert post(built, "alpha", role=role).status_code == status
    assert post(built, "beta", role=role).status_code == (403 if role == "branch" else status)


def test_a_mere_reader_sees_rows_without_boxes(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    found = shown(built, LIST, "member")
    assert (found.recording, found.open) == (
        False,
        (TickGroup("", "3项", tuple(replace(row, may=False) for row in OPEN)),),
    )
    text = client(built, "member").get(LIST).text
    assert 'type="checkbox"' not in text


def test_one_looks_for_a_name_in_either_language(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    for query in ("乙", "sample beta"):
        assert [row.name for row in shown(built, f"{LIST}&q={query}").open[0].rows] == ["乙川"]
    assert shown(built, f"{LIST}&q=没有").open == ()


def test_items_stand_under_their_members_and_are_optional(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    with runtime(built).store.write() as session:
        session.add(NameRow(key="one", name="动作一", name_en="Item one"))
    found = shown(built, "/quota?alliance=auto&rule=own_items&member=organisation:beta")
    assert found.lead == Words("2026年应办6项，已办0项。")
    assert found.open == (
        TickGroup(
            "乙川",
            "2项",
            (
                tick("动作一", "one|organisation:beta", "截止12月31日 · 自选"),
                tick("two", "two|organisation:beta", "截止12月31日 · 自选"),
            ),
        ),
    )
    english = shown(built, "/quota?alliance=auto&rule=own_items&lang=en").open[0].rows[0]
    assert (english.name, english.note) == ("Item one", "due 31 December · optional")


def test_a_row_says_whose_turn_it_is_and_what_is_late(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    rows = shown(built, "/quota?alliance=auto&rule=building_visit").open[0].rows
    assert {row.note for row in rows} == {
        f"轮到{name} · 截止9月30日" for name in ("赵样例", "钱样例", "孙样例")
    }
    with runtime(built).store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "enterprise_visit"))
        rule.data = {**rule.data, "min": 2, "grace_days": 60}
    row = shown(built).open[0].rows[0]
    assert (row.note, row.light) == ("截止6月30日", Light("late", "误期"))
    with runtime(built).store.write() as session:
        rule = session.get_one(RuleRow, (ALLIANCE, "enterprise_visit"))
        rule.data = {**rule.data, "min": 2, "grace_days": 1}
    post(built, "alpha")
    row = shown(built).open[0].rows[0]
    assert (row.note, row.light) == ("已1次，最近8月18日 · 截止12月31日", Light("todo", "1/2"))


def test_a_long_list_is_cut_and_says_so(sqlite_url: str, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(visit_pages, "MOST", 2)
    found = shown(listed(sqlite_url))
    assert len(found.open[0].rows) == 2
    assert found.more == "只列出前2项，其余请按名称找。"


def test_a_reader_of_several_alliances_chooses_one(sqlite_url: str) -> None:
    built = app(sqlite_url)
    assert page(client(built, "admin"), "/quota") == ChoicePage(())
    with_lists(runtime(built).store)
    assert shown(built, "/quota", "admin").title == "一企一策走访"
    with runtime(built).store.write() as session:
        data = {**session.get_one(RuleRow, (ALLIANCE, "own_items")).data, "axes": {"item": ["x"]}}
        session.add(
            RuleRow(alliance=OTHER, position=9, key="items", type="coverage", name="项", data=data)
        )
    assert page(client(built, "admin"), "/quota?lang=en") == ChoicePage(
        (
            Link("/quota?alliance=auto", "Sample Automotive Chain Committee"),
            Link("/quota?alliance=steel", "样例钢铁产业链党委"),
        )
    )
    only = shown(built, "/quota", "other")
    assert (only.title, only.lists) == ("项", ())


def test_an_alliance_without_lists_says_so(sqlite_url: str) -> None:
    found = shown(app(sqlite_url), "/quota")
    assert (found.title, found.lead, found.recording) == (
        "走访与清单",
        Words("这个联盟没有要逐家逐项记的名单。"),
        False,
    )


@pytest.mark.parametrize(
    ("role", "path", "status"),
    [
        (None, "/quota", 303),
        ("other", "/quota?alliance=auto", 404),
        ("secretary", "/quota?alliance=none", 404),
        ("secretary", "/quota?alliance=auto&rule=none", 404),
    ],
)
def test_lists_are_for_who_sees_the_alliance(
    role: str | None, path: str, status: int, sqlite_url: str
) -> None:
    assert client(listed(sqlite_url), role).get(path).status_code == status


def test_a_promise_whose_list_is_gone_is_told_and_why(sqlite_url: str) -> None:
    built = listed(sqlite_url)
    store = runtime(built).store
    with store.write() as session:
        session.execute(delete(NamedListRow).filter_by(alliance=ALLIANCE, name="buildings"))
    told = Notice(
        "“走访楼宇”现在数不出来",
        "要覆盖哪些里的名单不存在，请核对@后面的名称。",
        action=Action(f"/rules/{ALLIANCE}/building_visit", "看这条承诺"),
    )

    found = shown(built)
    assert (found.title, found.uncounted) == ("一企一策走访", (told,))

    asked = shown(built, "/quota?alliance=auto&rule=building_visit")
    assert (asked.title, asked.uncounted, [each.href for each in asked.lists]) == (
        "走访与清单",
        (told,),
        [f"/quota?alliance=auto&rule={key}" for key in ("enterprise_visit", "own_items")],
    )

    with store.write() as session:
        session.execute(delete(RuleRow).where(RuleRow.key.in_(["enterprise_visit", "own_items"])))
    alone = shown(built, "/quota?alliance=auto")
    assert (alone.lead.plain, alone.uncounted) == ("", (told,))

    with store.write() as session:
        session.execute(update(RuleRow).filter_by(key="building_visit").values(until=NOW.date()))
    assert shown(built, "/quota?alliance=auto").uncounted == ()
