"""Seal the register of an event: check, then one press."""

from flask import Blueprint, redirect, render_template
from werkzeug.wrappers import Response

from scheduler.services import attendance
from scheduler.web.attendance import seal_pages
from scheduler.web.i18n import current_lang
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("seal", __name__)


@blueprint.get("/events/<uid>/seal")
@signed_in
def show(uid: str) -> str:
    """Show whether everything is there, or the seal that was given."""
    ready = runtime()
    view = attendance.register(ready.store, uid, by=reader())
    return render_template("seal.html", page=seal_pages.seal(view, ready.clock(), current_lang()))


@blueprint.post("/events/<uid>/seal")
@signed_in
def give(uid: str) -> Response:
    """Seal the register."""
    ready = runtime()
    attendance.seal(ready.store, uid, by=reader(), now=ready.clock())
    return redirect(f"/events/{uid}/seal", 303)
