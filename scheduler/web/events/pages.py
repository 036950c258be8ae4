"""Fill the page of an event from what the services found."""

from datetime import datetime

from flask_babel import gettext

from scheduler.domain.activity import EventStatus
from scheduler.domain.matter import MatterState
from scheduler.domain.text import explain, say
from scheduler.services.access import Action as Right
from scheduler.services.events.change_notes import note
from scheduler.services.events.held_names import held_names
from scheduler.services.events.reading import EventView
from scheduler.services.feeds.delivery import Delivery
from scheduler.services.plans.conflicts import Decision
from scheduler.web import dates
from scheduler.web.calendar_pages import EventPage
from scheduler.web.event_lines import title
from scheduler.web.events.promises import period, promises
from scheduler.web.events.proof import fields_of, funnel, month_grid
from scheduler.web.parts import (
    Action,
    Chip,
    ChipState,
    Fact,
    Form,
    Link,
    News,
    Notice,
    Why,
)

_STATES: dict[EventStatus, ChipState] = {
    EventStatus.DRAFT: "draft",
    EventStatus.PUBLISHED: "published",
    EventStatus.HELD: "held",
    EventStatus.CANCELLED: "cancelled",
}
_TOLD = frozenset({"moved", "host", "venue", "cancelled", "restored", "detail"})


def event_page(
    found: EventView,
    forms: tuple[Form, ...],
    now: datetime,
    lang: str,
    decision: Decision | None = None,
    come: Delivery | None = None,
) -> EventPage:
    """Fill the page: when, where, why so, what changed, and what the reader may do or decide.

    ``come`` tells how far the last change has come, where the reader may know it.
    """
    event = found.stored.event
    address = f"/events/{event.uid}"
    home = f"/alliances/{event.owner}"
    fields = fields_of(event.why_date)
    return EventPage(
        title=title(found.stored, lang),
        chip=_chip(found),
        start=event.start,
        end=event.end,
        all_day=event.all_day,
        facts=tuple(_facts(found, lang)),
        crumbs=_crumbs(found, lang),
        notice=_notice(found, come, lang),
        conflict=_conflict(found, decision),
        doubt=_doubt(found, decision, lang),
        replaced=_replaced(found, lang),
        why=tuple(_why(found, lang)),
        grid=month_grid(found, fields, lang),
        funnel=funnel(fields, lang),
        history=tuple(_news(found, lang)),
        ics=f"{address}.ics",
        follow=_follow(found),
        subscribe=f"{home}/subscribe",
        actions=tuple(_actions(found, now)),
        forms=forms,
    )


def _follow(found: EventView) -> str:
    """Lead members to an address of this event alone, while it may still change."""
    event = found.stored.event
    coming = found.inside and event.status is EventStatus.PUBLISHED
    return f"/subscriptions?event={event.uid}" if coming else ""


def _crumbs(found: EventView, lang: str) -> tuple[Link, ...]:
    owner, year = found.stored.event.owner, found.stored.event.day().year
    alliance = name(found, f"body:{owner}", lang)
    told = gettext("%(name)s %(year)s年度计划", name=alliance, year=year)
    return (Link(f"/alliances/{owner}?year={year}", told), Link("", _kind(found, lang)))


def name(found: EventView, key: str, lang: str) -> str:
    """Give the name of an opaque key in the reader's language."""
    chinese, english = found.names.get(key, (key.partition(":")[2] or key, ""))
    return (english or chinese) if lang == "en" else chinese


def _kind(found: EventView, lang: str) -> str:
    kind = found.kind
    if kind is None:
        return found.stored.event.kind
    return kind.name_en if lang == "en" and kind.name_en else kind.name


def _chip(found: EventView) -> Chip:
    event = found.stored.event
    if event.seal_code:
        return Chip("sealed")
    if event.is_tentative and event.status is EventStatus.PUBLISHED:
        return Chip("tentative")
    return Chip(_STATES[event.status])


def _facts(found: EventView, lang: str) -> list[Fact]:
    event = found.stored.event
    place, host = (_of_its_day(found, key, lang) for key in (_place(event.venue), event.host))
    others = gettext("、").join(name(found, key, lang) for key in event.co_hosts)
    alliances = [name(found, f"body:{key}", lang) for key in event.alliances]
    facts = [
        Fact(gettext("地点"), place or gettext("未定")),
        Fact(gettext("主办"), gettext("；协办 ").join(filter(None, [host, others]))),
        Fact(gettext("主题"), name(found, event.theme, lang) if event.theme else ""),
        Fact(gettext("联办"), gettext("、").join(alliances) if len(alliances) > 1 else ""),
        *_matters(found, lang),
        Fact(gettext("计入"), gettext("；").join(filter(None, promises(found, lang)))),
        Fact(gettext("说明"), event.note),
        Fact(gettext("封存码"), event.seal_code),
    ]
    return [fact for fact in facts if fact.text]


def _place(venue: str | None) -> str | None:
    return f"venue:{venue}" if venue else None


def _of_its_day(found: EventView, key: str | None, lang: str) -> str:
    kept = held_names(found.stored).get(key or "")
    if kept:
        return kept.say(lang)
    return name(found, key, lang) if key else ""


def _matters(found: EventView, lang: str) -> list[Fact]:
    """Lead to what is on the agenda; one that is fixed keeps what was withdrawn since."""
    gone = Chip("published", say(f"matter.{MatterState.WITHDRAWN.value}", {}, lang))
    return [
        Fact(
            gettext("要事"),
            f"{each.number} {each.title}",
            f"/matters/{each.key}",
            gone if each.state is MatterState.WITHDRAWN else None,
        )
        for each in found.matters
    ]


def _notice(found: EventView, come: Delivery | None, lang: str) -> Notice | None:
    event, changes = found.stored.event, found.changes
    if not changes or changes[-1].kind not in _TOLD or event.status is EventStatus.HELD:
        return None
    last = changes[-1]
    told = note(last, lang, found.names, then=found.then(last), free=found.inside)
    head, stop, rest = told.partition(". " if lang == "en" else "。")
    total, done, unfetched = (come.total, come.done, come.unfetched) if come else (0, 0, 0)
    return Notice(
        title=head.rstrip("."),
        text=rest if stop else "",
        note=gettext(
            "%(day)s发布，第%(count)s次修订。", day=dates.day(last.at, lang), count=event.revision
        ),
        done=done,
        total=total,
        progress=gettext("%(total)s个订阅，%(done)s个已取到", total=total, done=done)
        if total
        else gettext("%(count)s个订阅还没取过", count=unfetched)
        if unfetched
        else "",
        action=Action(f"/alliances/{event.owner}/subscriptions", gettext("谁还没取到"))
        if Right.EDIT in found.may and done < total + unfetched
        else None,
    )


def _conflict(found: EventView, decision: Decision | None) -> Notice | None:
    """Tell what stands against an event whose day nobody chose by hand."""
    if decision is None or found.doubts:
        return None
    return Notice(decision.text, decision.why, action=_deciding(found))


def _deciding(found: EventView) -> Action:
    owner, year = found.stored.event.owner, found.stored.event.day().year
    return Action(f"/plans?alliance={owner}&year={year}", gettext("到计划里决定"))


def _doubt(found: EventView, decision: Decision | None, lang: str) -> Notice | None:
    """Tell what speaks against a day that somebody chose by hand."""
    told = []
    for each in found.doubts:
        fields: dict[str, object] = {"day": each.day, "period": period(each.period, lang)}
        if each.other is not None:
            english = each.other.title_en if lang == "en" else ""
            fields |= {"other": english or each.other.title, "start": each.other.start}
        told.append(say(f"doubt.{each.code}", fields, lang))
    text = (" " if lang == "en" else "").join(told)
    action = _deciding(found) if decision else None
    return Notice(gettext("请核对这个日子"), text, action=action) if told else None


def _replaced(found: EventView, lang: str) -> Notice | None:
    """Lead to what took the place of a cancelled event, and tell editors what that rules out."""
    other = found.replaced
    if other is None:
        return None
    day = dates.full_day(other.event.day(), lang)
    text = gettext("补上的是%(day)s的“%(title)s”。", day=day, title=title(other, lang))
    if Right.EDIT in found.may:
        stands = other.event.status is EventStatus.HELD
        hint = (
            gettext("那一场已经举行，所以这一场不能恢复。")
            if stands
            else gettext("所以这一场不能恢复；要恢复，请先取消那一场。")
        )
        text = f"{text} {hint}" if lang == "en" else text + hint
    action = Action(f"/events/{other.event.uid}", gettext("看补上的那一场"))
    return Notice(gettext("已由另一场补上"), text, action=action)


def _why(found: EventView, lang: str) -> list[Why]:
    event = found.stored.event
    host = event.why_host
    if not found.inside and host.get("code") == "host_debt":
        # Debts are for members alone.
        host = {"code": "host_public", "fields": {"host": event.host}}
    reasons = (found.stands_for, event.why_date, host)
    told = [explain(each, lang, names=found.names) for each in reasons]
    return [Why(sentence) for sentence in dict.fromkeys(told) if sentence]


def _news(found: EventView, lang: str) -> list[News]:
    return [
        News(
            at=change.at,
            text=note(change, lang, found.names, then=found.then(change), free=found.inside),
            tail=gettext("经手：%(who)s", who=found.actors[change.actor])
            if change.actor in found.actors
            else "",
        )
        for change in reversed(found.history)
    ]


def _actions(found: EventView, now: datetime) -> list[Action]:
    event, version = found.stored.event, (("version", str(found.stored.version)),)
    address = f"/events/{event.uid}"
    if event.status is EventStatus.CANCELLED:
        again = Action(f"{address}/restore", gettext("撤销取消"), post=True, hidden=version)
        return [again] if Right.EDIT in found.may and found.replaced is None else []
    actions = []
    roll, seal = gettext("点名"), gettext("封存")
    if event.seal_code:
        roll, seal = gettext("看名单"), gettext("看封存码")
    elif event.status is EventStatus.HELD:
        roll = gettext("补点名")
    if Right.ROLL in found.may:
        actions.append(Action(f"{address}/roll", roll))
    if Right.SEAL in found.may:
        actions.append(Action(f"{address}/seal", seal))
    begun = event.all_day or event.start <= now
    if Right.EDIT in found.may and event.status is EventStatus.PUBLISHED and begun:
        actions.append(Action(f"{address}/hold", gettext("记为已举行"), post=True, hidden=version))
    return actions
