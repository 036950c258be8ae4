"""Matters: the board, one matter with the steps possible now, and raising a new one."""

from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import ChoiceError, ForbiddenError, InvalidError
from scheduler.domain.matter import Method, Step
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services import matter_board, matters
from scheduler.services.access import Action
from scheduler.web import matter_pages
from scheduler.web.i18n import current_lang
from scheduler.web.plain_pages import FormPage
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

MAX_DIGITS = 10

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
    """Show the form that raises a matter for an enterprise, or ask for which alliance first."""
    raising = _raising()
    chosen = request.args.get("alliance") or (raising[0].key if len(raising) == 1 else "")
    if not chosen:
        return render_template("form.html", page=matter_pages.choose(raising, current_lang()))
    return render_template("form.html", page=_form(chosen, {}, None))


@blueprint.post("/matters/new")
@signed_in
def choose() -> Response:
    """Go on to the form of the chosen alliance."""
    chosen = urlencode({"alliance": request.form.get("alliance", "")})
    return redirect(f"/matters/new?{chosen}", 303)


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
        return render_template("form.html", page=_form(wanted.alliance, typed, error)), 422
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
        revision=_revision(request.form.get("revision", "")),
        department=request.form.get("department", ""),
        method=_method(request.form.get("method", "")),
        major=request.form["major"] == "1" if "major" in request.form else None,
        note=request.form.get("note", ""),
    )
    matters.take(ready.store, key, taking, by=reader(), now=ready.clock())
    return redirect(f"/matters/{key}", 303)


def _raising() -> tuple[Body, ...]:
    found = matter_board.raising(runtime().store, by=reader())
    if not found:
        raise ForbiddenError(action=Action.RAISE.value)
    return found


def _form(chosen: str, typed: dict[str, str], error: InvalidError | None) -> FormPage:
    alliance, raisers = matter_board.raisers(runtime().store, chosen, by=reader())
    faults = {}
    if error is not None:
        field = str(error.fields.get("field", ""))
        faults[field] = say(error.code, error.fields, current_lang())
    return matter_pages.new(alliance, raisers, typed, faults, current_lang())


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


def _revision(text: str) -> int:
    # Without it somebody else's step would be overwritten unseen.
    if not (text.isascii() and text.isdecimal() and len(text) < MAX_DIGITS):
        raise InvalidError(field="revision")
    return int(text)
