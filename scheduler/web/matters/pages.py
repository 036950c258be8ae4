"""Fill the pages of matters from what the services found."""

from dataclasses import replace

from flask_babel import gettext

from scheduler.domain.matter import MatterState, Method, Step
from scheduler.domain.text import say
from scheduler.services.matters.board import LANES, Board, Card, MatterView
from scheduler.services.matters.dues import Escalation
from scheduler.web import dates
from scheduler.web.attendance.parts import Lane, MatterCard, MatterPage, MattersPage
from scheduler.web.event_lines import title
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

SHOWN_RESOLVED = 6
"""How many resolved matters the board shows; the rest is one link away."""


def board(found: Board, lang: str, *, address: str, only: MatterState | None) -> MattersPage:
    """Fill the board: one sentence, five lanes; or one lane with all that lies in it.

    ``address`` is that of the whole board.
    """
    late = sum(card.late for card in found.open)
    rest = len(found.open) - late
    strong = gettext("%(count)s件误期", count=late) if late else ""
    calm = (
        gettext("%(count)s件在办，都在期限内。", count=rest)
        if rest
        else gettext("没有在办的要事。")
    )
    return MattersPage(
        lead=Words(
            gettext("%(count)s件在办：", count=len(found.open)) if late else calm,
            strong,
            gettext("，%(count)s件在期限内。", count=rest) if late else "",
        ),
        lanes=(_lane(only, found, lang),)
        if only
        else tuple(_short_lane(state, found, lang, address) for state in LANES),
        new="/matters/new" if found.raising else "",
        crumbs=(Link(address, gettext("要事")), Link("", say(f"matter.{only.value}", {}, lang)))
        if only
        else (),
    )


def _short_lane(state: MatterState, found: Board, lang: str, address: str) -> Lane:
    """Give a lane of the board: of the resolved matters only the newest."""
    lane = _lane(state, found, lang)
    if state is not MatterState.RESOLVED or lane.count <= SHOWN_RESOLVED:
        return lane
    mark = "&" if "?" in address else "?"
    text = gettext("看全部%(count)s件", count=lane.count)
    more = Link(f"{address}{mark}lane={state.value}", text)
    return replace(lane, cards=lane.cards[:SHOWN_RESOLVED], more=more)


def _lane(state: MatterState, found: Board, lang: str) -> Lane:
    cards = found.lanes[state]
    if state is MatterState.RESOLVED:
        cards = _newest_first(cards)
    note, empty = _lane_words(state)
    return Lane(
        name=say(f"matter.{state.value}", {}, lang),
        count=len(cards),
        note=note,
        empty=empty,
        cards=tuple(_card(card, lang) for card in cards),
        late=sum(card.late for card in cards),
    )


def _newest_first(cards: tuple[Card, ...]) -> tuple[Card, ...]:
    return tuple(
        sorted(
            cards, key=lambda card: card.matter.resolved_at or card.matter.raised_at, reverse=True
        )
    )


def _lane_words(state: MatterState) -> tuple[str, str]:
    return {
        MatterState.RAISED: (gettext("企业提出"), gettext("没有等派单的。")),
        MatterState.DISPATCHED: (
            gettext("党委派给部门"),
            gettext("没有等接单的。派出的单会先停在这里，部门接了再往右走。"),
        ),
        MatterState.ACCEPTED: (gettext("部门承办"), gettext("没有在办的。")),
        MatterState.CONSULTED: (gettext("重大的一事一商"), gettext("没有商议后待办结的。")),
        MatterState.RESOLVED: (gettext("写明用什么方式解决"), gettext("还没有办结的。")),
    }[state]


def _card(card: Card, lang: str) -> MatterCard:
    lines = [card.raised_by.say(lang)]
    if card.department is not None:
        lines.append(card.department.say(lang))
    if card.matter.method is not None and card.matter.resolved_at is not None:
        lines = [card.raised_by.say(lang), _resolution(card, lang)]
    return MatterCard(
        number=card.number,
        title=card.matter.title,
        href=f"/matters/{card.matter.key}",
        chip=chip(card, lang),
        lines=tuple(lines),
    )


def _resolution(card: Card, lang: str) -> str:
    matter = card.matter
    if matter.resolved_at is None or matter.method is None:
        return ""
    return say(
        "matter.resolved_by",
        {
            "method": matter.method.value,
            "day": matter.resolved_at,
            "days": max((matter.resolved_at - matter.raised_at).days, 1),
        },
        lang,
    )


def chip(card: Card, lang: str) -> Chip:
    """Say how long the next step has left."""
    if card.matter.state is MatterState.RESOLVED:
        return Chip("kept", say("matter.resolved", {}, lang))
    if card.due is None:
        return Chip("published", say(f"matter.{card.matter.state.value}", {}, lang))
    left = card.due.left
    if left < 0:
        return Chip("late", say("matter.late", {"days": -left}, lang))
    if left == 0:
        return Chip("todo", say("matter.due_today", {}, lang))
    return Chip("published", say("matter.due_in", {"days": left}, lang))


def matter(found: MatterView, lang: str) -> MatterPage:
    """Fill the page of one matter."""
    card = found.card
    facts = [
        Fact(gettext("企业"), card.raised_by.say(lang)),
        Fact(gettext("类别"), card.category.say(lang)),
    ]
    if card.department is not None:
        facts.append(Fact(gettext("承办部门"), card.department.say(lang)))
    if card.matter.proxy:
        facts.append(Fact(gettext("代办人"), card.matter.proxy))
    facts.append(
        Fact(gettext("是否要事"), gettext("是，一事一商") if card.matter.major else gettext("否"))
    )
    return MatterPage(
        number=card.number,
        title=card.matter.title,
        chip=chip(card, lang),
        facts=tuple(facts),
        crumbs=(Link("/matters", gettext("要事")),),
        detail=card.matter.detail,
        why=_why(found, lang),
        events=tuple(
            EventLine(stored.event.start, title(stored, lang), "", f"/events/{stored.event.uid}")
            for stored in found.events
        ),
        history=tuple(
            News(step.at, _taken(step.step, step.department, found, lang), tail=step.note)
            for step in found.steps
        ),
        forms=tuple(_step_form(step, found, lang) for step in found.possible),
    )


def _taken(step: str, department: str | None, found: MatterView, lang: str) -> str:
    """Name a step that was taken, a dispatch with the department to which it went."""
    word = _word(step, lang)
    name = found.names.get(department or "")
    if step != Step.DISPATCH or name is None:
        return word
    return f"{word} → {name.say(lang)}"


def _why(found: MatterView, lang: str) -> tuple[Why, ...]:
    name = found.card.department
    if not found.left or name is None:
        return _owed(found, lang)
    fields = {"name": name.say(lang)}
    return (Why(say("matter.left", fields, lang)), *_owed(found, lang))


def _owed(found: MatterView, lang: str) -> tuple[Why, ...]:
    card = found.card
    if card.due is None:
        return ()
    step = say(f"step.{card.due.step}", {}, lang)
    day = dates.week_day(card.due.day, lang)
    text = gettext("下一步%(step)s，截止%(day)s。", step=step, day=day)
    escalated = (Why(_escalated(found.escalated, lang)),) if found.escalated else ()
    if card.due.step != "consult" or found.events:
        return (Why(text), *escalated)
    space = " " if lang == "en" else ""
    return (Why(text + space + gettext("到“计划变更”里排出这次商议。")), *escalated)


def _escalated(to: Escalation, lang: str) -> str:
    """Say who sees to a late step."""
    role = to.role.say(lang)
    if to.vacant:
        return gettext("已误期，应由%(role)s催办；现在没有人担任。", role=role)
    if not to.holders:
        return gettext("已误期，由%(role)s催办。", role=role)
    names = (", " if lang == "en" else "、").join(each.say(lang) for each in to.holders)
    return gettext("已误期，由%(role)s催办：%(names)s。", role=role, names=names)


def _step_form(step: Step, found: MatterView, lang: str) -> Form:
    fields: tuple[Field, ...] = ()
    if step is Step.DISPATCH:
        fields = (
            Field(
                "department",
                gettext("派给哪个部门"),
                value=found.routed,
                note=gettext("服务清单写明由这个部门接单") if found.routed else "",
                control="select",
                options=tuple(Option(key, name.say(lang)) for key, name in found.departments),
            ),
            _major_field(found),
            _proxy_field(found),
        )
    elif step is Step.ACCEPT:
        fields = (_major_field(found), _proxy_field(found))
    elif step is Step.RESOLVE:
        fields = (
            Field(
                "method",
                gettext("怎样解决的"),
                control="select",
                options=tuple(
                    Option(method.value, say(f"method.{method.value}", {}, lang))
                    for method in Method
                ),
            ),
        )
    word = _word(step, lang)
    return Form(
        href=f"/matters/{found.card.matter.key}/{step.value}",
        submit=word,
        fields=(*fields, Field("note", gettext("说明"), optional=True)),
        summary=word,
        hidden=(("revision", str(found.card.matter.revision)),),
        main=step is found.possible[0],
    )


def _word(step: str, lang: str) -> str:
    """Name a step as a label, with a capital where the language has them."""
    word = say(f"step.{step}", {}, lang)
    return word[:1].upper() + word[1:]


def _proxy_field(found: MatterView) -> Field:
    return Field("proxy", gettext("代办人"), value=found.card.matter.proxy, optional=True)


def _major_field(found: MatterView) -> Field:
    return Field(
        "major",
        gettext("是否要事"),
        value="1" if found.card.matter.major else "0",
        control="select",
        note=gettext("要事要在期限内专题商议一次。"),
        options=(Option("0", gettext("否")), Option("1", gettext("是，一事一商"))),
    )
