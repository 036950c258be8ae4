"""Checks of all rules together, made before a rule is saved."""

from collections.abc import Iterable

from scheduler.domain.errors import RuleError
from scheduler.rules.kinds import credit, rotation, rule_type
from scheduler.rules.model import Rule


def check_rules(rules: Iterable[Rule]) -> None:
    """Refuse rules that are malformed, name rules that do not exist, or contradict each other.

    Reasons beside those of a single rule: unknown_rule, duplicate.
    """
    everything = sorted(rules, key=lambda rule: (rule.owner, rule.key))
    known: set[tuple[str, str]] = set()
    for rule in everything:
        rule_type(rule).check(rule)
        if (rule.scope, rule.key) in known:
            _refuse(rule, "key", "duplicate")
        known.add((rule.scope, rule.key))
    keys = {rule.key for rule in everything if rule_type(rule).units is not None}
    _check_riders(everything, keys)
    _check_shares(everything, keys)
    _check_turns(everything)


def _check_riders(rules: list[Rule], keys: set[str]) -> None:
    for rule in rules:
        host = rule.data.get("with")
        if host is not None and (host == rule.key or host not in keys):
            _refuse(rule, "with", "unknown_rule")


def _check_shares(rules: list[Rule], keys: set[str]) -> None:
    shared: set[tuple[str, str]] = set()
    for rule in rules:
        if rule.type != "credit":
            continue
        spec = credit.parse(rule)
        for _, listed in spec.tags:
            if not listed <= keys:
                _refuse(rule, "tags", "unknown_rule")
        for listed in spec.share:
            if not listed <= keys:
                _refuse(rule, "share", "unknown_rule")
            pairs = {(rule.owner, key) for key in listed}
            if pairs & shared:
                _refuse(rule, "share", "duplicate")
            shared |= pairs


def _check_turns(rules: list[Rule]) -> None:
    turns = {
        (rule.owner, rule.key): rotation.parse(rule) for rule in rules if rule.type == "rotation"
    }
    filled: set[tuple[str, str, str]] = set()
    for rule in rules:
        spec = turns.get((rule.owner, rule.key))
        if spec is None:
            continue
        if spec.latin_with is not None:
            hosts = turns.get((rule.owner, spec.latin_with))
            if hosts is None or hosts.fills is not rotation.Fills.HOST:
                _refuse(rule, "policy", "unknown_rule")
        places = {(rule.owner, spec.fills.value, target) for target in spec.targets}
        if places & filled:
            _refuse(rule, "for", "duplicate")
        filled |= places


def _refuse(rule: Rule, field: str, reason: str) -> None:
    raise RuleError(rule=rule.key, field=field, reason=reason)
