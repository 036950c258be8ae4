"""Refusals of one rule because of another, which is named by its key and brings its names along."""

from scheduler.domain.errors import RuleError
from scheduler.rules.model import Rule

Places = frozenset[tuple[str, str]]
"""Rules by owner and key."""


def refusal(rule: Rule, field: str, reason: str, **more: object) -> RuleError:
    """Refuse a field of a rule."""
    return RuleError(rule=rule.key, field=field, reason=reason, **more)


def against(rule: Rule, field: str, reason: str, other: Rule, **more: object) -> RuleError:
    """Refuse a field of a rule because of what another rule says."""
    names = {other.key: (other.name, other.name_en)}
    return refusal(rule, field, reason, other=other.key, **more, names=names)
