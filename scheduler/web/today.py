"""Today: what to do now, where the promises stand, what changed."""

from collections import Counter
from datetime import timedelta
from urllib.parse import urlencode

from flask import Blueprint, render_template
from flask_babel import gettext

from scheduler.domain.activity import Event
from scheduler.domain.text import say
from scheduler.rules.judging.standing import Light as State
from scheduler.rules.judging.standing import Standing
from scheduler.rules.judging.vacancies import Vacancy
from scheduler.services.events.reading import Stored
from scheduler.services.judged import Promises
from scheduler.services.matters.board import Card
from scheduler.services.today import CALLED, TodayView, today_view
from scheduler.web import dates, event_lines, lights, offices
from scheduler.web.calendar_pages import AllianceLine, NextMeeting, TodayPage
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Chip, Fact, Light, Link, News, Task, Words
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

COLUMNS = 6
"""How many promises the table of all alliances compares."""

blueprint = Blueprint("today", __name__)


@blueprint.get("/")
@signed_in
def today() -> str:
    """Show what to do now."""
    ready, lang = runtime(), current_lang()
    found = today_view(ready.store, by=reader(), lang=lang, now=ready.clock())
    return render_template("today.html", page=_page(found, lang))


def _page(found: TodayView, lang: str) -> TodayPage:
    own = next((each for each in found.promises if each.alliance.key == found.home), None)
    tasks = (
        *(_late(card, found, lang) for card in found.late),
        *_decisions(found, lang),
        *(_asked(alliance, count, found, lang) for alliance, count in found.asked.items()),
        *_waiting(found, lang),
        *(_vacancy(alliance, each, found, lang) for alliance, each in found.vacancies),
    )
    compared = found.promises if len(found.promises) > 1 else ()
    columns = _columns(compared, lang)
    return TodayPage(
        day=found.today,
        lead=_lead(found, len(tasks)),
        meeting=_meeting(found, lang),
        tasks=tasks,
        promises_note=gettext("%(name)s，截至今天。", name=_name(own, lang))
        if own
        else gettext("各联盟答应的事，见下面的表。"),
        promises_href=f"/alliances/{found.home}" if own else "",
        promises=tuple(_promise(each, lang) for each in own.standings) if own else (),
        news=tuple(
            News(
                each.change.at,
                gettext("：") + each.sentence,
                link=Link(f"/events/{each.change.uid}", each.title),
            )
            for each in found.news
        ),
        alliances_title=gettext("%(count)s个联盟", count=len(compared)),
        columns=tuple(name for _, name in columns),
        alliances=tuple(_line(each, [rule for rule, _ in columns], lang) for each in compared),
    )


def _lead(found: TodayView, tasks: int) -> Words:
    meetings = (
        gettext("今天有%(count)s场活动", count=found.todays)
        if found.todays
        else gettext("今天没有活动")
    )
    late = gettext("%(count)s件要事误期", count=len(found.late)) if found.late else ""
    waiting = gettext("%(count)s件事等您办", count=tasks) if tasks else gettext("没有事等您办")
    told = filter(None, [meetings, late, _behind(found), waiting])
    return Words(gettext("；").join(told) + gettext("。"))


def _behind(found: TodayView) -> str:
    """Tell which promises below are late: those of the reader's alliance, or in how many."""
    counts = Counter(
        each.alliance.key
        for each in found.promises
        for standing in each.standings
        if standing.state is State.LATE
    )
    if found.home:
        count = counts[found.home]
        return gettext("答应的事误期%(count)s项", count=count) if count else ""
    return gettext("%(count)s个联盟有误期的事", count=len(counts)) if counts else ""


def _meeting(found: TodayView, lang: str) -> NextMeeting | None:
    stored = found.meeting
    if stored is None:
        return None
    event = stored.event
    soon = event.day() == found.today
    day = gettext("今天") if soon else dates.week_day(event.start, lang)
    actions = [Action(f"/events/{event.uid}", gettext("看安排"))]
    if found.may_roll and soon:
        actions.insert(0, Action(f"/events/{event.uid}/roll", gettext("点名")))
    return NextMeeting(
        chip=Chip("published", f"{day} {dates.clock(event.start)}"),
        title=event_lines.title(stored, lang),
        href=f"/events/{event.uid}",
        facts=_facts(event, found, lang),
        actions=tuple(actions),
        note=_until(stored, found) if soon else "",
        doubt=Light("late", gettext("要人决定")) if stored in found.undecided else None,
    )


def _facts(event: Event, found: TodayView, lang: str) -> tuple[Fact, ...]:
    named = tuple(
        Fact(term, name.say(lang))
        for term, key in (
            (gettext("地点"), f"venue:{event.venue}"),
            (gettext("主办"), event.host or ""),
            (gettext("主题"), event.theme or ""),
        )
        if (name := found.names.get(key)) is not None
    )
    whose = _whose(event.owner, found, lang)
    return (Fact(gettext("联盟"), whose), *named) if whose else named


def _whose(alliance: str, found: TodayView, lang: str) -> str:
    """Name the alliance that something belongs to, for readers of several."""
    if found.home:
        return ""
    return next((_name(each, lang) for each in found.promises if each.alliance.key == alliance), "")


def _until(stored: Stored, found: TodayView) -> str:
    left = stored.event.start - found.now
    if left <= timedelta():
        return gettext("正在进行")
    hours, minutes = divmod(int(left.total_seconds()) // 60, 60)
    return gettext("还有%(hours)s小时%(minutes)s分", hours=hours, minutes=minutes)


def _late(card: Card, found: TodayView, lang: str) -> Task:
    due = card.due
    days = -due.left if due else 0
    step = say(f"step.{due.step}", {}, lang) if due else ""
    return Task(
        name=f"{card.number} {card.matter.title}",
        note=_joined(
            _whose(card.matter.alliance, found, lang),
            gettext("应%(step)s，已过%(days)s天", step=step, days=days),
        ),
        light=Light("late", lights.light_word(State.LATE)),
        action=Action(f"/matters/{card.matter.key}", gettext("去办")),
    )


def _decisions(found: TodayView, lang: str) -> tuple[Task, ...]:
    """Lead to the plan of each alliance and year in which events wait for a decision."""
    plans: dict[tuple[str, int], list[Stored]] = {}
    for stored in found.undecided:
        plans.setdefault((stored.event.owner, stored.event.day().year), []).append(stored)
    return tuple(_decision(plan, listed, found, lang) for plan, listed in plans.items())


def _decision(plan: tuple[str, int], listed: list[Stored], found: TodayView, lang: str) -> Task:
    alliance, year = plan
    first = listed[0]
    return Task(
        name=gettext("%(count)s场活动要您定", count=len(listed)),
        note=_joined(
            _whose(alliance, found, lang),
            f"{dates.day(first.event.start, lang)} {event_lines.title(first, lang)}",
            gettext("另有%(num)s场", num=len(listed) - 1) if len(listed) > 1 else "",
        ),
        light=Light("late", gettext("要人决定")),
        action=Action(f"/plans?{urlencode({'alliance': alliance, 'year': year})}", gettext("去定")),
    )


def _asked(alliance: str, count: int, found: TodayView, lang: str) -> Task:
    return Task(
        name=gettext("轮值有%(count)s件等您答复", count=count),
        note=_joined(_whose(alliance, found, lang), gettext("您同意后才办；不答复就照旧")),
        light=Light("todo", gettext("待答复")),
        action=Action(f"/alliances/{alliance}/turns", gettext("去答复")),
    )


def _waiting(found: TodayView, lang: str) -> tuple[Task, ...]:
    return tuple(_unfinished(stored, state, found, lang) for stored, state in found.waiting)


def _vacancy(alliance: str, vacancy: Vacancy, found: TodayView, lang: str) -> Task:
    role = found.names.get(vacancy.role)
    called = role.say(lang) if role else vacancy.role
    return Task(
        name=gettext("到场缺人：%(role)s", role=called)
        if vacancy.events
        else gettext("缺岗：%(role)s", role=called),
        note=_joined(
            _whose(alliance, found, lang),
            offices.seats(vacancy, lang),
        ),
        light=offices.missing(vacancy),
        action=Action(f"/alliances/{alliance}#offices", gettext("看岗位")),
    )


def _joined(*parts: str) -> str:
    return " · ".join(filter(None, parts))


def _unfinished(stored: Stored, state: str, found: TodayView, lang: str) -> Task:
    event = stored.event
    called = state in CALLED
    return Task(
        name=f"{dates.day(event.start, lang)} {event_lines.title(stored, lang)}",
        note=_joined(
            _whose(event.owner, found, lang),
            gettext("名单齐了，还未封存；封存后季报自动计入")
            if called
            else gettext("还没有点名；点完名、封存后计入季报"),
        ),
        light=Light("todo", gettext("待封存") if called else gettext("未点名")),
        action=Action(f"/events/{event.uid}/seal", gettext("核对后封存"))
        if called
        else Action(f"/events/{event.uid}/roll", gettext("补点名")),
    )


def _promise(standing: Standing, lang: str) -> Task:
    held = gettext("%(due)s次已办%(held)s次", due=standing.due, held=standing.held)
    return Task(
        name=standing.name_en if lang == "en" else standing.name,
        note=lights.missing(standing, lang) or ("" if standing.state is State.NA else held),
        light=Light(lights.light(standing).state, lights.light_word(standing.state)),
        href=lights.list_address(standing),
    )


def _columns(promises: tuple[Promises, ...], lang: str) -> list[tuple[str, str]]:
    """Choose common promises, first those that leave no alliance without one.

    They stand in the order of their first appearance.
    """
    names: dict[str, str] = {}
    makers: dict[str, set[str]] = {}
    for each in promises:
        for standing in each.standings:
            names.setdefault(standing.rule, standing.name_en if lang == "en" else standing.name)
            makers.setdefault(standing.rule, set()).add(each.alliance.key)
    left = {each.alliance.key for each in promises}
    chosen: set[str] = set()
    while len(chosen) < min(COLUMNS, len(names)):
        rest = [rule for rule in names if rule not in chosen]
        best = max(rest, key=lambda rule: (len(makers[rule] & left), len(makers[rule])))
        chosen.add(best)
        left -= makers[best]
    return [(rule, name) for rule, name in names.items() if rule in chosen]


def _line(promises: Promises, rules: list[str], lang: str) -> AllianceLine:
    by_rule = {standing.rule: standing for standing in promises.standings}
    return AllianceLine(
        name=_name(promises, lang),
        href=f"/alliances/{promises.alliance.key}",
        lights=tuple(lights.figure(by_rule.get(rule)) for rule in rules),
        worst=lights.worst(promises.standings),
    )


def _name(promises: Promises | None, lang: str) -> str:
    if promises is None:
        return ""
    body = promises.alliance
    return body.name_en if lang == "en" and body.name_en else body.name
