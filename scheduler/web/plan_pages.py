"""What the pages of plans show, made of a plan in words."""

from collections.abc import Mapping
from dataclasses import dataclass
from urllib.parse import urlencode

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.rules.plan import Plan
from scheduler.services.plan_list import PlanList, PlanYear
from scheduler.services.plan_text import PlanLine, PlanText
from scheduler.web.parts import (
    Action,
    Affected,
    Chip,
    DiffKind,
    DiffRow,
    Form,
    Light,
    Link,
    News,
    Notice,
    Task,
    Why,
    Words,
)
from scheduler.web.work_pages import Certificate, PlanPage, PlansPage

_SIGNS: Mapping[str, DiffKind] = {
    "move": "move",
    "swap": "swap",
    "cancel": "cancel",
    "add": "add",
    "unplaced": "unplaced",
    "conflict": "unplaced",
}


@dataclass(frozen=True, slots=True)
class Asked:
    """What the reader asked to see, in which language, and whether they may publish it."""

    alliances: tuple[str, ...]
    year: int
    lang: str
    may_publish: bool


def list_page(listed: PlanList, lang: str) -> PlansPage:
    """Show the years that can be planned and the plans published last."""
    return PlansPage(
        lead=Words(say("plan.list_lead", {}, lang)),
        plans=tuple(_task(each, lang) for each in listed.years),
        history=tuple(
            News(
                at=done.at,
                text=say(
                    "plan.published",
                    {
                        "alliance": [_name(body, lang) for body in bodies],
                        "added": done.added,
                        "moved": done.moved,
                        "cancelled": done.cancelled,
                    },
                    lang,
                ),
            )
            for bodies, done in listed.published
        ),
    )


def plan_page(plan: Plan, text: PlanText, asked: Asked, notice: Notice | None) -> PlanPage:
    """Show what a plan changes, why, for whom, and whether less would do."""
    lang = asked.lang
    names = ("、" if lang == "zh" else ", ").join(text.names)
    return PlanPage(
        title=say("plan.page", {}, lang),
        chip=_chip(plan, lang),
        lead=Words(say("plan.lead" if plan.changes else "plan.empty", {}, lang)),
        crumbs=(
            Link("/plans", say("plan.all", {}, lang)),
            Link("", say("plan.of_year", {"alliance": names, "year": str(asked.year)}, lang)),
        ),
        certificate=_certificate(plan, text, lang),
        counts=text.counts,
        changes=tuple(_row(line) for line in text.lines),
        people=tuple(Affected(name, what) for name, what in text.people),
        notice=notice,
        apply=_form(plan, asked) if plan.changes and asked.may_publish else None,
        back=Link("/plans", say("plan.back", {}, lang)),
    )


def base_of(written: str) -> dict[str, int]:
    """Read the base that ``plan_page`` wrote into its form; what cannot be read is left out."""
    pairs = (part.rpartition(":") for part in written.split(","))
    return {key: int(seq) for key, _, seq in pairs if seq.isascii() and seq.isdecimal()}


def _task(each: PlanYear, lang: str) -> Task:
    href = "/plans?" + urlencode({"alliance": each.alliance.key, "year": each.year})
    fields = {"alliance": _name(each.alliance, lang), "year": str(each.year)}
    return Task(
        name=say("plan.of_year", fields, lang),
        note=say("plan.row_note", {"events": each.events}, lang),
        light=Light("set" if each.events else "todo"),
        action=Action(href, say("plan.open", {}, lang)),
        href=href,
    )


def _name(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.short_name


def _chip(plan: Plan, lang: str) -> Chip:
    if plan.changes:
        return Chip("draft", say("plan.draft", {}, lang))
    return Chip("kept", say("plan.unchanged", {}, lang))


def _certificate(plan: Plan, text: PlanText, lang: str) -> Certificate:
    rest = say("plan.rest", {"kept": text.kept}, lang) if text.kept else ""
    if plan.forced == plan.moved:
        equal, less = (say(code, {}, lang) for code in ("plan.equal", "plan.no_less"))
        return Certificate(plan.forced, plan.moved, Words(equal, less, rest))
    return Certificate(plan.forced, plan.moved, Words(say("plan.more", {}, lang), tail=rest))


def _row(line: PlanLine) -> DiffRow:
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
    )


def _form(plan: Plan, asked: Asked) -> Form:
    base = ",".join(f"{key}:{seq}" for key, seq in plan.base.items())
    latest = max(plan.base.values(), default=0)
    return Form(
        "/plans/apply",
        say("plan.publish", {}, asked.lang),
        note=say("plan.note", {"base": latest}, asked.lang),
        hidden=(
            *(("alliance", key) for key in asked.alliances),
            ("year", str(asked.year)),
            ("hash", plan.hash),
            ("base", base),
        ),
        main=True,
    )
