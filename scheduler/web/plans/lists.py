"""What the list of plans and the page of taking one back show."""

from collections.abc import Iterable
from urllib.parse import urlencode

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services.plans.lines import PlanLine
from scheduler.services.plans.listing import PlanList, PlanYear, PublishedPlan
from scheduler.services.plans.undoing import Undone
from scheduler.web.parts import (
    Action,
    Chip,
    Form,
    Light,
    Link,
    News,
    Notice,
    Option,
    Task,
    Words,
)
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.pages import folded, row
from scheduler.web.plans.parts import Pick, PlanPage, PlanRows, PlansPage, Published

_WAITING = ("changes", "decisions", "unplaced", "vacant", "seats", "uneven")
"""What keeps a year from being arranged, the most urgent first."""

MANY = 5
"""From how many plans on those that change nothing are folded."""

FEW = 3
"""From how many alliances on some of them can be chosen."""


def list_page(
    listed: PlanList, lang: str, notice: Notice | None = None, chosen: Asked | None = None
) -> PlansPage:
    """Show the years that can be planned, what waits first, and the plans published last.

    ``chosen`` is a choice in which no alliance is ticked.
    """
    pick = _pick(listed, lang, chosen)
    if chosen is not None and pick is None:
        notice = Notice(say("plan.pick_none", {}, lang), late=True)
    return PlansPage(
        lead=_lead(listed, lang),
        plans=_rows(((_task(each, lang), _quiet([each])) for each in listed.years), lang),
        together=_rows(_together(listed, lang), lang),
        pick=pick,
        history=tuple(_published(each, lang) for each in listed.published),
        notice=notice,
    )


def undo_page(undone: Undone, lead: str, lines: tuple[PlanLine, ...], lang: str) -> PlanPage:
    """Show what taking a published plan back does, before it is done."""
    chip = "plan.undone_chip" if undone.repeated else "plan.undo_chip"
    title = say("plan.undo_page", {}, lang)
    pair = (say("plan.certain", {}, lang), say("plan.tentative", {}, lang))
    loose = tuple(line for line in lines if line.changes == (pair,))
    renamed = tuple(line for line in lines if line.kind == "rename")
    away = "plan.all" if undone.repeated else "plan.keep"
    return PlanPage(
        title=title,
        chip=Chip("kept" if undone.repeated else "draft", say(chip, {}, lang)),
        lead=Words(say("plan.undone", {}, lang) if undone.repeated else lead),
        crumbs=(Link("/plans", say("plan.all", {}, lang)), Link("", title)),
        changes=tuple(row(line) for line in lines if line not in (*loose, *renamed)),
        firm=folded(loose, say("plan.loose", {"count": len(loose)}, lang)),
        renamed=folded(renamed, say("plan.renamed", {"count": len(renamed)}, lang)),
        apply=None if undone.repeated else _form(undone, lang),
        past=say("plan.undone_since", {"at": undone.at}, lang) if undone.repeated else "",
        back=Link("/plans", say(away, {}, lang)),
    )


def undo_link(plan_hash: str, lang: str) -> Link:
    """Lead to the page that takes a published plan back."""
    href = "/plans/undo?" + urlencode({"plan": plan_hash})
    return Link(href, say("plan.undo", {}, lang))


def undone_notice(counts: tuple[str, ...], lang: str) -> Notice:
    """Say what was taken back."""
    names = ("cancelled", "restored", "moved", "changed", "firm")
    fields = dict(zip(names, map(int, counts), strict=True))
    return Notice(say("plan.undone", {}, lang), say("plan.undone_note", fields, lang))


def again_notice(each: PublishedPlan, lang: str) -> Notice:
    """Say that a plan had been published before, by whom and when."""
    fields = {"at": each.done.at, "by": each.publisher}
    return Notice(say("plan.again", {}, lang), say("plan.again_note", fields, lang))


def _form(undone: Undone, lang: str) -> Form:
    return Form(
        "/plans/undo",
        say("plan.undo", {}, lang),
        note=say("plan.undo_note", {}, lang),
        hidden=(("plan", undone.hash),),
        main=True,
    )


def _quiet(years: Iterable[PlanYear]) -> bool:
    """Tell whether all is arranged and nothing waits."""
    return all(each.events and not any(getattr(each, name) for name in _WAITING) for each in years)


def _rows(tasks: Iterable[tuple[Task, bool]], lang: str) -> PlanRows:
    """Put first what waits; from ``MANY`` on fold what does not."""
    listed = tuple(tasks)
    rows = tuple(task for task, quiet in listed if not quiet)
    still = tuple(task for task, quiet in listed if quiet)
    if len(still) < MANY:
        return PlanRows((*rows, *still))
    return PlanRows(rows, still, say("plan.quiet", {"count": len(still)}, lang))


def _lead(listed: PlanList, lang: str) -> Words:
    """Say first how much waits, and of how many alliances."""
    waiting = [each for each in listed.years if each.changes or each.decisions]
    if not waiting:
        return Words(say("plan.list_lead", {}, lang))
    fields = {
        "changes": sum(each.changes for each in waiting),
        "decisions": sum(each.decisions for each in waiting),
        "alliances": len({each.alliance.key for each in waiting}),
    }
    return Words(
        say("plan.list_waiting" if fields["changes"] else "plan.list_decide", fields, lang)
    )


def _task(each: PlanYear, lang: str) -> Task:
    href = "/plans?" + urlencode({"alliance": each.alliance.key, "year": each.year})
    fields = {"alliance": _name(each.alliance, lang), "year": str(each.year)}
    events = {"held": each.held, "coming": each.events - each.held}
    return Task(
        name=say("plan.of_year", fields, lang),
        note=say("plan.row_note", events | {"missed": each.missed}, lang),
        light=_light([each], lang),
        action=Action(href, say("plan.open", {}, lang)),
        href=href,
    )


def _light(years: Iterable[PlanYear], lang: str) -> Light:
    """Say all that waits for somebody, the most urgent first, else that all is arranged."""
    listed = tuple(years)
    counts = {name: sum(getattr(each, name) for each in listed) for name in _WAITING}
    told = [
        say(f"plan.waiting_{name}", {"count": count}, lang)
        for name, count in counts.items()
        if count
    ]
    if told:
        return Light("todo", (", " if lang == "en" else "，").join(told))
    return Light("set" if all(each.events for each in listed) else "todo")


def _together(listed: PlanList, lang: str) -> tuple[tuple[Task, bool], ...]:
    """Offer, for each year, all alliances and the groups."""
    keys = tuple(dict.fromkeys(each.alliance.key for each in listed.years))
    wanted: list[tuple[list[tuple[str, str]], str, tuple[str, ...]]] = []
    if len(keys) > 1:
        query = [("all", "1")] if listed.whole else [("alliance", key) for key in keys]
        wanted.append((query, say("plan.everything", {}, lang), keys))
    for key, name, members in listed.groups:
        shown = name.en if lang == "en" and name.en else name.short
        wanted.append(([("group", key)], shown, members))
    return tuple(
        _several(listed, year, each, lang)
        for each in wanted
        for year in (listed.this, listed.this + 1)
    )


def _several(
    listed: PlanList,
    year: int,
    wanted: tuple[list[tuple[str, str]], str, tuple[str, ...]],
    lang: str,
) -> tuple[Task, bool]:
    query, name, members = wanted
    href = "/plans?" + urlencode([*query, ("year", str(year))])
    fields = {"name": name, "year": str(year), "count": len(members)}
    years = [each for each in listed.years if each.year == year and each.alliance.key in members]
    task = Task(
        name=say("plan.together", fields, lang),
        note=say("plan.together_note", {}, lang),
        light=_light(years, lang),
        action=Action(href, say("plan.open", {}, lang)),
        href=href,
    )
    return task, _quiet(years)


def _pick(listed: PlanList, lang: str, chosen: Asked | None) -> Pick | None:
    """Let the reader choose several alliances, where there are more than two."""
    bodies = {each.alliance.key: each.alliance for each in listed.years}
    if len(bodies) < FEW:
        return None
    options = tuple(Option(key, _name(body, lang)) for key, body in bodies.items())
    years = (str(listed.this), str(listed.this + 1))
    if chosen is None:
        return Pick(options, years)
    return Pick(options, years, str(chosen.year), say("plan.pick_none", {}, lang))


def _published(each: PublishedPlan, lang: str) -> Published:
    done = each.done
    text = say(
        "plan.published",
        {
            "alliance": [_name(body, lang) for body in each.alliances],
            "added": done.added,
            "moved": done.moved,
            "changed": done.changed,
            "firm": done.firm,
            "cancelled": done.cancelled,
        },
        lang,
    )
    tail = say("plan.by", {"by": each.publisher}, lang) if each.publisher else ""
    tail += say("plan.undone_tail", {}, lang) if done.undone_at else ""
    news = News(at=done.at, text=text, tail=tail)
    return Published(news, undo_link(done.hash, lang) if each.may_undo else None)


def _name(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.short_name
