"""What importing a notice did or would do, in sentences."""

from scheduler.domain.text import say
from scheduler.services.workdays import Outcome


def told(outcome: Outcome, lang: str, *, done: bool) -> tuple[str, ...]:
    """Give the sentences, the most important first: of what was ``done``, or would be."""
    known = outcome.known
    year = str(known.notice.year)
    if not outcome.changed:
        return (say("workdays.same", {"year": year}, lang),)
    off = [change.day for change in outcome.days if not change.is_workday]
    worked = [change.day for change in outcome.days if change.is_workday]
    head = "workdays.imported" if done else "workdays.would_import"
    lines = [say(head, {"year": year, "revision": known.revision}, lang)]
    lines += [
        say(code, {"count": len(days), "days": days}, lang)
        for code, days in (("workdays.now_off", off), ("workdays.now_worked", worked))
        if days
    ]
    if not outcome.days:
        lines.append(say("workdays.no_day", {}, lang))
    lines += [
        say(
            code,
            {
                "alliance": body.name_en if lang == "en" and body.name_en else body.short_name,
                "count": count,
            },
            lang,
        )
        for code, counts in (
            ("workdays.struck", outcome.struck),
            ("workdays.firm", outcome.tentative),
        )
        for body, count in counts
    ]
    if outcome.missing:
        lines.append(say("workdays.missing", {"days": list(outcome.missing)}, lang))
    return tuple(lines)
