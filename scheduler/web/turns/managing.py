"""The forms with which a manager corrects the accounts of turns."""

import uuid

from flask_babel import gettext

from scheduler.domain.turn import held_turns
from scheduler.domain.turn_request import TurnAct
from scheduler.services.turns.desk import Desk
from scheduler.services.turns.standing import TurnView
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Field, Form, Option
from scheduler.web.turns.forms import (
    MOST,
    Faults,
    Typed,
    act_of,
    filled,
    reason_field,
    title_of,
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


def _correction(found: Desk, view: TurnView, typed: Typed, faults: Faults) -> Form:
    # Nobody is chosen beforehand: a correction of the wrong account is hard to see.
    pool = dict(view.pool)
    rows = tuple(Option(row.member, row.name) for row in view.rows if row.member in pool)
    members = (Option("", gettext("请选择")), *rows)
    act = TurnAct.CORRECTION
    mine = typed if typed.get("act") == act else {}
    fields = [
        Field("member", gettext("哪家的应办要加"), control="select", options=members),
        Field("other", gettext("从哪家减"), control="select", options=members),
        Field("amount", gettext("加几次"), note=gettext("如 1、0.5、1/3；减就写 -1")),
        reason_field(),
    ]
    return _managed(found, view, act, filled(fields, mine, faults if mine else {}))


def _taking_back(found: Desk, view: TurnView, typed: Typed, faults: Faults) -> list[Form]:
    texts = {each.entry: each.text for each in view.history}
    charged = tuple(
        Option(entry.uid, f"{dates.day(entry.day, current_lang())} {texts[entry]}")
        for entry in reversed(held_turns(each.entry for each in view.history))
        if entry.uid
    )[:MOST]
    if not charged:
        return []
    act = TurnAct.CANCELLED
    mine = typed if typed.get("act") == act else {}
    fields = [Field("turn", gettext("哪一次"), control="select", options=charged), reason_field()]
    return [_managed(found, view, act, filled(fields, mine, faults if mine else {}))]


def _managed(found: Desk, view: TurnView, act: TurnAct, fields: tuple[Field, ...]) -> Form:
    several = len(found.turns) > 1
    return Form(
        href=f"/alliances/{found.alliance.key}/turns/ask",
        submit=title_of(act),
        fields=fields,
        summary=f"{title_of(act)} · {view.name}" if several else title_of(act),
        hidden=(("act", act), ("rule", view.rule), ("request", str(uuid.uuid4()))),
    )
