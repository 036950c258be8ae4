"""Everything that a rule says wrongly by itself, told at once."""

from dataclasses import replace

from scheduler.domain.errors import RuleError
from scheduler.rules.kinds import RuleType, rule_type
from scheduler.rules.model import Rule

_BETWEEN_FIELDS = "contradiction"


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
        if not mended or flaw.fields["reason"] != _BETWEEN_FIELDS:
            found.append(flaw)
        mended.add(field)
        data.pop(field, None)
        if field in examples and flaw.fields["reason"] != _BETWEEN_FIELDS:
            data[field] = examples[field]
    return tuple(found)


def _first(kind: RuleType, rule: Rule) -> RuleError | None:
    try:
        kind.check(rule)
    except RuleError as fault:
        return fault
    return None
