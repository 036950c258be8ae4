"""How single values of a rule are asked in a form, and read from what was typed."""

import re
import unicodedata
from collections.abc import Callable, Mapping

from flask_babel import gettext

from scheduler.domain.text import say
from scheduler.rules.calendar.recurrence import WEEKDAYS
from scheduler.rules.language.parameters import Parameter, Shape
from scheduler.web import dates
from scheduler.web.parts import Option
from scheduler.web.rules import weekdays
from scheduler.web.rules.parts import Cell, Control, Token, Typed
from scheduler.web.rules.world import SEPARATORS, World, options_of, options_of_checks

_TERM = re.compile(r"([0-9]+)(wd|d)")
_RRULE = re.compile(r"FREQ=(MONTHLY|YEARLY);BY(?:MONTH)?DAY=\+?(-?[0-9]+)([A-Z]*)")
_WHOLE = re.compile(r"-?[0-9]{1,9}")
_LOOKS: Mapping[Shape, Control] = {Shape.WHOLE: "number", Shape.SEATS: "few", Shape.SHARE: "few"}
"""How wide the control of a value is that is typed."""
_CHECKED = frozenset({Shape.RULE, Shape.TARGET, Shape.CHOICE, Shape.LIST})
_SIGNS = SEPARATORS.pattern.strip("[]")


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
        options = options_of_checks(world, parameter, path, chosen)
        return (Cell(name, path, label, "checks", options=options, chosen=chosen),)
    listed = options_of(world, parameter, path, "" if value is None else _plain(value))
    if listed is not None:
        return (Cell(name, path, label, "select", "" if value is None else _plain(value), listed),)
    control = _LOOKS.get(parameter.shape, "text")
    return (Cell(name, path, label, control, _written(world, parameter, value)),)


def take(world: World, parameter: Parameter, typed: Typed, base: object, name: str) -> object:
    """Read a single value; None where nothing was entered, or what is usual and was not stated."""
    reader = _READERS.get(parameter.shape, _take_text)
    found = reader(world, parameter, typed, base, name)
    return None if base is None and found == parameter.default else found


def is_checked(parameter: Parameter) -> bool:
    """Tell whether several values are chosen by pressing each of them."""
    several = parameter.shape in {Shape.WORDS, Shape.LISTS, Shape.NAMED}
    return several and parameter.words in _CHECKED


def first(typed: Typed, name: str) -> str:
    """Give the one value of a field, trimmed; empty where it was not sent."""
    return next(iter(typed.get(name, ())), "").strip()


def pressed(typed: Typed, name: str, base: object) -> list[str]:
    """Give what was chosen: what was chosen before keeps its order, the rest follows."""
    found = [each for each in typed.get(name, ()) if each]
    known = [each for each in _texts(base) if each in found]
    return [*known, *(each for each in found if each not in known)]


def listed(world: World, text: str, base: object, words: Shape | None = None) -> list[str]:
    """Take a list apart that is written with commas or line by line.

    A word that it held before stays one, though it has a comma of its own.
    """
    whole = sorted(filter(SEPARATORS.search, _texts(base)), key=len, reverse=True)
    for index, word in enumerate(whole):
        bounded = rf"(?<![^\s{_SIGNS}]){re.escape(word)}(?![^\s{_SIGNS}])"
        text = re.sub(bounded, f"\0{index}\0", text)
    parts = [part.strip() for part in SEPARATORS.split(text) if part.strip()]
    kept = {f"\0{index}\0": word for index, word in enumerate(whole)}
    return [kept.get(part) or world.key(part, words) for part in parts]


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


def _written(world: World, parameter: Parameter, value: object) -> str:
    if value is None:
        return ""
    if parameter.shape is Shape.WORDS:
        joint = ", " if world.lang == "en" else "、"
        return joint.join(world.name(each, parameter.words) for each in _texts(value))
    if parameter.shape is Shape.SEATS:
        return world.say("choice.seats.all") if value == "all" else world.name(str(value))
    if parameter.shape is Shape.WEEKDAYS:
        return weekdays.written(str(value), world.lang)
    if parameter.shape is Shape.TEXT:
        return world.name(str(value))
    return str(value)


def _narrow(text: str) -> str:
    """Write full-width digits and signs as the usual ones, as phones may send them."""
    return unicodedata.normalize("NFKC", text).replace("–", "-").strip()


def _take_text(world: World, parameter: Parameter, typed: Typed, base: object, name: str) -> object:
    del base
    text = first(typed, name)
    if parameter.shape is Shape.DAY:
        text = dates.shaped(text)
    elif parameter.shape in {Shape.CLOCK, Shape.CLOCKS, Shape.SHARE}:
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
    return weekdays.read(first(typed, name)) or None


def _take_words(
    world: World, parameter: Parameter, typed: Typed, base: object, name: str
) -> object:
    if is_checked(parameter):
        found = pressed(typed, name, base)
    else:
        found = listed(world, first(typed, name), base, parameter.words)
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
