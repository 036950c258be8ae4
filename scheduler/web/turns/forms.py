"""The forms about turns: which one and what to do, then with whom and why."""

import hashlib
import uuid
from collections.abc import Iterable, Mapping
from fractions import Fraction

from flask_babel import gettext

from scheduler.domain.errors import ChoiceError, ConflictError, InvalidError
from scheduler.domain.turn_errors import ChangedTurnsError, IneligibleError, LeftHostError
from scheduler.domain.turn_request import BETWEEN_MEMBERS, OF_MEMBERS, TurnAct
from scheduler.services.turns.asking import NewRequest, amount_of
from scheduler.services.turns.desk import Desk
from scheduler.services.turns.standing import ComingTurn
from scheduler.web.parts import Control, Field, Form, Link, Option
from scheduler.web.turns.names import Chosen, cover_name, swap_name, turn_name, warned
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
    options = _own(found)
    if not options:
        return None
    acts = (*_ON_A_TURN, TurnAct.FORFEIT) if found.manager else _ON_A_TURN
    return Form(
        href=f"/alliances/{found.alliance.key}/turns",
        submit=gettext("下一步"),
        fields=(
            _which(options, options[0].value),
            Field(
                "act",
                gettext("怎么办"),
                value=TurnAct.SWAP,
                control="choices",
                options=tuple(Option(act, title_of(act), _meaning(act)) for act in acts),
            ),
        ),
        main=main,
    )


def ask_page(found: Desk, typed: Typed, faults: Faults, lang: str) -> AskPage | None:
    """Ask with whom and why; what was typed stays, each fault at its field.

    The turn is asked for again where it is at fault or over; None where there is no other one.
    """
    act = act_of(typed.get("act", ""))
    chosen = _chosen(found, typed.get("turn", ""))
    title = title_of(act)
    fields = [*_with_whom(found, act, chosen), reason_field()]
    hidden = [("act", act.value), ("request", _press(typed)), ("seen", state_of(found))]
    if chosen is None or "turn" in faults:
        options = _own(found)
        if not options:
            return None
        fields.insert(0, _which(options))
        lead = gettext("%(meaning)s。", meaning=_meaning(act))
    else:
        lead = gettext("%(turn)s。%(meaning)s。", turn=turn_name(chosen[1]), meaning=_meaning(act))
        lead = (" " if lang == "en" else "").join([lead, *warned(act, chosen, lang)])
        hidden.insert(0, ("turn", chosen[1].uid))
    if found.manager and act in OF_MEMBERS:
        fields.append(_settled())
    return AskPage(
        title=title,
        lead=lead,
        form=Form(
            href=f"/alliances/{found.alliance.key}/turns/ask",
            submit=_sent_words(found, act),
            fields=filled(fields, typed, faults),
            hidden=tuple(hidden),
            main=True,
        ),
        crumbs=crumbs(found, lang, title),
        back=Link(f"/alliances/{found.alliance.key}/turns", gettext("先不办")),
    )


def field_of(error: InvalidError | ConflictError, typed: Typed) -> str:
    """Tell at which field a refusal stands: that of the turn or member that it is about."""
    named, uid = error.fields.get("field"), error.fields.get("uid")
    if isinstance(named, str):
        return named
    swapped = bool(uid) and uid == typed.get("other_turn")
    if isinstance(error, ChangedTurnsError):
        return "other_turn" if typed.get("act") == TurnAct.SWAP else "reason"
    if isinstance(error, IneligibleError):
        return "other_turn" if swapped or typed.get("act") == TurnAct.SWAP else "other"
    return "other_turn" if swapped else "turn" if uid else "reason"


def over(found: Desk, typed: Typed) -> InvalidError | ConflictError | None:
    """Refuse a turn that is over or none, or whose host has left."""
    uid = typed.get("turn", "")
    for view in found.turns:
        for turn in view.upcoming:
            if turn.uid == uid and turn.left:
                return LeftHostError(uid=uid, day=turn.day)
    known = _chosen(found, uid) is not None
    return None if known else ChoiceError(field="turn", value=uid[:40], reason="turn")


def state_of(found: Desk) -> str:
    """Tell short who hosts which turn, so that a form of before a change is known as such."""
    told = "\n".join(f"{turn.uid} {turn.host}" for view in found.turns for turn in view.upcoming)
    return hashlib.sha256(told.encode()).hexdigest()[:12]


def stale(found: Desk, typed: Typed) -> ChangedTurnsError | None:
    """Refuse a form that was opened before the turns changed, except to who sends it again."""
    seen = typed.get("seen", "")
    known = {each.request.id for each in (*found.waiting, *found.settled)}
    if not seen or seen == state_of(found) or typed.get("request") in known:
        return None
    return ChangedTurnsError()


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


def act_of(text: str) -> TurnAct:
    """Read what to do."""
    if text not in set(TurnAct):
        raise ChoiceError(field="act", value=text[:20], allowed=", ".join(TurnAct))
    return TurnAct(text)


def title_of(act: TurnAct) -> str:
    """Name an act as buttons and titles do."""
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


def _with_whom(found: Desk, act: TurnAct, chosen: Chosen | None) -> list[Field]:
    """Ask for the other turn or member; of any rotation as long as the own turn is open."""
    if act not in BETWEEN_MEMBERS:
        return []
    host = chosen[1].host if chosen else None
    among = (chosen[0],) if chosen else found.turns
    if act is TurnAct.SWAP:
        options = tuple(
            Option(each.uid, swap_name(view, chosen, each))
            for view in among
            for each in view.upcoming
            if _can_change(each) and each.host != host and each.uid not in _asked_for(found)
        )
        return [Field("other_turn", gettext("换成哪一次"), control=_few(options), options=options)]
    pools = (chosen[1].takers,) if chosen else (view.pool for view in among)
    pool = dict(pair for each in pools for pair in each)
    members = tuple(
        Option(key, cover_name(chosen, key, name)) for key, name in pool.items() if key != host
    )
    if chosen and not found.manager and host not in found.mine:
        members = tuple(each for each in members if each.value in found.mine)
    return [Field("other", gettext("请哪家代办"), control=_few(members), options=members)]


def _own(found: Desk) -> tuple[Option, ...]:
    """List the turns about which the reader may ask, the nearest first."""
    turns = [
        turn
        for view in found.turns
        for turn in view.upcoming
        if _can_change(turn) and (found.manager or turn.host in found.mine)
    ]
    turns.sort(key=lambda each: (each.day, each.uid))
    return tuple(Option(turn.uid, turn_name(turn)) for turn in turns[:MOST])


def _asked_for(found: Desk) -> frozenset[str]:
    """List the turns about which a request waits: each has one at a time."""
    requests = (seen.request for seen in found.waiting)
    return frozenset(uid for each in requests for uid in (each.uid, each.other_uid) if uid)


def _which(options: tuple[Option, ...], value: str = "") -> Field:
    control = _few(options)
    if control == "select" and not value:  # none is chosen where the one before was at fault
        options = (Option("", gettext("请选择")), *options)
    return Field("turn", gettext("哪一次"), value, control=control, options=options)


def reason_field() -> Field:
    """Ask why."""
    note = gettext("对方和联盟的人看得到，不进公开的日历。")
    return Field("reason", gettext("为什么"), note=note)


def _settled() -> Field:
    # Nobody is passed over by what is chosen beforehand: without a word the sides are asked.
    return Field(
        "settled",
        gettext("问过了吗"),
        value="0",
        control="choices",
        options=(
            Option("0", gettext("还没有，先送去问")),
            Option("1", gettext("各方都同意了，现在就办")),
        ),
    )


def _chosen(found: Desk, uid: str) -> Chosen | None:
    for view in found.turns:
        for turn in view.upcoming:
            if turn.uid == uid and _can_change(turn):
                return view, turn
    return None


def _can_change(turn: ComingTurn) -> bool:
    """Tell whether a turn has a host who can still be asked about it."""
    return bool(turn.host) and not turn.left


def filled(fields: Iterable[Field], typed: Typed, faults: Faults) -> tuple[Field, ...]:
    """Fill fields with what was typed, each with its fault."""
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
