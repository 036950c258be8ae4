"""Everything that a rule says wrongly by itself, told at once; and which kept rules can be read."""

from dataclasses import replace
from datetime import timedelta

from scheduler.domain.errors import RuleError
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import RuleType, constraint, rotation, rule_type, staffing
from scheduler.rules.language.lists import participants
from scheduler.rules.model import Rule

_BETWEEN_FIELDS = frozenset({"contradiction", "past_midnight", "below"})


def flaws(rule: Rule) -> tuple[RuleError, ...]:
    """List what speaks against a rule whatever other rules there are: each field at most once.

    Reading stops at the first fault, so the field is mended by its example and the rule read again.
    What two fields say against each other is told only while both are as they were written.
    """
    try:
        kind = rule_type(rule)
    except RuleError as fault:
        return (fault,)
    examples = {parameter.name: parameter.example for parameter in kind.parameters}
    found: list[RuleError] = []
    data, mended = dict(rule.data), set[str]()
    while (flaw := _first(kind, replace(rule, data=data))) is not None:
        field = str(flaw.fields["field"]).partition(".")[0]
        if field in mended:
            break
        if not mended or flaw.fields["reason"] not in _BETWEEN_FIELDS:
            found.append(flaw)
        mended.add(field)
        data.pop(field, None)
        if field in examples and flaw.fields["reason"] not in _BETWEEN_FIELDS:
            data[field] = examples[field]
    return tuple(found)


def _first(kind: RuleType, rule: Rule) -> RuleError | None:
    try:
        kind.check(rule)
    except RuleError as fault:
        return fault
    return None


def unread(rule: Rule, source: PlanInput) -> RuleError | None:
    """Tell why a kept rule, or a former version of it, cannot be read in the world as it is now.

    What it names was there when it was kept and may be gone since.
    """
    brief = replace(source, end=source.start + timedelta(days=1))
    try:
        for version in rule.versions:
            rule_type(version).check(version)
            participants(version, brief)
            _resolve(version, brief)
        make = rule_type(rule).units
        if make is not None:
            make(rule, brief)
    except RuleError as fault:
        return fault
    return None


def readable(source: PlanInput) -> PlanInput:
    """Leave out every rule that cannot be read, so that it keeps no other from being judged."""
    return replace(source, rules=tuple(rule for rule in source.rules if not unread(rule, source)))


def _resolve(rule: Rule, source: PlanInput) -> None:
    """Look up the lists of a rule that lays something over others; one that is gone raises."""
    if rule.type == "staffing":
        for seat in staffing.parse(rule).require:
            staffing.wanted(seat, rule, source, source.today)
    elif rule.type == "rotation":
        rotation.members(rule, rotation.parse(rule), source.today, source)
    elif rule.type == "constraint":
        constraint.changes(rule, constraint.parse(rule), source)
