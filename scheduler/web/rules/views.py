"""Rules: all of them in sentences, and the editor that shows the year before it is kept."""

import re
from collections.abc import Callable
from dataclasses import replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from scheduler.domain.errors import (
    InvalidError,
    NotFoundError,
    RuleError,
    RuleUsedError,
    StaleVersionError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.model import Rule
from scheduler.services import idempotency
from scheduler.services.idempotency import Reply
from scheduler.services.plans import rule_preview
from scheduler.services.rules import choices as rule_choices
from scheduler.services.rules import keeping, overtaken
from scheduler.services.rules import listing as rule_list
from scheduler.services.rules.keeping import Seen
from scheduler.services.rules.wishes import Wish, wish_of
from scheduler.services.runtime import Runtime
from scheduler.web import presses
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.rules import form as rule_form
from scheduler.web.rules import pages as rule_pages
from scheduler.web.rules.clash import clash
from scheduler.web.rules.editor import Edit, doubtful, editor_page, fresh, opened, read_only
from scheduler.web.rules.form import BY_NAME
from scheduler.web.rules.parts import OVER, SEEN, YEAR, Typed
from scheduler.web.rules.world import World
from scheduler.web.session import reader, runtime

blueprint = Blueprint("rules", __name__)

_FOUR = re.compile("[0-9]{4}")
_MOST_DIGITS = 9


@blueprint.get("/rules")
@signed_in
def listing() -> str:
    """Show what every alliance promised, or the one that is asked for."""
    ready, lang = runtime(), current_lang()
    one = request.args.get("alliance")
    found = rule_list.listed(ready.store, by=reader(), now=ready.clock(), lang=lang, alliance=one)
    page = rule_pages.listing(found, lang, alone=one is not None)
    return render_template("rules.html", page=page)


@blueprint.get("/rules/<alliance>/new")
@signed_in
def new(alliance: str) -> ResponseReturnValue:
    """Offer the types of rules, or show the form of a new rule of one type."""
    world, sent = _world(alliance), request.args.to_dict()
    if "offered" in sent or sent.get("type") in BY_NAME:
        return _render(Edit(world, fresh(world, sent)))
    page = rule_pages.kinds(world.choices.alliance, world.lang, sent.get("type", ""))
    return render_template("rule_types.html", page=page), 422 if page.notice else 200


@blueprint.post("/rules/<alliance>/new")
@signed_in
def create(alliance: str) -> ResponseReturnValue:
    """Try a new rule, or keep it and lead to what the plan changes."""
    world, typed = _world(alliance), _typed()
    sent = {name: values[0] for name, values in typed.items() if values}
    wish, unread = rule_form.wished(fresh(world, sent), world, typed)
    ready = runtime()

    def keep() -> str:
        now, by = ready.clock(), reader()

        def work(joined: Runtime) -> Reply:
            made = keeping.create(joined.store, wish, by=by, now=now)
            return Reply(303, {"place": _diff_of(made)})

        # The same form sent twice makes one rule.
        return str(idempotency.once(ready, presses.sent(by.id, typed), now, work).body["place"])

    return _tried(Edit(world, wish, typed=typed, faults=unread, year=_year()), keep)


@blueprint.get("/rules/<alliance>/<key>")
@signed_in
def one(alliance: str, key: str) -> str:
    """Show a rule: as a form to those who may change it, in words to all others."""
    ready, lang = runtime(), current_lang()
    seen = keeping.view(ready.store, alliance, key, by=reader(), now=ready.clock())
    if not seen.may_edit or seen.rule.type not in BY_NAME:
        return render_template("rule.html", page=read_only(seen, lang))
    edit = Edit(_world(alliance, key), opened(seen), seen=seen)
    stands = edit.wish if seen.rule.withdrawn else wish_of(seen.rule)
    return _render(_looked(replace(edit, wish=stands), shown=edit.wish))


@blueprint.post("/rules/<alliance>/<key>")
@signed_in
def change(alliance: str, key: str) -> ResponseReturnValue:
    """Try a change, or keep it and lead to what the plan changes."""
    try:
        return _changed(alliance, key)
    except NotFoundError:
        return _gone(alliance, key)


def _changed(alliance: str, key: str) -> ResponseReturnValue:
    ready, by = runtime(), reader()
    world, typed = _world(alliance, key), _typed()
    seen = keeping.view(ready.store, alliance, key, by=by, now=ready.clock())
    if seen.rule.type not in BY_NAME:
        raise RuleError(rule=key, field="type", reason="choice")
    wish, unread = rule_form.wished(wish_of(seen.rule), world, typed)
    revision = _revision()

    def keep() -> str:
        # Only who has seen what others did may put something else in its place.
        stands = seen.rule.revision if _agreed(seen) else revision
        return _diff_of(keeping.change(ready.store, wish, stands, by=by, now=ready.clock()))

    edit = Edit(world, wish, seen=seen, typed=typed, faults=unread, year=_year(), revision=revision)
    return _tried(edit, keep)


def _gone(alliance: str, key: str) -> ResponseReturnValue:
    """Offer what was typed into the form of a rule that is there no more as a new rule."""
    world, typed = _world(alliance), _typed()
    wish, unread = rule_form.wished(fresh(world, {"type": _type(), "key": key}), world, typed)
    notice = Notice(
        gettext("还没有保存：这条规则已经被别人删掉了"),
        gettext("您填的都还在。要留下它，再按一次保存，就存成一条新的。"),
        late=True,
    )
    return _render(Edit(world, wish, typed=typed, faults=unread, year=_year(), notice=notice)), 409


def _type() -> str:
    kind = request.form.get("type", "")
    if kind not in BY_NAME:
        raise NotFoundError(entity="rule", key=kind)
    return kind


@blueprint.post("/rules/<alliance>/<key>/delete")
@signed_in
def delete(alliance: str, key: str) -> ResponseReturnValue:
    """Delete a rule from which nothing ever followed, or withdraw one that is still to come."""
    ready, by = runtime(), reader()
    seen = keeping.view(ready.store, alliance, key, by=by, now=ready.clock())
    try:
        left = keeping.delete(ready.store, (alliance, key), _revision(), by=by, now=ready.clock())
    except (InvalidError, RuleUsedError) as error:
        notice = Notice(say(error.code, error.fields, current_lang()), late=True)
        status = 422 if isinstance(error, InvalidError) else 409
        if seen.rule.type not in BY_NAME:
            page = read_only(seen, current_lang(), notice)
            return render_template("rule.html", page=page), status
        return _render(Edit(_world(alliance, key), opened(seen), seen=seen, notice=notice)), status
    return redirect(_diff_of(left) if left else f"/rules#{alliance}", 303)


def _world(alliance: str, own: str = "") -> World:
    ready = runtime()
    choices = rule_choices.choices(ready.store, alliance, by=reader(), now=ready.clock())
    return World(choices, current_lang(), own)


def _year() -> int | None:
    """Read which year the preview shows; None for the year in which the rule begins to count."""
    text = request.form.get(YEAR, "")
    return int(text) if _FOUR.fullmatch(text) else None


def _looked(edit: Edit, shown: Wish) -> Edit:
    """Add what speaks against the wish, or its year; ``shown`` is what goes into the form."""
    ready, by = runtime(), reader()
    try:
        trial = rule_preview.tried(ready.store, edit.wish, by=by, now=ready.clock(), year=edit.year)
    except InvalidError as error:
        trial = rule_preview.Trial((error,))
    faults = (*edit.faults, *trial.faults)
    preview = None if faults else trial.preview
    return replace(edit, wish=shown, faults=faults, preview=preview, doubts=trial.doubts)


def _tried(edit: Edit, keep: Callable[[], str]) -> ResponseReturnValue:
    """Do what the pressed button says; what is refused is shown again with what was typed."""
    if request.form.get("do") != "save":
        looked = _looked(_caught_up(edit), edit.wish)
        return _render(looked), 422 if looked.faults else 200
    if edit.faults:
        return _render(_looked(_caught_up(edit), edit.wish)), 422
    ready = runtime()
    found = rule_preview.doubted(ready.store, edit.wish, by=reader(), now=ready.clock())
    if doubtful(found) not in {"", request.form.get(SEEN)}:
        looked = _looked(_caught_up(edit), edit.wish)
        return _render(replace(looked, asked=True)), 422
    try:
        return redirect(keep(), 303)
    except StaleVersionError:
        return _render(_caught_up(edit)), 409
    except InvalidError as error:
        looked = _looked(_caught_up(edit), edit.wish)
        return _render(looked if looked.faults else replace(looked, faults=(error,))), 422


def _agreed(seen: Seen) -> bool:
    return request.form.get(OVER) == str(seen.rule.revision)


def _caught_up(edit: Edit) -> Edit:
    """Show what others changed since the form was opened, beside what was typed."""
    if edit.revision is None:
        return edit
    ready, by, place = runtime(), reader(), (edit.wish.alliance, edit.wish.key)
    seen = keeping.view(ready.store, *place, by=by, now=ready.clock())
    now = seen.rule.revision
    if now == edit.revision:
        return edit
    changed = overtaken.since(ready.store, place, edit.revision, by=by)
    found = clash(edit.world, edit.wish, changed, now, agreed=_agreed(seen))
    notice = Notice(
        gettext("还没有保存：别人先改了这条规则（现在是第%(revision)s版）", revision=now),
        gettext("您填的都还在。别人改了什么，列在下面；看过以后再决定用哪一个。"),
        late=True,
    )
    return replace(edit, seen=seen, clash=found, notice=None if found.agreed else notice)


def _diff_of(rule: Rule) -> str:
    """Give the address of what the plan changes in the year in which the rule begins to count."""
    today = runtime().clock().astimezone(SHANGHAI).date()
    year = max(today, rule.tenure.since or today).year
    return f"/plans?{urlencode({'alliance': rule.owner, 'year': year, 'saved': 1})}"


def _render(edit: Edit) -> str:
    return render_template("rule.html", page=editor_page(edit))


def _typed() -> Typed:
    return {name: request.form.getlist(name) for name in request.form if name != "csrf_token"}


def _revision() -> int:
    # Without it somebody else's change would be overwritten unseen.
    text = request.form.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise InvalidError(field="revision")
    return int(text)
