"""Lists that rules name: seen, written line by line, and deleted."""

from collections.abc import Sequence
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from flask.typing import ResponseReturnValue
from flask_babel import gettext

from scheduler.domain.errors import (
    ConflictError,
    DomainError,
    ForbiddenError,
    InvalidError,
    MissingFieldError,
    NotFoundError,
    StaleVersionError,
)
from scheduler.domain.list_errors import ListError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.refusing import refuse, together
from scheduler.domain.text import say
from scheduler.services import idempotency
from scheduler.services.access import Action
from scheduler.services.idempotency import Reply
from scheduler.services.rules import list_keeping, list_reading, lists
from scheduler.services.rules.list_keeping import ListWish
from scheduler.services.rules.list_reading import Vocabulary
from scheduler.services.rules.lists import AllianceLists, KeptList, Place
from scheduler.services.runtime import Runtime
from scheduler.web import presses
from scheduler.web.i18n import current_lang
from scheduler.web.lists import forms
from scheduler.web.lists.forms import FIELDS, Typed
from scheduler.web.lists.pages import (
    items_of,
    kept_notice,
    list_crumbs,
    list_name,
    lists_page,
    new_name,
    rule_links,
    rule_name,
)
from scheduler.web.lists.values import ListPage
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("lists", __name__)

_MOST_DIGITS = 9
_KEY_LENGTH = 8


@blueprint.get("/lists/<alliance>")
@signed_in
def listing(alliance: str) -> str:
    """Show the lists of an alliance."""
    return _listing(_found(alliance), {}, ())


@blueprint.post("/lists/<alliance>")
@signed_in
def create(alliance: str) -> ResponseReturnValue:
    """Keep a new list once, or show the form again with what was typed."""
    found, typed = _editable(alliance), _typed()
    press = presses.press(request.form.get(presses.FIELD, ""))
    place = Place(alliance, typed["key"].strip() or f"list_{press[:_KEY_LENGTH]}")
    ready, by = runtime(), reader()
    read = _words(found).read(typed["items"], own=bool(typed["own"]))

    def work(joined: Runtime) -> Reply:
        list_keeping.keep(
            joined.store, _wish(place, typed, read.items), 0, by=by, now=ready.clock()
        )
        return Reply(303, {"key": place.key})

    once = presses.sent(by.id, {**{name: [typed[name]] for name in FIELDS}, presses.FIELD: [press]})
    try:
        _check(place, typed, read.faults)
        made = str(idempotency.once(ready, once, ready.clock(), work).body["key"])
    except InvalidError as error:
        return _listing(found, typed, _told(error, read.lines), press), 422
    except StaleVersionError:
        taken = ListError(field="key", reason="taken")
        return _listing(found, typed, (taken,), press), 409
    return redirect(_kept(alliance, made), 303)


@blueprint.get("/lists/<alliance>/<key>")
@signed_in
def one(alliance: str, key: str) -> str:
    """Show the form of a list, also of one that rules name and nobody keeps."""
    found, place = _editable(alliance), Place(alliance, key)
    kept = _of(found, place)
    if kept is None and not place.computed and key not in dict(found.missing):
        raise NotFoundError(entity="list", key=key)
    typed = forms.opened(kept, _words(found, kept), current_lang()) if kept else {}
    return _page(found, place, typed, (), kept.revision if kept else 0)


@blueprint.post("/lists/<alliance>/<key>")
@signed_in
def change(alliance: str, key: str) -> ResponseReturnValue:
    """Keep a list, or show the form again with what was typed."""
    found, place, typed, revision = _editable(alliance), Place(alliance, key), _typed(), _revision()
    ready, by = runtime(), reader()
    read = _words(found, _of(found, place)).read(typed["items"], own=bool(typed["own"]))
    try:
        _check(place, typed, read.faults)
        wish = _wish(place, typed, read.items)
        list_keeping.keep(ready.store, wish, revision, by=by, now=ready.clock())
    except InvalidError as error:
        return _page(found, place, typed, _told(error, read.lines), revision), 422
    except StaleVersionError:
        return _overtaken(place, typed), 409
    return redirect(_kept(alliance, key), 303)


@blueprint.post("/lists/<alliance>/<key>/delete")
@signed_in
def delete(alliance: str, key: str) -> ResponseReturnValue:
    """Delete a list that no rule names."""
    found, place, revision = _editable(alliance), Place(alliance, key), _revision()
    ready, by, lang = runtime(), reader(), current_lang()
    try:
        list_keeping.delete(ready.store, place, revision, by=by, now=ready.clock())
    except (InvalidError, ConflictError) as error:
        kept = _of(found, place)
        typed = forms.opened(kept, _words(found, kept), lang) if kept else {}
        told = " ".join(say(each.code, each.fields, lang) for each in together(error))
        notice = Notice(gettext("没有删除"), told, late=True)
        status = 422 if isinstance(error, InvalidError) else 409
        return _page(found, place, typed, (), kept.revision if kept else 0, notice), status
    return redirect(f"/lists/{alliance}", 303)


def _found(alliance: str) -> AllianceLists:
    ready = runtime()
    return lists.listed(ready.store, by=reader(), now=ready.clock(), alliance=alliance)[0]


def _editable(alliance: str) -> AllianceLists:
    found = _found(alliance)
    if not found.may_edit:
        raise ForbiddenError(action=Action.EDIT.value)
    return found


def _of(found: AllianceLists, place: Place) -> KeptList | None:
    return next((each for each in found.lists if each.place == place), None)


def _words(found: AllianceLists, kept: KeptList | None = None) -> Vocabulary:
    ready, key = runtime(), found.alliance.key
    return list_reading.vocabulary(ready.store, key, kept, by=reader(), now=ready.clock())


def _typed() -> Typed:
    return {name: request.form.get(name, "") for name in FIELDS}


def _revision() -> int:
    # Without it somebody else's change would be overwritten unseen.
    text = request.form.get("revision", "")
    if not (text.isascii() and text.isdecimal() and len(text) <= _MOST_DIGITS):
        raise InvalidError(field="revision")
    return int(text)


def _wish(place: Place, typed: Typed, items: Sequence[str]) -> ListWish:
    if place.computed:
        return ListWish(place, items)
    return ListWish(place, items, typed["name"], typed["name_en"])


def _check(place: Place, typed: Typed, faults: Sequence[InvalidError]) -> None:
    """Refuse what could not be read, and a name that is missing."""
    unnamed = not place.computed and not typed["name"].strip()
    found = [*([MissingFieldError(field="name")] if unnamed else []), *faults]
    refuse(found)


def _told(error: InvalidError, lines: tuple[int, ...]) -> tuple[DomainError, ...]:
    found = together(error)
    list_reading.relined(found, lines)
    return found


def _kept(alliance: str, key: str) -> str:
    return f"/lists/{alliance}?{urlencode({'kept': key})}"


def _listing(
    found: AllianceLists, typed: Typed, faults: Sequence[DomainError], press: str = ""
) -> str:
    lang, key = current_lang(), request.args.get("kept", "")
    kept = _of(found, Place(found.alliance.key, key))
    today = runtime().clock().astimezone(SHANGHAI).date()
    notice = kept_notice(kept, found, today, lang) if kept else None
    form = forms.new_form(found.alliance.key, typed, faults, lang, presses.press(press))
    page = lists_page(found, lang, _refused(found, faults, lang) or notice, form)
    return render_template("lists.html", page=page)


def _refused(found: AllianceLists, faults: Sequence[DomainError], lang: str) -> Notice | None:
    """Tell what stands at no field: the rules that would be wrong with the list."""
    listed = [*(each.rules for each in found.lists), *(rules for _, rules in found.missing)]
    names = {rule.key: rule_name(rule, lang) for rules in listed for rule in rules}
    told = [
        say(each.code, each.fields | {"rule": names.get(str(each.fields["rule"]))}, lang)
        for each in faults
        if each.fields.get("apart")
    ]
    if not told:
        return None
    title = gettext("还没有保存：照这份名单，用它的规则有不对的地方")
    return Notice(title, (" " if lang == "en" else "").join(told), late=True)


def _overtaken(place: Place, typed: Typed) -> str:
    """Show what somebody else made of a list, beside what was typed."""
    found = _found(place.alliance)
    kept = _of(found, place)
    title = gettext("还没有保存：别人先改了这份名单")
    text = gettext("您填的都还在，现在的名单列在旁边。看过以后再按保存，就用您填的。")
    notice = Notice(title, text, late=True)
    return _page(found, place, typed, (), kept.revision if kept else 0, notice, overtaken=True)


def _page(  # noqa: PLR0913 - a page is drawn from all that was typed and found
    found: AllianceLists,
    place: Place,
    typed: Typed,
    faults: Sequence[DomainError],
    revision: int,
    notice: Notice | None = None,
    *,
    overtaken: bool = False,
) -> str:
    lang, kept = current_lang(), _of(found, place)
    rules = kept.rules if kept else dict(found.missing).get(place.key, ())
    free = kept is not None and (place.computed or not rules)
    page = ListPage(
        title=list_name(kept, lang) if kept else new_name(place, lang),
        lead=gettext("规则里写作%(word)s。", word=place.word),
        crumbs=list_crumbs(found.alliance, lang),
        form=forms.list_form(place, typed, faults, lang, revision),
        rules=rule_links(rules, lang),
        notice=notice or _refused(found, faults, lang),
        now=tuple(row.name for row in items_of(kept, lang)) if kept and overtaken else (),
        delete=forms.delete_form(place, revision) if free else None,
    )
    return render_template("list.html", page=page)
