"""What the page of turns shows: what waits for an answer, who is next, accounts and history."""

from collections.abc import Mapping
from dataclasses import dataclass

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.services.turns.desk import Desk, RequestSeen
from scheduler.services.turns.standing import TurnView
from scheduler.web import dates
from scheduler.web.parts import Action, Chip, Form, Ledger, Link, News, Notice, Turn, Words
from scheduler.web.turns.cards import ledger, turn
from scheduler.web.turns.names import hasty

HISTORY = 30
"""How many entries of a ledger are told, the newest first."""


@dataclass(frozen=True, slots=True)
class RequestCard:
    """One request that waits; of its buttons the first may be the black one.

    ``fault`` says why the answer just given was refused; ``hasty`` who would host again too soon.
    """

    wish: str
    chip: Chip
    reason: str
    actions: tuple[Action, ...] = ()
    main: bool = False
    fault: str = ""
    hasty: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class Rotation:
    """One rotation: its coming turns, its account, and what its ledger records."""

    name: str
    turns: tuple[Turn, ...]
    ledger: Ledger
    history: tuple[News, ...]


@dataclass(frozen=True, slots=True)
class TurnsPage:
    """``turns.html``: whose turn is it, and what waits for whose answer.

    ``uneven`` says whose published turns no longer fit their ledger.
    """

    name: str
    lead: Words
    crumbs: tuple[Link, ...]
    requests: tuple[RequestCard, ...]
    rotations: tuple[Rotation, ...]
    settled: tuple[News, ...]
    ask: Form | None = None
    forms: tuple[Form, ...] = ()
    notice: Notice | None = None
    uneven: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AskPage:
    """``turn_ask.html``: one request about one turn."""

    title: str
    lead: str
    form: Form
    crumbs: tuple[Link, ...]
    back: Link


def turns_page(
    found: Desk,
    forms: tuple[Form | None, tuple[Form, ...]],
    notice: Notice | None,
    refused: Mapping[str, str],
    lang: str,
) -> TurnsPage:
    """Draw the desk of turns; ``refused`` says of a request why its answer was refused."""
    mine = [each for each in found.waiting if "agree" in each.may]
    ask, others = forms
    cards = tuple(
        _card(found, each, (refused, lang), first=mine[:1] == [each]) for each in found.waiting
    )
    return TurnsPage(
        name=_name(found, lang),
        lead=_lead(found, len(mine), lang),
        crumbs=crumbs(found, lang),
        requests=cards,
        rotations=tuple(_rotation(view, lang) for view in found.turns),
        settled=tuple(_settled(each, lang) for each in found.settled),
        ask=ask,
        forms=others,
        notice=notice or _refusal(found, refused),
        uneven=found.uneven,
    )


def _refusal(found: Desk, refused: Mapping[str, str]) -> Notice | None:
    """Tell on the top that an answer was refused, and lead to the request."""
    places = {each.request.id: "#done" for each in found.settled}
    places |= {each.request.id: f"#r{number}" for number, each in enumerate(found.waiting, start=1)}
    for request, told in refused.items():
        if request in places:
            return Notice(told, late=True, action=Action(places[request], gettext("看这件请求")))
    return None


def crumbs(found: Desk, lang: str, last: str = "") -> tuple[Link, ...]:
    """Lead back to the alliance's year."""
    address = f"/alliances/{found.alliance.key}"
    here = gettext("轮值")
    end = (Link(f"{address}/turns", here), Link("", last)) if last else (Link("", here),)
    return (Link("/", gettext("今日")), Link(address, _name(found, lang)), *end)


def done(state: str) -> Notice | None:
    """Say what came of what was sent; None for no known state."""
    told = {
        "asked": (gettext("已送出。"), gettext("双方都同意后就办，日历会自动更新。")),
        "agreed": (gettext("已送出。"), gettext("另一边同意后就办，日历会自动更新。")),
        "done": (gettext("已办妥。"), gettext("各家的日历会自动更新。")),
        "released": (gettext("已办妥。"), gettext("这一次还没有人承办，下次发布计划时补上。")),
        "refused": (gettext("已回复：不同意。"), gettext("什么都没有改。")),
        "withdrawn": (gettext("已撤回。"), gettext("什么都没有改。")),
    }
    return Notice(*told[state]) if state in told else None


def _name(found: Desk, lang: str) -> str:
    body = found.alliance
    return body.name_en if lang == "en" and body.name_en else body.name


def _lead(found: Desk, mine: int, lang: str) -> Words:
    following = sorted((each.day, each.host_name) for view in found.turns for each in view.upcoming)
    if not following:
        calm = gettext("没有排着的轮值。")
    else:
        day, host = following[0]
        calm = gettext(
            "下一次：%(day)s，%(host)s。",
            day=dates.week_day(day, lang),
            host=host or gettext("还没有人承办"),
        )
    waiting = gettext("有%(count)s件等您答复。", count=mine) if mine else ""
    return Words(f"{calm} " if waiting and lang == "en" else calm, waiting)


def _card(
    found: Desk, seen: RequestSeen, told: tuple[Mapping[str, str], str], *, first: bool
) -> RequestCard:
    refused, lang = told
    words = {
        "agree": gettext("同意"),
        "refuse": gettext("不同意"),
        "withdraw": gettext("撤回"),
    }
    address = f"/alliances/{found.alliance.key}/turns/{seen.request.id}"
    waits = gettext("、").join(seen.waits)
    return RequestCard(
        wish=seen.wish,
        chip=Chip("todo", gettext("等%(who)s同意", who=waits)),
        reason=gettext("原因：%(reason)s", reason=seen.request.reason),
        actions=tuple(
            Action(f"{address}/{step}", text, post=True)
            for step, text in words.items()
            if step in seen.may
        ),
        main=first,
        fault=refused.get(seen.request.id, ""),
        hasty=hasty(found, seen.request, lang),
    )


def _rotation(view: TurnView, lang: str) -> Rotation:
    return Rotation(
        name=view.name,
        turns=tuple(turn(each, first=not place) for place, each in enumerate(view.upcoming)),
        ledger=ledger(view, lang),
        history=tuple(News(each.entry.day, each.text) for each in view.history[:HISTORY]),
    )


def _settled(seen: RequestSeen, lang: str) -> News:
    state = say(f"turn_request.{seen.request.state}", {}, lang)
    at = seen.request.settled_at or seen.request.asked_at
    return News(at, seen.wish, tail=gettext("：%(state)s", state=state))
