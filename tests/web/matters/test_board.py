"""The board of an alliance's matters: one lane for each state."""

from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from scheduler.domain.matter import Method, Step
from scheduler.services.matters.steps import Taking
from scheduler.web.attendance.parts import Lane, MatterCard, MattersPage
from scheduler.web.parts import Chip, Link, Words
from tests.support.pages import page
from tests.support.world import NOW, app, client
from tests.web.matters.walked import ACCEPT, CONSULT, DISPATCH, THEN, store_of, walk


def _filled(url: str) -> Flask:
    built = app(url)
    store = store_of(built)
    walk(store, "提出的")
    walk(store, "派出的", DISPATCH)
    walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    walk(store, "今天到期的", DISPATCH, ACCEPT, major=True, then=NOW - timedelta(days=14))
    walk(store, "商过的", DISPATCH, ACCEPT, CONSULT, major=True)
    walk(store, "办结的", DISPATCH, ACCEPT, Taking(Step.RESOLVE, method=Method.DIRECT))
    walk(store, "撤回的", Taking(Step.WITHDRAW))
    return built


def _card(number: str, title: str, chip: Chip, *lines: str) -> MatterCard:
    return MatterCard(number, title, f"/matters/m-auto-{number}", chip, lines)


BOTH = ("样例甲川公司", "样例科技局")
BOARD = MattersPage(
    lead=Words("5件在办：", "1件误期", "，4件在期限内。"),
    lanes=(
        Lane(
            name="点单",
            count=1,
            note="企业提出",
            empty="没有等派单的。",
            cards=(_card("001", "提出的", Chip("published", "点单"), "样例甲川公司"),),
        ),
        Lane(
            name="派单",
            count=1,
            note="党委派给部门",
            empty="没有等接单的。派出的单会先停在这里，部门接了再往右走。",
            cards=(_card("002", "派出的", Chip("published", "派单"), *BOTH),),
        ),
        Lane(
            name="接单",
            count=2,
            note="部门承办",
            empty="没有在办的。",
            cards=(
                _card("003", "误期的", Chip("late", "误期，已过6天"), *BOTH),
                _card("004", "今天到期的", Chip("todo", "今天到期"), *BOTH),
            ),
            late=1,
        ),
        Lane(
            name="商",
            count=1,
            note="重大的一事一商",
            empty="没有商议后待办结的。",
            cards=(_card("005", "商过的", Chip("published", "商"), *BOTH),),
        ),
        Lane(
            name="办结",
            count=1,
            note="写明用什么方式解决",
            empty="还没有办结的。",
            cards=(
                _card(
                    "006",
                    "办结的",
                    Chip("kept", "办结"),
                    "样例甲川公司",
                    "点对点解决 · 7月29日 · 用时1天",
                ),
            ),
        ),
    ),
    new="/matters/new",
)


def test_the_board_is_told_whole(sqlite_url: str) -> None:
    assert page(client(_filled(sqlite_url), "secretary"), "/matters") == BOARD


def test_the_board_is_told_in_english(sqlite_url: str) -> None:
    shown = page(client(_filled(sqlite_url), "secretary"), "/matters?lang=en")
    assert isinstance(shown, MattersPage)
    assert shown.lead == Words("5 open: ", "1 late", ", 4 within their terms.")
    assert [lane.name for lane in shown.lanes] == [
        "raised",
        "dispatched",
        "accepted",
        "consulted",
        "resolved",
    ]
    assert [card.chip.text for lane in shown.lanes for card in lane.cards] == [
        "raised",
        "dispatched",
        "late by 6 days",
        "due today",
        "consulted",
        "resolved",
    ]


def test_a_calm_board_says_so(sqlite_url: str) -> None:
    shown = page(client(app(sqlite_url), "member"), "/matters")
    assert isinstance(shown, MattersPage)
    assert (shown.lead, shown.new) == (Words("没有在办的要事。"), "")
    assert [lane.cards for lane in shown.lanes] == [()] * 5


def test_only_the_newest_resolved_matters_stand_on_the_board(sqlite_url: str) -> None:
    built = app(sqlite_url)
    for day in range(8):
        resolve = Taking(Step.RESOLVE, method=Method.PROXY)
        walk(store_of(built), "办结的", DISPATCH, ACCEPT, resolve, then=THEN + timedelta(days=day))

    shown = page(client(built, "secretary"), "/matters")

    assert isinstance(shown, MattersPage)
    assert [card.number for card in shown.lanes[4].cards] == [
        "008",
        "007",
        "006",
        "005",
        "004",
        "003",
    ]
    assert shown.lanes[4].count == 8
    assert shown.lanes[4].more == Link("/matters?lane=resolved", "看全部8件")
    whole = page(client(built, "secretary"), shown.lanes[4].more.href)
    assert isinstance(whole, MattersPage)
    assert [card.number for card in whole.lanes[0].cards] == [
        f"{8 - each:03d}" for each in range(8)
    ]
    assert (len(whole.lanes), whole.lanes[0].more) == (1, None)
    assert whole.crumbs == (Link("/matters", "要事"), Link("", "办结"))
    of_one = page(client(built, "committee"), "/matters?alliance=auto")
    assert isinstance(of_one, MattersPage)
    assert of_one.lanes[4].more == Link("/matters?alliance=auto&lane=resolved", "看全部8件")


@pytest.mark.parametrize("lane", ["nope", "withdrawn"])
def test_there_are_no_other_lanes(sqlite_url: str, lane: str) -> None:
    browser = client(app(sqlite_url), "secretary")
    assert browser.get(f"/matters?lane={lane}").status_code == 422


@pytest.mark.parametrize(
    ("role", "alliance", "status", "count"),
    [
        ("committee", "auto", 200, 1),
        ("committee", "steel", 200, 0),
        ("secretary", "steel", 404, 0),
        ("secretary", "nope", 404, 0),
        ("other", "auto", 404, 0),
    ],
)
def test_the_board_of_one_alliance_is_for_those_who_see_it(
    sqlite_url: str, role: str, alliance: str, status: int, count: int
) -> None:
    built = app(sqlite_url)
    walk(store_of(built), "提出的")
    browser = client(built, role)

    answer = browser.get(f"/matters?alliance={alliance}")

    assert (answer.status_code, answer.text.count("提出的")) == (status, count)


def test_a_day_is_that_of_shanghai(sqlite_url: str) -> None:
    built = app(sqlite_url)
    late = datetime(2026, 8, 12, 13, 0, tzinfo=UTC)
    resolve = Taking(Step.RESOLVE, method=Method.ASSIGNMENT)
    walk(store_of(built), "办结的", DISPATCH, ACCEPT, resolve, then=late)

    shown = page(client(built, "secretary"), "/matters")

    assert isinstance(shown, MattersPage)
    assert shown.lanes[4].cards[0].lines[1] == "交办解决 · 8月13日 · 用时1天"
