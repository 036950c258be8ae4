"""Plans: which there are, what one would change, publishing it, and taking it back."""

import re
from collections.abc import Callable, Mapping
from dataclasses import replace

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import (
    ConflictError,
    InvalidError,
    MemberTwiceError,
    MissingFieldError,
    NotFoundError,
    StalePlanError,
    StaleVersionError,
    UndoRefusedError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.services import directory
from scheduler.services.events import acts, reading
from scheduler.services.events.writing import Act
from scheduler.services.names import Name
from scheduler.services.plans import aside as plan_aside
from scheduler.services.plans import listing as plan_list
from scheduler.services.plans import movable as plan_movable
from scheduler.services.plans import people as plan_people
from scheduler.services.plans import planning, rule_preview, undo_text, undoing
from scheduler.services.plans import scope as plan_scope
from scheduler.services.plans import text as plan_text
from scheduler.services.plans.planning import Draft
from scheduler.web.events import forms as event_forms
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Action, Notice
from scheduler.web.plans import asked as plan_asked
from scheduler.web.plans import lists as plan_lists
from scheduler.web.plans import pages as plan_pages
from scheduler.web.plans import supposing
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.supposing import PREFIX
from scheduler.web.plans.what_if import what_if_form
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("plans", __name__)

Refused = InvalidError | NotFoundError | MemberTwiceError

_COUNTS = re.compile(r"(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6}),(\d{1,6})", re.ASCII)
_PUBLISHED = ("added", "moved", "changed", "firm", "cancelled")
_DAY = re.compile(r"\d{4}-\d\d-\d\d", re.ASCII)
_HASH = re.compile(r"[0-9a-f]{64}", re.ASCII)
_VERSION = re.compile(r"\d{1,18}", re.ASCII)


@blueprint.get("/plans")
@signed_in
def plans() -> str | tuple[str, int]:
    """List the plans, or show what the plan of the named alliances' year would change."""
    if request.args.keys() & {"alliance", "group", "all", "year"}:
        wanted = _asked()
        if wanted.nothing:
            return _list(None, wanted), 422
        if any(name.startswith(PREFIX) for name in request.args):
            return _supposing(wanted)
        return _show(wanted, _told(wanted.lang))
    return _list(_undone(request.args.get("undone", ""), current_lang()))


@blueprint.post("/plans/apply")
@signed_in
def publish() -> Response | tuple[str, int]:
    """Publish the plan that was shown; one that no longer holds is shown anew."""
    ready, wanted = runtime(), _asked()
    base = plan_pages.base_of(request.form.get("base", ""))
    alliances = plan_scope.resolve(ready.store, wanted.scope, by=reader())
    try:
        done = planning.apply(
            ready.store,
            alliances,
            wanted.year,
            request.form.get("hash", ""),
            by=reader(),
            now=ready.clock(),
            base=base or None,
        )
    except StalePlanError as error:
        return _show(wanted, _refused(error, wanted.lang)), 409
    if done.repeated:
        return redirect(wanted.href(("again", done.hash)), 303)
    counts = ",".join(str(getattr(done, name)) for name in _PUBLISHED)
    return redirect(wanted.href(("done", counts), ("plan", done.hash)), 303)


@blueprint.post("/plans/move")
@signed_in
def move() -> Response | tuple[str, int]:
    """Move an event that a plan may not move to one of the days that the plan proposed."""
    ready, act = runtime(), _act()
    event = reading.view(ready.store, act.uid, reader()).stored.event
    start = event_forms.start(request.form, all_day=event.all_day)
    done = ("decided", start.date().isoformat())
    return _decided(lambda: acts.move(ready.store, act, start), done)


@blueprint.post("/plans/venue")
@signed_in
def change_venue() -> Response | tuple[str, int]:
    """Put an event that a plan may not move at one of the places that the plan proposed."""
    store, act, venue = runtime().store, _act(), request.form.get("venue", "")
    return _decided(lambda: acts.change_venue(store, act, venue), ("placed", "1"))


@blueprint.post("/plans/what-if")
@signed_in
def what_if() -> Response | tuple[str, int]:
    """Lead to the plan as it would be; what is typed wrong is shown beside its field."""
    ready, wanted = runtime(), _asked()
    alliances = plan_scope.resolve(ready.store, wanted.scope, by=reader())
    now = ready.clock()
    try:
        found = supposing.read(request.form, now.astimezone(SHANGHAI).date(), alliances)
        planning.check_supposed(
            ready.store, alliances, wanted.year, found.patch, by=reader(), now=now
        )
    except (InvalidError, NotFoundError, MemberTwiceError) as error:
        return _show(wanted, None, error), _status(error)
    return redirect(wanted.href(*found.pairs), 303)


@blueprint.get("/plans/undo")
@signed_in
def undo_shown() -> str | tuple[str, int]:
    """Show what taking a published plan back would do."""
    ready, lang = runtime(), current_lang()
    shown = request.args.get("plan", "")
    try:
        undone = undoing.preview(ready.store, shown, by=reader(), now=ready.clock())
    except UndoRefusedError as error:
        return _list(_refused(error, lang)), 409
    lead = undo_text.lead(ready.store, undone, lang)
    lines = undo_text.tell(ready.store, undone, lang)
    return render_template("plan.html", page=plan_lists.undo_page(undone, lead, lines, lang))


@blueprint.post("/plans/undo")
@signed_in
def undo() -> Response | tuple[str, int]:
    """Take a published plan back; one that cannot be any more says why."""
    ready, shown = runtime(), request.form.get("plan", "")
    try:
        back = undoing.undo(ready.store, shown, by=reader(), now=ready.clock())
    except UndoRefusedError as error:
        return _list(_refused(error, current_lang())), 409
    if back.repeated:
        return redirect("/plans?undone=again", 303)
    numbers = (back.cancelled, back.restored, back.moved, back.changed, back.firm)
    counts = "%2C".join(map(str, numbers))
    return redirect(f"/plans?undone={counts}", 303)


def _supposing(wanted: Asked) -> str | tuple[str, int]:
    """Show the plan as it would be; what cannot be supposed is said beside its field."""
    ready = runtime()
    alliances = plan_scope.resolve(ready.store, wanted.scope, by=reader())
    today = ready.clock().astimezone(SHANGHAI).date()
    try:
        found = supposing.read(request.args, today, alliances, PREFIX)
        return _show(replace(wanted, supposed=found), _told(wanted.lang))
    except (InvalidError, NotFoundError, MemberTwiceError) as error:
        return _show(wanted, None, error), _status(error)


def _status(error: Refused) -> int:
    return 409 if isinstance(error, ConflictError) else 422


def _act() -> Act:
    version = request.form.get("version", "")
    if not _VERSION.fullmatch(version):
        raise MissingFieldError(field="version")
    uid = request.form.get("uid", "")
    return Act(uid, reader(), runtime().clock(), version=int(version))


def _decided(work: Callable[[], object], done: tuple[str, str]) -> Response | tuple[str, int]:
    """Do what a person decided about an event, and show the plan made anew."""
    wanted = _asked()
    try:
        work()
    except StaleVersionError as error:
        return _show(wanted, _refused(error, wanted.lang)), 409
    return redirect(wanted.href(done), 303)


def _show(wanted: Asked, notice: Notice | None, error: Refused | None = None) -> str:
    ready, by = runtime(), reader()
    alliances = plan_scope.resolve(ready.store, wanted.scope, by=by)
    draft = planning.draft(
        ready.store, alliances, wanted.year, by=by, now=ready.clock(), patch=wanted.patch
    )
    text = plan_text.tell(ready.store, draft, wanted.lang, by)
    named = _named(wanted, draft)
    movable = plan_movable.movable(ready.store, alliances, by=by, now=ready.clock())
    movable = replace(movable, names={**named, **movable.names})
    typed = {name.removeprefix(PREFIX): value for name, value in request.values.items()}
    form = what_if_form(wanted, text.resources, movable, typed, error)
    # A second year is planned for who has just kept a rule or published, or looks at all alliances.
    wide = wanted.scope.everything or request.args.keys() & {"saved", "done"}
    ask, now = plan_list.waiting_elsewhere, ready.clock()
    asked = wide and wanted.supposed is None
    elsewhere = ask(ready.store, alliances, wanted.year, by=by, now=now) if asked else None
    aside = (*plan_aside.found(draft), *plan_aside.groundless(draft))
    names = {key: name.say(wanted.lang) for key, name in named.items()} | dict(text.resources)
    shown = plan_pages.Shown(
        draft, text, wanted, by, _waiting(wanted, draft), elsewhere, aside, names
    )
    return render_template("plan.html", page=plan_pages.plan_page(shown, form, notice))


def _named(wanted: Asked, draft: Draft) -> Mapping[str, Name]:
    """Name who or what is supposed to be away, to join or to leave."""
    if wanted.supposed is None:
        return {}
    keys = plan_people.seen(wanted.supposed.keys, draft.source, reader())
    return directory.names(runtime().store, keys)


def _waiting(wanted: Asked, draft: Draft) -> frozenset[str]:
    """Name what changes without the supposition too, where there is one."""
    if wanted.supposed is None:
        return frozenset()
    ready, by, alliances = runtime(), reader(), tuple(draft.plan.base)
    plain = planning.preview(ready.store, alliances, wanted.year, by=by, now=ready.clock())
    return frozenset(rule_preview.waiting(plain, draft.plan))


def _asked() -> Asked:
    given = request.form if request.method == "POST" else request.args
    this = runtime().clock().astimezone(SHANGHAI).year
    return plan_asked.asked(given, this, current_lang())


def _refused(error: ConflictError, lang: str) -> Notice:
    """Say what stands against it."""
    return Notice(say(error.code, error.fields, lang), late=True)


def _list(notice: Notice | None, chosen: Asked | None = None) -> str:
    """List the plans; of a choice of no alliance it is said where the choice is made."""
    ready = runtime()
    listed = plan_list.plan_list(ready.store, by=reader(), now=ready.clock())
    page = plan_lists.list_page(listed, current_lang(), notice, chosen)
    return render_template("plans.html", page=page)


def _undone(written: str, lang: str) -> Notice | None:
    """Say what was taken back just now, or that it had been before."""
    counts = _COUNTS.fullmatch(written)
    if counts:
        return plan_lists.undone_notice(counts.groups(), lang)
    return Notice(say("plan.undone_again", {}, lang)) if written == "again" else None


def _told(lang: str) -> Notice | None:
    """Say what was done just now, with the way back."""
    done = _COUNTS.fullmatch(request.args.get("done", ""))
    if done:
        fields = dict(zip(_PUBLISHED, map(int, done.groups()), strict=True))
        plan_hash = request.args.get("plan", "")
        link = plan_lists.undo_link(plan_hash, lang) if _HASH.fullmatch(plan_hash) else None
        return Notice(
            say("plan.done", {}, lang),
            say("plan.done_note", fields, lang),
            action=Action(link.href, link.text) if link else None,
        )
    again = request.args.get("again", "")
    known = plan_list.published(runtime().store, by=reader()) if _HASH.fullmatch(again) else ()
    for each in known:
        if each.done.hash == again:
            return plan_lists.again_notice(each, lang)
    if "placed" in request.args:
        return Notice(say("plan.placed", {}, lang), say("plan.placed_note", {}, lang))
    decided = request.args.get("decided", "")
    if _DAY.fullmatch(decided):
        day = {"day": decided}
        return Notice(say("plan.decided", day, lang), say("plan.decided_note", {}, lang))
    return None
