"""How single values of a rule are asked in a form, and read from what was typed."""

import re
import unicodedata
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

from flask_babel import gettext

from scheduler.domain.text import CATALOGUE, say
from scheduler.rules.calendar.recurrence import WEEKDAYS
from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.services.rule_choices import Choice, Choices
from scheduler.web.parts import Option
from scheduler.web.rule_parts import Cell, Control, Token, Typed

_SEPARATORS = re.compile("[、，,;；\n]")
_TERM = re.compile(r"([0-9]+)(wd|d)")
_RRULE = re.compile(r"FREQ=(MONTHLY|YEARLY);BY(?:MONTH)?DAY=\+?(-?[0-9]+)([A-Z]*)")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_PERS = ("week", "ten_days", "month", "quarter", "half_year", "year", "2y", "3y", "5y", "window")
_LATIN = "latin_with:"


@dataclass(frozen=True, slots=True)
class World:
    """What a form chooses from, and in which language it speaks."""

    choices: Choices
    lang: str

    def say(self, code: str) -> str:
        """Write a word of the catalogue."""
        return say(code, {}, self.lang)

    def label(self, path: str) -> str:
        """Name a parameter, or what it is part of."""
        code = f"parameter.{path}"
        return self.say(code if code in CATALOGUE else code.rpartition(".")[0])

    def name(self, key: str, shape: Shape | None = None) -> str:
        """Write a key by its name; one whose name would not be found again stays as it is."""
        pair = self._known(shape).get(key, ("", ""))
        name = self.of(pair)
        return name if name and not _SEPARATORS.search(name) and self.key(name) == key else key

    def key(self, text: str, shape: Shape | None = None) -> str:
        """Find the key that a name stands for; any other text stands for itself."""
        known = self._known(shape)
        if text in known:
            return text
        found = [key for key, pair in known.items() if text in pair]
        return found[0] if len(found) == 1 else text

    def of(self, pair: tuple[str, str]) -> str:
        """Choose the name in the reader's language."""
        return (pair[1] if self.lang == "en" else "") or pair[0]

    def options(self, listed: Iterable[Choice], value: str) -> tuple[Option, ...]:
        """Offer choices by name; a value that is none of them is offered as it is."""
        found = {key: self.of(pair) for key, pair in listed}
        if value and value not in found:
            found[value] = self.name(value)
        return tuple(Option(key, name) for key, name in found.items())

    def _known(self, shape: Shape | None) -> Mapping[str, tuple[str, str]]:
        kinds = dict(self.choices.kinds)
        if shape is Shape.KIND:
            return kinds
        rules = {rule.key for rule in self.choices.rules}
        others = self.choices.names.items()
        return {key: pair for key, pair in others if key not in rules} | kinds


def draw(
    world: World, parameter: Parameter, value: object, name: str, path: str
) -> tuple[Token, ...]:
    """Draw the controls of a single value; None draws them empty, or with what is usual."""
    value = parameter.default if value is None else value
    if parameter.shape is Shape.TERM:
        return _term(world, value, name, path)
    if parameter.shape is Shape.RECURRENCE:
        return _recurrence(world, value, name, path)
    label = world.label(path)
    if is_checked(parameter):
        chosen = tuple(_texts(value))
        options = _check_options(world, parameter, path, chosen)
        return (Cell(name, path, label, "checks", options=options, chosen=chosen),)
    listed = _options(world, parameter, path, "" if value is None else _plain(value))
    if listed is not None:
        return (Cell(name, path, label, "select", "" if value is None else _plain(value), listed),)
    control: Control = "number" if parameter.shape is Shape.WHOLE else "text"
    return (Cell(name, path, label, control, _written(world, parameter, value)),)


def take(world: World, parameter: Parameter, typed: Typed, base: object, name: str) -> object:
    """Read a single value; None where nothing was entered, or what is usual and was not stated."""
    reader = _READERS.get(parameter.shape, _take_text)
    found = reader(world, parameter, typed, base, name)
    return None if base is None and found == parameter.default else found


def is_checked(parameter: Parameter) -> bool:
    """Tell whether several values are chosen by pressing each of them."""
    several = parameter.shape in {Shape.WORDS, Shape.LISTS, Shape.NAMED}
    return several and parameter.words in {Shape.RULE, Shape.CHOICE}


def first(typed: Typed, name: str) -> str:
    """Give the one value of a field, trimmed; empty where it was not sent."""
    return next(iter(typed.get(name, ())), "").strip()


def pressed(typed: Typed, name: str, base: object) -> list[str]:
    """Give what was chosen: what was chosen before keeps its order, the rest follows."""
    found = [each for each in typed.get(name, ()) if each]
    known = [each for each in _texts(base) if each in found]
    return [*known, *(each for each in found if each not in known)]


def split(text: str) -> list[str]:
    """Take a list apart that is written with commas or line by line."""
    return [part.strip() for part in _SEPARATORS.split(text) if part.strip()]


def _plain(value: object) -> str:
    return str(value).lower() if isinstance(value, bool) else str(value)


def _texts(value: object) -> list[str]:
    if isinstance(value, str):
        return [value]
    return [str(each) for each in value] if isinstance(value, list | tuple) else []


def _term(world: World, value: object, name: str, path: str) -> tuple[Token, ...]:
    found = _TERM.fullmatch(str(value or ""))
    number, unit = (found[1], found[2]) if found else ("", "wd")
    units = tuple(Option(each, world.say(f"choice.term.{each}")) for each in ("wd", "d"))
    label = world.label(path)
    return (
        Cell(name, path, label, "number", number),
        Cell(f"{name}.unit", path, gettext("天数的单位"), "select", unit, units),
    )


def _recurrence(world: World, value: object, name: str, path: str) -> tuple[Token, ...]:
    found = _RRULE.fullmatch(str(value or ""))
    every, number, day = found.groups() if found else ("", "", "")
    words = [(code, world.say(f"choice.rrule.{code}")) for code in ("MONTHLY", "YEARLY")]
    days = [(code, world.say(f"choice.rrule.{code}")) for code in (*WEEKDAYS, "DAY")]
    return (
        Cell(
            f"{name}.every",
            path,
            gettext("每月还是每年"),
            "select",
            every or "MONTHLY",
            tuple(Option(*word) for word in words),
        ),
        gettext("第"),
        Cell(f"{name}.number", path, gettext("第几个"), "number", number),
        Cell(
            f"{name}.day",
            path,
            gettext("星期几"),
            "select",
            day or ("DAY" if found else "TH"),
            tuple(Option(*each) for each in days),
        ),
    )


def _check_options(
    world: World, parameter: Parameter, path: str, chosen: tuple[str, ...]
) -> tuple[Option, ...]:
    if parameter.words is Shape.CHOICE:
        return tuple(Option(each, world.say(f"choice.{path}.{each}")) for each in parameter.choices)
    listed = {key: world.of(pair) for key, pair in world.choices.demanding}
    listed |= {key: world.name(key, Shape.KIND) for key in chosen if key not in listed}
    return tuple(Option(key, name) for key, name in listed.items())


def _options(
    world: World, parameter: Parameter, path: str, value: str
) -> tuple[Option, ...] | None:
    """Give what a select offers; None for what is written freely."""
    choices = world.choices
    empty = (Option("", gettext("请选择") if parameter.required else gettext("不填")),)
    if parameter.shape is Shape.TRUTH:
        words = tuple(Option(each, world.say(f"choice.truth.{each}")) for each in ("true", "false"))
        return words if parameter.default is not None else (*empty, *words)
    if parameter.shape is Shape.CHOICE:
        words = tuple(
            Option(each, world.say(f"choice.{path}.{each}")) for each in parameter.choices
        )
        needed = parameter.default is not None or (parameter.required and "." not in path)
        return words if needed else (*empty, *words)
    if parameter.shape is Shape.PER:
        pers = [(each, world.say(f"choice.per.{each}")) for each in _PERS]
        return world.options([(each, (word, word)) for each, word in pers], value)
    if parameter.shape is Shape.POLICY:
        return _policies(world, value)
    listed = {
        Shape.KIND: choices.kinds,
        Shape.RULE: choices.demanding,
        Shape.ROLE: choices.roles,
        Shape.MEMBER: choices.members,
        Shape.BODY: choices.bodies,
        Shape.GROUP: choices.groups,
        Shape.PLACE: (
            ("@host", (say("list.host", {}, "zh"), say("list.host", {}, "en"))),
            *(each for each in choices.lists if each[0] == "@base"),
            *choices.places,
        ),
    }.get(parameter.shape)
    return None if listed is None else (*empty, *world.options(listed, value))


def _policies(world: World, value: str) -> tuple[Option, ...]:
    listed = [("ledger", world.say("choice.policy.ledger"))]
    for rule in world.choices.hosting:
        name = world.of((rule.name, rule.name_en))
        listed.append((f"{_LATIN}{rule.key}", gettext("与“%(name)s”错开", name=name)))
    return world.options([(key, (name, name)) for key, name in listed], value)


def _written(world: World, parameter: Parameter, value: object) -> str:
    if value is None:
        return ""
    if parameter.shape is Shape.WORDS:
        joint = ", " if world.lang == "en" else "、"
        return joint.join(world.name(each, parameter.words) for each in _texts(value))
    if parameter.shape is Shape.SEATS:
        return world.say("choice.seats.all") if value == "all" else world.name(str(value))
    if parameter.shape is Shape.WEEKDAYS:
        joint = ", " if world.lang == "en" else "、"
        days = (f"choice.weekday.{each}" for each in str(value).split(","))
        return joint.join(world.say(code) if code in CATALOGUE else code for code in days)
    if parameter.shape is Shape.TEXT:
        return world.name(str(value))
    return str(value)


def _narrow(text: str) -> str:
    """Write full-width digits and signs as the usual ones, as phones may send them."""
    return unicodedata.normalize("NFKC", text).replace("–", "-").strip()


def _take_text(world: World, parameter: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    text = first(typed, name)
    if parameter.shape in {Shape.CLOCK, Shape.CLOCKS, Shape.DAY, Shape.SHARE}:
        text = _narrow(text)
    elif parameter.shape is Shape.TEXT:
        text = world.key(text)
    return text or None


def _take_whole(_: World, __: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    text = _narrow(first(typed, name))
    return int(text) if _WHOLE.fullmatch(text) else text or None


def _take_truth(_: World, __: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    return {"true": True, "false": False}.get(first(typed, name))


def _take_term(_: World, __: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    number = _narrow(first(typed, name))
    return f"{number}{first(typed, f'{name}.unit') or 'wd'}" if number else None


def _take_recurrence(_: World, __: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    number = _narrow(first(typed, f"{name}.number"))
    if not number:
        return None
    every, day = (first(typed, f"{name}.{part}") for part in ("every", "day"))
    return (
        f"FREQ={every};BYMONTHDAY={number}" if day == "DAY" else f"FREQ={every};BYDAY={number}{day}"
    )


def _take_seats(world: World, _: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    text = first(typed, name)
    narrow = _narrow(text)
    if _WHOLE.fullmatch(narrow):
        return int(narrow)
    everyone = {say("choice.seats.all", {}, lang) for lang in ("zh", "en")}
    return "all" if text in everyone else world.key(text) or None


def _take_weekdays(_: World, __: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    days = {
        say(f"choice.weekday.{day}", {}, lang): day for day in WEEKDAYS for lang in ("zh", "en")
    }
    words = split(first(typed, name))
    return ",".join(days.get(word.removeprefix("周"), word) for word in words) or None


def _take_words(
    world: World, parameter: Parameter, typed: Typed, base: object, name: str
) -> object:
    if is_checked(parameter):
        found = pressed(typed, name, base)
    else:
        found = [world.key(each, parameter.words) for each in split(first(typed, name))]
    return alike(found, base, parameter.example)


def alike(found: list[str], base: object, example: object) -> object:
    """Give one word as it was given before: by itself, or as a list of one."""
    if not found:
        return None
    single = isinstance(example if base is None else base, str)
    return found[0] if len(found) == 1 and single else found


_READERS: Mapping[Shape, Callable[[World, Parameter, Typed, object, str], object]] = {
    Shape.WHOLE: _take_whole,
    Shape.TRUTH: _take_truth,
    Shape.TERM: _take_term,
    Shape.RECURRENCE: _take_recurrence,
    Shape.SEATS: _take_seats,
    Shape.WEEKDAYS: _take_weekdays,
    Shape.WORDS: _take_words,
}
