"""What the page of a plan shows, made of the plan in words."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.rules.plan import Plan
from scheduler.services.access import Action as Right
from scheduler.services.access import Principal
from scheduler.services.plans.aside import Aside
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.planning import Draft
from scheduler.services.plans.supposed import other_years
from scheduler.services.plans.text import PlanText
from scheduler.web.parts import Action, Chip, Form, Link, Notice, Why, Words
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.months import month_tables
from scheduler.web.plans.parts import Affected, Certificate, DiffKind, DiffRow, Firm, PlanPage
from scheduler.web.plans.what_if import clauses

_SIGNS: Mapping[str, DiffKind] = {
    "move": "move",
    "swap": "swap",
    "detail": "detail",
    "cancel": "cancel",
    "add": "add",
    "unplaced": "unplaced",
    "vacant": "vacant",
    "seats": "seats",
    "conflict": "conflict",
}


_OPEN = frozenset({"unplaced", "vacant", "seats", "conflict"})
"""What stays to be done though nothing changes."""

_FOLDED = {"firm": "plan.firm", "rename": "plan.renamed"}

FIRST = 10
"""How many of those whom a plan touches are shown at once; the others are folded."""


@dataclass(frozen=True, slots=True)
class Shown:
    """A plan, what is said of it, what was asked for, and who asks.

    ``waiting`` names the events that change in the same way without what is supposed;
    ``elsewhere`` tells how many wait in which other year; ``aside`` are rules to be mended,
    ``names`` are those of what is supposed, by key.
    """

    draft: Draft
    text: PlanText
    asked: Asked
    by: Principal
    waiting: frozenset[str] = frozenset()
    elsewhere: tuple[int, int] | None = None
    aside: tuple[Aside, ...] = ()
    names: Mapping[str, str] = field(default_factory=dict)

    @property
    def own(self) -> tuple[PlanLine, ...]:
        """Give the lines that do not wait already."""
        return tuple(line for line in self.text.lines if not self._waits(line))

    @property
    def rest(self) -> tuple[PlanLine, ...]:
        """Give the lines that wait already."""
        return tuple(line for line in self.text.lines if self._waits(line))

    def _waits(self, line: PlanLine) -> bool:
        return line.uid in self.waiting and line.kind not in _OPEN


def plan_page(shown: Shown, what_if: Form | None, notice: Notice | None) -> PlanPage:
    """Show what a plan changes, why, for whom, and whether less would do."""
    plan, text, asked = shown.draft.plan, shown.text, shown.asked
    lang = asked.lang
    may = all(shown.by.may(Right.PLAN, key) for key in plan.base)
    offered = bool(plan.changes) and asked.supposed is None
    people = tuple(Affected(each.name, each.what, each.note) for each in text.people)
    return PlanPage(
        title=say("plan.page", {}, lang),
        chip=_chip(shown),
        lead=_lead(shown),
        crumbs=_crumbs(text, asked),
        certificate=_certificate(plan, text, lang),
        counts=_counts(shown),
        changes=(
            *(_left(each, shown) for each in shown.aside),
            *(_row(line, shown) for line in shown.own if line.kind in _SIGNS),
        ),
        firm=_folded(shown.own, "firm", lang),
        renamed=_folded(shown.own, "rename", lang),
        missed=_missed(shown.text.lines, lang),
        waiting=folded(shown.rest, say("plan.what_if_rest", {"count": len(shown.rest)}, lang)),
        people=people[:FIRST],
        more_people=people[FIRST:],
        months=month_tables(shown.draft, dict(text.resources), lang) if plan.changes else (),
        notice=notice,
        apply=_form(plan, asked) if offered and may else None,
        refused=say("plan.refused", {}, lang) if offered and not may else "",
        back=_back(asked),
        elsewhere=_elsewhere(shown),
        what_if=what_if,
    )


def row(line: PlanLine, actions: tuple[Action, ...] = ()) -> DiffRow:
    """Show one line of a plan."""
    exists = line.uid and line.kind != "add"
    return DiffRow(
        kind=_SIGNS[line.kind],
        title=line.title,
        why=Why(line.why, possible=line.possible) if line.why else None,
        forced=line.forced,
        changes=line.changes,
        text=line.text,
        kept=line.kept,
        href=f"/events/{line.uid}" if exists else "",
        actions=actions,
    )


def _counts(shown: Shown) -> tuple[tuple[int, str], ...]:
    """Count by kind of change what does not wait already."""
    aside = Counter(say(f"plan.count.{line.kind}", {}, shown.asked.lang) for line in shown.rest)
    left = ((number - aside[name], name) for number, name in shown.text.counts)
    return tuple(pair for pair in left if pair[0])


def _folded(lines: Iterable[PlanLine], kind: str, lang: str) -> Firm | None:
    """Fold together what only becomes firm, or only gets another name."""
    lines = tuple(line for line in lines if line.kind == kind)
    return folded(lines, say(_FOLDED[kind], {"count": len(lines)}, lang))


def _missed(lines: Iterable[PlanLine], lang: str) -> Firm | None:
    """Fold together what no plan can make up any more."""
    past = tuple(line for line in lines if line.kind == "missed")
    count = sum(1 + line.same for line in past)
    return folded(past, say("plan.missed", {"count": count}, lang))


def folded(lines: Iterable[PlanLine], summary: str) -> Firm | None:
    """Fold lines together, each by its name, or by its former and its new one."""
    events = tuple((_called(line), line.kept) for line in lines)
    return Firm(summary, events) if events else None


def _called(line: PlanLine) -> str:
    return " → ".join(line.changes[0]) if line.kind == "rename" and line.changes else line.title


def base_of(written: str) -> dict[str, int]:
    """Read the base that ``plan_page`` wrote into its form; what cannot be read is left out."""
    pairs = (part.rpartition(":") for part in written.split(","))
    return {key: int(seq) for key, _, seq in pairs if seq.isascii() and seq.isdecimal()}


def _crumbs(text: PlanText, asked: Asked) -> tuple[Link, ...]:
    lang = asked.lang
    names = ("、" if lang == "zh" else ", ").join(text.names)
    if asked.scope.everything and len(text.names) > 1:
        names = say("plan.everything", {}, lang)
    return (
        Link("/plans", say("plan.all", {}, lang)),
        Link("", say("plan.of_year", {"alliance": names, "year": str(asked.year)}, lang)),
    )


def _chip(shown: Shown) -> Chip:
    lang = shown.asked.lang
    if shown.asked.supposed is not None:
        return Chip("draft", say("plan.what_if_chip", {}, lang))
    if shown.draft.plan.changes:
        return Chip("draft", say("plan.draft", {}, lang))
    if _open(shown):
        return Chip("todo", say("plan.left_open", {}, lang))
    return Chip("kept", say("plan.unchanged", {}, lang))


def _left(each: Aside, shown: Shown) -> DiffRow:
    """Say of a rule that it is left alone or lacks something, with the way to mend it."""
    rule, lang = each.rule, shown.asked.lang
    may = shown.by.may(Right.EDIT, rule.owner)
    link = Link(
        f"/rules/{rule.owner}/{rule.key}",
        gettext("去改这条规则") if may else gettext("看这条规则"),
    )
    if may and each.reason == "listed_left":
        link = Link(f"/lists/{rule.owner}", gettext("去改名单"))
    title = each.title(lang)
    if len(shown.draft.plan.base) > 1:
        key = f"body:{rule.owner}"
        name = shown.names.get(key, rule.owner)
        title = say(
            "plan.titled", {"alliance": key, "title": title}, lang, names={key: (name, name)}
        )
    return DiffRow("aside", title, text=each.text[lang], link=link)


def _open(shown: Shown) -> bool:
    return bool(shown.aside) or any(line.kind in _OPEN for line in shown.text.lines)


def _lead(shown: Shown) -> Words:
    changes, lang, supposed = shown.draft.plan.changes, shown.asked.lang, shown.asked.supposed
    changes = tuple(each for each in changes if each.uid not in shown.waiting)
    if supposed is None:
        told = changes or shown.draft.plan.conflicts
        calm = "plan.empty_but" if _open(shown) else "plan.empty"
        first = say("plan.lead" if told else calm, {}, lang)
        between = " " if lang == "en" else ""
        return Words(
            between.join(filter(None, ((told and shown.text.cause) or first, shown.text.uneven)))
        )
    calm = "outside" if supposed.misses(shown.asked.year) else "none"
    what = clauses(supposed, shown.names, lang)
    fields = {"supposed": what, "year": str(shown.asked.year)}
    return Words(say(f"plan.what_if_{'lead' if changes else calm}", fields, lang))


def _certificate(plan: Plan, text: PlanText, lang: str) -> Certificate:
    stay = text.kept + sum(line.kind in _FOLDED for line in text.lines)
    rest = say("plan.rest", {"kept": stay}, lang) if stay else ""
    if plan.forced == plan.moved:
        equal, less = (say(code, {}, lang) for code in ("plan.equal", "plan.no_less"))
        return Certificate(plan.forced, plan.moved, Words(equal, less, rest))
    return Certificate(plan.forced, plan.moved, Words(text.more, tail=rest))


def _row(line: PlanLine, shown: Shown) -> DiffRow:
    if shown.asked.supposed is not None or not shown.by.may(Right.EDIT, line.owner):
        return row(line)
    event = (*shown.asked.pairs, ("uid", line.uid), ("version", str(line.version)))
    days = (
        Action(
            "/plans/move",
            choice.text,
            post=True,
            hidden=(*event, ("day", choice.day.isoformat()), ("clock", choice.clock)),
        )
        for choice in line.choices
    )
    places = (
        Action("/plans/venue", text, post=True, hidden=(*event, ("venue", key)))
        for key, text in line.places
    )
    return row(line, (*days, *places))


def _back(asked: Asked) -> Link:
    if asked.supposed is not None:
        return Link(asked.href(), say("plan.what_if_back", {}, asked.lang))
    return Link("/plans", say("plan.back", {}, asked.lang))


def _elsewhere(shown: Shown) -> Link | None:
    asked = shown.asked
    others = other_years(asked.patch, asked.year)
    if asked.supposed is not None and others:
        text = say("plan.what_if_elsewhere", {"other": str(others[0])}, asked.lang)
        return Link(replace(asked, year=others[0]).href(*asked.supposed.pairs), text)
    if shown.elsewhere is None:
        return None
    year, count = shown.elsewhere
    text = say("plan.elsewhere", {"year": str(year), "count": count}, shown.asked.lang)
    return Link(replace(shown.asked, year=year).href(), text)


def _form(plan: Plan, asked: Asked) -> Form:
    base = ",".join(f"{key}:{seq}" for key, seq in plan.base.items())
    latest = max(plan.base.values(), default=0)
    notes = (say("plan.note", {"base": latest}, asked.lang), say("plan.note_undo", {}, asked.lang))
    return Form(
        "/plans/apply",
        say("plan.publish", {}, asked.lang),
        note=(" " if asked.lang == "en" else "").join(notes),
        hidden=(*asked.pairs, ("hash", plan.hash), ("base", base)),
        main=True,
    )
