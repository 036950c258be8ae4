"""The categories of matters that an alliance knows, and which department settles which."""

import re
from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from scheduler.domain.errors import ChoiceError, RuleError
from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.kinds import trigger
from scheduler.rules.model import Rule
from scheduler.store import Session, matters, roster, rules, words

_KEY = re.compile(r"[a-z0-9_-]+(\.[a-z0-9_-]+)*")
"""How the key of a category is written: an item of a catalogue after its class, as labour.3."""

_WORD = re.compile(r"[A-Z][a-z]+")
"""An English word alone; other signs of a key without a space are meant as a key."""


def routed(session: Session, matter: Matter) -> str | None:
    """Give the department of a matter by the catalogue that stood when it was raised, or None."""
    raised = matter.raised_at.astimezone(SHANGHAI).date()
    for spec in triggers(rules.of_alliances(session, [matter.alliance]), raised):
        department = spec.catalogue.department(matter.category)
        if department is not None and spec.fits(matter):
            return department
    return None


def categories(session: Session, alliance: str) -> list[str]:
    """List the categories that the alliance's matters, rules and catalogues name, by key."""
    named = {matter.category for matter in matters.of_alliances(session, [alliance])}
    return sorted({*named, *declared(session, alliance)})


def category(session: Session, alliance: str, text: str) -> str:
    """Give the category that is meant: a known key, the key of a known name, or words.

    Known is what the alliance's rules name or what has a name; an item of a catalogue belongs to
    the category before its point.
    """
    head, point, item = text.partition(".")
    found = _key_of(session, alliance, head) + point + item
    if not _KEY.fullmatch(found):
        keylike = found.isascii() and " " not in found and not _WORD.fullmatch(found)
        if keylike or "" in found.split("."):
            raise ChoiceError(field="category", value=text, reason="category")
        return found
    keys = (found, found.partition(".")[0])
    known = declared(session, alliance)
    said = known.union(roster.names(session, keys))
    if known and said.isdisjoint(keys):
        raise ChoiceError(field="category", value=text, allowed=", ".join(sorted(known)))
    return found


def _key_of(session: Session, alliance: str, name: str) -> str:
    """Give the key that has this name, one of the alliance's own first; else the name as it is."""
    keys = words.keys_named(session, name)
    if len(keys) > 1:
        own = frozenset(categories(session, alliance))
        keys = tuple(sorted(keys, key=lambda key: (key not in own, key)))
    return keys[0] if keys else name


def declared(session: Session, alliance: str) -> frozenset[str]:
    """Give the categories that the alliance's rules and catalogues name."""
    specs = triggers(rules.of_alliances(session, [alliance]))
    return frozenset(key for spec in specs for key in (*spec.categories, *spec.catalogue.routes))


def triggers(kept: Iterable[Rule], day: date | None = None) -> Iterator[trigger.Spec]:
    """Give what the triggers among these rules say, or said on a day unless they were over.

    One that cannot be read says nothing; where rules are listed it is told.
    """
    for rule in kept:
        version = rule if day is None else rule.on(day)
        over = day is not None and (rule.withdrawn or version.tenure.is_over(day))
        if rule.type == "trigger" and not over:
            with suppress(RuleError):
                yield trigger.parse(version)
