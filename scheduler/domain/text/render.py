"""Sentences with named fields, and how a field is filled in.

A field is written ``{name}`` or ``{name:way}``. Ways: those of ``values.WRITERS``; ``name`` (an
opaque key by its name); ``titled`` (in English what the field ``name_en`` says, if anything);
``=group`` (the catalogue's word ``group.value``); ``note`` (a sentence of its own, nothing when
empty); ``?code`` and ``!code`` (another sentence with the same fields
where the value is given, or is not); ``each way`` (a list); ``all code`` (a list of fields, one
sentence each); ``of code`` (the sentence ``code.class`` of an opaque key's class, or else of
``code``; its ``name`` is empty where the key has none); ``counts`` (causes and their numbers);
``some code field …`` (the sentence ``code.field`` of each of these fields that is not nought, or
``code.none``); ``one|many`` and ``zero|one|many`` (words chosen by a number, ``#`` stands for it).
Where the days of one sentence are of several years, each names its own; in a list a day does so
where the year changes.
"""

import string
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date
from itertools import pairwise
from types import MappingProxyType

from scheduler.domain.text.reading import ALWAYS, Reading, beside
from scheduler.domain.text.values import (
    DATED,
    NOTHING,
    WRITERS,
    Names,
    as_day,
    join,
    name,
    plain,
)

Fields = Mapping[str, object]


@dataclass(frozen=True, slots=True)
class Sentence:
    """One sentence in both languages."""

    zh: str
    en: str

    def template(self, lang: str) -> str:
        """Give the sentence of one language with its fields open."""
        return self.en if lang == "en" else self.zh


Catalogue = Mapping[str, Sentence]

_Part = tuple[str, str | None, str | None, str | None]

_PARSER = string.Formatter()
_CLAUSES = frozenset("?!")
_OTHERS = "others "
_OF = "of "
_SOME = "some "
_SUPPOSED = "patch."
_TITLED = "titled"


def field_names(catalogue: Catalogue, code: str) -> frozenset[str]:
    """List the fields of a sentence, and of the clauses in it that use the same fields."""
    sentence = catalogue[code]
    names: set[str] = set()
    for template in (sentence.zh, sentence.en):
        for _, key, way, _ in _PARSER.parse(template):
            if key is not None:
                names.add(key)
            if way and way[0] in _CLAUSES:
                names |= field_names(catalogue, way[1:])
            if way and way.startswith(_SOME):
                names.update(way.split()[2:])
    return frozenset(names)


def names_in(fields: Fields) -> Names:
    """Give the names that the fields of a refusal bring along for the keys in them."""
    brought = fields.get("names")
    return dict(brought) if isinstance(brought, Mapping) else {}


@dataclass(frozen=True, slots=True)
class Renderer:
    """Fills sentences of one catalogue in one language."""

    catalogue: Catalogue
    lang: str
    names: Names = field(default_factory=lambda: MappingProxyType({}))

    def say(self, code: str, fields: Fields) -> str:
        """Fill the sentence of a code; the one of ``code.<reason>`` goes before it.

        A field that is not given reads —, and a code that nobody knows stands for itself: a
        sentence about a fault must not become a second fault.
        """
        special = self.catalogue.get(f"{code}.{fields.get('reason')}")
        sentence = special or self.catalogue.get(code)
        return code if sentence is None else self._fill(sentence.template(self.lang), fields)

    def _fill(self, template: str, fields: Fields) -> str:
        parsed = tuple(_PARSER.parse(template))
        writer = replace(self, lang=beside(self.lang, _days(parsed, fields)))
        parts = []
        for text, key, way, _ in parsed:
            parts.append(text)
            if key is not None:
                parts.append(writer.fill(fields, key, way or ""))
        return "".join(parts)

    def fill(self, fields: Fields, key: str, way: str) -> str:
        """Write one field of a sentence in one way."""
        value = fields.get(key)
        if way[:1] in _CLAUSES:
            return self.say(way[1:], fields) if bool(value) is (way[0] == "?") else ""
        if way == _TITLED:
            return self.write((self.lang == "en" and fields.get(f"{key}_en")) or value)
        if way.startswith(_SOME):
            return self._some(fields, way)
        if way.startswith(_OTHERS):
            return self._others(fields, key, way.removeprefix(_OTHERS))
        return self.write(value, way)

    def _some(self, fields: Fields, way: str) -> str:
        """Write those of several numbers that are not nought."""
        _, code, *names = way.split()
        told = [self.say(f"{code}.{each}", fields) for each in names if fields.get(each)]
        return join(told, self.lang) if told else self.say(f"{code}.none", fields)

    def _others(self, fields: Fields, key: str, code: str) -> str:
        """Write the rows of all but the host, of whom the sentence tells already."""
        host = fields.get("host")
        rows = [each for each in _items(fields.get(key)) if isinstance(each, Mapping)]
        rest = [each for each in rows if each.get("member") != host]
        return self.say(code, {key: rest}) if rest else ""

    def write(self, value: object, way: str = "") -> str:
        """Write one value in one way."""
        if way == "note":
            return self._note(value)
        if way.startswith(_OF):
            return self._of(str(value or ""), way.removeprefix(_OF))
        if value is None or value == "":
            return NOTHING
        for prefix, write in self._grouped().items():
            if way.startswith(prefix):
                return write(value, way.removeprefix(prefix))
        if "|" in way:
            return _chosen(way.split("|"), value)
        return self._written(value, way)

    def _grouped(self) -> Mapping[str, Callable[[object, str], str]]:
        return {"each ": self._each, "all ": self._all, "counts": self._counts, "=": self._word}

    def _of(self, key: str, code: str) -> str:
        """Say something of what a key stands for, which not everybody may know by name."""
        own = f"{code}.{key.partition(':')[0]}"
        known = name(key, self.lang, self.names) if key in self.names else ""
        return self.say(own if own in self.catalogue else code, {"name": known})

    def _each(self, value: object, way: str) -> str:
        items = tuple(_items(value))
        if way not in DATED:
            return join([self.write(item, way) for item in items], self.lang)
        told, writer = [], self
        for item in items:
            told.append(writer.write(item, way))
            year = next((day.year for day in _read([item])), ALWAYS)
            writer = replace(self, lang=Reading(self.lang, year))
        return join(told, self.lang)

    def _all(self, value: object, code: str) -> str:
        told = (self.say(code, item) for item in _items(value) if isinstance(item, Mapping))
        return join(list(told), self.lang)

    def _counts(self, value: object, _: str) -> str:
        counts = value if isinstance(value, Mapping) else {}
        space = " " if self.lang == "en" else ""
        told = [f"{self._word(cause, 'reason')}{space}{count}" for cause, count in counts.items()]
        return join(told, self.lang)

    def _written(self, value: object, way: str) -> str:
        if way == "name":
            return name(value, self.lang, self.names)
        writer: Callable[[object, str], str] | None = WRITERS.get(way)
        if writer is not None:
            try:
                return writer(value, self.lang)
            except (ValueError, TypeError):
                return str(value)
        if isinstance(value, Mapping):
            return self._nested(value)
        if isinstance(value, list | tuple | set | frozenset):
            return self._each(value, "")
        return plain(value, self.lang)

    def _nested(self, value: Mapping[object, object]) -> str:
        inner = value.get("fields")
        return self.say(str(value.get("code")), inner if isinstance(inner, Mapping) else {})

    def _word(self, value: object, group: str) -> str:
        """Give the word of a value; of a path without one that of what it is part of."""
        word = plain(value, self.lang)
        path, own = word, f"{group}.{word}" in self.catalogue
        if not own and word.startswith(_SUPPOSED):
            return self._placed(word, group)
        while f"{group}.{path}" not in self.catalogue:
            path = path.rpartition(".")[0]
            if not path:
                return self._placed(word, group)
        return self.catalogue[f"{group}.{path}"].template(self.lang)

    def _placed(self, word: str, group: str) -> str:
        """Name a field by where it stands in lists, such as ``patch.rules.0.since``."""
        names = word.split(".")
        numbered = [
            (f"place.{before}", int(each) + 1)
            for before, each in pairwise(names)
            if each.isdecimal()
        ]
        if not numbered or any(code not in self.catalogue for code, _ in numbered):
            return word
        told = [self.say(code, {"number": number}) for code, number in numbered]
        place = ", ".join(reversed(told)) if self.lang == "en" else "".join(told)
        last = "" if names[-1].isdecimal() else self._word(names[-1], group)
        return self.say("place.field" if last else "place.entry", {"place": place, "name": last})

    def _note(self, value: object) -> str:
        if value is None or value == "":
            return ""
        told = self._nested(value) if isinstance(value, Mapping) else self._word(value, "reason")
        told = told.rstrip("。.")
        return f" {told[:1].upper()}{told[1:]}." if self.lang == "en" else f"{told}。"


def _days(parsed: Iterable[_Part], fields: Fields) -> Iterable[date]:
    dated = [key for _, key, way, _ in parsed if key and (way or "").removeprefix("each ") in DATED]
    return _read(item for key in dated for item in _items(fields.get(key)))


def _read(values: Iterable[object]) -> Iterable[date]:
    for value in values:
        try:
            yield as_day(value)
        except (ValueError, TypeError):
            continue  # it stands for itself, or for nothing


def _items(value: object) -> Iterable[object]:
    if isinstance(value, set | frozenset):
        return sorted(value, key=str)
    return value if isinstance(value, list | tuple) else (value,)


def _chosen(words: list[str], value: object) -> str:
    written = str(value)  # a figure may arrive already written, such as "1" or "more than 10"
    number = int(written) if written.isdecimal() else -1
    if len(words) == 2:  # noqa: PLR2004 - two words are one and many, three begin with zero
        words = [words[1], *words]
    return words[min(number, 2) if number >= 0 else 2].replace("#", written)
