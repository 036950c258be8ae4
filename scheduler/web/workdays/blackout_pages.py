"""The page of absences: what is away when, and the form that writes one down."""

from collections.abc import Iterable, Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from flask_babel import gettext

from scheduler.domain.errors import DomainError
from scheduler.domain.refusing import together
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.rules.inputs import Blackout
from scheduler.services.workdays.blackouts import Absence, Choice
from scheduler.web import dates
from scheduler.web.parts import Action, Chip, Field, Form, Link, Notice, Option, Words
from scheduler.web.workdays.values import AbsenceRow, AbsencesPage

_DAY = timedelta(days=1)


def absences_page(
    found: Iterable[Absence],
    form: Form | None,
    alliances: Iterable[Body],
    notice: Notice | None,
    lang: str,
    *,
    alliance: str = "",
) -> AbsencesPage:
    """Show the absences; ``alliances`` are those for which the reader could write one down.

    ``alliance`` is the one whose absences alone are shown; its list stays after a press.
    """
    rows = tuple(_row(absence, alliance, lang) for absence in found)
    code = "absence.lead" if rows else "absence.lead_none"
    return AbsencesPage(
        lead=Words(say(code, {"count": len(rows)}, lang)),
        rows=rows,
        crumbs=(Link("/workdays", gettext("工作日历")),),
        alliances=tuple(
            Link(f"/blackouts?alliance={body.key}", _body(body, lang)) for body in alliances
        ),
        notice=notice,
        form=form,
    )


def new_form(
    alliance: str,
    choices: Iterable[Choice],
    typed: Mapping[str, str],
    error: DomainError | None,
    lang: str,
) -> Form:
    """Fill the form that writes an absence down; what was typed stays, the fault at its field."""
    return Form(
        href="/blackouts",
        submit=gettext("记下这一段"),
        fields=_fields(choices, typed, error, lang),
        hidden=(("alliance", alliance),),
        note=gettext("排计划时会避开；已发布的要到“计划变更”里看过再改。"),
        main=True,
    )


def _fields(
    choices: Iterable[Choice], typed: Mapping[str, str], error: DomainError | None, lang: str
) -> tuple[Field, ...]:
    faults = dict(_fault(each, lang) for each in (together(error) if error else ()))
    listed = tuple(
        Option(each.key, f"{say(f'absence.{each.group}', {}, lang)} · {each.name.say(lang)}")
        for each in choices
    )
    asked = (
        ("resource", gettext("谁或哪里"), (Option("", gettext("请选择")), *listed)),
        ("start", gettext("第一天"), ()),
        ("last", gettext("最后一天"), ()),
        ("reason", gettext("原因"), ()),
    )
    return tuple(
        Field(
            name,
            label,
            value=typed.get(name, ""),
            control="select" if options else "date" if name in {"start", "last"} else "text",
            note=gettext("例：会场检修、封闭培训") if name == "reason" else "",
            fault=faults.get(name, ""),
            options=options,
            optional=name == "reason",
        )
        for name, label, options in asked
    )


def _fault(error: DomainError, lang: str) -> tuple[str, str]:
    """Give the field of a fault and its sentence, in which days are called as on the page."""
    named = str(error.fields.get("field", ""))
    called = {"start": "first", "end": "last"}.get(named, named)
    wrong = {"end": "last"}.get(named, named)
    fields = error.fields | {"field": called}
    if named == "end":
        # The page asks for the last day, where the services take the day after.
        days = ((name, fields.get(name)) for name in ("value", "last"))
        fields |= {name: day - _DAY for name, day in days if isinstance(day, date)}
    return wrong, say(error.code, fields, lang)


def added_notice(blackout: Blackout, struck: Iterable[tuple[Body, int]], lang: str) -> Notice:
    """Tell that an absence was written down, and which published events it touches."""
    counts = tuple(struck)
    title = say("absence.added", {"days": days(blackout, lang)}, lang)
    if not counts:
        return Notice(title, say("absence.none_struck", {}, lang))
    lines = (
        say("absence.struck", {"alliance": _body(body, lang), "count": count}, lang)
        for body, count in counts
    )
    asked = [*(("alliance", body.key) for body, _ in counts), ("year", blackout.start.year)]
    action = Action(f"/plans?{urlencode(asked)}", gettext("看计划变更"))
    return Notice(title, " ".join(lines), action=action)


def days(blackout: Blackout, lang: str) -> str:
    """Write the days of an absence, both ends included."""
    return dates.span(blackout.start, blackout.end - _DAY, lang)


def _row(absence: Absence, alliance: str, lang: str) -> AbsenceRow:
    blackout = absence.blackout
    state = "absence.now" if absence.begun else "absence.coming"
    act, submit = (
        ("end", gettext("今天起可以安排")) if absence.begun else ("remove", gettext("撤销这一段"))
    )
    hidden = (("alliance", alliance),) if alliance else ()
    form = Form(f"/blackouts/{absence.key}/{act}", submit, hidden=hidden)
    return AbsenceRow(
        name=absence.name.say(lang),
        start=blackout.start,
        days=days(blackout, lang),
        reason=blackout.reason,
        chip=Chip("todo" if absence.begun else "published", say(state, {}, lang)),
        form=form if absence.may_edit else None,
    )


def _body(body: Body, lang: str) -> str:
    return body.name_en if lang == "en" and body.name_en else body.short_name
