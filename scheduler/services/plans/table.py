"""A plan as a table for a terminal, in which a Chinese character is two columns wide."""

import unicodedata
from collections.abc import Sequence

from scheduler.domain.text.reading import within
from scheduler.domain.text.values import clock
from scheduler.rules.plan import Placement, Plan
from scheduler.services.access import SYSTEM
from scheduler.services.plans import aside as plan_aside
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.text import PlanText, told
from scheduler.services.plans.words import Words, names_of
from scheduler.store import Store

_COLUMNS = ("change", "day", "time", "title", "host", "venue")
_DATELESS = frozenset({"unplaced", "vacant", "missed"})
"""Lines whose time no row of the table tells with the reason."""

_WIDE = frozenset("WF")


def table(store: Store, draft: Draft, lang: str) -> str:
    """Write the planned year as a table, then what changes, why and for whom, then the figures."""
    plan, lang = draft.plan, within(lang, draft.source.start.year)
    with store.read() as session:
        text = told(session, draft, lang, SYSTEM)
        words = Words(lang, names_of(session, plan))
    signs = {line.uid: line for line in reversed(text.lines)}
    placements = sorted(plan.placements, key=lambda each: (each.start, each.uid))
    several = len(plan.base) > 1
    rows = [
        (
            *((words.say("plan.column.alliance"),) if several else ()),
            *(words.say(f"plan.column.{name}") for name in _COLUMNS),
        ),
        *(
            (
                *((words.name(f"body:{placement.owner}"),) if several else ()),
                *_row(words, placement, signs),
            )
            for placement in placements
        ),
    ]
    parts = [
        "\n".join(filter(None, ("  ".join(text.names), text.cause, text.uneven))),
        aligned(rows),
    ]
    aside = (*plan_aside.found(draft), *plan_aside.groundless(draft))
    parts += [f"{_ruled(words, each, several=several)}\n    {each.text[lang]}" for each in aside]
    parts += _reasons(words, text)
    parts += _people(words, text)
    parts.append(_figures(words, plan, text))
    return "\n\n".join(parts)


def width(text: str) -> int:
    """Count the columns that a text takes on a terminal."""
    return sum(
        2 if unicodedata.east_asian_width(char) in _WIDE else 1
        for char in text
        if not unicodedata.combining(char)
    )


def aligned(rows: Sequence[Sequence[str]]) -> str:
    """Write rows in columns, the first row underlined."""
    widths = [max(width(cell) for cell in column) for column in zip(*rows, strict=True)]
    lines = [
        "  ".join(
            cell + " " * (wide - width(cell)) for cell, wide in zip(row, widths, strict=True)
        ).rstrip()
        for row in rows
    ]
    rule = "  ".join("-" * wide for wide in widths)
    return "\n".join([lines[0], rule, *lines[1:]])


def _row(words: Words, placement: Placement, signs: dict[str, PlanLine]) -> tuple[str, ...]:
    line = signs.get(placement.uid)
    title = placement.title_en if words.lang == "en" and placement.title_en else placement.title
    tentative = f" ({words.say('plan.tentative')})" if placement.tentative else ""
    time = words.say("plan.all_day") if placement.all_day else clock(placement.start, words.lang)
    days = words.days(placement.start, placement.end)
    return (
        words.say(f"plan.sign.{line.kind}") if line else "",
        days + tentative,
        time,
        title,
        words.name(placement.host) if placement.host else "",
        words.venue(placement.venue) if placement.venue else "",
    )


def _ruled(words: Words, aside: plan_aside.Aside, *, several: bool) -> str:
    title = aside.title(words.lang)
    owner = f"body:{aside.rule.owner}"
    return words.say("plan.titled", alliance=owner, title=title) if several else title


def _reasons(words: Words, text: PlanText) -> list[str]:
    lines, firm = [], [line for line in text.lines if line.kind == "firm"]
    if firm:
        told = [f"    {line.kept}  {line.title}" for line in firm]
        head = f"{words.say('plan.sign.firm')}  {words.say('plan.firm', count=len(firm))}"
        lines.append("\n".join([head, *told]))
    for line in text.lines:
        if line.kind == "firm":
            continue
        head = f"{words.say(f'plan.sign.{line.kind}')}  {line.title}"
        moves = [f"{before} → {after}" if before else after for before, after in line.changes]
        below = [*moves, line.kept if line.kind in _DATELESS else "", line.text, line.why]
        lines.append("\n".join([head, *(f"    {each}" for each in below if each)]))
    return ["\n".join(lines)] if lines else [words.say("plan.empty")]


def _people(words: Words, text: PlanText) -> list[str]:
    if not text.people:
        return []
    head = tuple(words.say(f"plan.column.{name}") for name in ("who", "what", "events"))
    return [aligned([head, *((each.name, each.what, each.note) for each in text.people)])]


def _figures(words: Words, plan: Plan, text: PlanText) -> str:
    joint = ", " if words.lang == "en" else "，"
    counts = joint.join(f"{number} {what}" for number, what in text.counts)
    certificate = words.say("plan.certificate", forced=plan.forced, moved=plan.moved)
    return "\n".join(part for part in (counts, certificate, text.more) if part)
