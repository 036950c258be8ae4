"""Checks of all rules together, made before a rule is saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence

from scheduler.domain.errors import RuleError
from scheduler.rules.contradictions import contradictions
from scheduler.rules.kinds import credit, rotation, rule_type
from scheduler.rules.model import Rule
from scheduler.rules.soundness import flaws


def check_rules(rules: Iterable[Rule]) -> None:
    """Refuse rules that are malformed, name rules that do not exist, or contradict each other.

    Reasons beside those of a single rule and of ``contradictions``: unknown_rule, duplicate,
    shared_key (with the rule ``other`` of ``alliance``), cycle, no_hosts, filled (by the rotation
    ``other``).
    """
    for fault in faults(rules):
        raise fault


def faults(rules: Iterable[Rule]) -> Iterator[RuleError]:
    """Give everything that speaks against the rules; of a malformed one what is wrong by itself."""
    everything = sorted(rules, key=lambda rule: (rule.owner, rule.key))
    sound = []
    for rule in everything:
        flawed = flaws(rule)
        yield from flawed
        if not flawed:
            sound.append(rule)
    yield from _duplicates(everything)
    keys = frozenset(rule.key for rule in sound if rule_type(rule).units is not None)
    yield from _riders(sound)
    yield from _shares(sound, keys)
    yield from _turns(sound)
    yield from contradictions(sound)


def _duplicates(rules: Sequence[Rule]) -> Iterator[RuleError]:
    known: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        other = known.setdefault((rule.scope, rule.key), rule)
        if other is not rule:
            yield shared_key(rule, other)


def shared_key(rule: Rule, other: Rule) -> RuleError:
    """Refuse the key that another rule of the same scope has: their events would be the same."""
    if other.owner == rule.owner:
        return _fault(rule, "key", "duplicate")
    named = {"other": other.name, "alliance": f"body:{other.owner}"}
    return RuleError(rule=rule.key, field="key", reason="shared_key", **named)


def _riders(rules: Sequence[Rule]) -> Iterator[RuleError]:
    hosts = {
        (rule.owner, rule.key): rule.data.get("with")
        for rule in rules
        if rule_type(rule).units is not None
    }
    for rule in rules:
        host = rule.data.get("with")
        if host is None:
            continue
        if _returns(rule, {key: str(ridden) for key, ridden in hosts.items() if ridden}):
            yield _fault(rule, "with", "cycle")
        elif (rule.owner, host) not in hosts:
            yield _fault(rule, "with", "unknown_rule")


def _shares(rules: Sequence[Rule], keys: frozenset[str]) -> Iterator[RuleError]:
    shared: set[tuple[str, str]] = set()
    for rule in rules:
        if rule.type != "credit":
            continue
        spec = credit.parse(rule)
        if any(not listed <= keys for _, listed in spec.tags):
            yield _fault(rule, "tags", "unknown_rule")
        for listed in spec.share:
            if not listed <= keys:
                yield _fault(rule, "share", "unknown_rule")
            pairs = {(rule.owner, key) for key in listed}
            if pairs & shared:
                yield _fault(rule, "share", "duplicate")
            shared |= pairs


def _turns(rules: Sequence[Rule]) -> Iterator[RuleError]:
    turns = {
        (rule.owner, rule.key): (rule, rotation.parse(rule))
        for rule in rules
        if rule.type == "rotation"
    }
    varied = {key: spec.latin_with for key, (_, spec) in turns.items() if spec.latin_with}
    filled: dict[tuple[str, str, str], list[Rule]] = {}
    for rule, spec in turns.values():
        hosts = turns.get((rule.owner, spec.latin_with or rule.key))
        if _returns(rule, varied):
            yield _fault(rule, "policy", "cycle")
        elif hosts is None:
            yield _fault(rule, "policy", "unknown_rule")
        elif spec.latin_with and hosts[1].fills is not rotation.Fills.HOST:
            yield _fault(rule, "policy", "no_hosts")
        places = [(rule.owner, spec.fills.value, target) for target in spec.targets]
        taken = (other for place in places for other in filled.get(place, ()))
        other = next((each for each in taken if each.promised.meets(rule.promised)), None)
        if other is not None:
            yield RuleError(rule=rule.key, field="for", reason="filled", other=other.key)
        for place in places:
            filled.setdefault(place, []).append(rule)


def _returns(rule: Rule, following: Mapping[tuple[str, str], str]) -> bool:
    """Tell whether one who goes on from a rule comes back to it."""
    at, seen = following.get((rule.owner, rule.key)), set[str]()
    while at is not None and at not in seen:
        seen.add(at)
        at = following.get((rule.owner, at))
    return rule.key in seen


def _fault(rule: Rule, field: str, reason: str) -> RuleError:
    return RuleError(rule=rule.key, field=field, reason=reason)
