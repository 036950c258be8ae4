"""The forms about turns: which one and what to do, then with whom and why."""

import uuid
from collections.abc import Iterable, Mapping
from fractions import Fraction

from flask_babel import gettext

from scheduler.domain.errors import ChoiceError
from scheduler.domain.turn import EntryKind
from scheduler.domain.turn_request import BETWEEN_MEMBERS, OF_MEMBERS, TurnAct
from scheduler.services.turns.asking import NewRequest, amount_of
from scheduler.services.turns.desk import Desk
from scheduler.services.turns.standing import ComingTurn, TurnView
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Control, Field, Form, Link, Option
from scheduler.web.turns.pages import AskPage, crumbs

Typed = Mapping[str, str]
Faults = Mapping[str, str]

MAX_REQUEST = 64
MOST = 40
"""How many turns a list to open holds at most, the nearest ones."""

FEW = 6
"""How many choices are shown one below the other; more of them become a list to open."""

_ON_A_TURN = (TurnAct.SWAP, TurnAct.COVER, TurnAct.EXCUSE, TurnAct.DEFER)


def first_form(found: Desk, *, main: bool) -> Form | None:
    """Ask which turn and what to do; None for who speaks for nobody with a turn."""
    turns = [
        (view, turn)
        for view in found.turns
        for turn in view.upcoming
        if turn.host and (found.manager or turn.host in found.mine)
    ]
    if not turns:
        return None
    acts = (*_ON_A_TURN, TurnAct.FORFEIT) if found.manager else _ON_A_TURN
    turns.sort(key=lambda each: (each[1].day, each[1].uid))
    options = tuple(Option(turn.uid, _turn_name(turn)) for _, turn in turns[:MOST])
    return Form(
        href=f"/alliances/{found.alliance.key}/turns",
        submit=gettext("下一步"),
        fields=(
            Field(
                "turn",
                gettext("哪一次"),
                value=options[0].value,
                control=_few(options),
                options=options,
            ),
            Field(
                "act",
                gettext("怎么办"),
                value=TurnAct.SWAP,
                control="choices",
                options=tuple(Option(act, _title(act), _meaning(act)) for act in acts),
            ),
        ),
        main=main,
    )


def ask_page(found: Desk, typed: Typed, faults: Faults, lang: str) -> AskPage:
    """Ask with whom and why; what was typed stays, each fault at its field."""
    act = act_of(typed.get("act", ""))
    view, turn = _chosen(found, typed.get("turn", ""))
    title = _title(act)
    fields = [*_with_whom(found, act, view, turn), _reason()]
    if found.manager and act in OF_MEMBERS:
        fields.append(_settled())
    return AskPage(
        title=title,
        lead=gettext("%(turn)s。%(meaning)s。", turn=_turn_name(turn), meaning=_meaning(act)),
        form=Form(
            href=f"/alliances/{found.alliance.key}/turns/ask",
            submit=_sent_words(found, act),
            fields=_filled(fields, typed, faults),
            hidden=(("turn", turn.uid), ("act", act), ("request", _press(typed))),
            main=True,
        ),
        crumbs=crumbs(found, lang, title),
        back=Link(f"/alliances/{found.alliance.key}/turns", gettext("先不办")),
    )


def managers_forms(found: Desk, typed: Typed, faults: Faults) -> tuple[Form, ...]:
    """Give the forms that correct the accounts of each rotation, for a manager."""
    if not found.manager:
        return ()
    forms = []
    for view in found.turns:
        mine = typed if typed.get("rule") == view.rule else {}
        wrong = faults if mine else {}
        forms += [_correction(found, view, mine, wrong), *_taking_back(found, view, mine, wrong)]
    return tuple(forms)


def wanted(found: Desk, typed: Typed) -> NewRequest:
    """Read a request from what was typed."""
    act = act_of(typed.get("act", ""))
    correction = act is TurnAct.CORRECTION
    return NewRequest(
        id=typed.get("request", "")[:MAX_REQUEST] or str(uuid.uuid4()),
        act=act,
        reason=typed.get("reason", ""),
        turn=typed.get("turn", ""),
        other_turn=typed.get("other_turn", ""),
        other=typed.get("other") or None,
        alliance=found.alliance.key,
        rule=typed.get("rule", ""),
        member=typed.get("member", ""),
        amount=amount_of(typed.get("amount", "")) if correction else Fraction(0),
        settled=typed.get("settled") == "1",
    )


def lacking(typed: Typed) -> dict[str, str]:
    """Say of each field of a manager's form that is still empty that it is to be filled in."""
    wanted = {
        TurnAct.CORRECTION: {
            "member": gettext("请选哪家的应办要加。"),
            "other": gettext("请选从哪家减。"),
            "amount": gettext("请填加几次，例：1。"),
            "reason": gettext("请填为什么。"),
        },
        TurnAct.CANCELLED: {
            "turn": gettext("请选哪一次。"),
            "reason": gettext("请填为什么。"),
        },
    }
    asked = wanted.get(act_of(typed.get("act", "")), {})
    return {name: text for name, text in asked.items() if not typed.get(name, "").strip()}


def act_of(text: str) -> TurnAct:
    """Read what to do."""
    if text not in set(TurnAct):
        raise ChoiceError(field="act", value=text[:20], allowed=", ".join(TurnAct))
    return TurnAct(text)


def _title(act: TurnAct) -> str:
    return {
        TurnAct.SWAP: gettext("与别家调换"),
        TurnAct.COVER: gettext("请别家代办"),
        TurnAct.EXCUSE: gettext("这次请免"),
        TurnAct.DEFER: gettext("顺延，以后补"),
        TurnAct.FORFEIT: gettext("这次作废"),
        TurnAct.CORRECTION: gettext("更正轮值账"),
        TurnAct.CANCELLED: gettext("撤掉一次记账"),
    }[act]


def _meaning(act: TurnAct) -> str:
    return {
        TurnAct.SWAP: gettext("两家的两次互换，谁的账都不变"),
        TurnAct.COVER: gettext("代办的记一次已办，您的账不动，以后补"),
        TurnAct.EXCUSE: gettext("这次不算您的份，也不用补"),
        TurnAct.DEFER: gettext("这次照算您的份，以后补上"),
        TurnAct.FORFEIT: gettext("照已办记账，这次由别家重新分摊"),
    }.get(act, "")


def _sent_words(found: Desk, act: TurnAct) -> str:
    if found.manager:
        return gettext("办理")
    between = act in BETWEEN_MEMBERS
    return gettext("送出，等对方同意") if between else gettext("送出，等联盟同意")


def _with_whom(found: Desk, act: TurnAct, view: TurnView, turn: ComingTurn) -> list[Field]:
    if act not in BETWEEN_MEMBERS:
        return []
    if act is TurnAct.SWAP:
        options = tuple(
            Option(each.uid, _turn_name(each))
            for each in view.upcoming
            if each.host and each.host != turn.host
        )
        return [Field("other_turn", gettext("换成哪一次"), control=_few(options), options=options)]
    members = tuple(Option(key, name) for key, name in view.pool if key != turn.host)
    if not found.manager and turn.host not in found.mine:
        members = tuple(each for each in members if each.value in found.mine)
    return [Field("other", gettext("请哪家代办"), control=_few(members), options=members)]


def _reason() -> Field:
    note = gettext("对方和联盟的人看得到，不进公开的日历。")
    return Field("reason", gettext("为什么"), note=note)


def _settled() -> Field:
    return Field(
        "settled",
        gettext("问过了吗"),
        value="1",
        control="choices",
        options=(
            Option("1", gettext("各方都同意了，现在就办")),
            Option("0", gettext("还没有，先送去问")),
        ),
    )


def _correction(found: Desk, view: TurnView, typed: Typed, faults: Faults) -> Form:
    # Nobody is chosen beforehand: a correction of the wrong account is hard to see.
    rows = tuple(Option(row.member, row.name) for row in view.rows)
    members = (Option("", gettext("请选择")), *rows)
    act = TurnAct.CORRECTION
    mine = typed if typed.get("act") == act else {}
    fields = [
        Field("member", gettext("哪家的应办要加"), control="select", options=members),
        Field("other", gettext("从哪家减"), control="select", options=members),
        Field("amount", gettext("加几次"), note=gettext("如 1、0.5、1/3；减就写 -1")),
        _reason(),
    ]
    return _managed(found, view, act, _filled(fields, mine, faults if mine else {}))


def _taking_back(found: Desk, view: TurnView, typed: Typed, faults: Faults) -> list[Form]:
    charged = tuple(
        Option(each.entry.uid, f"{dates.day(each.entry.day, current_lang())} {each.text}")
        for each in view.history
        if each.entry.kind is EntryKind.TURN and each.entry.uid
    )[:MOST]
    if not charged:
        return []
    act = TurnAct.CANCELLED
    mine = typed if typed.get("act") == act else {}
    fields = [Field("turn", gettext("哪一次"), control="select", options=charged), _reason()]
    return [_managed(found, view, act, _filled(fields, mine, faults if mine else {}))]


def _managed(found: Desk, view: TurnView, act: TurnAct, fields: tuple[Field, ...]) -> Form:
    several = len(found.turns) > 1
    return Form(
        href=f"/alliances/{found.alliance.key}/turns/ask",
        submit=_title(act),
        fields=fields,
        summary=f"{_title(act)} · {view.name}" if several else _title(act),
        hidden=(("act", act), ("rule", view.rule), ("request", str(uuid.uuid4()))),
    )


def _chosen(found: Desk, uid: str) -> tuple[TurnView, ComingTurn]:
    for view in found.turns:
        for turn in view.upcoming:
            if turn.uid == uid and turn.host:
                return view, turn
    raise ChoiceError(field="turn", value=uid[:40], reason="turn")


def _filled(fields: Iterable[Field], typed: Typed, faults: Faults) -> tuple[Field, ...]:
    return tuple(
        Field(
            each.name,
            each.label,
            typed.get(each.name, each.value or _only(each)),
            each.control,
            each.note,
            faults.get(each.name, ""),
            each.options,
        )
        for each in fields
    )


def _only(field: Field) -> str:
    return field.options[0].value if len(field.options) == 1 else ""


def _press(typed: Typed) -> str:
    return typed.get("request", "")[:MAX_REQUEST] or str(uuid.uuid4())


def _few(options: tuple[Option, ...]) -> Control:
    return "choices" if len(options) <= FEW else "select"


def _turn_name(turn: ComingTurn) -> str:
    day = dates.week_day(turn.day, current_lang())
    return f"{day} {turn.host_name}"
