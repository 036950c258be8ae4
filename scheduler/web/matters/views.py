"""Matters: the board, one matter with the steps possible now, and raising a new one."""

from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import ChoiceError, ConflictError, ForbiddenError, InvalidError
from scheduler.domain.matter import MatterState, Method, Step
from scheduler.domain.refusing import together
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.services import idempotency
from scheduler.services.access import Action
from scheduler.services.idempotency import Reply
from scheduler.services.matters import board as matter_board
from scheduler.services.matters import steps
from scheduler.services.matters.board import LANES
from scheduler.services.runtime import Runtime
from scheduler.web.events.forms import told
from scheduler.web.i18n import current_lang
from scheduler.web.matters import form as matter_form
from scheduler.web.matters import pages as matter_pages
from scheduler.web.parts import Notice
from scheduler.web.plain_pages import FormPage
from scheduler.web.policy import signed_in
from scheduler.web.presses import FIELD, press, sent
from scheduler.web.session import reader, runtime

MAX_DIGITS = 10

blueprint = Blueprint("matters", __name__)


@blueprint.get("/matters")
@signed_in
def board() -> str:
    """Show which matter is stuck with whom."""
    ready = runtime()
    alliance = request.args.get("alliance")
    only = _lane(request.args.get("lane", ""))
    found = matter_board.board(ready.store, by=reader(), now=ready.clock(), alliance=alliance)
    address = "/matters" + (f"?{urlencode({'alliance': alliance})}" if alliance else "")
    page = matter_pages.board(found, current_lang(), address=address, only=only)
    return render_template("matters.html", page=page)


@blueprint.get("/matters/new")
@signed_in
def new() -> str:
    """Show the form that raises a matter for an enterprise, or ask for which alliance first."""
    raising = _raising()
    chosen = request.args.get("alliance") or (raising[0].key if len(raising) == 1 else "")
    if not chosen:
        return render_template("form.html", page=matter_form.choose(raising, current_lang()))
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
    """Raise a matter once, or show the form again with what was typed."""
    ready, by = runtime(), reader()
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    once = sent(by.id, {name: (value,) for name, value in typed.items()})
    alliance = typed.get("alliance", "")
    now = ready.clock()
    choices = matter_board.choices(ready.store, alliance, by=by, now=now)
    wanted = matter_form.wanted(typed, choices.categories)

    def work(joined: Runtime) -> Reply:
        return Reply(303, {"key": steps.raise_matter(joined.store, wanted, by=by, now=now).key})

    try:
        reply = idempotency.once(ready, once, now, work)
    except InvalidError as error:
        return render_template("form.html", page=_form(alliance, typed, error)), 422
    return redirect(f"/matters/{reply.body['key']}", 303)


@blueprint.get("/matters/<key>")
@signed_in
def one(key: str) -> str:
    """Show one matter, its way so far and the steps possible now."""
    ready = runtime()
    found = matter_board.view(ready.store, key, by=reader(), now=ready.clock())
    return render_template("matter.html", page=matter_pages.matter(found, current_lang()))


@blueprint.post("/matters/<key>/<step>")
@signed_in
def take(key: str, step: str) -> Response | tuple[str, int]:
    """Take a matter one step on, or show the page again with what was typed."""
    ready, wanted = runtime(), _step(step)
    try:
        steps.take(ready.store, key, _taking(wanted), by=reader(), now=ready.clock())
    except (InvalidError, ConflictError) as error:
        return _refused(key, step, error)
    return redirect(f"/matters/{key}", 303)


def _taking(step: Step) -> steps.Taking:
    return steps.Taking(
        step=step,
        revision=_revision(request.form.get("revision", "")),
        department=request.form.get("department", ""),
        method=_method(request.form.get("method", "")),
        major=request.form["major"] == "1" if "major" in request.form else None,
        note=request.form.get("note", ""),
        proxy=request.form.get("proxy", ""),
    )


def _refused(key: str, step: str, error: InvalidError | ConflictError) -> tuple[str, int]:
    """Tell a fault at its field, and what was done meanwhile above the matter as it stands now."""
    ready, lang = runtime(), current_lang()
    found = matter_board.view(ready.store, key, by=reader(), now=ready.clock())
    page = matter_pages.matter(found, lang)
    sentence = say(error.code, error.fields, lang)
    if isinstance(error, ConflictError):
        page = replace(page, notice=Notice(sentence, late=True))
        return render_template("matter.html", page=page), 409
    if step not in found.possible:  # The form that was sent is none of the page any more.
        page = replace(page, notice=Notice(sentence, late=True))
    faults = {str(error.fields.get("field", "")): sentence}
    forms = tuple(
        told(each, request.form, faults) if each.href.endswith(f"/{step}") else each
        for each in page.forms
    )
    return render_template("matter.html", page=replace(page, forms=forms)), 422


def _raising() -> tuple[Body, ...]:
    found = matter_board.raising(runtime().store, by=reader())
    if not found:
        raise ForbiddenError(action=Action.RAISE.value)
    return found


def _form(chosen: str, typed: dict[str, str], error: InvalidError | None) -> FormPage:
    ready = runtime()
    choices = matter_board.choices(ready.store, chosen, by=reader(), now=ready.clock())
    faults = {}
    for each in together(error) if error is not None else ():
        field = str(each.fields.get("field", ""))
        if field == "category" and typed.get("category") == matter_form.OTHER:
            field = "other_category"
        faults[field] = say(each.code, each.fields, current_lang())
    return matter_form.new(choices, typed, faults, press(typed.get(FIELD, "")), current_lang())


def _lane(text: str) -> MatterState | None:
    if not text:
        return None
    if text not in set(LANES):
        raise ChoiceError(field="lane", value=text, allowed=", ".join(LANES))
    return MatterState(text)


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
