"""Whose turn it is, and changing it: ask, agree, refuse, take back."""

from types import MappingProxyType
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue

from scheduler.domain.errors import ChoiceError, ConflictError, InvalidError
from scheduler.domain.text import say
from scheduler.domain.turn_request import RELEASES, RequestState, TurnAct, TurnRequest
from scheduler.services.turns import desk as turn_desk
from scheduler.services.turns import requests as turn_requests
from scheduler.services.turns.desk import Desk
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime
from scheduler.web.turns import forms as turn_forms
from scheduler.web.turns import managing
from scheduler.web.turns import pages as turn_pages
from scheduler.web.turns.forms import Faults, Typed

blueprint = Blueprint("turns", __name__)

NOTHING_TYPED: Typed = MappingProxyType({})
_STEPS = {
    "agree": turn_requests.agree,
    "refuse": turn_requests.refuse,
    "withdraw": turn_requests.withdraw,
}


@blueprint.get("/alliances/<key>/turns")
@signed_in
def turns(key: str) -> str:
    """Show whose turn it is, and the requests that wait for an answer."""
    return _page(_desk(key), turn_pages.done(request.args.get("done", "")))


@blueprint.post("/alliances/<key>/turns")
@signed_in
def choose(key: str) -> ResponseReturnValue:
    """Go on to the form of the chosen turn and act."""
    chosen = {name: request.form.get(name, "") for name in ("turn", "act")}
    # The address tells of which state it is: who goes back to it later is told what changed.
    chosen["seen"] = turn_forms.state_of(_desk(key))
    return redirect(f"/alliances/{key}/turns/ask?{urlencode(chosen)}", 303)


@blueprint.get("/alliances/<key>/turns/ask")
@signed_in
def new(key: str) -> ResponseReturnValue:
    """Ask with whom and why."""
    found, typed = _desk(key), request.args.to_dict()
    old = turn_forms.stale(found, typed)
    if old is not None:
        return _outdated(found, typed, old)
    wrong = turn_forms.over(found, typed)
    return _ask(found, typed, {}) if wrong is None else _refused(found, typed, wrong)


@blueprint.post("/alliances/<key>/turns/ask")
@signed_in
def ask(key: str) -> ResponseReturnValue:
    """Ask for a change of a turn; what was typed stays if it is refused."""
    found = _desk(key)
    typed = {name: value for name, value in request.form.items() if name != "csrf_token"}
    old = turn_forms.stale(found, typed)
    if old is not None:
        return _outdated(found, typed, old)
    try:
        new_one = turn_forms.wanted(found, typed)
        sent = turn_requests.ask(runtime().store, new_one, by=reader(), now=runtime().clock())
    except (InvalidError, ConflictError) as error:
        return _refused(found, typed, error)
    return _back(key, sent)


@blueprint.post("/alliances/<key>/turns/<request_id>/<step>")
@signed_in
def answer(key: str, request_id: str, step: str) -> ResponseReturnValue:
    """Agree to a request, refuse it or take it back; a refusal stands beside the request."""
    if step not in _STEPS:
        raise ChoiceError(field="step", value=step[:20], allowed=", ".join(_STEPS))
    try:
        settled = _STEPS[step](runtime().store, request_id, by=reader(), now=runtime().clock())
    except (InvalidError, ConflictError) as error:
        told = say(error.code, error.fields, current_lang())
        return _page(_desk(key), faults={request_id: told}), _status(error)
    return _back(key, settled)


def _back(key: str, settled: TurnRequest) -> ResponseReturnValue:
    released = settled.state is RequestState.DONE and settled.act in RELEASES
    return redirect(f"/alliances/{key}/turns?done={'released' if released else settled.state}", 303)


def _desk(key: str) -> Desk:
    ready, lang = runtime(), current_lang()
    return turn_desk.desk(ready.store, key, by=reader(), lang=lang, now=ready.clock())


def _status(error: InvalidError | ConflictError) -> int:
    return 422 if isinstance(error, InvalidError) else 409


def _refused(found: Desk, typed: Typed, error: InvalidError | ConflictError) -> ResponseReturnValue:
    """Show the form again with the fault at its field, the turn's where it is about a turn."""
    told = say(error.code, error.fields, current_lang())
    faults = {turn_forms.field_of(error, typed): told}
    if typed.get("act") in {TurnAct.CORRECTION, TurnAct.CANCELLED}:
        faults |= managing.lacking(typed)
        return _page(found, typed=typed, faults=faults), _status(error)
    return _ask(found, typed, faults), _status(error)


def _outdated(found: Desk, typed: Typed, error: ConflictError) -> ResponseReturnValue:
    """Show the form as turns stand now; the chosen turn or member may be another one by now."""
    kept = {name: text for name, text in typed.items() if name not in {"other_turn", "other"}}
    return _refused(found, kept, error)


def _ask(found: Desk, typed: Typed, faults: Faults) -> str:
    page = turn_forms.ask_page(found, typed, faults, current_lang())
    if page is None:
        return _page(found, Notice(next(iter(faults.values())), late=True))
    return render_template("turn_ask.html", page=page)


def _page(
    found: Desk,
    notice: Notice | None = None,
    *,
    typed: Typed = NOTHING_TYPED,
    faults: Faults = NOTHING_TYPED,
) -> str:
    answers = any("agree" in each.may for each in found.waiting)
    managed = managing.managers_forms(found, typed, faults)
    if typed and not any(form.faulty for form in managed):
        notice = Notice(next(iter(faults.values())), late=True)  # its form is no longer offered
    forms = (turn_forms.first_form(found, main=not answers), managed)
    page = turn_pages.turns_page(found, forms, notice, faults, current_lang())
    return render_template("turns.html", page=page)
