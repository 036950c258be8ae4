from dataclasses import replace
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask

from scheduler.domain.matter import Method, Step
from scheduler.services.matters import steps as matters
from scheduler.services.matters.steps import NewMatter, Taking
from scheduler.store import Store
from scheduler.store import matters as queries
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.web.attendance.parts import Lane, MatterCard, MatterPage, MattersPage
from scheduler.web.parts import (
    Chip,
    EventLine,
    Fact,
    Field,
    Form,
    Link,
    News,
    Option,
    Why,
    Words,
)
from scheduler.web.plain_pages import FormPage
from tests.support.consulting import consult
from tests.support.pages import page
from tests.support.queries import statements
from tests.support.world import COUNCILS, NOW, app, at, client, principal, runtime

THEN = NOW - timedelta(days=20)
DISPATCH = Taking(Step.DISPATCH, department="organisation:bureau")
ACCEPT, CONSULT = Taking(Step.ACCEPT), Taking(Step.CONSULT)
ENTERPRISES = (
    Option("organisation:alpha", "样例甲川公司"),
    Option("organisation:beta", "样例乙川公司"),
    Option("organisation:bureau", "样例科技局"),
    Option("organisation:gamma", "样例丙川公司"),
)
MAJOR = (Option("0", "否"), Option("1", "是，一事一商"))


def _store(built: Flask) -> Store:
    return runtime(built).store


def _walk(
    store: Store, title: str, *steps: Taking, major: bool = False, then: datetime = THEN
) -> str:
    """Raise a matter and take it on, one step an hour."""
    by = principal(store, "secretary")
    new = NewMatter("auto", title, "用电", "organisation:alpha", "两路都要。", major=major)
    key = matters.raise_matter(store, new, by=by, now=then).key
    for hour, step in enumerate(steps, start=1):
        at_hour = then + timedelta(hours=hour)
        if step.step is Step.CONSULT:
            consult(store, key, at_hour)
        else:
            matters.take(store, key, step, by=by, now=at_hour)
    return key


def _filled(url: str) -> Flask:
    built = app(url)
    store = _store(built)
    _walk(store, "提出的")
    _walk(store, "派出的", DISPATCH)
    _walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    _walk(store, "今天到期的", DISPATCH, ACCEPT, major=True, then=NOW - timedelta(days=14))
    _walk(store, "商过的", DISPATCH, ACCEPT, CONSULT, major=True)
    _walk(store, "办结的", DISPATCH, ACCEPT, Taking(Step.RESOLVE, method=Method.DIRECT))
    _walk(store, "撤回的", Taking(Step.WITHDRAW))
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
    assert (shown.lead, shown.new) == (Words("0件在办，都在期限内。"), "")
    assert [lane.cards for lane in shown.lanes] == [()] * 5


def test_only_the_newest_resolved_matters_stand_on_the_board(sqlite_url: str) -> None:
    built = app(sqlite_url)
    for day in range(8):
        resolve = Taking(Step.RESOLVE, method=Method.PROXY)
        _walk(_store(built), "办结的", DISPATCH, ACCEPT, resolve, then=THEN + timedelta(days=day))

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
    _walk(_store(built), "提出的")
    browser = client(built, role)

    answer = browser.get(f"/matters?alliance={alliance}")

    assert (answer.status_code, answer.text.count("提出的")) == (status, count)


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
    store = _store(built)
    with store.write() as session:
        session.add(_rule([{"role": "committee", "do": "dispatch", "due": "2wd"}]))
    key = _walk(store, "提出的", then=NOW)

    shown = page(client(built, "secretary"), f"/matters/{key}")

    assert isinstance(shown, MatterPage)
    assert shown.chip == Chip("published", "还有2天")
    assert shown.why == (Why("下一步派单，截止8月20日 周四。"),)


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
    key = _walk(_store(built), "提出的")

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
    store = _store(built)
    key = _walk(store, "误期的", DISPATCH, Taking(Step.ACCEPT, note="已联系企业"), major=True)
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
            News(THEN + timedelta(hours=1), "派单"),
            News(THEN + timedelta(hours=2), "接单", tail="已联系企业"),
        ),
        forms=(_step(key, "withdraw", "撤回", revision=3, main=True),),
    )


def test_a_matter_without_its_council_leads_to_the_plan(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "误期的", DISPATCH, Taking(Step.ACCEPT), major=True)
    browser = client(built, "secretary")

    shown, english = (page(browser, f"/matters/{key}{lang}") for lang in ("", "?lang=en"))

    assert isinstance(shown, MatterPage)
    assert shown.why == (Why("下一步商议，截止8月12日 周三。到“计划变更”里排出这次商议。"),)
    assert isinstance(english, MatterPage)
    assert english.why == (
        Why("Next: consult, due Wed 12 August. Schedule this consultation under “Plan changes”."),
    )
    assert [each.text for each in english.history] == ["Raise", "Dispatch", "Accept"]
    assert [each.submit for each in english.forms] == ["Withdraw"]


def test_a_matter_on_its_way_offers_the_steps_that_follow(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store = _store(built)
    dispatched = _walk(store, "派出的", DISPATCH)
    consulted = _walk(store, "商过的", DISPATCH, ACCEPT, CONSULT, major=True)
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
    with _store(built).write() as session:
        session.add(
            RuleRow(
                alliance="auto", position=9, key="catalogue", type="trigger", name="清单", data=data
            )
        )
    key = _walk(_store(built), "提出的")
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
    key = _walk(_store(built), "提出的")
    shown = page(client(built, role), f"/matters/{key}?lang=en")
    assert isinstance(shown, MatterPage)
    assert shown.forms == ()
    assert shown.facts[0] == Fact("Enterprise", "Sample Alpha")


def test_a_matter_of_another_alliance_does_not_exist(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "提出的")
    browser = client(built, "other")
    assert [browser.get(f"/matters/{each}").status_code for each in (key, "m-nope")] == [404, 404]


def _post(built: Flask, address: str, **fields: str) -> tuple[int, str]:
    answer = client(built, "secretary").post(address, data=fields)
    return answer.status_code, answer.headers.get("Location", "")


def _row(built: Flask, key: str = "m-auto-001") -> object:
    with _store(built).read() as session:
        return queries.get(session, key)


def test_a_matter_walks_through_its_forms(sqlite_url: str) -> None:
    built = app(sqlite_url)
    new = {
        "alliance": "auto",
        "raised_by": "organisation:beta",
        "title": "厂区夜班班车绕行",
        "category": "交通",
        "detail": "",
        "major": "0",
    }
    here = "/matters/m-auto-001"

    answers = [
        _post(built, "/matters", **new),
        _post(built, f"{here}/dispatch", revision="1", department="organisation:bureau", major="1"),
        _post(built, f"{here}/accept", revision="2", major="1"),
    ]
    consult(_store(built), "m-auto-001", NOW)
    answers.append(_post(built, f"{here}/resolve", revision="4", method="proxy", note="代办完成"))

    assert answers == [(303, here)] * 4
    with _store(built).read() as session:
        matter = queries.get(session, "m-auto-001")
        taken = queries.steps(session, ["m-auto-001"])["m-auto-001"]
    assert matter is not None
    assert (matter.state, matter.method, matter.major) == ("resolved", "proxy", True)
    assert [(step.step, step.note) for step in taken] == [
        ("raise", ""),
        ("dispatch", ""),
        ("accept", ""),
        ("consult", ""),
        ("resolve", "代办完成"),
    ]


@pytest.mark.parametrize(
    ("step", "fields", "status"),
    [
        ("dispatch", {"department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "x", "department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "9" * 5000, "department": "organisation:bureau"}, 422),
        ("dispatch", {"revision": "7", "department": "organisation:bureau"}, 409),
        ("dispatch", {"revision": "1"}, 422),
        ("dispatch", {"revision": "1", "department": "organisation:nope"}, 422),
        ("dispatch", {"revision": "1", "department": "organisation:bureau", "note": "a\0"}, 422),
        ("accept", {"revision": "1"}, 409),
        ("raise", {"revision": "1"}, 409),
        ("fly", {"revision": "1"}, 422),
        ("resolve", {"revision": "1", "method": "magic"}, 422),
    ],
)
def test_a_refused_step_changes_nothing(
    sqlite_url: str, step: str, fields: dict[str, str], status: int
) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "提出的")
    before = _row(built)

    assert _post(built, f"/matters/{key}/{step}", **fields) == (status, "")
    assert _row(built) == before


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("department", "", "请填接单部门。"),
        ("note", "字" * 1001, "备注太长：最多1000个字，请缩短。"),
        ("proxy", "一\n二", "代办人里有换行或看不见的控制字符，请删去后再提交。"),
        ("revision", "x", "第几版填得不对，请改后再提交。"),
    ],
)
def test_what_was_typed_for_a_step_stays_with_its_fault(
    sqlite_url: str, field: str, value: str, fault: str
) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "提出的")
    typed = {
        "revision": "1",
        "department": "organisation:bureau",
        "major": "1",
        "note": "已打过电话",
        "proxy": "陈样例",
    } | {field: value}

    shown = page(client(built, "secretary"), f"/matters/{key}/dispatch", **typed)

    assert isinstance(shown, MatterPage)
    dispatch, withdraw = shown.forms
    faults = {each.name: each.fault for each in dispatch.fields if each.fault}
    assert faults == {field if field != "revision" else "department": fault}
    assert {each.name: each.value for each in dispatch.fields} == {
        name: text for name, text in typed.items() if name != "revision"
    }
    assert not withdraw.faulty


def test_a_step_that_somebody_took_before_is_told_above_the_matter(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "提出的")
    browser = client(built, "secretary")
    sent = {"revision": "1", "department": "organisation:bureau"}
    assert browser.post(f"/matters/{key}/dispatch", data=sent).status_code == 303

    shown = page(browser, f"/matters/{key}/dispatch", **sent)

    assert isinstance(shown, MatterPage)
    assert shown.notice is not None
    assert (shown.notice.late, [each.summary for each in shown.forms][:1]) == (True, ["接单"])


def test_only_those_who_handle_matters_take_a_step(sqlite_url: str) -> None:
    built = app(sqlite_url)
    key = _walk(_store(built), "提出的")
    fields = {"revision": "1", "department": "organisation:bureau"}
    found = {
        role: client(built, role).post(f"/matters/{key}/dispatch", data=fields).status_code
        for role in ("member", "branch", "other", "committee")
    }
    assert found == {"member": 403, "branch": 403, "other": 404, "committee": 303}


PRESS = "7a3f3f0e-7a51-4c5e-8d36-6c2f9c8b1a11"


def _pressed(shown: object) -> object:
    """Give a form as if it had the known request."""
    assert isinstance(shown, FormPage)
    assert len(dict(shown.form.hidden)["request"]) == len(PRESS)
    hidden = (("alliance", "auto"), ("request", PRESS))
    return replace(shown, form=replace(shown.form, hidden=hidden))


def _form(**typed: str) -> FormPage:
    faults = {name.removeprefix("fault_"): typed[name] for name in typed if "fault_" in name}

    def field(name: str, label: str, **more: object) -> Field:
        return Field(
            name,
            label,
            value=typed.get(name, ""),
            fault=faults.get(name, ""),
            **more,  # type: ignore[arg-type]  # fields of the component
        )

    return FormPage(
        title="替企业提一件",
        lead="样例汽车产业链党委",
        form=Form(
            href="/matters",
            submit="提出",
            fields=(
                field(
                    "raised_by",
                    "哪家企业提出",
                    control="select",
                    options=(Option("", "请选择"), *ENTERPRISES),
                ),
                field("title", "什么事"),
                field("category", "类别"),
                field("detail", "详细情况", control="textarea", optional=True),
                field("major", "是否要事", control="select", options=MAJOR),
            ),
            hidden=(("alliance", "auto"), ("request", PRESS)),
            main=True,
        ),
        crumbs=(Link("/matters", "要事"),),
        back=Link("/matters", "先不提"),
    )


@pytest.mark.parametrize("address", ["/matters/new", "/matters/new?alliance=auto"])
def test_the_form_of_a_new_matter_is_told_whole(sqlite_url: str, address: str) -> None:
    browser = client(app(sqlite_url), "branch")
    first, second = page(browser, address), page(browser, address)
    assert _pressed(first) == _form()
    assert first != second


def test_the_form_of_a_new_matter_names_in_english(sqlite_url: str) -> None:
    shown = page(client(app(sqlite_url), "branch"), "/matters/new?lang=en")
    assert isinstance(shown, FormPage)
    assert shown.lead == "Sample Automotive Chain Committee"
    assert [option.text for option in shown.form.fields[0].options] == [
        "Please choose",
        "Sample Alpha",
        "Sample Beta",
        "样例科技局",
        "样例丙川公司",
    ]


def test_who_reaches_several_alliances_chooses_one_first(sqlite_url: str) -> None:
    browser = client(app(sqlite_url), "committee")

    asked = page(browser, "/matters/new")
    chosen = browser.post("/matters/new", data={"alliance": "auto"})

    assert asked == FormPage(
        title="替企业提一件",
        lead="",
        form=Form(
            href="/matters/new",
            submit="下一步",
            fields=(
                Field(
                    "alliance",
                    "哪个联盟",
                    control="select",
                    options=(
                        Option("auto", "样例汽车产业链党委"),
                        Option("steel", "样例钢铁产业链党委"),
                    ),
                ),
            ),
            main=True,
        ),
        crumbs=(Link("/matters", "要事"),),
        back=Link("/matters", "先不提"),
    )
    assert (chosen.status_code, chosen.location) == (303, "/matters/new?alliance=auto")
    assert _pressed(page(browser, chosen.location)) == _form()


@pytest.mark.parametrize(
    ("role", "alliance", "status"),
    [
        ("member", "", 403),
        ("member", "auto", 403),
        ("branch", "steel", 404),
        ("admin", "nope", 404),
        ("admin", "auto-1", 404),
    ],
)
def test_the_form_is_for_those_who_raise_matters(
    sqlite_url: str, role: str, alliance: str, status: int
) -> None:
    browser = client(app(sqlite_url), role)
    fields = {"alliance": alliance, "title": "事", "category": "类", "raised_by": "x"}
    assert browser.get(f"/matters/new?alliance={alliance}").status_code == status
    if alliance:
        assert browser.post("/matters", data=fields).status_code == status


TYPED = {
    "raised_by": "organisation:beta",
    "title": "厂区夜班班车绕行",
    "category": "交通",
    "detail": "三号门",
    "major": "1",
    "request": PRESS,
}


@pytest.mark.parametrize(
    ("field", "value", "fault"),
    [
        ("title", " ", "标题还空着，请填写。"),
        ("title", "字" * 81, "标题太长：最多80个字，请缩短。"),
        ("title", "一\n二", "标题里有换行或看不见的控制字符，请删去后再提交。"),
        ("category", "", "类别还空着，请填写。"),
        ("detail", "a\x07", "说明里有换行或看不见的控制字符，请删去后再提交。"),
        ("raised_by", "organisation:nope", ""),
        ("raised_by", "", "请填提出的企业。"),
    ],
)
def test_what_was_typed_stays_with_its_fault(
    sqlite_url: str, field: str, value: str, fault: str
) -> None:
    built = app(sqlite_url)
    typed = TYPED | {field: value}

    shown = page(client(built, "secretary"), "/matters", alliance="auto", **typed)
    answer = client(built, "secretary").post("/matters", data=typed | {"alliance": "auto"})

    assert isinstance(shown, FormPage)
    found = next(each.fault for each in shown.form.fields if each.name == field)
    assert shown == _form(**typed, **{f"fault_{field}": found})
    assert fault in found
    assert found != ""
    assert answer.status_code == 422
    assert _row(built) is None


def test_a_form_sent_twice_raises_one_matter(sqlite_url: str) -> None:
    built = app(sqlite_url)
    typed = TYPED | {"alliance": "auto"}

    answers = [
        _post(built, "/matters", **typed),
        _post(built, "/matters", **typed),
        _post(built, "/matters", **typed | {"title": "另一件"}),
        _post(built, "/matters", **typed | {"request": ""}),
        _post(built, "/matters", **typed | {"request": ""}),
    ]

    assert answers == [
        (303, "/matters/m-auto-001"),
        (303, "/matters/m-auto-001"),
        (303, "/matters/m-auto-002"),
        (303, "/matters/m-auto-003"),
        (303, "/matters/m-auto-004"),
    ]


def test_the_number_of_queries_does_not_depend_on_what_there_is(sqlite_url: str) -> None:
    built = app(sqlite_url)
    store, browser = _store(built), client(built, "secretary")
    key = _walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    addresses = ("/matters", f"/matters/{key}", "/matters/new")
    one = [statements(store, lambda each=each: browser.get(each)) for each in addresses]  # type: ignore[misc]  # bound now
    for _ in range(2):
        _walk(store, "误期的", DISPATCH, ACCEPT, major=True)
    three = [statements(store, lambda each=each: browser.get(each)) for each in addresses]  # type: ignore[misc]  # bound now
    assert one == three


def test_a_day_is_that_of_shanghai(sqlite_url: str) -> None:
    built = app(sqlite_url)
    late = datetime(2026, 8, 12, 13, 0, tzinfo=UTC)
    resolve = Taking(Step.RESOLVE, method=Method.ASSIGNMENT)
    _walk(_store(built), "办结的", DISPATCH, ACCEPT, resolve, then=late)

    shown = page(client(built, "secretary"), "/matters")

    assert isinstance(shown, MattersPage)
    assert shown.lanes[4].cards[0].lines[1] == "交办解决 · 8月13日 · 用时1天"
