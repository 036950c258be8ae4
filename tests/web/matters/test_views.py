"""The page of one matter: what became of it, what follows, and for whom."""

from datetime import date, timedelta

import pytest
from flask import Flask

from scheduler.domain.matter import Step
from scheduler.services.matters.steps import Taking
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import NameRow
from scheduler.web.attendance.parts import MatterPage
from scheduler.web.parts import Chip, EventLine, Fact, Field, Form, Link, News, Option, Why
from tests.support.pages import page
from tests.support.queries import statements
from tests.support.world import COUNCILS, NOW, app, at, client
from tests.web.matters.walked import ACCEPT, CONSULT, DISPATCH, MAJOR, THEN, store_of, walk


def _rule(steps: list[dict[str, object]]) -> RuleRow:
    """Give the rule that says how long each step may take."""
    return RuleRow(
        alliance="auto",
        position=9,
        key="matter_steps",
        type="trigger",
        name="要事限时办理",
        data={"on": "matter.raised", "steps": steps},
    )


def test_an_open_step_has_its_term(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    with store.write() as session:
        session.add(_rule([{"role": "committee", "do": "dispatch", "due": "2wd"}]))
    key = walk(store, "提出的", then=NOW)

    shown = page(client(built, "secretary"), f"/matters/{key}")

    assert isinstance(shown, MatterPage)
    assert shown.chip == Chip("published", "还有2天")
    assert shown.why == (Why("下一步派单，截止8月20日 周四。"),)


def _late(built: Flask, escalate: str) -> str:
    """Give a matter that is late under a rule that names who sees to it."""
    store = store_of(built)
    steps = _rule([{"role": "committee", "do": "dispatch", "due": "2wd"}])
    steps.data = {**steps.data, "escalate": escalate}
    with store.write() as session:
        session.add(steps)
        session.merge(NameRow(key="liaison", name="联络员", name_en="liaison"))
    return walk(store, "误期的")


@pytest.mark.parametrize(
    ("role", "lang", "escalate", "told"),
    [
        ("secretary", "zh", "liaison", "已误期，由联络员催办：钱样例。"),
        ("secretary", "en", "liaison", "Late: the liaison sees to it: 钱样例."),
        ("host", "zh", "liaison", "已误期，由联络员催办。"),
        ("host", "en", "liaison", "Late: the liaison sees to it."),
        ("secretary", "zh", "nobody", "已误期，应由nobody催办；现在没有人担任。"),
        (
            "secretary",
            "en",
            "nobody",
            "Late: for the nobody to see to, which nobody is at present.",
        ),
    ],
)
def test_a_late_step_names_who_sees_to_it(
    sqlite_url: str, role: str, lang: str, escalate: str, told: str
) -> None:
    built = app(sqlite_url)
    key = _late(built, escalate)

    shown = page(client(built, role), f"/matters/{key}?lang={lang}")

    assert isinstance(shown, MatterPage)
    assert shown.why[1:] == (Why(told),)


NOTE = Field("note", "说明", optional=True)


def _step(
    key: str, step: str, word: str, *fields: Field, revision: int, main: bool = False
) -> Form:
    return Form(
        href=f"/matters/{key}/{step}",
        submit=word,
        fields=(*fields, NOTE),
        summary=word,
        hidden=(("revision", str(revision)),),
        main=main,
    )


def _major(value: str) -> Field:
    return Field(
        "major",
        "是否要事",
        value=value,
        control="select",
        note="要事要在期限内专题商议一次。",
        options=MAJOR,
    )


PROXY = Field("proxy", "代办人", optional=True)


def test_a_raised_matter_is_told_whole(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")

    assert page(client(built, "secretary"), f"/matters/{key}") == MatterPage(
        number="001",
        title="提出的",
        chip=Chip("published", "点单"),
        facts=(
            Fact("企业", "样例甲川公司"),
            Fact("类别", "用电"),
            Fact("是否要事", "否"),
        ),
        crumbs=(Link("/matters", "要事"),),
        detail="两路都要。",
        history=(News(THEN, "点单"),),
        forms=(
            _step(
                key,
                "dispatch",
                "派单",
                Field(
                    "department",
                    "派给哪个部门",
                    control="select",
                    options=(Option("organisation:bureau", "样例科技局"),),
                ),
                _major("0"),
                PROXY,
                revision=1,
                main=True,
            ),
            _step(key, "withdraw", "撤回", revision=1),
        ),
    )


def test_an_accepted_major_matter_lists_its_councils(
    sqlite_url: str,
) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    key = walk(store, "误期的", DISPATCH, Taking(Step.ACCEPT, note="已联系企业"), major=True)
    with store.write() as session:
        session.get_one(EventRow, COUNCILS[2]).matters = [key]

    assert page(client(built, "secretary"), f"/matters/{key}") == MatterPage(
        number="001",
        title="误期的",
        chip=Chip("late", "误期，已过6天"),
        facts=(
            Fact("企业", "样例甲川公司"),
            Fact("类别", "用电"),
            Fact("承办部门", "样例科技局"),
            Fact("是否要事", "是，一事一商"),
        ),
        crumbs=(Link("/matters", "要事"),),
        detail="两路都要。",
        why=(Why("下一步商议，截止8月12日 周三。"),),
        events=(EventLine(at(date(2026, 9, 16)), "第3季度一季一议", "", f"/events/{COUNCILS[2]}"),),
        history=(
            News(THEN, "点单"),
            News(THEN + timedelta(hours=1), "派单 → 样例科技局"),
            News(THEN + timedelta(hours=2), "接单", tail="已联系企业"),
        ),
        forms=(_step(key, "withdraw", "撤回", revision=3, main=True),),
    )


def test_a_matter_without_its_council_leads_to_the_plan(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "误期的", DISPATCH, Taking(Step.ACCEPT), major=True)
    browser = client(built, "secretary")

    shown, english = (page(browser, f"/matters/{key}{lang}") for lang in ("", "?lang=en"))

    assert isinstance(shown, MatterPage)
    assert shown.why == (Why("下一步商议，截止8月12日 周三。到“计划变更”里排出这次商议。"),)
    assert isinstance(english, MatterPage)
    assert english.why == (
        Why("Next: consult, due Wed 12 August. Schedule this consultation under “Plan changes”."),
    )
    assert [each.text for each in english.history] == ["Raise", "Dispatch → 样例科技局", "Accept"]
    assert [each.submit for each in english.forms] == ["Withdraw"]


def test_a_matter_on_its_way_offers_the_steps_that_follow(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = store_of(built)
    dispatched = walk(store, "派出的", DISPATCH)
    consulted = walk(store, "商过的", DISPATCH, ACCEPT, CONSULT, major=True)
    browser = client(built, "secretary")
    methods = Field(
        "method",
        "怎样解决的",
        control="select",
        options=(
            Option("consultation", "共商"),
            Option("assignment", "交办"),
            Option("proxy", "红色代办"),
            Option("direct", "点对点"),
        ),
    )

    forms = {}
    for key in (dispatched, consulted):
        shown = page(browser, f"/matters/{key}")
        assert isinstance(shown, MatterPage)
        forms[key] = shown.forms

    assert forms == {
        dispatched: (
            _step(dispatched, "accept", "接单", _major("0"), PROXY, revision=2, main=True),
            _step(dispatched, "return", "退回", revision=2),
            _step(dispatched, "withdraw", "撤回", revision=2),
        ),
        consulted: (_step(consulted, "resolve", "办结", methods, revision=4, main=True),),
    }


def test_the_catalogue_proposes_a_department_and_the_page_names_the_proxy(
    sqlite_url: str,
) -> None:
    built = app(sqlite_url)
    routes = {"version": "3.0", "routes": {"用电": "organisation:bureau"}}
    steps = [{"role": "department", "do": "resolve", "due": "20wd"}]
    data = {"on": "matter.raised", "steps": steps, "catalogue": routes}
    with store_of(built).write() as session:
        session.add(
            RuleRow(
                alliance="auto", position=9, key="catalogue", type="trigger", name="清单", data=data
            )
        )
    key = walk(store_of(built), "提出的")
    browser = client(built, "secretary")
    shown = page(browser, f"/matters/{key}")
    assert isinstance(shown, MatterPage)
    assert (shown.forms[0].fields[0].value, shown.forms[0].fields[0].note) == (
        "organisation:bureau",
        "服务清单写明由这个部门接单",
    )
    form = {"revision": "1", "proxy": "样例代办员"}
    assert browser.post(f"/matters/{key}/dispatch", data=form).status_code == 303
    shown = page(browser, f"/matters/{key}")
    assert isinstance(shown, MatterPage)
    assert shown.facts[2:4] == (Fact("承办部门", "样例科技局"), Fact("代办人", "样例代办员"))


@pytest.mark.parametrize("role", ["member", "branch", "host"])
def test_who_only_looks_is_offered_no_step(sqlite_url: str, role: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    shown = page(client(built, role), f"/matters/{key}?lang=en")
    assert isinstance(shown, MatterPage)
    assert shown.forms == ()
    assert shown.facts[0] == Fact("Enterprise", "Sample Alpha")


def test_a_matter_of_another_alliance_does_not_exist(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = walk(store_of(built), "提出的")
    browser = client(built, "other")
    assert [browser.get(f"/matters/{each}").status_code for each in (key, "m-nope")] == [404, 404]


def test_the_number_of_queries_does_not_depend_on_what_there_is(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store, browser = store_of(built), client(built, "secretary")
    key = walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    addresses = ("/matters", f"/matters/{key}", "/matters/new")
    one = [statements(store, lambda each=each: browser.get(each)) for each in addresses]  # type: ignore[misc]  # bound now
    for _ in range(2):
        walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    three = [statements(store, lambda each=each: browser.get(each)) for each in addresses]  # type: ignore[misc]  # bound now
    assert one == three
