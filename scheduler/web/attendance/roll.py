"""Call the roll of an event: one form, posted whole, that works without a script."""

import uuid
from collections.abc import Iterable
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.attendance.judging import Answer, Outcome
from scheduler.domain.errors import TextError
from scheduler.domain.text import say
from scheduler.services import attendance
from scheduler.services.attendance import Statement
from scheduler.web.attendance import roll_form, roll_pages
from scheduler.web.attendance.roll_pages import Asked
from scheduler.web.i18n import current_lang
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("roll", __name__)


@blueprint.get("/events/<uid>/roll")
@signed_in
def show(uid: str) -> str:
    """Show who is expected and who came."""
    asked = Asked(
        query=request.args.get("q", ""),
        person=request.args.get("person", ""),
        done=request.args.get("done", ""),
        saved="saved" in request.args,
    )
    return _page(uid, asked)


@blueprint.post("/events/<uid>/roll")
@signed_in
def call(uid: str) -> Response | tuple[str, int]:
    """Keep the marks of the form, then do what its button says; the first one opens the roll."""
    store, by, now = runtime().store, reader(), runtime().clock()
    said = roll_form.statements(attendance.register(store, uid, by=by), request.form)
    attendance.open_register(store, uid, by=by, now=now)
    answers = attendance.record(store, uid, said, by=by, now=now) if said else ()
    refused = _refused(said, answers)
    if refused:
        return _page(uid, Asked(faults=refused, saved=len(refused) < len(said))), 409
    return _press(uid, saved=bool(said))


def _press(uid: str, *, saved: bool) -> Response | tuple[str, int]:
    """Do what the pressed button says."""
    store, by, now = runtime().store, reader(), runtime().clock()
    form = request.form
    if "all" in form:
        press = roll_form.request_id(form)
        attendance.all_present(store, uid, press, by=by, now=now)
        return _back(uid, done=press)
    if "undo" in form:
        attendance.undo(store, uid, form["undo"], by=by, now=now)
        return _back(uid)
    if "find" in form:
        return _back(uid, q=form.get("q", ""))
    guest = roll_form.guest(form)
    if guest is not None:
        try:
            attendance.add_guest(store, uid, roll_form.request_id(form), guest, by=by, now=now)
        except TextError as error:
            fault = say(error.code, error.fields, current_lang())
            return _page(uid, Asked(typed=form, guest_fault=fault)), 422
        saved = True
    return _back(uid, **({"saved": "1"} if saved else {}))


def _back(uid: str, **query: str) -> Response:
    address = f"/events/{uid}/roll"
    return redirect(address + ("?" + urlencode(query) if query else ""), 303)


def _page(uid: str, asked: Asked) -> str:
    view = attendance.register(runtime().store, uid, by=reader())
    page = roll_pages.roll(view, asked, str(uuid.uuid4()), current_lang())
    return render_template("roll.html", page=page)


def _refused(said: Iterable[Statement], answers: Iterable[Answer]) -> dict[str, str]:
    """Give the sentence about each person whose mark was refused."""
    return {
        statement.person: say(f"op.{answer.code}", {}, current_lang())
        for statement, answer in zip(said, answers, strict=False)
        if answer.outcome is Outcome.REJECTED
    }
