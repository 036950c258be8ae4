"""Who belongs to an alliance: the list, joining and leaving."""

from collections.abc import Callable, Mapping
from datetime import date
from types import MappingProxyType
from urllib.parse import urlencode

from flask import Blueprint, redirect, render_template, request
from werkzeug.wrappers import Response

from scheduler.domain.errors import ConflictError, InvalidError, MissingFieldError
from scheduler.domain.refusing import noted, refuse
from scheduler.domain.roster import AffiliationKind, Membership, Tenure
from scheduler.services import directory
from scheduler.services.roster import listing, members, people
from scheduler.services.roster.listing import RosterSeen
from scheduler.web.i18n import current_lang
from scheduler.web.members.forms import ACTS, Refused, Typed, forms, read_day, read_tie, until
from scheduler.web.members.pages import (
    choice_page,
    joined_notice,
    left_notice,
    members_page,
    person_notice,
)
from scheduler.web.parts import Notice
from scheduler.web.policy import signed_in
from scheduler.web.session import reader, runtime

blueprint = Blueprint("members", __name__)

_NOTHING: Typed = MappingProxyType({})


@blueprint.get("/roster")
@signed_in
def show() -> str:
    """Show who belongs to an alliance, or let the reader choose one."""
    alliance = request.args.get("alliance", "")
    if not alliance:
        found = directory.alliances(runtime().store, by=reader())
        if len(found) != 1:
            page = choice_page(found, current_lang())
            return render_template("members.html", page=page)
        alliance = found[0].key
    seen = _seen(alliance)
    return _page(seen, _notice(seen))


@blueprint.post("/roster/<any(join, leave, person):act>")
@signed_in
def change(act: str) -> Response | tuple[str, int]:
    """Write down who joins or leaves, or show the form again with what was typed."""
    typed = {name: request.form.get(name, "") for name in ACTS[act]}
    alliance = request.form.get("alliance", "")
    try:
        told = _ACTS[act](alliance, typed)
    except InvalidError as error:
        return _page(_seen(alliance), None, act, typed, error), 422
    except ConflictError as error:
        return _page(_seen(alliance), None, act, typed, error), 409
    return redirect(f"/roster?{urlencode({'alliance': alliance, **told})}", 303)


def _join(alliance: str, typed: Typed) -> Mapping[str, str]:
    since = _chosen(typed, "member", "since")
    wanted = Membership(typed["member"], alliance, typed["role"], tenure=Tenure(since))
    members.add(runtime().store, wanted, by=reader(), now=runtime().clock())
    return {"joined": wanted.member}


def _leave(alliance: str, typed: Typed) -> Mapping[str, str]:
    day, ready = until(_chosen(typed, "member", "last"), "last"), runtime()
    members.end(ready.store, alliance, typed["member"], day, by=reader(), now=ready.clock())
    return {"left": typed["member"]}


def _person(alliance: str, typed: Typed) -> Mapping[str, str]:
    del alliance  # the body of the tie tells it
    day, ready = until(_chosen(typed, "person", "last"), "last"), runtime()
    kind, at, what = read_tie(typed["person"])
    if kind == "office":
        people.release(ready.store, at, what, day, by=reader(), now=ready.clock())
    else:
        home = AffiliationKind(what)
        people.unsettle(ready.store, at, home, day, by=reader(), now=ready.clock())
    return {"person": typed["person"]}


_ACTS: Mapping[str, Callable[[str, Typed], Mapping[str, str]]] = {
    "join": _join,
    "leave": _leave,
    "person": _person,
}


def _chosen(typed: Typed, choice: str, day: str) -> date:
    """Read the day of a form in which somebody has to be chosen; all faults are told at once."""
    faults: list[InvalidError] = []
    found = date.max
    with noted(faults):
        if not typed[choice]:
            raise MissingFieldError(field=choice)
    with noted(faults):
        found = read_day(typed[day], day)
    refuse(faults)
    return found


def _seen(alliance: str) -> RosterSeen:
    ready = runtime()
    return listing.view(ready.store, alliance, by=reader(), now=ready.clock())


def _notice(seen: RosterSeen) -> Notice | None:
    """Tell what the last press did, from the address to which it led."""
    lang, ready = current_lang(), runtime()
    if joined := request.args.get("joined"):
        return joined_notice(seen, joined, lang)
    if member := request.args.get("left"):
        key = seen.alliance.key
        left = members.left(ready.store, key, member, by=reader(), now=ready.clock())
        return left_notice(seen, left, lang) if left else None
    if person := request.args.get("person"):
        return person_notice(seen, person, lang)
    return None


def _page(
    seen: RosterSeen,
    notice: Notice | None,
    act: str = "",
    typed: Typed = _NOTHING,
    error: Refused | None = None,
) -> str:
    lang = current_lang()
    made = forms(seen, act, typed, error, lang) if seen.may_edit else ()
    return render_template("members.html", page=members_page(seen, made, notice, lang))
