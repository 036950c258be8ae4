"""The page of a report, drawn from the records of one alliance and one period."""

from dataclasses import dataclass
from datetime import date, timedelta

from flask_babel import gettext, pgettext

from scheduler.domain.attendance.totals import Totals
from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading
from scheduler.reports.figures import turnout
from scheduler.reports.quarter import PromiseLine
from scheduler.reports.summary import matters_text, methods_line
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import Period, period_of
from scheduler.services.names import Name
from scheduler.services.reports import text as report_text
from scheduler.services.reports.quarter import HeldLine, Report
from scheduler.web import dates
from scheduler.web.parts import Link

_DAY = timedelta(days=1)
_NOTHING = "—"


@dataclass(frozen=True, slots=True)
class PromiseRow:
    """One promise of the period: what was due, what was done and when."""

    name: str
    term: str
    due: str
    done: str
    days: str
    result: str


@dataclass(frozen=True, slots=True)
class EventRow:
    """One event of the period with its figures; an uncounted one has none."""

    day: str
    title: str
    host: str
    figures: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class ReportPage:
    """``report.html``: what was kept in the period, on one sheet of paper.

    ``as_of`` says up to when a period that still runs is told; ``guests`` who came besides those
    that the table counts.
    """

    name: str
    period: str
    kind: str
    span: tuple[str, str]
    as_of: str
    sentences: tuple[str, ...]
    promises: tuple[PromiseRow, ...]
    events: tuple[EventRow, ...]
    sums: tuple[str, ...]
    guests: str
    hosts: str
    matters: tuple[str, ...]
    crumbs: tuple[Link, ...]
    before: Link
    heads: tuple[str, ...]
    after: Link | None = None
    branches: tuple[str, ...] = ()


def report(found: Report, today: date, lang: str) -> ReportPage:
    """Draw the report of a period; it is read in its own year, whenever it is printed."""
    body, period = found.body, found.period
    lang = Reading(lang, period.start.year)
    address = f"/alliances/{body.key}"
    name = body.name_en if lang == "en" and body.name_en else body.name
    following = period_of(period.kind, period.end)
    return ReportPage(
        name=name,
        period=label(period, lang, with_year=True),
        kind=gettext("工作季报") if period.kind == "quarter" else gettext("工作报告"),
        span=(dates.full_day(period.start, lang), dates.day(period.end - _DAY, lang)),
        as_of=report_text.as_of_text(found, lang),
        sentences=report_text.sentences(found, lang),
        promises=tuple(_promise(found, line, lang) for line in found.figures.promises),
        events=tuple(_event(line, lang) for line in found.lines),
        sums=_sums(found),
        guests=_guests(found, lang),
        hosts=_hosts(found, lang),
        matters=_matters(found, lang),
        crumbs=(Link("/", gettext("今日")), Link(address, name), Link("", gettext("季报"))),
        before=_link(address, period_of(period.kind, period.start - _DAY), gettext("上一期")),
        after=_link(address, following, gettext("下一期")) if following.start <= today else None,
        heads=_heads(),
        branches=tuple(
            say(
                "report.came",
                {"name": _short(line.name, lang), "times": line.times, "people": line.people},
                lang,
            )
            for line in found.by_branch
        ),
    )


def _short(name: Name, lang: str) -> str:
    return name.say(lang) if lang == "en" else name.short


def _link(address: str, period: Period, text: str) -> Link:
    return Link(f"{address}/report?period={period.key}", text)


def _heads() -> tuple[str, ...]:
    return (
        gettext("应到"),
        gettext("实到"),
        gettext("请假"),
        gettext("缺席"),
        gettext("到会率"),
        pgettext("count", "支部"),
        pgettext("count", "单位"),
    )


def _promise(found: Report, line: PromiseLine, lang: str) -> PromiseRow:
    promise = line.promise
    term, term_en = found.terms.get(promise.rule, ("", ""))
    between = ", " if lang == "en" else "、"
    told = list(report_text.notes(line, lang))
    if promise.due is not None and line.kept:
        told.insert(0, gettext("已完成"))
    return PromiseRow(
        name=promise.name_en if lang == "en" and promise.name_en else promise.name,
        term=(term_en if lang == "en" else term) or _NOTHING,
        due=_NOTHING if promise.due is None else str(promise.due),
        done=str(line.held),
        days=between.join(_days(line, found.period, lang)) or _NOTHING,
        result=between.join(told) or _NOTHING,
    )


def _days(line: PromiseLine, period: Period, lang: str) -> list[str]:
    """Tell when a promise was kept: a day outside the period is told as the actual one."""
    counted = report_text.counted_text(line, lang)
    days = [
        dates.day(each, lang)
        if each in period
        else gettext("%(day)s（实际）", day=dates.day(each, lang))
        for each in line.days
    ]
    return [*filter(None, [counted]), *days, *report_text.elsewhere_text(line, lang)]


def _event(line: HeldLine, lang: str) -> EventRow:
    event, counted = line.event, line.totals
    figures: tuple[str, ...] = (_NOTHING,) * 7
    if counted is not None:
        reached = (str(line.branches), str(line.organisations))
        figures = (*_counts(counted), str(turnout(counted)), *reached)
    host = _short(line.host, lang) if line.host else ""
    return EventRow(
        day=dates.day(event.start, lang),
        title=event.title_en if lang == "en" and event.title_en else event.title,
        host=host or _NOTHING,
        figures=figures,
    )


def _counts(counted: Totals) -> tuple[str, ...]:
    figures = (counted.due, counted.present, counted.leave, counted.absent)
    return tuple(str(figure) for figure in figures)


def _sums(found: Report) -> tuple[str, ...]:
    if found.sums is None:
        return ()
    return (*_counts(found.sums), str(found.figures.turnout), _NOTHING, _NOTHING)


def _guests(found: Report, lang: str) -> str:
    """Tell who came besides those due, so that the sum and the first sentence agree."""
    count = found.sums.heads - found.sums.present if found.sums else 0
    return say("report.guests", {"count": count}, lang) if count else ""


def _hosts(found: Report, lang: str) -> str:
    told = [
        gettext(
            "%(host)s %(count)s场",
            host=_short(host, lang),
            count=count,
        )
        for host, count in found.hosts
    ]
    if not told:
        return gettext("本期没有轮值主办的活动。")
    listed = (", " if lang == "en" else "、").join(told)
    return gettext("本期主办：%(hosts)s。", hosts=listed)


def _matters(found: Report, lang: str) -> tuple[str, ...]:
    summed = matters_text(found.figures.matters, lang)
    methods = methods_line(found.figures, lang)
    told = [summed, methods and gettext("解决方式：%(methods)s", methods=methods)]
    if found.open_matters:
        titles = (", " if lang == "en" else "、").join(each.title for each in found.open_matters)
        counted = len(found.open_matters)
        told.append(
            gettext("目前在办%(count)s件：%(titles)s", count=counted, titles=titles)
            if found.as_of
            else gettext("期末在办%(count)s件：%(titles)s", count=counted, titles=titles)
        )
    stop = "." if lang == "en" else "。"
    return tuple(sentence + stop for sentence in told if sentence)
