"""Which matters still wait for an event that a rule calls for, and until when."""

from collections.abc import Iterator, Mapping
from datetime import date

from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import trigger
from scheduler.rules.kinds.trigger import Case
from scheduler.rules.language.making import maker_of
from scheduler.rules.model import Rule


def awaited(source: PlanInput) -> Mapping[str, date]:
    """Give by its key the last day for each matter that a rule calls for an event of, as plans do.

    Of several rules the earliest counts. Every rule of ``source`` has to be readable.
    """
    found: dict[str, date] = {}
    for rule in source.rules:
        for case in _cases(rule, source):
            key = case.matter.key
            found[key] = min(case.due, found.get(key, case.due))
    return found


def _cases(rule: Rule, source: PlanInput) -> Iterator[Case]:
    """Give the cases of all versions of a trigger, but what lapsed with a member that has left."""
    for version in rule.versions if rule.type == "trigger" else ():
        spec = trigger.parse(version)
        maker = maker_of(version, spec.terms, source)
        leaves = maker.belongs.until
        for case in trigger.cases(maker, spec):
            if leaves is None or leaves > source.today or not maker.lapses(leaves, case.end):
                yield case
