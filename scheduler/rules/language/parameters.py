"""Descriptions of the parameters of rule types; the editor and the reference are made from them."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

MOST_UNITS = 5_000
"""The most units one rule may ask for in a year, or in one longer period."""


class JsonType(StrEnum):
    """What JSON value a parameter takes."""

    STRING = "string"
    INTEGER = "integer"
    BOOLEAN = "boolean"
    ARRAY = "array"
    OBJECT = "object"


class Shape(StrEnum):
    """What a form asks for: a single value, words, or a table of parts.

    ``words`` is one or several texts; ``parts`` an object with ``parts``, ``records`` a list of
    such; ``named`` an object of words, or of single texts, under names of one's own; ``lists`` a
    list of words; ``target`` a rule, or a body for its offices.
    """

    WHOLE = "whole"
    TRUTH = "truth"
    TEXT = "text"
    CLOCK = "clock"
    CLOCKS = "clocks"
    DAY = "day"
    TERM = "term"
    SHARE = "share"
    CHOICE = "choice"
    PER = "per"
    RECURRENCE = "recurrence"
    KIND = "kind"
    RULE = "rule"
    TARGET = "target"
    POLICY = "policy"
    ROLE = "role"
    MEMBER = "member"
    BODY = "body"
    BRANCH = "branch"
    ORGANISATION = "organisation"
    PERSON = "person"
    GROUP = "group"
    PLACE = "place"
    LIST = "list"
    WEEKDAYS = "weekdays"
    SEATS = "seats"
    WORDS = "words"
    POOL = "pool"
    PARTS = "parts"
    RECORDS = "records"
    NAMED = "named"
    LISTS = "lists"


_USUAL = {
    JsonType.STRING: Shape.TEXT,
    JsonType.INTEGER: Shape.WHOLE,
    JsonType.BOOLEAN: Shape.TRUTH,
    JsonType.ARRAY: Shape.WORDS,
    JsonType.OBJECT: Shape.PARTS,
}


@dataclass(frozen=True, slots=True)
class Parameter:
    """One parameter: its JSON types, a sentence in two languages, and an example that parses.

    ``form`` is what a form asks for where the first type does not say it; ``words`` what the words
    of a list are (kinds, rules …). ``choices`` are the only values; ``bounds`` those of a number,
    both included. ``parts`` describe what an object, or each object of a list, holds. People call
    a parameter by the word ``parameter.<path>`` of ``domain.text``.
    """

    name: str
    types: tuple[JsonType, ...]
    zh: str
    en: str
    example: object
    required: bool = False
    default: object = None
    form: Shape | None = None
    words: Shape | None = None
    choices: tuple[str, ...] = ()
    bounds: tuple[int, int] | None = None
    parts: tuple["Parameter", ...] = ()

    @property
    def shape(self) -> Shape:
        """Give what a form asks for."""
        if self.form is not None:
            return self.form
        return Shape.CHOICE if self.choices else _USUAL[self.types[0]]


def parameter_type(value: object) -> JsonType | None:
    """Tell the JSON type of a value; None for what JSON rules never hold (numbers with a point)."""
    # A truth value is an integer to Python, so it is asked for first.
    kinds: tuple[tuple[type | tuple[type, ...], JsonType], ...] = (
        (bool, JsonType.BOOLEAN),
        (int, JsonType.INTEGER),
        (str, JsonType.STRING),
        ((list, tuple), JsonType.ARRAY),
        (Mapping, JsonType.OBJECT),
    )
    return next((name for kind, name in kinds if isinstance(value, kind)), None)
