"""How parameters that hold several values are asked in a form: row by row, with some to spare."""

from collections.abc import Callable, Mapping

from flask_babel import gettext

from scheduler.domain.text import CATALOGUE
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.web.rules import cells as rule_cells
from scheduler.web.rules.cells import alike, first, listed
from scheduler.web.rules.parts import Cell, Radio, Row, Token, Typed
from scheduler.web.rules.world import World

PREFIX = "p."
"""What the names of all fields of parameters begin with."""

NAME = ".name"
"""What the name of a field ends with that asks for a name of one's own."""

_SPARE = 2
_FEWEST_ROWS = 4
_MOST_ROWS = 60
_AXES = tuple(code.partition(".")[2] for code in CATALOGUE if code.startswith("axis."))
_WAYS = ("role", "officer", "list")


def draw(world: World, parameter: Parameter, value: object, path: str = "") -> tuple[Row, ...]:
    """Ask for a parameter; None asks with empty controls."""
    path = path or parameter.name
    writer = _WRITERS.get(parameter.shape)
    if writer is not None:
        return writer(world, parameter, value, path)
    return (Row(rule_cells.draw(world, parameter, value, PREFIX + path, path)),)


def take(
    world: World, parameter: Parameter, typed: Typed, base: object = None, path: str = ""
) -> object:
    """Read a parameter; None where nothing was entered. ``base`` is what it was before."""
    path = path or parameter.name
    reader = _READERS.get(parameter.shape)
    if reader is not None:
        return reader(world, parameter, typed, base, path)
    return rule_cells.take(world, parameter, typed, base, PREFIX + path)


def _parts(world: World, parameter: Parameter, value: object, path: str) -> tuple[Row, ...]:
    stated = value if isinstance(value, Mapping) else {}
    found: list[Row] = []
    for part in parameter.parts:
        inner = f"{path}.{part.name}"
        drawn = draw(world, part, stated.get(part.name), inner)
        found += [Row(row.tokens, row.radio, row.label or world.label(inner)) for row in drawn]
    return tuple(found)


def _take_parts(
    world: World, parameter: Parameter, typed: Typed, base: object, path: str
) -> object:
    stated = base if isinstance(base, Mapping) else {}
    found = {
        part.name: take(world, part, typed, stated.get(part.name), f"{path}.{part.name}")
        for part in parameter.parts
    }
    return {name: value for name, value in found.items() if value is not None} or None


def _records(world: World, parameter: Parameter, value: object, path: str) -> tuple[Row, ...]:
    stated = list(value) if isinstance(value, list | tuple) else []
    found = []
    spare = max(_SPARE, _FEWEST_ROWS - len(stated))
    for index, item in enumerate([*stated, *({} for _ in range(spare))]):
        tokens: list[Token] = []
        for part in parameter.parts:
            known = item.get(part.name) if isinstance(item, Mapping) else None
            inner = f"{path}.{part.name}"
            name = f"{PREFIX}{path}.{index}.{part.name}"
            tokens += [world.label(inner), *rule_cells.draw(world, part, known, name, inner)]
        found.append(Row(tuple(tokens)))
    return tuple(found)


def _take_records(
    world: World, parameter: Parameter, typed: Typed, base: object, path: str
) -> object:
    stated = list(base) if isinstance(base, list | tuple) else []
    found = []
    for index in range(_MOST_ROWS):
        known = stated[index] if index < len(stated) else {}
        record = {}
        for part in parameter.parts:
            was = known.get(part.name) if isinstance(known, Mapping) else None
            name = f"{PREFIX}{path}.{index}.{part.name}"
            value = rule_cells.take(world, part, typed, was, name)
            if value is not None:
                record[part.name] = value
        if record:
            found.append(record)
    return found or None


def _named(world: World, parameter: Parameter, value: object, path: str) -> tuple[Row, ...]:
    stated = value.items() if isinstance(value, Mapping) else pairs(value)
    found = []
    for index, (key, words) in enumerate([*stated, *[("", None)] * _SPARE]):
        name = f"{PREFIX}{path}.{index}"
        found.append(
            Row((_heading(world, key, name, path), *_values(world, parameter, words, name, path)))
        )
    return tuple(found)


def _heading(world: World, key: str, name: str, path: str) -> Cell:
    text = gettext("叫什么")
    if path != "axes":
        return Cell(f"{name}{NAME}", path, text, value=world.name(key))
    axes = [("", gettext("选一样")), *((each, world.say(f"axis.{each}")) for each in _AXES)]
    options = world.options([(each, (word, word)) for each, word in axes], key)
    return Cell(f"{name}{NAME}", path, text, "select", key, options)


def _values(
    world: World, parameter: Parameter, words: object, name: str, path: str
) -> tuple[Token, ...]:
    """Ask for the words under one name: chosen by pressing, one member, or written freely."""
    if parameter.words is Shape.MEMBER:
        single = Parameter("", (JsonType.STRING,), "", "", "", form=Shape.MEMBER)
        return rule_cells.draw(world, single, words, f"{name}.values", path)
    if rule_cells.is_checked(parameter):
        return rule_cells.draw(world, parameter, words, f"{name}.values", path)
    free = Parameter("", (JsonType.ARRAY,), "", "", [], words=parameter.words)
    return rule_cells.draw(world, free, words, f"{name}.values", path)


def _take_named(
    world: World, parameter: Parameter, typed: Typed, base: object, path: str
) -> object:
    """Read words under names; where two rows have one name, all rows as pairs, to be refused."""
    stated = base if isinstance(base, Mapping) else {}
    found: list[list[object]] = []
    for index in range(_MOST_ROWS):
        name = f"{PREFIX}{path}.{index}"
        key = world.key(first(typed, f"{name}{NAME}"))
        known = stated.get(key)
        if rule_cells.is_checked(parameter):
            words = rule_cells.pressed(typed, f"{name}.values", known)
        else:
            words = listed(world, first(typed, f"{name}.values"), known)
        if not key and not words:
            continue
        if parameter.words is Shape.MEMBER:
            found.append([key, words[0] if words else ""])
        elif known is None and len(words) == 1 and words[0].startswith("@"):
            found.append([key, words[0]])
        else:
            found.append([key, alike(words, known, []) or []])
    by_name = {str(key): words for key, words in found}
    return (by_name if len(by_name) == len(found) else found) or None


def pairs(value: object) -> tuple[tuple[str, object], ...]:
    """Give the rows of a form in which one name stands twice; nothing of any other value."""
    rows = value if isinstance(value, list) else []
    if not all(isinstance(row, list) and len(row) == len(("name", "words")) for row in rows):
        return ()
    return tuple((str(key), words) for key, words in rows)


def _lists(world: World, parameter: Parameter, value: object, path: str) -> tuple[Row, ...]:
    stated = list(value) if isinstance(value, list | tuple) else []
    return tuple(
        Row(rule_cells.draw(world, parameter, words, f"{PREFIX}{path}.{index}", path))
        for index, words in enumerate([*stated, []])
    )


def _take_lists(
    world: World, parameter: Parameter, typed: Typed, base: object, path: str
) -> object:
    del world, parameter
    stated = list(base) if isinstance(base, list | tuple) else []
    found = [
        rule_cells.pressed(
            typed, f"{PREFIX}{path}.{index}", stated[index] if index < len(stated) else None
        )
        for index in range(_MOST_ROWS)
    ]
    return [words for words in found if words] or None


def _pool(world: World, parameter: Parameter, value: object, path: str) -> tuple[Row, ...]:
    """Ask who takes turns in one of three ways."""
    stated = value if isinstance(value, Mapping) else {}
    way = next(iter(stated), "role" if value is None else "list")
    found = []
    for part in parameter.parts:
        inner = f"{path}.{part.name}"
        drawn = rule_cells.draw(world, part, stated.get(part.name), PREFIX + inner, inner)
        found.append(Row(drawn, _way(world, path, part.name, way)))
    words = None if isinstance(value, Mapping) else value
    free = Parameter("list", (JsonType.ARRAY,), "", "", [])
    drawn = rule_cells.draw(world, free, words, f"{PREFIX}{path}.list", f"{path}.list")
    return (*found, Row(drawn, _way(world, path, "list", way)))


def _way(world: World, path: str, way: str, chosen: str) -> Radio:
    return Radio(f"{PREFIX}{path}.way", way, world.label(f"{path}.{way}"), way == chosen)


def _take_pool(world: World, parameter: Parameter, typed: Typed, base: object, path: str) -> object:
    way = first(typed, f"{PREFIX}{path}.way")
    if way == "list":
        before = base if isinstance(base, str | list) else ""
        return alike(listed(world, first(typed, f"{PREFIX}{path}.list"), before), before, "")
    chosen = {part.name: part for part in parameter.parts}.get(way)
    if chosen is None:
        return None
    word = rule_cells.take(world, chosen, typed, None, f"{PREFIX}{path}.{way}")
    return None if word is None else {way: word}


_WRITERS: Mapping[Shape, Callable[[World, Parameter, object, str], tuple[Row, ...]]] = {
    Shape.PARTS: _parts,
    Shape.RECORDS: _records,
    Shape.NAMED: _named,
    Shape.LISTS: _lists,
    Shape.POOL: _pool,
}
_READERS: Mapping[Shape, Callable[[World, Parameter, Typed, object, str], object]] = {
    Shape.PARTS: _take_parts,
    Shape.RECORDS: _take_records,
    Shape.NAMED: _take_named,
    Shape.LISTS: _take_lists,
    Shape.POOL: _take_pool,
}
