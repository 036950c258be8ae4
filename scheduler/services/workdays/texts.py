"""What importing a notice did or would do, in sentences."""

from collections.abc import Iterator

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services.workdays.reach import Reach
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
    for code, reach in (("struck", outcome.struck), ("firm", outcome.tentative)):
        if len(reach.alliances) > 1:
            yield in_all(f"workdays.{code}_in_all", reach, lang)
        for body, count in reach.alliances:
            yield say(f"workdays.{code}", {"alliance": _short(body, lang), "count": count}, lang)


def in_all(code: str, reach: Reach, lang: str) -> str:
    """Tell how many events of several alliances it reaches in all, a joint one once."""
    return say(code, {"count": reach.events, "alliances": len(reach.alliances)}, lang)


def to_see(outcome: Outcome, lang: str) -> str:
    """Tell how to see what the plans change, with one command for each year."""
    commands = [say("workdays.plan_command", {"year": str(year)}, lang) for year in outcome.years]
    return say(
        "workdays.then_plan", {"commands": "\n".join(f"    {each}" for each in commands)}, lang
    )


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
