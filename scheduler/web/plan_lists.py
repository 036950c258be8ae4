"""What the list of plans and the page of taking one back show."""

from urllib.parse import urlencode

from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services.plan_list import PlanList, PlanYear, PublishedPlan
from scheduler.services.plan_text import PlanLine
from scheduler.services.undoing import Undone
from scheduler.web.parts import Action, Chip, Form, Light, Link, News, Notice, Task, Words
from scheduler.web.plan_pages import row
from scheduler.web.plan_parts import PlanPage, PlansPage, Published


def list_page(listed: PlanList, lang: str, notice: Notice | None = None) -> PlansPage:
    """Show the years that can be planned and the plans published last."""
    return PlansPage(
        lead=Words(say("plan.list_lead", {}, lang)),
        plans=tuple(_task(each, lang) for each in listed.years),
        together=_together(listed, lang),
        history=tuple(_published(each, lang) for each in listed.published),
        notice=notice,
    )


def undo_page(undone: Undone, lines: tuple[PlanLine, ...], lang: str) -> PlanPage:
    """Show what taking a published plan back does, before it is done."""
    fields = {
        "at": undone.at,
        "cancelled": undone.cancelled,
        "restored": undone.restored,
        "moved": undone.moved,
    }
    lead = say("plan.undone" if undone.repeated else "plan.undo_lead", fields, lang)
    chip = "plan.undone_chip" if undone.repeated else "plan.undo_chip"
    title = say("plan.undo_page", {}, lang)
    return PlanPage(
        title=title,
        chip=Chip("kept" if undone.repeated else "draft", say(chip, {}, lang)),
        lead=Words(lead),
        crumbs=(Link("/plans", say("plan.all", {}, lang)), Link("", title)),
        changes=tuple(row(line) for line in lines),
        apply=None if undone.repeated else _form(undone, lang),
        back=Link("/plans", say("plan.keep", {}, lang)),
    )


def undo_link(plan_hash: str, lang: str) -> Link:
    """Lead to the page that takes a published plan back."""
    href = "/plans/undo?" + urlencode({"plan": plan_hash})
    return Link(href, say("plan.undo", {}, lang))


def undone_notice(counts: tuple[str, ...], lang: str) -> Notice:
    """Say what was taken back."""
    fields = dict(zip(("cancelled", "restored", "moved"), counts, strict=True))
    return Notice(say("plan.undone", {}, lang), say("plan.undone_note", fields, lang))


def _form(undone: Undone, lang: str) -> Form:
    return Form(
        "/plans/undo",
        say("plan.undo", {}, lang),
        note=say("plan.undo_note", {}, lang),
        hidden=(("plan", undone.hash),),
        main=True,
    )


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


def _together(listed: PlanList, lang: str) -> tuple[Task, ...]:
    """Offer the groups and, of several alliances, all of them together."""
    planned = {each.alliance.key: each.events for each in listed.years if each.year == listed.this}
    wanted = [
        ({"group": key}, name.en if lang == "en" and name.en else name.short, members)
        for key, name, members in listed.groups
    ]
    if len(planned) > 1:
        wanted.insert(0, ({"all": "1"}, say("plan.everything", {}, lang), tuple(planned)))
    found = []
    for query, name, members in wanted:
        href = "/plans?" + urlencode({**query, "year": listed.this})
        fields = {"name": name, "year": str(listed.this), "count": len(members)}
        done = all(planned.get(key) for key in members)
        task = Task(
            name=say("plan.together", fields, lang),
            note=say("plan.together_note", {}, lang),
            light=Light("set" if done else "todo"),
            action=Action(href, say("plan.open", {}, lang)),
            href=href,
        )
        found.append(task)
    return tuple(found)


def _published(each: PublishedPlan, lang: str) -> Published:
    done = each.done
    text = say(
        "plan.published",
        {
            "alliance": [_name(body, lang) for body in each.alliances],
            "added": done.added,
            "moved": done.moved,
            "cancelled": done.cancelled,
        },
        lang,
    )
    tail = say("plan.undone_tail", {}, lang) if done.undone_at else ""
    news = News(at=done.at, text=text, tail=tail)
    return Published(news, undo_link(done.hash, lang) if each.may_undo else None)


def _name(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.short_name
