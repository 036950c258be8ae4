"""The page of a seal, drawn from a register."""

from datetime import datetime

from flask_babel import gettext

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.attendance.values import RegisterState
from scheduler.domain.text import say
from scheduler.domain.text.opening import opening
from scheduler.services.access import Action
from scheduler.services.attendance import RegisterView
from scheduler.web import dates
from scheduler.web.attendance.parts import SealPage
from scheduler.web.attendance.roll_pages import when
from scheduler.web.event_lines import title
from scheduler.web.parts import Action as Button
from scheduler.web.parts import Chip, Fact, Form, Light, Link, Notice, Task, Words


def seal(view: RegisterView, now: datetime, lang: str) -> SealPage:
    """Draw what a seal would hold fast, what stands in its way, or the seal itself."""
    event = view.stored.event
    missing = _missing(view)
    begun = event.all_day or event.start <= now
    ready = begun and not missing and view.seal is None and Action.SEAL in view.may
    return SealPage(
        title=title(view.stored, lang),
        when=when(view, lang),
        chip=_chip(view, lang),
        facts=_facts(view.totals),
        crumbs=(
            Link("/", gettext("今日")),
            Link(f"/events/{event.uid}/roll", gettext("点名")),
            Link("", gettext("封存")),
        ),
        lead=Words(opening(view.totals, view.quorum, lang)),
        missing=missing,
        notice=_notice(view, now, lang),
        form=_form(event.uid) if ready else None,
        code=view.seal.code if view.seal else "",
        digest=view.seal.digest if view.seal else "",
    )


def _chip(view: RegisterView, lang: str) -> Chip:
    if view.seal is not None:
        return Chip("sealed", f"{say('event.sealed', {}, lang)} {view.seal.code}")
    if view.state is RegisterState.CONFIRMED:
        return Chip("held")
    return Chip("unsealed")


def _facts(counted: Totals) -> tuple[Fact, ...]:
    figures = (
        (gettext("应到"), counted.due),
        (gettext("实到"), counted.present),
        (gettext("请假"), counted.leave),
        (gettext("缺席"), counted.absent),
        (gettext("未记"), counted.unmarked),
        (gettext("列席来宾"), counted.heads - counted.present),
    )
    return tuple(Fact(term, str(figure)) for term, figure in figures)


def _missing(view: RegisterView) -> tuple[Task, ...]:
    href = f"/events/{view.stored.event.uid}/roll"
    call = Button(href, gettext("去点名"))
    if view.state is RegisterState.PLANNED:
        note = gettext("还没有人被记下。")
        return (Task(gettext("点名"), note, Light("todo"), call),)
    tasks = []
    if view.totals.unmarked:
        note = gettext("还有%(count)s人没有记。", count=view.totals.unmarked)
        tasks.append(Task(gettext("未记"), note, Light("todo"), call))
    if view.totals.conflicts:
        note = gettext("有%(count)s人两处记得不一样。", count=view.totals.conflicts)
        tasks.append(Task(gettext("不一致"), note, Light("todo"), call))
    return tuple(tasks)


def _notice(view: RegisterView, now: datetime, lang: str) -> Notice | None:
    if view.seal is not None:
        at = dates.instant(view.seal.at, lang)
        text = gettext("%(at)s封存，第%(version)s版。", at=at, version=view.seal.version)
        return Notice(gettext("已封存"), text)
    if now < view.stored.event.start:
        begins = dates.instant(view.stored.event.start, lang)
        return Notice(
            gettext("活动还没有开始"),
            gettext("开始时间：%(begins)s。开始以后才能封存。", begins=begins),
        )
    return None


def _form(uid: str) -> Form:
    return Form(
        f"/events/{uid}/seal",
        gettext("封存"),
        note=gettext("封存后，名单和记号不再改动，这一场算已举行。"),
        main=True,
    )
