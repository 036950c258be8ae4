"""Matters: the board, one matter with the steps possible now, and raising a new one."""

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import ChoiceError, InvalidError
from scheduler.domain.matter import Method, Step
from scheduler.domain.text import say
from scheduler.services import matter_board, matters
from scheduler.web import matter_pages
from scheduler.web.i18n import current_lang
from scheduler.web.plain_pages import FormPage
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("matters", __name__)


@blueprint.get("/matters")
@signed_in
def board() -> str:
    """Show which matter is stuck with whom."""
    ready = runtime()
    found = matter_board.board(
        ready.store, by=reader(), now=ready.clock(), alliance=request.args.get("alliance")
    )
    return render_template("matters.html", page=matter_pages.board(found, current_lang()))


@blueprint.get("/matters/new")
@signed_in
def new() -> str:
    """Show the form that raises a matter for an enterprise."""
    return render_template("form.html", page=_form({}, None))


@blueprint.post("/matters")
@signed_in
def create() -> Response | tuple[str, int]:
    """Raise a matter, or show the form again with what was typed."""
    ready = runtime()
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    wanted = matters.NewMatter(
        alliance=typed.get("alliance", ""),
        title=typed.get("title", ""),
        category=typed.get("category", ""),
        raised_by=typed.get("raised_by", ""),
        detail=typed.get("detail", ""),
        major=typed.get("major") == "1",
    )
    try:
        matter = matters.raise_matter(ready.store, wanted, by=reader(), now=ready.clock())
    except InvalidError as error:
        return render_template("form.html", page=_form(typed, error)), 422
    return redirect(f"/matters/{matter.key}", 303)


@blueprint.get("/matters/<key>")
@signed_in
def one(key: str) -> str:
    """Show one matter, its way so far and the steps possible now."""
    ready = runtime()
    found = matter_board.view(ready.store, key, by=reader(), now=ready.clock())
    return render_template("matter.html", page=matter_pages.matter(found, current_lang()))


@blueprint.post("/matters/<key>/<step>")
@signed_in
def take(key: str, step: str) -> Response:
    """Take a matter one step on."""
    ready = runtime()
    taking = matters.Taking(
        step=_step(step),
        revision=_number(request.form.get("revision", "")),
        department=request.form.get("department", ""),
        method=_method(request.form.get("method", "")),
        major=request.form["major"] == "1" if "major" in request.form else None,
        note=request.form.get("note", ""),
    )
    matters.take(ready.store, key, taking, by=reader(), now=ready.clock())
    return redirect(f"/matters/{key}", 303)


def _form(typed: dict[str, str], error: InvalidError | None) -> FormPage:
    ready, principal = runtime(), reader()
    found = matter_board.board(ready.store, by=principal, now=ready.clock())
    keys = [body.key for body in found.raising]
    chosen = typed.get("alliance") or request.args.get("alliance") or (keys[0] if keys else "")
    raisers = matter_board.raisers(ready.store, chosen, by=principal)
    faults = {}
    if error is not None:
        field = str(error.fields.get("field", ""))
        faults[field] = say(error.code, error.fields, current_lang())
    return matter_pages.new(found.raising, raisers, typed | {"alliance": chosen}, faults)


def _method(text: str) -> Method | None:
    if not text:
        return None
    if text not in set(Method):
        raise ChoiceError(field="method", value=text, allowed=", ".join(Method))
    return Method(text)


def _step(text: str) -> Step:
    if text not in set(Step):
        raise ChoiceError(field="step", value=text, allowed=", ".join(Step))
    return Step(text)


def _number(text: str) -> int | None:
    return int(text) if text.isascii() and text.isdigit() else None
