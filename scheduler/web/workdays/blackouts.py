"""Days on which nothing can be planned: the list, and writing one down."""

from collections.abc import Mapping
from datetime import date, timedelta
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.blackout_errors import BlackoutPastError
from scheduler.domain.errors import DateError, InvalidError, MissingFieldError, NotFoundError
from scheduler.domain.refusing import noted, refuse
from scheduler.domain.text import say
from scheduler.rules.inputs import Blackout
from scheduler.services import directory
from scheduler.services.access import Action
from scheduler.services.workdays import blackouts
from scheduler.web import dates
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime
from scheduler.web.workdays.blackout_pages import absences_page, added_notice, new_form

DIGITS = 9
SHOWN = 20
"""How much of a malformed date a refusal repeats."""

blueprint = Blueprint("blackouts", __name__)


@blueprint.get("/blackouts")
@signed_in
def show() -> str:
    """Show on which days nothing can be planned."""
    return _page(request.args.get("alliance", ""), {}, None, _notice())


@blueprint.post("/blackouts")
@signed_in
def add() -> Response | tuple[str, int]:
    """Write an absence down, or show the form again with what was typed."""
    typed = {name: request.form.get(name, "") for name in ("resource", "start", "last", "reason")}
    alliance = request.form.get("alliance", "")
    ready = runtime()
    try:
        wanted = _wanted(typed)
        made = blackouts.add(ready.store, wanted, by=reader(), now=ready.clock())
    except InvalidError as error:
        return _page(alliance, typed, error, None), 422
    fields = {"alliance": alliance, "added": made.absence.key}
    return redirect(f"/blackouts?{urlencode(fields)}", 303)


@blueprint.post("/blackouts/<int:key>/<any(end, remove):act>")
@signed_in
def change(key: int, act: str) -> Response:
    """End an absence from today on, or take back one that has not begun.

    Where somebody else did so since the list was opened, the list says that.
    """
    ready, done = runtime(), act
    do = blackouts.end if act == "end" else blackouts.remove
    try:
        do(ready.store, key, by=reader(), now=ready.clock())
    except (NotFoundError, BlackoutPastError):
        done = "before"
    alliance = request.form.get("alliance", "")
    fields = ({"alliance": alliance} if alliance else {}) | {"done": done}
    return redirect(f"/blackouts?{urlencode(fields)}", 303)


def _notice() -> Notice | None:
    """Tell what the last press did, from the address to which it led."""
    added, done = request.args.get("added", ""), request.args.get("done", "")
    if done in {"end", "remove", "before"}:
        return Notice(say(f"absence.done_{done}", {}, current_lang()))
    if not (added.isascii() and added.isdecimal() and len(added) <= DIGITS):
        return None
    ready = runtime()
    made = blackouts.view(ready.store, int(added), by=reader(), now=ready.clock())
    return added_notice(made.absence.blackout, made.struck, current_lang())


def _page(
    alliance: str, typed: Mapping[str, str], error: InvalidError | None, notice: Notice | None
) -> str:
    ready, by, lang = runtime(), reader(), current_lang()
    mine = [
        body for body in directory.alliances(ready.store, by=by) if by.may(Action.EDIT, body.key)
    ]
    chosen = alliance or (mine[0].key if len(mine) == 1 else "")
    found = blackouts.listed(ready.store, by=by, now=ready.clock(), alliance=chosen or None)
    form = None
    if any(body.key == chosen for body in mine):
        choices = blackouts.choices(ready.store, chosen, by=by, now=ready.clock())
        form = new_form(chosen, choices, typed, error, lang)
    others = [body for body in mine if body.key != chosen]
    page = absences_page(found, form, others, notice, lang, alliance=chosen)
    return render_template("blackouts.html", page=page)


def _wanted(typed: Mapping[str, str]) -> Blackout:
    faults: list[InvalidError] = []
    start = last = date.max
    with noted(faults):
        if not typed["resource"]:
            raise MissingFieldError(field="resource", reason="choose")
    with noted(faults):
        start = last = _day(typed["start"], "start")
    with noted(faults):
        last = _day(typed["last"], "last") if typed["last"].strip() else last
    refuse(faults)
    if last < start:
        raise DateError(field="last", value=last, start=start, reason="days")
    return Blackout(typed["resource"], start, last + timedelta(days=1), typed["reason"])


def _day(text: str, field: str) -> date:
    if not text.strip():
        raise MissingFieldError(field=field)
    try:
        day = dates.read(text)
    except ValueError as problem:
        raise DateError(field=field, value=text[:SHOWN], reason="malformed") from problem
    if day == date.max:
        raise DateError(field=field, value=text[:SHOWN], reason="range")
    return day
