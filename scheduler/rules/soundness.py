"""Everything that a rule says wrongly by itself, told at once; and which kept rules can be read."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import timedelta

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import RuleType, constraint, makes, rotation, rule_type, staffing
from scheduler.rules.language.lists import participants
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule

_BETWEEN_FIELDS = frozenset({"contradiction", "past_midnight", "below"})
_MOST = 100
"""The most faults of one rule that are told; nobody writes as many by hand."""


def flaws(rule: Rule) -> tuple[RuleError, ...]:
    """List what speaks against a rule whatever other rules there are, each field at most once.

    Reading stops at the first fault, so the field is mended by its example, or what is unknown
    taken out, and the rule read again. What two fields say against each other is told only while
    both are as they were written.
    """
    try:
        kind = rule_type(rule)
    except RuleError as fault:
        return (fault,)
    examples = {parameter.name: parameter.example for parameter in kind.parameters}
    found: list[RuleError] = []
    data, mended = dict(rule.data), set[str]()
    while len(found) < _MOST and (flaw := _first(kind, replace(rule, data=data))) is not None:
        path, between = str(flaw.fields["field"]), flaw.fields["reason"] in _BETWEEN_FIELDS
        field = path.partition(".")[0]
        lighter = _without(data, path) if flaw.fields["reason"] == "unknown" else data
        if lighter == data and field in mended:
            break
        if not mended or not between:
            found.append(flaw)
        if lighter != data:
            data = lighter
            continue
        mended.add(field)
        data.pop(field, None)
        if field in examples and not between:
            data[field] = examples[field]
    return tuple(found)


def _without(data: Mapping[str, object], path: str) -> dict[str, object]:
    """Take an unknown field out of the parameters, or out of each part that has it."""
    name, _, rest = path.partition(".")
    if path in data or not rest:
        return {each: value for each, value in data.items() if each != path}
    return {each: _less(value, rest) if each == name else value for each, value in data.items()}


def _less(part: object, path: str) -> object:
    if isinstance(part, Mapping):
        return _without(part, path)
    return [_less(each, path) for each in part] if isinstance(part, list | tuple) else part


def _first(kind: RuleType, rule: Rule) -> RuleError | None:
    try:
        kind.check(rule)
    except RuleError as fault:
        return fault
    return None


def unread(rule: Rule, source: PlanInput) -> RuleError | None:
    """Tell why a kept rule, or a former version of it, cannot be read in the world as it is now.

    What it names was there when it was kept and may be gone since; a check may be newer than the
    rule. A former version that is over stands in nobody's way.
    """
    brief = _brief(source)
    stands = legible(rule, source)
    found = (_unread(version, brief) for version in stands.versions)
    return next(filter(None, found), None) or _unmade(stands, brief)


def legible(rule: Rule, source: PlanInput) -> Rule:
    """Leave out the former versions that are over and cannot be read; they plan nothing now."""
    former = tuple(
        version
        for version in rule.former
        if not (_is_over(version, source) and _unread(version, _brief(source)))
    )
    return rule if former == rule.former else replace(rule, former=former)


def unreadable(source: PlanInput) -> Mapping[tuple[str, str], RuleError]:
    """Tell of each rule that cannot be read, by owner and key, what is wrong with it."""
    found = {(rule.owner, rule.key): unread(rule, source) for rule in source.rules}
    return {place: fault for place, fault in found.items() if fault is not None}


def readable(source: PlanInput) -> PlanInput:
    """Leave out every rule that cannot be read, so that it keeps no other from being judged."""
    wrong = unreadable(source)
    return replace(
        source,
        rules=tuple(
            legible(rule, source) for rule in source.rules if (rule.owner, rule.key) not in wrong
        ),
    )


def uncounted(source: PlanInput, counted: PlanInput) -> tuple[tuple[Rule, RuleError], ...]:
    """List the promises of the planned alliances that cannot be counted, with why.

    Each goes by the name that lists give it. ``counted`` is what of the source is ``readable``.
    What is over, or begins after the span, is
    missed by nobody.
    """
    span = Tenure(source.start, source.end)
    known = {(rule.owner, rule.key) for rule in counted.rules}
    left = (
        rule
        for rule in source.rules
        if (rule.owner, rule.key) not in known
        and rule.owner in source.targets
        and makes(rule)
        and not (rule.withdrawn or rule.tenure.is_over(source.today))
        and rule.promised.meets(span)
    )
    found = ((listed_as(rule, source.names), unread(rule, source)) for rule in left)
    return tuple((rule, fault) for rule, fault in found if fault is not None)


def _brief(source: PlanInput) -> PlanInput:
    """Give what of the world tells whether a rule can be read; what happens in it does not."""
    return replace(source, end=source.start + timedelta(days=1), events=(), matters=())


def _is_over(version: Rule, source: PlanInput) -> bool:
    return version.tenure.until is not None and version.tenure.until <= source.today


def _unread(version: Rule, brief: PlanInput) -> RuleError | None:
    try:
        rule_type(version).check(version)
        participants(version, brief)
        _resolve(version, brief)
    except RuleError as fault:
        return fault
    return None


def _unmade(rule: Rule, brief: PlanInput) -> RuleError | None:
    make = rule_type(rule).units
    try:
        if make is not None:
            make(rule, brief)
    except RuleError as fault:
        return fault
    return None


def _resolve(rule: Rule, source: PlanInput) -> None:
    """Look up the lists of a rule that lays something over others; one that is gone raises."""
    if rule.type == "staffing":
        for seat in staffing.parse(rule).require:
            staffing.wanted(seat, rule, source, source.today)
    elif rule.type == "rotation":
        rotation.members(rule, rotation.parse(rule), source.today, source)
    elif rule.type == "constraint":
        constraint.changes(rule, constraint.parse(rule), source)
