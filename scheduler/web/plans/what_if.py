"""The form that tries out who is away, who joins and who leaves, and what it is called above."""

from collections.abc import Iterable, Mapping
from dataclasses import replace

from scheduler.domain.errors import DomainError, NotFoundError
from scheduler.domain.refusing import together
from scheduler.domain.text import say
from scheduler.services.names import Name
from scheduler.services.plans.movable import Movable
from scheduler.services.roster.members import PLAIN
from scheduler.web.members.words import called, role_name
from scheduler.web.parts import Control, Field, Form, Option
from scheduler.web.plans.asked import Asked
from scheduler.web.plans.supposing import FIELDS, PREFIX, Supposed

Names = Mapping[str, Name]

_LABELS: Mapping[str, str] = {
    "resource": "who",
    "first": "from",
    "last": "until",
} | {name: name for name in ("join", "role", "leave", "body", "since")}
_ENTITIES: Mapping[str, str] = {"member": "join", "membership": "leave"}
_PLACES: Mapping[str, str] = {"member": "join", "alliance": "body", "day": "since"}
_DAYS = frozenset({"first", "last", "since"})
_NEEDED = frozenset({"role", "body"})


def what_if_form(
    wanted: Asked,
    resources: Iterable[tuple[str, str]],
    movable: Movable,
    typed: Mapping[str, str],
    error: DomainError | None = None,
) -> Form:
    """Give the form of a supposition; what was typed stays, each fault beside its field."""
    lang, offered = wanted.lang, _offered(resources, movable, wanted.lang)
    values = dict.fromkeys(FIELDS, "") | {"role": PLAIN}
    if wanted.supposed is not None:
        values |= {name.removeprefix(PREFIX): value for name, value in wanted.supposed.pairs}
    values |= {name: typed[name] for name in values if name in typed}
    faults = dict(_fault(each, movable, lang) for each in together(error)) if error else {}
    fields = (
        _field(name, values[name], offered.get(name), (movable.names, lang))
        for name in FIELDS
        if name in _DAYS or name in offered
    )
    return Form(
        "/plans/what-if",
        say("plan.what_if_submit", {}, lang),
        tuple(replace(each, fault=faults.get(each.name, "")) for each in fields),
        summary=say("plan.what_if", {}, lang),
        note=say("plan.what_if_note", {}, lang),
        hidden=wanted.pairs,
    )


def clauses(supposed: Supposed, names: Mapping[str, str], lang: str) -> str:
    """Say what is supposed, as part of a sentence."""
    away, moved = supposed.away, supposed.moved
    told = []
    if away is not None:
        last = away.last if away.last > away.first else None
        name = names.get(away.resource, away.resource)
        told.append(
            say("plan.what_if_away", {"name": name, "first": away.first, "last": last}, lang)
        )
    for code, key in (("joins", moved.joins), ("leaves", moved.leaves)) if moved else ():
        if moved and key:
            body = f"body:{moved.body}"
            fields = {"name": names.get(key, key), "body": names.get(body, moved.body)}
            told.append(say(f"plan.what_if_{code}", fields | {"since": moved.since}, lang))
    return (", " if lang == "en" else "，").join(told)


def _offered(
    resources: Iterable[tuple[str, str]], movable: Movable, lang: str
) -> dict[str, tuple[Option, ...]]:
    """Give what each of the lists offers; one of a single alliance asks for none."""
    nobody = Option("", say("plan.what_if_nobody", {}, lang))
    found = {
        "resource": (nobody, *(Option(key, name) for key, name in resources)),
        "join": (
            nobody,
            *(
                Option(each.key, each.name.say(lang), group=say(f"roster.{each.group}", {}, lang))
                for each in movable.joining
            ),
        ),
        "role": tuple(Option(key, role_name(key, movable.names, lang)) for key in movable.roles),
        "leave": (
            nobody,
            *(Option(key, called(key, movable.names, lang)) for key in movable.leaving),
        ),
    }
    if len(movable.alliances) > 1:
        bodies = (
            Option(key, called(f"body:{key}", movable.names, lang)) for key in movable.alliances
        )
        found["body"] = (nobody, *bodies)
    return found


def _field(
    name: str, value: str, options: tuple[Option, ...] | None, words: tuple[Names, str]
) -> Field:
    names, lang = words
    label = say(f"plan.what_if_{_LABELS[name]}", {}, lang)
    control: Control = "date" if options is None else "select"
    if options is not None and value not in {each.value for each in options}:
        # It is not there, or not any more.
        options = (*options, Option(value, called(value, names, lang)))
    return Field(name, label, value, control, options=options or (), optional=name not in _NEEDED)


def _fault(error: DomainError, movable: Movable, lang: str) -> tuple[str, str]:
    """Give the field of a fault and its sentence."""
    fields = error.fields
    named = str(fields.get("field", "resource"))
    if error.code == "member_twice":
        named = "member"
    if isinstance(error, NotFoundError):
        entity = str(fields["entity"])
        place = _ENTITIES.get(entity, entity)
        if entity != "membership":
            return place, say("plan.what_if_gone", fields, lang)
        return place, say(
            error.code, fields | {"key": called(str(fields["key"]), movable.names, lang)}, lang
        )
    return _PLACES.get(named, named), say(error.code, fields, lang)
