"""Refusals of one rule because of another, which is named by its key and brings its names along."""

from collections.abc import Sequence

from scheduler.domain.errors import RuleError
from scheduler.rules.model import Rule

Places = frozenset[tuple[str, str]]
"""Rules by owner and key."""

MOST_WORDS = 8
"""How many words a refusal tells at most."""


def refusal(rule: Rule, field: str, reason: str, **more: object) -> RuleError:
    """Refuse a field of a rule."""
    return RuleError(rule=rule.key, field=field, reason=reason, **more)


def against(rule: Rule, field: str, reason: str, other: Rule, **more: object) -> RuleError:
    """Refuse a field of a rule because of what another rule says."""
    names = {other.key: (other.name, other.name_en)}
    return refusal(rule, field, reason, other=other.key, **more, names=names)


def unknown_members(rule: Rule, field: str, words: Sequence[str]) -> RuleError:
    """Refuse a field of a rule that names who is not there, with the words that do."""
    return refusal(rule, field, "unknown_member", words=tuple(words[:MOST_WORDS]))
