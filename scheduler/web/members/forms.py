"""The forms with which members join and leave, and people leave."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta

from flask_babel import gettext

from scheduler.domain.errors import (
    ChoiceError,
    ConflictError,
    DateError,
    DomainError,
    InvalidError,
    MissingFieldError,
)
from scheduler.domain.refusing import together
from scheduler.domain.roster import Affiliation, AffiliationKind, Officer
from scheduler.domain.text import say
from scheduler.services.roster.listing import PersonTie, RosterSeen
from scheduler.services.roster.members import PLAIN
from scheduler.services.roster.people import Place
from scheduler.web import dates
from scheduler.web.members.words import called, role_name
from scheduler.web.parts import Field, Form, Option

Typed = Mapping[str, str]
Refused = InvalidError | ConflictError

ACTS: Mapping[str, tuple[str, ...]] = {
    "join": ("member", "role", "since"),
    "leave": ("member", "last"),
    "person": ("person", "last"),
}
"""The fields of each form."""

_DAY = timedelta(days=1)
_SHOWN = 20
"""How much of a malformed date a refusal repeats."""
_PARTS = 4
_PLACES = {"member_twice": "member", "tie_over": "last"}


def forms(seen: RosterSeen, act: str, typed: Typed, error: Refused | None, lang: str) -> list[Form]:
    """Give the forms of the page; what was typed in one stays there, and the faults of it."""
    wrong = dict(_fault(each, lang) for each in together(error)) if error else {}
    made = [_join(seen, lang)]
    if seen.present or seen.coming:
        made.append(_leave(seen, lang))
    if seen.people:
        made.append(_person(seen, lang))
    return [_filled(form, act, typed, wrong) for form in made]


def _filled(form: Form, act: str, typed: Typed, wrong: Mapping[str, str]) -> Form:
    if form.href != f"/roster/{act}":
        return form
    fields = (
        replace(each, value=typed.get(each.name, ""), fault=wrong.get(each.name, ""))
        for each in form.fields
    )
    return replace(form, fields=tuple(fields))


def _join(seen: RosterSeen, lang: str) -> Form:
    candidates = tuple(
        Option(each.key, each.name.say(lang), group=say(f"roster.{each.group}", {}, lang))
        for each in seen.candidates
    )
    roles = tuple(Option(key, role_name(key, seen.names, lang)) for key in seen.roles)
    return Form(
        "/roster/join",
        gettext("记下加入"),
        (
            Field("member", gettext("单位"), control="select", options=_asked(candidates)),
            Field("role", gettext("角色"), PLAIN, control="select", options=roles),
            Field("since", gettext("开始日期"), seen.today.isoformat(), control="date"),
        ),
        note=gettext("从那天起进名单，按角色进轮值，从零记起。"),
        hidden=(("alliance", seen.alliance.key),),
        main=True,
    )


def _leave(seen: RosterSeen, lang: str) -> Form:
    listed = dict.fromkeys(each.member for each in (*seen.present, *seen.coming))
    options = tuple(Option(key, called(key, seen.names, lang)) for key in listed)
    note = gettext("加错了的，填开始日期的前一天。")
    return Form(
        "/roster/leave",
        gettext("记下退出"),
        (
            Field("member", gettext("单位"), control="select", options=_asked(options)),
            Field("last", gettext("最后一天"), control="date", note=note),
        ),
        summary=gettext("退出一家"),
        note=gettext("过了那天不再轮到它；已发布的活动要到“计划变更”里看过再改。"),
        hidden=(("alliance", seen.alliance.key),),
    )


def _person(seen: RosterSeen, lang: str) -> Form:
    options = tuple(
        Option(tie_key(each.tie), tie_name(each, seen, lang), group=each.body.say(lang))
        for each in seen.people
    )
    return Form(
        "/roster/person",
        gettext("记下离开"),
        (
            Field("person", gettext("人员"), control="select", options=_asked(options)),
            Field("last", gettext("最后一天"), control="date"),
        ),
        summary=gettext("人员离开或卸任"),
        note=say("roster.person_rights", {}, lang),
        hidden=(("alliance", seen.alliance.key),),
    )


def _asked(options: tuple[Option, ...]) -> tuple[Option, ...]:
    return (Option("", gettext("请选择")), *options)


def tie_key(tie: Affiliation | Officer) -> str:
    """Name a tie in a form: as what, of whom and where; no key holds a slash."""
    kind = ("home", tie.kind) if isinstance(tie, Affiliation) else ("office", tie.role)
    return "/".join((*kind, tie.person, tie.body))


def read_tie(text: str) -> tuple[str, Place, str]:
    """Read how a tie is named in a form: its sort, whose and where it is, and as what."""
    kind, what, person, body = (*text.split("/"), "", "", "", "")[:_PARTS]
    if kind == "office" or (kind == "home" and what in set(AffiliationKind)):
        return kind, Place(person, body), what
    raise ChoiceError(field="person", value=text[:_SHOWN], reason="member")


def tie_name(each: PersonTie, seen: RosterSeen, lang: str) -> str:
    """Say who is what."""
    tie = each.tie
    if isinstance(tie, Affiliation):
        what = say(f"roster.{tie.kind.value}", {}, lang)
    else:
        what = role_name(tie.role, seen.names, lang)
    return f"{each.name} · {what}"


def read_day(text: str, field: str) -> date:
    """Read the day of a field; ``DateError`` names the field."""
    if not text.strip():
        raise MissingFieldError(field=field)
    try:
        return dates.read(text)
    except ValueError as problem:
        raise DateError(field=field, value=text[:_SHOWN], reason="malformed") from problem


def until(last: date, field: str) -> date:
    """Give the day on which something no longer holds whose last day that is."""
    if last == date.max:
        raise DateError(field=field, value=last.isoformat(), reason="range")
    return last + _DAY


def _fault(error: DomainError, lang: str) -> tuple[str, str]:
    """Give the field of a fault and its sentence; the page asks for the last day of something."""
    fields = dict(error.fields)
    named = _PLACES.get(error.code) or str(fields.get("field", ""))
    if named == "until":
        named = fields["field"] = "last"
        for name in fields.keys() & {"value", "last"}:
            fields[name] = date.fromisoformat(str(fields[name])) - _DAY
        if fields.get("reason") == "order":
            fields["reason"] = "days"
    return named, say(error.code, fields, lang)
