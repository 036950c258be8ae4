"""The categories of matters that an alliance knows, and which department settles which."""

from scheduler.domain.matter import Matter
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.kinds import trigger
from scheduler.store import Session, matters, rules


def routed(session: Session, matter: Matter) -> str | None:
    """Give the department of a matter by the catalogue that stood when it was raised, or None."""
    raised = matter.raised_at.astimezone(SHANGHAI).date()
    for rule in rules.of_alliances(session, [matter.alliance]):
        if rule.type == "trigger":
            department = trigger.parse(rule.on(raised)).catalogue.department(matter.category)
            if department is not None:
                return department
    return None


def categories(session: Session, alliance: str) -> list[str]:
    """List the categories that the alliance's matters, rules and catalogues name, by key."""
    named = {matter.category for matter in matters.of_alliances(session, [alliance])}
    return sorted({*named, *declared(session, alliance)})


def declared(session: Session, alliance: str) -> frozenset[str]:
    """Give the categories that the alliance's rules and catalogues name."""
    specs = [
        trigger.parse(rule)
        for rule in rules.of_alliances(session, [alliance])
        if rule.type == "trigger"
    ]
    return frozenset(key for spec in specs for key in (*spec.categories, *spec.catalogue.routes))
