"""Rules: all of them in sentences, and the editor that shows the year before it is kept."""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, replace
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from scheduler.domain.errors import (
    ChoiceError,
    DomainError,
    InvalidError,
    StaleVersionError,
)
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.text import say
from scheduler.rules.inputs import FREEZE_DAYS
from scheduler.rules.model import Rule
from scheduler.rules.revising import settled
from scheduler.services import rule_choices, rule_list, rule_preview, rules
from scheduler.services.rule_preview import Preview
from scheduler.services.rules import Seen, Wish
from scheduler.web import rule_form, rule_pages
from scheduler.web.i18n import current_lang
from scheduler.web.parts import Form, Link, Notice
from scheduler.web.policy import signed_in
from scheduler.web.rule_form import BY_NAME, Draft
from scheduler.web.rule_pages import RulePage
from scheduler.web.rule_parts import Typed
from scheduler.web.rule_world import World
from scheduler.web.session import reader, runtime

blueprint = Blueprint("rules", __name__)

_MOST_DIGITS = 9
_LONGEST_KEY = 50
_BEGIN: Mapping[str, dict[str, object]] = {
    "quota": {"per": "quarter", "min": 1},
    "coverage": {"per": "half_year", "min": 1},
    "anchor": {},
    "trigger": {"on": "matter.accepted", "due": "10wd"},
    "rotation": {"fills": "host"},
}
"""What the form of a new rule of a type begins with."""


@blueprint.get("/rules")
@signed_in
def listing() -> str:
    """Show what every alliance promised."""
    ready, lang = runtime(), current_lang()
    found = rule_list.listed(ready.store, by=reader(), now=ready.clock(), lang=lang)
    return render_template("rules.html", page=rule_pages.listing(found, lang))


@blueprint.get("/rules/<alliance>/new")
@signed_in
def new(alliance: str) -> str:
    """Offer the types of rules, or show the form of a new rule of one type."""
    world = _world(alliance)
    if not {"type", "offered"} & request.args.keys():
        page = rule_pages.kinds(world.choices.alliance, world.lang)
        return render_template("rule_types.html", page=page)
    return _render(_Edit(world, _fresh(world, request.args.to_dict())))


@blueprint.post("/rules/<alliance>/new")
@signed_in
def create(alliance: str) -> ResponseReturnValue:
    """Try a new rule, or keep it and lead to what the plan changes."""
    world, typed = _world(alliance), _typed()
    sent = {name: values[0] for name, values in typed.items() if values}
    wish, unread = rule_form.wished(_fresh(world, sent), world, typed)
    ready = runtime()

    def keep() -> Rule:
        return rules.create(ready.store, wish, by=reader(), now=ready.clock())

    return _tried(_Edit(world, wish, typed=typed, faults=unread), keep)


@blueprint.get("/rules/<alliance>/<key>")
@signed_in
def one(alliance: str, key: str) -> str:
    """Show a rule: as a form to those who may change it, in words to all others."""
    ready, by, lang = runtime(), reader(), current_lang()
    seen = rules.view(ready.store, alliance, key, by=by, now=ready.clock())
    if not seen.may_edit:
        shown = rule_list.shown(ready.store, seen.rule, now=ready.clock(), lang=lang)
        return render_template("rule.html", page=_read_only(shown, lang))
    edit = _Edit(_world(alliance), _opened(seen), seen=seen)
    return _render(_looked(replace(edit, wish=rules.wish_of(seen.rule)), shown=edit.wish))


@blueprint.post("/rules/<alliance>/<key>")
@signed_in
def change(alliance: str, key: str) -> ResponseReturnValue:
    """Try a change, or keep it and lead to what the plan changes."""
    ready, by = runtime(), reader()
    world, typed = _world(alliance), _typed()
    seen = rules.view(ready.store, alliance, key, by=by, now=ready.clock())
    wish, unread = rule_form.wished(rules.wish_of(seen.rule), world, typed)

    def keep() -> Rule:
        return rules.change(ready.store, wish, _revision(), by=by, now=ready.clock())

    return _tried(_Edit(world, wish, seen=seen, typed=typed, faults=unread), keep)


@blueprint.post("/rules/<alliance>/<key>/delete")
@signed_in
def delete(alliance: str, key: str) -> ResponseReturnValue:
    """Delete a rule from which nothing ever followed."""
    ready, by = runtime(), reader()
    seen = rules.view(ready.store, alliance, key, by=by, now=ready.clock())
    try:
        rules.delete(ready.store, (alliance, key), _revision(), by=by, now=ready.clock())
    except InvalidError as error:
        notice = Notice(say(error.code, error.fields, current_lang()), late=True)
        edit = _Edit(_world(alliance), _opened(seen), seen=seen, notice=notice)
        return _render(edit), 422
    return redirect(f"/rules#{alliance}", 303)


@dataclass(frozen=True, slots=True)
class _Edit:
    """The state of the editor: what is wished, what was typed, and what is to be said of it."""

    world: World
    wish: Wish
    seen: Seen | None = None
    typed: Typed | None = None
    faults: tuple[DomainError, ...] = ()
    preview: Preview | None = None
    notice: Notice | None = None


def _world(alliance: str) -> World:
    choices = rule_choices.choices(runtime().store, alliance, by=reader())
    return World(choices, current_lang())


def _fresh(world: World, sent: Mapping[str, str]) -> Wish:
    """Begin a new rule: one that is offered, or an empty one of a type, under a free key."""
    alliance, taken = world.choices.alliance.key, {rule.key for rule in world.choices.rules}
    if sent.get("offered"):
        offered = rule_list.offer(alliance, sent["offered"])
        return replace(rules.wish_of(offered), since=None, until=None)
    kind = sent.get("type", "")
    if kind not in BY_NAME:
        raise ChoiceError(field="type", value=kind[:_LONGEST_KEY], allowed=", ".join(BY_NAME))
    wished = sent.get("key", "")
    if not re.fullmatch(rf"{kind}_[0-9]{{1,9}}", wished) or wished in taken:
        numbers = (f"{kind}_{number}" for number in range(1, len(taken) + 2))
        wished = next(key for key in numbers if key not in taken)
    return Wish(alliance, wished, kind, "", _BEGIN.get(kind, {}))


def _opened(seen: Seen) -> Wish:
    """Open a kept rule: a change of one that is at work begins when it may at the earliest."""
    wish = rules.wish_of(seen.rule)
    begun = seen.first is not None and (wish.since is None or wish.since < seen.first)
    return replace(wish, since=seen.first) if begun else wish


def _looked(edit: _Edit, shown: Wish) -> _Edit:
    """Add what speaks against the wish, or its year; ``shown`` is what goes into the form."""
    ready, by = runtime(), reader()
    try:
        found: tuple[DomainError, ...] = rules.check(
            ready.store, edit.wish, by=by, now=ready.clock()
        )
        faults = (*edit.faults, *found)
        seen = (
            None
            if faults
            else rule_preview.preview(ready.store, edit.wish, by=by, now=ready.clock())
        )
    except InvalidError as error:
        faults, seen = (*edit.faults, error), None
    return replace(edit, wish=shown, faults=faults, preview=seen)


def _tried(edit: _Edit, keep: Callable[[], Rule]) -> ResponseReturnValue:
    """Do what the pressed button says; what is refused is shown again with what was typed."""
    if request.form.get("do") != "save":
        looked = _looked(edit, edit.wish)
        return _render(looked), 422 if looked.faults else 200
    if edit.faults:
        return _render(_looked(edit, edit.wish)), 422
    try:
        kept = keep()
    except StaleVersionError as error:
        notice = Notice(
            say(error.code, error.fields, current_lang()),
            gettext("您填的都还在。核对后再存，会盖过别人的改动。"),
            late=True,
        )
        return _render(replace(edit, notice=notice)), 409
    except InvalidError as error:
        looked = _looked(edit, edit.wish)
        return _render(looked if looked.faults else replace(looked, faults=(error,))), 422
    today = runtime().clock().astimezone(SHANGHAI).date()
    year = max(today, kept.tenure.since or today).year
    return redirect(f"/plans?{urlencode({'alliance': kept.owner, 'year': year})}", 303)


def _render(edit: _Edit) -> str:
    return render_template("rule.html", page=_page(edit))


def _page(edit: _Edit) -> RulePage:
    ready, lang = runtime(), edit.world.lang
    now = ready.clock()
    today = now.astimezone(SHANGHAI).date()
    body, wish = edit.world.choices.alliance, edit.wish
    first = settled(today, FREEZE_DAYS) if edit.seen and edit.seen.first else today
    draft = Draft(wish, edit.world, first, edit.typed, edit.faults)
    href = f"/rules/{body.key}/{wish.key if edit.seen else 'new'}"
    kind = say(f"rule_type.{wish.type}", {}, lang)
    shown = edit.seen and rule_list.shown(ready.store, edit.seen.rule, now=now, lang=lang)
    return RulePage(
        title=gettext("我们答应：%(name)s", name=edit.world.of((wish.name, wish.name_en)))
        if wish.name
        else gettext("再答应一件"),
        crumbs=rule_pages.crumbs(body, lang),
        lead=gettext("%(kind)s。像填一句话那样填；发布之前，先给您看会动哪些。", kind=kind),
        form=rule_form.form(draft, href, _hidden(edit)),
        notice=edit.notice,
        preview=rule_pages.preview_box(edit.preview, today, lang) if edit.preview else None,
        facts=rule_pages.told(shown.line, lang) if shown else (),
        history=rule_pages.history(shown.former, lang) if shown else (),
        delete=_deletion(edit.seen),
        back=Link(f"/rules#{body.key}", gettext("不改了")),
    )


def _hidden(edit: _Edit) -> tuple[tuple[str, str], ...]:
    if edit.seen is not None:
        return (("revision", str(edit.seen.rule.revision)),)
    own = (("type", edit.wish.type), ("key", edit.wish.key))
    offered = request.values.get("offered", "")
    return (*own, ("offered", offered)) if offered else own


def _deletion(seen: Seen | None) -> Form | None:
    if seen is None or seen.first is not None:
        return None
    rule = seen.rule
    return Form(
        f"/rules/{rule.owner}/{rule.key}/delete",
        gettext("删掉这条规则"),
        note=gettext("它还没有排过活动，可以删掉。"),
        hidden=(("revision", str(rule.revision)),),
    )


def _read_only(shown: rule_list.Shown, lang: str) -> RulePage:
    rule = shown.line.rule
    name = rule.name_en if lang == "en" and rule.name_en else rule.name
    return RulePage(
        title=gettext("我们答应：%(name)s", name=name),
        crumbs=rule_pages.crumbs(shown.alliance, lang),
        lead=say(f"rule_type.{rule.type}", {}, lang),
        facts=rule_pages.told(shown.line, lang),
        history=rule_pages.history(shown.former, lang),
        back=Link(f"/rules#{rule.owner}", gettext("回到规则")),
    )


def _typed() -> Typed:
    return {name: request.form.getlist(name) for name in request.form if name != "csrf_token"}


def _revision() -> int:
    # Without it somebody else's change would be overwritten unseen.
    text = request.form.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise InvalidError(field="revision")
    return int(text)
