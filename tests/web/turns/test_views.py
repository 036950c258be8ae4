"""The page of turns: who is next, what waits for whose answer, and asking for a change."""

import re
from datetime import date, timedelta
from urllib.parse import urlencode

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import update

from scheduler.domain.errors import ConflictError, InvalidError
from scheduler.domain.turn_errors import (
    IneligibleError,
    PastTurnError,
    SameMemberError,
    TakenTurnError,
)
from scheduler.domain.turn_request import RequestState, TurnAct
from scheduler.services import accounts
from scheduler.services.turns import requests as turn_requests
from scheduler.store import events
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import MembershipRow
from scheduler.web.parts import Action, Chip, Field, Link, Notice, Option, Words
from scheduler.web.turns.forms import field_of
from scheduler.web.turns.pages import AskPage, RequestCard, TurnsPage
from tests.support.pages import page
from tests.support.world import (
    ALLIANCE,
    EXCHANGES,
    MADE,
    NOW,
    PASSWORD,
    app,
    client,
    principal,
    runtime,
)

ALPHA, BETA, GAMMA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma"))
HELD, BETAS, GAMMAS = EXCHANGES
TURNS = "/alliances/auto/turns"
SWAP = {
    "turn": BETAS,
    "act": "swap",
    "other_turn": GAMMAS,
    "reason": "当天有审计",
    "request": "r-1",
}


@pytest.fixture
def built(sqlite_url: str) -> Flask:
    """The application with people of two more member organisations."""
    made = app(sqlite_url)
    new = [
        accounts.NewUser(f"u-{name}", name, name, PASSWORD, (("host_duty", scope),))
        for name, scope in (("beta", BETA), ("gamma", GAMMA))
    ]
    accounts.create_users(runtime(made).store, new, MADE, fast=True)
    return made


def turns(browser: FlaskClient, query: str = "") -> TurnsPage:
    shown = page(browser, TURNS + query)
    assert isinstance(shown, TurnsPage)
    return shown


def asking(browser: FlaskClient, turn: str, act: str) -> AskPage:
    shown = page(browser, f"{TURNS}/ask?turn={turn}&act={act}")
    assert isinstance(shown, AskPage)
    return shown


def hosts(built: Flask) -> list[str | None]:
    with runtime(built).store.read() as session:
        found = [events.get(session, uid) for uid in (BETAS, GAMMAS)]
    return [each.event.host for each in found if each]


def leaves(built: Flask, member: str, day: date) -> None:
    """Let a member leave on a day."""
    with runtime(built).store.write() as session:
        gone = update(MembershipRow).where(MembershipRow.member == member)
        session.execute(gone.values(until=day))


def field(shown: AskPage, name: str) -> Field:
    return next(each for each in shown.form.fields if each.name == name)


def test_two_members_swap_their_turns_on_their_pages(built: Flask) -> None:
    beta, gamma = client(built, "beta"), client(built, "gamma")
    before = turns(beta)
    assert before.lead == Words("下一次：9月23日 周三，乙川。")
    assert before.ask is not None
    assert before.ask.fields[0].options == (Option(BETAS, "9月23日 周三 乙川"),)
    assert before.ask.main
    chosen = beta.post(TURNS, data={"turn": BETAS, "act": "swap"})
    address, _, seen = chosen.location.partition("&seen=")
    assert (chosen.status_code, address) == (303, f"{TURNS}/ask?turn={BETAS}&act=swap")
    assert ("seen", seen) in asking(beta, BETAS, "swap").form.hidden
    form = asking(beta, BETAS, "swap")
    assert field(form, "other_turn").options == (Option(GAMMAS, "11月18日 周三 丙川"),)
    assert (form.title, form.form.submit) == ("与别家调换", "送出，等对方同意")

    sent = beta.post(f"{TURNS}/ask", data=SWAP)
    assert (sent.status_code, sent.location) == (303, f"{TURNS}?done=agreed")
    assert hosts(built) == [BETA, GAMMA]

    asked_for = asking(client(built, "secretary"), BETAS, "swap")
    assert field(asked_for, "other_turn").options == ()

    waiting = turns(gamma)
    assert waiting.lead.strong == "有1件等您答复。"
    english = gamma.get(f"{TURNS}?lang=en").text
    assert re.search(r"\. <[^>]*>1 waiting for your answer\.", english)
    gamma.get(f"{TURNS}?lang=zh")
    assert waiting.ask is not None
    assert not waiting.ask.main
    assert waiting.requests == (
        RequestCard(
            "乙川的9月23日 周三，换丙川的11月18日 周三",
            Chip("todo", "等丙川同意"),
            "原因：当天有审计",
            (
                Action(f"{TURNS}/r-1/agree", "同意", post=True),
                Action(f"{TURNS}/r-1/refuse", "不同意", post=True),
            ),
            main=True,
        ),
    )
    agreed = gamma.post(f"{TURNS}/r-1/agree")
    assert (agreed.status_code, agreed.location) == (303, f"{TURNS}?done=done")
    assert hosts(built) == [GAMMA, BETA]
    after = turns(gamma, "?done=done")
    assert (after.notice, after.requests) == (Notice("已办妥。", "各家的日历会自动更新。"), ())
    assert [each.text for each in after.settled] == ["乙川的9月23日 周三，换丙川的11月18日 周三"]
    assert [each.text for each in after.rotations[0].history] == [
        "11月18日那次由丙川换给乙川。当天有审计。",
        "9月23日那次由乙川换给丙川。当天有审计。",
        "甲川承办；这一次由3家分摊。",
    ]


@pytest.mark.parametrize(
    ("name", "step", "told"),
    [("gamma", "refuse", "已回复：不同意。"), ("beta", "withdraw", "已撤回。")],
)
def test_a_request_is_refused_or_taken_back(built: Flask, name: str, step: str, told: str) -> None:
    client(built, "beta").post(f"{TURNS}/ask", data=SWAP)
    browser = client(built, name)
    answer = browser.post(f"{TURNS}/r-1/{step}")
    state = answer.location.partition("=")[2]
    assert turns(browser, f"?done={state}").notice == Notice(told, "什么都没有改。")
    again = browser.post(f"{TURNS}/r-1/{step}")
    assert (again.status_code, "不用再办" in again.text) == (409, True)
    assert hosts(built) == [BETA, GAMMA]


def test_an_unknown_answer_is_refused_and_a_strange_notice_is_none(built: Flask) -> None:
    browser = client(built, "beta")
    assert browser.post(f"{TURNS}/r-1/tear").status_code == 422
    assert browser.post(f"{TURNS}/r-1/agree").status_code == 404
    assert turns(browser, "?done=strange").notice is None


def test_a_secretary_does_it_for_both_at_once_or_asks_first(built: Flask) -> None:
    secretary = client(built, "secretary")
    form = asking(secretary, BETAS, "cover")
    assert [each.name for each in form.form.fields] == ["other", "reason", "settled"]
    assert {each.value for each in field(form, "other").options} == {ALPHA, GAMMA}
    assert field(form, "settled").value == "0"
    cover = {"turn": BETAS, "act": "cover", "other": ALPHA, "reason": "当天有审计"}

    asked = secretary.post(f"{TURNS}/ask", data=cover | {"settled": "0", "request": "r-1"})
    assert asked.location == f"{TURNS}?done=asked"
    (card,) = turns(secretary).requests
    assert (card.chip, len(card.actions)) == (Chip("todo", "等乙川、甲川同意"), 3)
    secretary.post(f"{TURNS}/r-1/withdraw")
    done = secretary.post(f"{TURNS}/ask", data=cover | {"settled": "1"})
    assert done.location == f"{TURNS}?done=done"
    assert hosts(built) == [ALPHA, GAMMA]


def test_only_who_may_host_on_that_day_is_asked_to_stand_in(built: Flask) -> None:
    leaves(built, ALPHA, date(2026, 11, 1))
    secretary = client(built, "secretary")

    offered = [
        [each.value for each in field(asking(secretary, turn, "cover"), "other").options]
        for turn in (BETAS, GAMMAS)
    ]
    assert offered == [[ALPHA, GAMMA], [BETA]]
    cover = {"turn": GAMMAS, "act": "cover", "other": ALPHA, "reason": "审计", "settled": "1"}
    assert secretary.post(f"{TURNS}/ask", data=cover).status_code == 409


def test_a_form_of_before_a_change_is_told_and_does_nothing(built: Flask) -> None:
    secretary = client(built, "secretary")
    opened = secretary.post(TURNS, data={"turn": BETAS, "act": "swap"}).location
    seen = dict(asking(secretary, BETAS, "swap").form.hidden)["seen"]
    typed = SWAP | {"settled": "1", "seen": seen}
    assert secretary.post(f"{TURNS}/ask", data=typed).location == f"{TURNS}?done=done"
    assert secretary.post(f"{TURNS}/ask", data=typed).location == f"{TURNS}?done=done"

    back = secretary.get(opened)
    assert (back.status_code, "轮值已经有变动" in back.text) == (409, True)
    again = secretary.post(f"{TURNS}/ask", data=typed | {"request": "r-2"})
    assert (again.status_code, "轮值已经有变动" in again.text) == (409, True)
    cover = {"turn": BETAS, "act": "cover", "other": ALPHA, "reason": "审计", "seen": seen}
    covered = secretary.post(f"{TURNS}/ask", data=cover)
    assert (covered.status_code, "轮值已经有变动" in covered.text) == (409, True)
    assert hosts(built) == [GAMMA, BETA]


def test_a_request_of_a_turn_that_has_passed_waits_no_longer(built: Flask) -> None:
    beta = client(built, "beta")
    beta.post(f"{TURNS}/ask", data={"turn": BETAS, "act": "excuse", "reason": "审计"})
    with runtime(built).store.write() as session:
        gone = {"start": NOW - timedelta(hours=3), "end": NOW - timedelta(hours=1)}
        session.execute(update(EventRow).where(EventRow.uid == BETAS).values(**gone))
    shown = turns(beta)
    assert shown.requests == ()
    (told,) = shown.settled
    assert (told.text, told.tail) == (
        "乙川的8月18日 周二，请免这一次",
        "：已失效，没等到同意就不能改了",
    )


def test_the_alliance_agrees_to_an_excuse(built: Flask) -> None:
    beta = client(built, "beta")
    assert asking(beta, BETAS, "excuse").form.submit == "送出，等联盟同意"
    beta.post(f"{TURNS}/ask", data={**SWAP, "act": "excuse"})
    (card,) = turns(beta).requests
    assert card.chip == Chip("todo", "等联盟同意")
    agreed = client(built, "secretary").post(f"{TURNS}/r-1/agree")
    assert agreed.location == f"{TURNS}?done=released"
    shown = turns(beta, "?done=released")
    assert hosts(built) == [None, GAMMA]
    assert shown.notice == Notice("已办妥。", "这一次还没有人承办，下次发布计划时补上。")
    assert (shown.lead.plain, shown.ask) == ("下一次：9月23日 周三，还没有人承办。", None)


def test_who_speaks_for_nobody_cannot_ask(built: Flask) -> None:
    member = client(built, "member")
    shown = turns(member)
    assert (shown.ask, shown.forms) == (None, ())
    assert member.post(f"{TURNS}/ask", data=SWAP).status_code == 403
    assert client(built, "other").get(TURNS).status_code == 404


def test_who_offers_to_stand_in_chooses_among_the_own_members(built: Flask) -> None:
    form = asking(client(built, "gamma"), BETAS, "cover")
    assert field(form, "other").options == (Option(GAMMA, "丙川（注意：这样它没隔够1次）"),)
    assert field(form, "other").value == GAMMA


@pytest.mark.parametrize(
    ("change", "status", "at", "fault"),
    [
        ({"reason": ""}, 422, "reason", "理由还空着，请填写。"),
        ({"other_turn": ""}, 422, "other_turn", "请选择换成哪一次。"),
        ({"turn": GAMMAS, "other_turn": BETAS}, 403, "", ""),
    ],
)
def test_what_was_typed_stays_when_it_is_refused(
    built: Flask, change: dict[str, str], status: int, at: str, fault: str
) -> None:
    browser = client(built, "beta" if status != 403 else "host")
    answer = browser.post(f"{TURNS}/ask", data=SWAP | change)
    assert answer.status_code == status
    if at:
        shown = page(browser, f"{TURNS}/ask", **(SWAP | change))
        assert isinstance(shown, AskPage)
        assert field(shown, at).fault == fault
        assert dict(shown.form.hidden)["request"] == "r-1"


def test_a_conflict_stands_beside_the_turn_with_what_was_typed(built: Flask) -> None:
    beta = client(built, "beta")
    beta.post(f"{TURNS}/ask", data=SWAP)
    again = SWAP | {"request": "r-2"}
    shown = page(beta, f"{TURNS}/ask", **again)
    assert isinstance(shown, AskPage)
    (faulty,) = shown.form.faulty
    assert (faulty.name, faulty.value) == ("turn", BETAS)
    assert faulty.fault.startswith("这一次已有一件请求在等答复")
    sent = {each.name: each.value for each in shown.form.fields} | dict(shown.form.hidden)
    assert {name: value for name, value in sent.items() if name != "seen"} == again
    text = beta.post(f"{TURNS}/ask", data=again).text
    assert f'<p><a href="#turn">{faulty.fault}</a></p>' in text.partition("<fieldset")[0]


@pytest.mark.parametrize(
    ("error", "act", "at"),
    [
        (PastTurnError(uid=BETAS), "swap", "turn"),
        (TakenTurnError(uid=GAMMAS), "swap", "other_turn"),
        (IneligibleError(uid=BETAS, member=GAMMA), "swap", "other_turn"),
        (IneligibleError(uid=GAMMAS, member=BETA), "swap", "other_turn"),
        (IneligibleError(uid=BETAS, member=GAMMA), "cover", "other"),
        (SameMemberError(field="other", member=BETA), "cover", "other"),
        (ConflictError(), "swap", "reason"),
    ],
)
def test_a_refusal_belongs_to_the_turn_or_member_that_it_is_about(
    error: InvalidError | ConflictError, act: str, at: str
) -> None:
    assert field_of(error, SWAP | {"act": act}) == at


def test_a_turn_that_is_over_is_asked_for_again(built: Flask) -> None:
    beta = client(built, "beta")
    for act, other in (("swap", "other_turn"), ("cover", "other"), ("excuse", "")):
        typed = SWAP | {"turn": HELD, "act": act}
        shown = page(beta, f"{TURNS}/ask?{urlencode(typed)}")
        assert isinstance(shown, AskPage)
        assert field(shown, "turn") == Field(
            "turn",
            "哪一次",
            HELD,
            "choices",
            fault="这一次轮值已经办过，或不再轮了，请另选一次。",
            options=(Option(BETAS, "9月23日 周三 乙川"),),
        )
        names = [each.name for each in shown.form.fields]
        assert names == list(filter(None, ["turn", other, "reason"]))
        assert field(shown, "reason").value == "当天有审计"
        assert beta.get(f"{TURNS}/ask?{urlencode(typed)}").status_code == 422


def test_a_turn_whose_host_has_left_is_not_offered(built: Flask) -> None:
    secretary = client(built, "secretary")
    secretary.post(f"{TURNS}/ask", data={"turn": BETAS, "act": "excuse", "reason": "审计"})
    assert len(turns(secretary).requests) == 1
    leaves(built, BETA, NOW.date())

    shown = turns(secretary)
    assert shown.ask is not None
    assert [each.value for each in shown.ask.fields[0].options] == [GAMMAS]
    assert (shown.requests, shown.settled[0].tail) == ((), "：已失效，没等到同意就不能改了")
    assert field(asking(secretary, GAMMAS, "swap"), "other_turn").options == ()
    told = "9月23日那次的承办单位到那天已退出，不用再办：下次发布计划时会改由别家承办。请另选一次。"
    opened = asking(secretary, BETAS, "excuse")
    sent = page(secretary, f"{TURNS}/ask", turn=BETAS, act="excuse", reason="审计")
    assert isinstance(sent, AskPage)
    assert [field(each, "turn").fault for each in (opened, sent)] == [told, told]


def test_without_another_turn_a_refusal_is_told_on_the_page_of_turns(built: Flask) -> None:
    shown = page(client(built, "member"), f"{TURNS}/ask?turn={HELD}&act=swap")
    assert isinstance(shown, TurnsPage)
    assert shown.notice == Notice("这一次轮值已经办过，或不再轮了，请另选一次。", late=True)


def test_an_act_that_is_none_is_refused(built: Flask) -> None:
    assert client(built, "beta").get(f"{TURNS}/ask?turn={BETAS}&act=lend").status_code == 422


def test_a_refused_answer_stands_beside_its_request_and_on_top(built: Flask) -> None:
    beta, gamma = client(built, "beta"), client(built, "gamma")
    beta.post(f"{TURNS}/ask", data=SWAP)
    answer = beta.post(f"{TURNS}/r-1/agree")
    assert (answer.status_code, 'id="r1"' in answer.text) == (409, True)
    shown = page(beta, f"{TURNS}/r-1/agree", csrf_token="")
    assert isinstance(shown, TurnsPage)
    (card,) = shown.requests
    assert card.fault == "您这一边已经同意过，现在等另一边。"
    assert shown.notice == Notice(card.fault, late=True, action=Action("#r1", "看这件请求"))

    gamma.post(f"{TURNS}/r-1/refuse")
    late = page(gamma, f"{TURNS}/r-1/agree", csrf_token="")
    assert isinstance(late, TurnsPage)
    assert late.requests == ()
    assert late.notice == Notice(
        "这件请求没有同意，不用再办。", late=True, action=Action("#done", "看这件请求")
    )


def test_a_manager_corrects_the_accounts_and_takes_a_turn_back(built: Flask) -> None:
    secretary = client(built, "secretary")
    correction, taking_back = turns(secretary).forms
    assert [each.name for each in correction.fields] == ["member", "other", "amount", "reason"]
    assert [(each.value, each.options[0]) for each in correction.fields[:2]] == [
        ("", Option("", "请选择"))
    ] * 2
    empty = secretary.post(f"{TURNS}/ask", data=dict(correction.hidden)).text
    head = empty.partition('<div class="cols')[0]
    assert re.findall(r'<p><a href="#(m1-\w+)">([^<]*)</a></p>', head) == [
        ("m1-member", "请选哪家的应办要加。"),
        ("m1-other", "请选从哪家减。"),
        ("m1-amount", "请填加几次，例：1。"),
        ("m1-reason", "请填为什么。"),
    ]
    assert empty.count('role="alert"') == 1
    assert taking_back.fields[0].options == (Option(HELD, "4月15日 甲川承办；这一次由3家分摊。"),)
    typed = dict(correction.hidden) | {"member": BETA, "other": GAMMA, "reason": "去年多办"}
    refused = page(secretary, f"{TURNS}/ask", **typed, amount="1e9")
    assert isinstance(refused, TurnsPage)
    assert [each.fault for each in refused.forms[0].fields][2].startswith("次数不能是“1e9”")
    assert [each.value for each in refused.forms[0].fields] == [BETA, GAMMA, "1e9", "去年多办"]
    assert refused.forms[1].faulty == ()

    assert secretary.post(f"{TURNS}/ask", data=typed | {"amount": "1/3"}).status_code == 303
    back = dict(taking_back.hidden) | {"turn": HELD, "reason": "记错了"}
    assert secretary.post(f"{TURNS}/ask", data=back).status_code == 303
    again = secretary.post(f"{TURNS}/ask", data=back | {"request": "r-9"})
    assert (again.status_code, "没有记过账" in again.text) == (409, True)
    after = turns(secretary)
    assert [each.summary for each in after.forms] == ["更正轮值账"]  # nothing is left to take back
    (rotation,) = after.rotations
    assert {line.name: line.difference for line in rotation.ledger.lines} == {
        "甲川": "0.00",
        "乙川": "+0.33",
        "丙川": "\u22120.33",
    }


def test_a_correction_offers_nobody_who_has_left(built: Flask) -> None:
    secretary = client(built, "secretary")
    correction = turns(secretary).forms[0]
    typed = dict(correction.hidden) | {"member": BETA, "other": GAMMA, "reason": "去年多办"}
    assert secretary.post(f"{TURNS}/ask", data=typed | {"amount": "1/3"}).status_code == 303
    leaves(built, GAMMA, NOW.date())

    found = turns(secretary)
    assert [each.value for each in found.forms[0].fields[0].options] == ["", BETA, ALPHA]
    refused = page(secretary, f"{TURNS}/ask", **typed | {"request": "r-9"}, amount="1/3")
    assert isinstance(refused, TurnsPage)
    assert [each.fault for each in refused.forms[0].fields] == [
        "",
        f"另一家“{GAMMA}”现在不在这项轮值里：没有加入，或已经退出。请从轮值账里现有的成员中选。",
        "",
        "",
    ]


def test_several_rotations_and_many_turns_are_told_apart(built: Flask) -> None:
    with runtime(built).store.write() as session:
        data = {"fills": "host", "for": "council", "pool": {"role": "chain_leader"}}
        talks = RuleRow(alliance=ALLIANCE, key="talks", type="rotation", name="议", data=data)
        talks.position = 9
        session.add(talks)
        session.execute(update(EventRow).where(EventRow.kind == "council").values(host=ALPHA))
    secretary = client(built, "secretary")
    shown = turns(secretary)
    assert [each.name for each in shown.rotations] == ["链主企业轮流举办", "议"]
    assert [each.summary for each in shown.forms] == [
        "更正轮值账 · 链主企业轮流举办",
        "撤掉一次记账 · 链主企业轮流举办",
        "更正轮值账 · 议",
    ]
    text = secretary.get(TURNS).text
    assert len(re.findall("轮值账 · ", text)) == 4


def test_a_swap_that_would_come_too_near_to_another_turn_says_so(built: Flask) -> None:
    with runtime(built).store.write() as session:
        councils = update(EventRow).where(EventRow.kind == "council")
        session.execute(councils.values(kind="exchange", host=ALPHA))
    options = field(asking(client(built, "secretary"), BETAS, "swap"), "other_turn").options
    assert [each.text.partition("（")[::2] for each in options] == [
        ("9月16日 周三 甲川", ""),
        ("11月18日 周三 丙川", ""),
        ("12月9日 周三 甲川", "注意：换后有一家没隔够1次）"),
    ]


def test_whoever_else_would_host_too_soon_is_told_before_a_turn_is_let_go(built: Flask) -> None:
    beta = client(built, "beta")
    everybody = "注意：9月23日这一次让出来，别家谁接，前后都没隔够1次。"

    asked = {act: asking(beta, BETAS, act) for act in ("defer", "excuse")}
    assert {act: each.lead.partition("注意")[2] for act, each in asked.items()} == dict.fromkeys(
        asked, everybody.removeprefix("注意")
    )
    english = page(beta, f"{TURNS}/ask?turn={BETAS}&act=defer&lang=en")
    assert isinstance(english, AskPage)
    assert english.lead.endswith(
        ". Mind: whoever else takes the turn of 23 September has fewer than 1 turn between two."
    )
    deferred = dict(asked["defer"].form.hidden) | {"reason": "搬迁"}
    assert beta.post(f"{TURNS}/ask?lang=zh", data=deferred).status_code == 303
    (card,) = turns(client(built, "secretary"), "?lang=zh").requests
    assert card.hasty == (everybody,)


def test_published_turns_that_no_longer_fit_their_ledger_are_told_first(built: Flask) -> None:
    assert turns(client(built, "member")).uneven == ()
    corrected = {"act": "correction", "rule": "host_turns", "member": BETA, "other": GAMMA}
    sent = {**corrected, "amount": "2", "reason": "补记", "request": "r-1"}
    assert client(built, "secretary").post(f"{TURNS}/ask", data=sent).status_code == 303
    browser = client(built, "member")
    (told,) = turns(browser).uneven
    assert told.startswith("“链主企业轮流举办”的账与已发布的承办对不上了：乙川还应办3次而排了1次、")
    assert f"<p>{told}</p>" in browser.get(TURNS).text


def test_nothing_planned_says_so(sqlite_url: str) -> None:
    built = app(sqlite_url)
    with runtime(built).store.write() as session:
        session.execute(update(EventRow).values(status="cancelled"))
    shown = turns(client(built, "secretary"))
    assert (shown.lead, shown.ask) == (Words("没有排着的轮值。"), None)


def test_the_page_is_told_in_english_and_leads_back(built: Flask) -> None:
    shown = turns(client(built, "gamma"), "?lang=en")
    assert shown.lead == Words("Next: Wed 23 September, Sample Beta.")
    assert shown.crumbs == (
        Link("/", "Today"),
        Link("/alliances/auto", "Sample Automotive Chain Committee"),
        Link("", "Turns"),
    )


def test_a_request_by_another_system_waits_on_the_page(built: Flask) -> None:
    store = runtime(built).store
    wish = turn_requests.NewRequest("r-1", TurnAct.SWAP, "审计", turn=BETAS, other_turn=GAMMAS)
    made = turn_requests.ask(
        store, wish, by=principal(store, "secretary"), now=runtime(built).clock()
    )
    assert made.state is RequestState.ASKED
    beta = client(built, "beta")
    assert beta.post(f"{TURNS}/r-1/agree").location == f"{TURNS}?done=agreed"
    (card,) = turns(beta).requests
    assert (card.chip, card.actions) == (Chip("todo", "等丙川同意"), ())
