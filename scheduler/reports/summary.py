"""The sentences about the figures of a quarter or a year, as such alliances write them."""

from scheduler.domain.text import say
from scheduler.domain.text.reading import side
from scheduler.reports.figures import Visits, some
from scheduler.reports.quarter import MatterFigures, QuarterReport

_MANY = 100


def headline(report: QuarterReport, lang: str) -> str:
    """Write the sentence that such alliances report: 议事会6次、解决关键问题11个、交流10余场."""
    parts = []
    if report.councils:
        parts.append(say("report.councils", {"councils": report.councils}, lang))
    if report.matters.resolved:
        parts.append(_resolved(report.matters, lang))
    if report.exchanges:
        exchanges = some(report.exchanges, lang)
        parts.append(say("report.exchanges", {"exchanges": exchanges}, lang))
    if report.visits.times:
        parts.append(visits_text(report.visits, lang))
    other = "report.held" if report.events else "report.nothing"
    told = _clauses(parts or [say(other, {"events": report.events}, lang)], lang)
    title = report.title_en if side(lang) == "en" else report.title
    return say("report.headline", {"title": title, "parts": told}, lang)


def _resolved(matters: MatterFigures, lang: str) -> str:
    """Tell key problems exactly, and the many requests of a large cluster in round figures."""
    methods = [method for method, _ in matters.methods]
    if matters.resolved >= _MANY:
        return say("report.closed", {"resolved": some(matters.resolved, lang)}, lang)
    code = "report.resolved" if methods else "report.no_method"
    return say(code, {"resolved": matters.resolved, "methods": methods}, lang)


def visits_text(counted: Visits, lang: str) -> str:
    """Write visits as the documents do: 走访190余家、396家次."""
    organisations = some(counted.organisations, lang)
    return say("report.visits", {"organisations": organisations, "times": counted.times}, lang)


def overview(report: QuarterReport, lang: str) -> str:
    """Write the first sentence of the report: promises, events, turnout, matters."""
    due = [line for line in report.promises if line.promise.due is not None]
    kept = sum(1 for line in due if line.kept)
    parts = []
    if due:
        code = "report.promises_kept" if kept == len(due) else "report.promises_open"
        parts.append(say(code, {"promises": len(due), "kept": kept}, lang))
    figures = {"events": report.events, "heads": report.heads, "rate": str(report.turnout)}
    parts.append(say("report.activities", figures, lang))
    parts.append(matters_text(report.matters, lang))
    told = ("; " if side(lang) == "en" else "；").join(parts)
    return say("report.summary", {"parts": told}, lang)


def matters_text(matters: MatterFigures, lang: str) -> str:
    """Write how many matters were accepted, how many of them withdrawn, and how many resolved."""
    counts = {name: getattr(matters, name) for name in ("accepted", "withdrawn", "resolved")}
    return say("report.matters", counts, lang)


def methods_line(report: QuarterReport, lang: str) -> str:
    """Write how the matters were resolved: 共商6个、交办5个; empty for none."""
    return (", " if side(lang) == "en" else "、").join(
        say("report.method", {"method": method, "count": count}, lang)
        for method, count in report.matters.methods
    )


def _clauses(parts: list[str], lang: str) -> str:
    return ("; " if side(lang) == "en" else "，").join(parts)
