"""What somebody else changed of a rule meanwhile, beside what was typed, field by field."""

from collections.abc import Mapping
from datetime import date
from typing import Any

from flask_babel import gettext

from scheduler.rules.language.parameters import Parameter
from scheduler.services.rules.wishes import Wish
from scheduler.web import dates
from scheduler.web.rules import tables as rule_tables
from scheduler.web.rules.form import BY_NAME
from scheduler.web.rules.parts import Cell, Clash, Difference, Row, Token
from scheduler.web.rules.world import World

_END = "rule_until"
_WORDS = {
    "rule_name": "name",
    "rule_name_en": "name_en",
    "basis": "basis",
    "rule_since": "since",
    _END: "until",
}
"""The fields beside the parameters, with what a wish calls them."""


def clash(
    world: World, wish: Wish, changed: Mapping[str, tuple[Any, Any]], revision: int, *, agreed: bool
) -> Clash:
    """Lay what others changed beside what is wished; ``agreed`` tells that it may be replaced."""
    known = {parameter.name: parameter for parameter in BY_NAME[wish.type].parameters}
    order = [*_WORDS, *known]
    found = []
    for name in sorted(changed.keys() & set(order), key=order.index):
        before, now = changed[name]
        mine = wish.data.get(name) if name in known else getattr(wish, _WORDS[name])
        sides = [before, now, mine]
        if name == _END:  # as the form asks for it
            sides = [each and dates.last_day(date.fromisoformat(str(each))) for each in sides]
        written = [_written(world, known.get(name), each) for each in sides]
        label = "last" if name == _END else _WORDS.get(name, name)
        found.append(Difference(world.label(label), *written))
    return Clash(revision, tuple(found), agreed=agreed)


def _written(world: World, parameter: Parameter | None, value: object) -> str:
    """Write a value as the form shows it; what is not stated by what is usual."""
    if value is None and parameter is not None:
        value = parameter.default
    if value is None or value == "":
        return gettext("没有填")
    if parameter is None:
        return str(value)
    rows = rule_tables.draw(world, parameter, value)
    return "; ".join(filter(None, (_row(row) for row in rows))) or str(value)


def _row(row: Row) -> str:
    """Write what is filled in of a row; nothing of one that is empty or was not chosen."""
    filled = [_token(token) for token in row.tokens]
    chosen = row.radio is None or row.radio.checked
    if not chosen or not any(_token(cell) for cell in row.cells):
        return ""
    label = [f"{row.label}:"] if row.label else []
    return " ".join([*label, *filter(None, filled)])


def _token(token: Token) -> str:
    if not isinstance(token, Cell):
        return token
    values = token.chosen if token.control == "checks" else (token.value,)
    texts = {option.value: option.text for option in token.options if option.value}
    return ", ".join(texts.get(value, value) for value in values if value)
