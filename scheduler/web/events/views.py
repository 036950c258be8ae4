"""One event: its page, its file for a calendar, and what its owner's people do with it."""

from collections.abc import Callable
from dataclasses import replace
from datetime import datetime
from functools import partial
from typing import TypeVar

from flask import Blueprint, Response, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from feeds.formats.icalendar import MEDIA_TYPE
from feeds.validators import Offer, answer, compress, etag_of
from scheduler.domain.errors import (
    ChoiceError,
    DomainError,
    ForbiddenError,
    InvalidError,
    MissingFieldError,
    UnavailableError,
)
from scheduler.domain.refusing import noted, refuse, together
from scheduler.services.access import Action
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act, NewName
from scheduler.services.events.reading import EventView, Stored
from scheduler.services.feeds import calendars, delivery
from scheduler.services.feeds.contents import UnwritableError
from scheduler.services.feeds.serving import RETRY_AFTER
from scheduler.services.plans import conflicts as plan_conflicts
from scheduler.web.event_lines import title
from scheduler.web.events import forms as event_forms
from scheduler.web.events.pages import event_page
from scheduler.web.i18n import LANGUAGE_DECIDERS, current_lang
from scheduler.web.parts import Form, Notice
from scheduler.web.policy import public, signed_in
from scheduler.web.refusals import sentence
from scheduler.web.session import current, reader, runtime

blueprint = Blueprint("events", __name__)

T = TypeVar("T")

_SAME = "?done=same"
_SHOWN = 40
_VERSION_DIGITS = 18
_AT = {
    ("cancel", "reason"): "cancel_reason",
    ("cancel", "note"): "cancel_note",
    ("host", "reason"): "host_reason",
    ("move", "start"): "day",
    ("venue", "reason"): "venue_reason",
    ("venue-name", "name"): "venue_name",
    ("venue-name", "name_en"): "venue_name_en",
}
"""Where a refusal of a field is shown, if the form calls it by another name."""


@blueprint.get("/events/<uid>")
@public
def one(uid: str) -> str:
    """Show when and where an event is, why so, and what changed."""
    found = reading.view(runtime().store, uid, current())
    return _page(found, _forms(found))


@blueprint.get("/events/<uid>.ics")
@public
def file(uid: str) -> Response:
    """Give the event alone as a file for a calendar."""
    ready, lang = runtime(), current_lang()
    stored = reading.view(ready.store, uid, current()).stored
    try:
        octets = calendars.single(
            ready.store, stored, ready.base_url, "en" if lang == "en" else "zh"
        )
    except UnwritableError:
        raise UnavailableError(retry_after=RETRY_AFTER) from None
    offer = Offer(
        media_type=MEDIA_TYPE,
        file_name=title(stored, lang),
        etag=etag_of(octets),
        length=len(octets),
        last_modified=stored.event.updated_at,
        octets=lambda: octets,
        zipped=lambda: compress(octets),
    )
    # To HEAD the server gives the same without its body: an empty one would state its own length.
    reply = answer("GET", dict(request.headers), offer, ready.clock())
    response = Response(reply.body, reply.status, list(reply.headers))
    response.vary.update(LANGUAGE_DECIDERS)
    return response


@blueprint.post("/events/<uid>/move")
@signed_in
def move(uid: str) -> ResponseReturnValue:
    """Move an event to another day or time."""
    ready = runtime()
    whole_day = reading.view(ready.store, uid, current()).stored.event.all_day

    def wanted() -> datetime:
        begin = event_forms.start(request.form, all_day=whole_day)
        return acts.beginning(begin, ready.clock(), whole_day=whole_day)

    return _done(uid, "move", wanted, lambda act, begin: acts.move(ready.store, act, begin))


@blueprint.post("/events/<uid>/host")
@signed_in
def host(uid: str) -> ResponseReturnValue:
    """Name another host."""
    wanted = request.form.get("host") or None
    return _done(uid, "host", lambda: wanted, partial(acts.change_host, runtime().store))


@blueprint.post("/events/<uid>/venue")
@signed_in
def venue(uid: str) -> ResponseReturnValue:
    """Name another place."""
    wanted = request.form.get("venue") or None
    return _done(uid, "venue", lambda: wanted, partial(acts.change_venue, runtime().store))


@blueprint.post("/events/<uid>/venue-name")
@signed_in
def venue_name(uid: str) -> ResponseReturnValue:
    """Give the place of an event another name."""
    typed = request.form

    def wanted() -> NewName:
        return NewName(typed.get("venue_name", ""), typed.get("venue_name_en", "").strip())

    return _done(uid, "venue-name", wanted, partial(acts.rename_place, runtime().store))


@blueprint.post("/events/<uid>/cancel")
@signed_in
def cancel(uid: str) -> ResponseReturnValue:
    """Cancel an event, to be planned anew or not."""
    store, after = runtime().store, request.form.get("after", "replan")

    def wanted() -> bool:
        if after not in {"replan", "waive"}:
            raise ChoiceError(field="after", value=after[:_SHOWN], allowed="replan, waive")
        return after == "waive"

    return _done(uid, "cancel", wanted, lambda act, waive: acts.cancel(store, act, waive=waive))


@blueprint.post("/events/<uid>/restore")
@signed_in
def restore(uid: str) -> ResponseReturnValue:
    """Take a cancellation back."""
    return _done(uid, "restore", _nothing, lambda act, _: acts.restore(runtime().store, act))


@blueprint.post("/events/<uid>/hold")
@signed_in
def hold(uid: str) -> ResponseReturnValue:
    """Record an event as held."""
    return _done(uid, "hold", _nothing, lambda act, _: acts.hold(runtime().store, act))


def _nothing() -> None:
    """Read nothing: the act needs no more than the event."""


def _done(
    uid: str, form: str, wanted: Callable[[], T], work: Callable[[Act, T], object]
) -> ResponseReturnValue:
    """Do what a form asks for and show the event again; what was typed stays if it is refused.

    What speaks against what is ``wanted`` and against the reasons given is told at once.
    """
    try:
        faults: list[InvalidError] = []
        with noted(faults):
            act = _act(uid, form)
        with noted(faults):
            value = wanted()
        refuse(faults)
        done = work(act, value)
    except InvalidError as error:
        found = reading.view(runtime().store, uid, current())
        if Action.EDIT not in found.may:
            raise ForbiddenError(action=Action.EDIT.value) from error
        shown = _forms(found)
        if not any(each.href.endswith(f"/{form}") for each in shown):
            raise
        return _page(found, tuple(_told(each, (form, error)) for each in shown)), 422
    return redirect(f"/events/{uid}{_SAME if _is_same(done, act) else ''}", 303)


def _is_same(done: object, act: Act) -> bool:
    """Tell whether an act has changed nothing: the event as it was seen, or no event at all."""
    return done == () or (isinstance(done, Stored) and done.version == act.version)


def _act(uid: str, form: str) -> Act:
    prefix = "" if form == "move" else f"{form}_"
    return Act(
        uid,
        reader(),
        runtime().clock(),
        version=_version(),
        reason=request.form.get(f"{prefix}reason", "by_hand"),
        note=request.form.get(f"{prefix}note", ""),
    )


def _version() -> int:
    """Read which version of the event the form was made from: without it nothing is changed."""
    version = request.form.get("version", "")
    if not version:
        raise MissingFieldError(field="version")
    if not (version.isascii() and version.isdigit() and len(version) <= _VERSION_DIGITS):
        raise InvalidError(field="version")
    return int(version)


def _forms(found: EventView) -> tuple[Form, ...]:
    if Action.EDIT not in found.may:
        return ()
    ready = runtime()
    options = reading.choices(ready.store, found.stored)
    may_rename = acts.may_rename(ready.store, found.stored, reader(), ready.clock())
    return event_forms.forms(found, options, current_lang(), may_rename=may_rename)


def _page(found: EventView, forms: tuple[Form, ...]) -> str:
    ready, lang, by = runtime(), current_lang(), current()
    now = ready.clock()
    decision = None
    if by is not None:
        decision = plan_conflicts.of_event(ready.store, found.stored, lang, by=by, now=now)
    told = found.inside and found.changes
    come = delivery.of_event(ready.store, found.stored.event.owner, told[-1], now) if told else None
    page = event_page(found, forms, now, lang, decision, come)
    if request.args.get("done") == "same":
        same = Notice(gettext("没有改动"), gettext("填的和现在的一样，没有通知订阅者。"))
        page = replace(page, same=same)
    return render_template("event.html", page=page)


def _told(form: Form, refused: tuple[str, InvalidError]) -> Form:
    act, error = refused
    if not form.href.endswith(f"/{act}"):
        return form
    options = {each.name: each.options for each in form.fields}
    found = ((_at(act, each), each) for each in together(error))
    faults = {name: sentence(each, options.get(name, ())) for name, each in found}
    return event_forms.told(form, request.form, faults)


def _at(act: str, error: DomainError) -> str:
    """Name the field of a form at which a refusal is shown."""
    field = str(error.fields.get("field", ""))
    if act == "cancel" and isinstance(error, MissingFieldError):
        return "cancel_note"  # why nothing is to make up for it is written there
    return _AT.get((act, field), field)
