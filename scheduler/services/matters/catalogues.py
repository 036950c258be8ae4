"""The categories of matters that an alliance knows, and which department settles which."""

from collections.abc import Iterable, Iterator
from contextlib import suppress
from datetime import date

from scheduler.domain.errors import RuleError
from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.kinds import trigger
from scheduler.rules.model import Rule
from scheduler.store import Session, matters, rules


def routed(session: Session, matter: Matter) -> str | None:
    """Give the department of a matter by the catalogue that stood when it was raised, or None."""
    raised = matter.raised_at.astimezone(SHANGHAI).date()
    for spec in triggers(rules.of_alliances(session, [matter.alliance]), raised):
        department = spec.catalogue.department(matter.category)
        if department is not None:
            return department
    return None


def categories(session: Session, alliance: str) -> list[str]:
    """List the categories that the alliance's matters, rules and catalogues name, by key."""
    named = {matter.category for matter in matters.of_alliances(session, [alliance])}
    return sorted({*named, *declared(session, alliance)})


def declared(session: Session, alliance: str) -> frozenset[str]:
    """Give the categories that the alliance's rules and catalogues name."""
    specs = triggers(rules.of_alliances(session, [alliance]))
    return frozenset(key for spec in specs for key in (*spec.categories, *spec.catalogue.routes))


def triggers(kept: Iterable[Rule], day: date | None = None) -> Iterator[trigger.Spec]:
    """Give what the triggers among these rules say, or said on a day.

    One that cannot be read says nothing; where rules are listed it is told.
    """
    for rule in kept:
        if rule.type == "trigger":
            with suppress(RuleError):
                yield trigger.parse(rule if day is None else rule.on(day))
