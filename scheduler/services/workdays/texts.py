"""What importing a notice did or would do, in sentences."""

from collections.abc import Iterator, Sequence

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services.workdays.years import Outcome


def told(outcome: Outcome, lang: str, *, done: bool) -> tuple[str, ...]:
    """Give the sentences, the most important first: of what was ``done``, or would be."""
    known = outcome.known
    year = str(known.notice.year)
    if not outcome.changed:
        return (say("workdays.same", {"year": year}, lang),)
    head = "workdays.imported" if done else "workdays.would_import"
    first = say(head, {"year": year, "revision": known.revision}, lang)
    return (first, *days_told(outcome, lang), *_counted(outcome, lang))


def _counted(outcome: Outcome, lang: str) -> Iterator[str]:
    """Tell how many events move or become firm in all, then in each alliance."""
    for code, listed in (("struck", outcome.struck), ("firm", outcome.tentative)):
        if len(listed) > 1:
            yield in_all(f"workdays.{code}_in_all", listed, lang)
        for body, count in listed:
            yield say(f"workdays.{code}", {"alliance": _short(body, lang), "count": count}, lang)


def in_all(code: str, counts: Sequence[tuple[Body, int]], lang: str) -> str:
    """Tell how many events of several alliances it reaches in all."""
    fields = {"count": sum(count for _, count in counts), "alliances": len(counts)}
    return say(code, fields, lang)


def days_told(outcome: Outcome, lang: str) -> tuple[str, ...]:
    """Tell the days that change, and the days off by law that are left out or made workdays."""
    if not outcome.changed:
        return ()
    off = [change.day for change in outcome.days if not change.is_workday]
    worked = [change.day for change in outcome.days if change.is_workday]
    parts = (
        ("workdays.now_off", off),
        ("workdays.now_worked", worked),
        ("workdays.missing", list(outcome.missing)),
        ("workdays.overruled", list(outcome.overruled)),
    )
    lines = [say(code, {"count": len(days), "days": days}, lang) for code, days in parts if days]
    return tuple(lines) if outcome.days else (say("workdays.no_day", {}, lang), *lines)


def _short(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.short_name
