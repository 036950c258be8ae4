"""Visits and items: what is still due, ticked when it is done, and taken back."""

import uuid
from dataclasses import replace
from datetime import date
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.datastructures import MultiDict
from werkzeug.wrappers import Response

from scheduler.domain.attendance.values import canonical_id
from scheduler.domain.errors import (
    ConflictError,
    DateError,
    DomainError,
    InvalidError,
    VisitError,
    VisitWithdrawnError,
)
from scheduler.domain.text import say
from scheduler.services.visits import lists as visit_lists
from scheduler.services.visits import recording
from scheduler.services.visits.recording import NewVisit
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime
from scheduler.web.viewer import home
from scheduler.web.visits import pages as visit_pages
from scheduler.web.visits.pages import Asked

SHOWN = 20
"""How much of a malformed date a refusal repeats."""

blueprint = Blueprint("visits", __name__)


@blueprint.get("/quota")
@signed_in
def show() -> str:
    """Show what is still to be visited or done, or ask for which alliance."""
    args = request.args
    alliance = args.get("alliance") or home(reader())
    if not alliance:
        found = visit_lists.alliances(runtime().store, by=reader())
        if len(found) != 1:
            page = visit_pages.choose(found, current_lang())
            return render_template("visits_of.html", page=page)
        alliance = found[0].key
    asked = Asked(
        alliance=alliance,
        rule=args.get("rule", ""),
        member=args.get("member", ""),
        query=args.get("q", "").strip(),
        done=args.get("done", ""),
        back="back" in args,
    )
    return _page(asked)


@blueprint.post("/quota")
@signed_in
def record() -> Response | tuple[str, int]:
    """Record what was ticked, or take back what one press recorded."""
    store, by, now = runtime().store, reader(), runtime().clock()
    form = request.form
    asked = _asked(form)
    try:
        if "undo" in form:
            for key in form["undo"].split():
                recording.withdraw(store, key, by=by, now=now)
            return redirect(_address(asked, back="1"), 303)
        made = recording.record(store, asked.alliance, _new(form), by=by, now=now)
    except (InvalidError, ConflictError) as error:
        if isinstance(error, VisitWithdrawnError):
            asked = replace(asked, press="")  # pressed again, it is another record
        return _page(asked, error), 409 if isinstance(error, ConflictError) else 422
    return redirect(_address(asked, done=" ".join(each.id for each in made)), 303)


def _asked(form: MultiDict[str, str]) -> Asked:
    return Asked(
        alliance=form.get("alliance", ""),
        rule=form.get("rule", ""),
        member=form.get("member", ""),
        query=form.get("q", ""),
        ticked=frozenset(form.getlist("cell")),
        typed={name: form.get(name, "") for name in ("day", "visitor", "note")},
        press=form.get("request", ""),
    )


def _page(asked: Asked, error: DomainError | None = None) -> str:
    found = visit_lists.due(
        runtime().store,
        asked.alliance,
        by=reader(),
        now=runtime().clock(),
        rule=asked.rule or None,
        member=asked.member or None,
    )
    fault = say(error.code, error.fields, current_lang()) if error else ""
    field = str(error.fields.get("field", "")) if error else ""
    page = visit_pages.page(found, asked, (field, fault), current_lang())
    return render_template("visits.html", page=page)


def _address(asked: Asked, **more: str) -> str:
    kept = {
        "alliance": asked.alliance,
        "rule": asked.rule,
        "member": asked.member,
        "q": asked.query,
        **more,
    }
    return "/quota?" + urlencode({name: value for name, value in kept.items() if value})


def _new(form: MultiDict[str, str]) -> list[NewVisit]:
    """Read the ticked cells; the ids follow from the form, so that a second press does nothing."""
    cells = form.getlist("cell")
    if not cells:
        raise VisitError(field="cell", reason="nothing")
    day = _day(form.get("day", ""))
    space = uuid.UUID(canonical_id(form.get("request", ""), "request_id"))
    rule = form.get("rule", "")
    return [
        NewVisit(
            id=str(uuid.uuid5(space, f"{rule}:{cell}:{day}")),
            rule=rule,
            cell=cell,
            day=day,
            visitor=form.get("visitor") or None,
            note=form.get("note", ""),
        )
        for cell in dict.fromkeys(cells)
    ]


def _day(text: str) -> date:
    try:
        return dates.read(text)
    except ValueError:
        raise DateError(field="day", value=text[:SHOWN], reason="malformed") from None
