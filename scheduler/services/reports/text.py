"""A report as lines of text, for a terminal and for whoever copies its sentences."""

from collections.abc import Iterable
from datetime import datetime

from scheduler.domain.text import say
from scheduler.domain.text.reading import Reading, side
from scheduler.reports.highlights import companies_text, kinds_text, rate_text, scale_text
from scheduler.reports.quarter import PromiseLine
from scheduler.reports.summary import headline, overview
from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import parse_key
from scheduler.services.access import Principal
from scheduler.services.reports import quarter as reports
from scheduler.services.reports.quarter import Report
from scheduler.store import Store


def year_text(
    store: Store, alliance: str, year: int, *, by: Principal, lang: str, now: datetime
) -> str:
    """Write the year's figures and those of each quarter, read in that year."""
    lang = Reading(lang, year)
    found = reports.year(store, alliance, year, by=by, now=now)
    return "\n\n".join(text(report, lang) for report in found)


def text(report: Report, lang: str) -> str:
    """Write the figures of one period, what was done before how it stands."""
    first, second, *others = sentences(report, lang)
    told = [second, first, *others, as_of_text(report, lang), *_lines(report, lang)]
    return "\n".join(filter(None, told))


def sentences(report: Report, lang: str) -> tuple[str, ...]:
    """Write the sentences of a report: how it stands, what was done, and how large it is."""
    told = (
        kinds_text(report.kinds, lang),
        companies_text(report.companies, lang),
        proxied_text(report, lang),
        tags_text(report, lang),
        scale_text(report.scale, lang),
        vacancies_text(report, lang),
    )
    figures = report.figures
    return (overview(figures, lang), headline(figures, lang), *filter(None, told))


def proxied_text(report: Report, lang: str) -> str:
    """Write how many of the matters that want a proxy have one; empty where none wants one."""
    if report.proxied is None or not report.proxied.whole:
        return ""
    fields = {
        "part": report.proxied.part,
        "whole": report.proxied.whole,
        "rate": str(report.proxied),
    }
    return say("report.proxied", fields, lang)


def tags_text(report: Report, lang: str) -> str:
    """Write how many events count under each tag; empty where the alliance has none."""
    if not report.tags:
        return ""
    between = ", " if side(lang) == "en" else "、"
    tags = between.join(
        say("report.tag", {"name": name.say(lang), "count": count}, lang)
        for name, count in report.tags
    )
    return say("report.tags", {"tags": tags}, lang)


def vacancies_text(report: Report, lang: str) -> str:
    """Write of which roles rules want more than hold them; empty where nothing is vacant."""
    if not report.vacancies:
        return ""
    names = {key: (name.short, name.en) for key, name in report.names.items()}
    between = "; " if side(lang) == "en" else "；"
    told = []
    for each in report.vacancies:
        english = each.name_en if side(lang) == "en" else ""
        body = "" if each.body == each.owner else f"body:{each.body}"
        fields = {"rule": english or each.name, "body": body, "role": each.role}
        fields |= {"wanted": str(each.wanted), "held": str(each.held)}
        told.append(say("report.vacancy", fields, lang, names=names))
    return say("report.vacancies", {"vacancies": between.join(told)}, lang)


def counted_text(line: PromiseLine, lang: str) -> str:
    """Write the visits or items of a list within the period; empty for what has dates."""
    if line.visits is None or not line.visits.times:
        return ""
    fields = {
        "organisations": line.visits.organisations,
        "times": line.visits.times,
        "reason": line.promise.listed,
    }
    return say("report.listed", fields, lang)


def as_of_text(report: Report, lang: str) -> str:
    """Write up to which instant a period that still runs is told; empty once it is over."""
    return say("report.as_of", {"at": report.as_of}, lang) if report.as_of else ""


def notes(line: PromiseLine, lang: str) -> tuple[str, ...]:
    """Write what became of the pieces of a promise that were not kept in the period."""
    told = [
        ("report.missing", line.missing),
        ("report.forfeited", line.forfeited),
        ("report.carried", line.carried),
        ("report.waived", line.promise.waived),
    ]
    return tuple(say(code, {"count": count}, lang) for code, count in told if count)


def elsewhere_text(line: PromiseLine, lang: str) -> tuple[str, ...]:
    """Write the days of the period that count for another one: 7月10日（实际），计入第二季度."""
    return tuple(
        say("report.made_up", {"day": day, "period": label(parse_key(period), lang)}, lang)
        for day, period in line.elsewhere
    )


def _lines(report: Report, lang: str) -> Iterable[str]:
    for each in report.figures.promises:
        promise = each.promise
        name = promise.name_en if side(lang) == "en" and promise.name_en else promise.name
        due = "—" if promise.due is None else promise.due
        rate = _rate(report, each, lang)
        more = [rate, counted_text(each, lang), *notes(each, lang), *elsewhere_text(each, lang)]
        between = "; " if side(lang) == "en" else "；"
        told = between.join([f"{each.held}/{due}", *filter(None, more)])
        yield f"  {name}: {told}"
    for line in report.by_branch if report.period.kind == "year" else ():
        fields = {"name": line.name.say(lang), "times": line.times, "people": line.people}
        yield "  " + say("report.branch", fields, lang)


def _rate(report: Report, line: PromiseLine, lang: str) -> str:
    """Tell how often a promise of just this kind of period was kept."""
    same = {unit.period for unit in line.promise.owed or ()} == {report.period.key}
    if not same or line.promise.listed or line.held < 2:  # noqa: PLR2004 - once needs no rate
        return ""
    return rate_text(report.period.kind, line.held, lang)
