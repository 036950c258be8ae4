"""Checks of all rules together, made before a rule is saved."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from collections.abc import Set as AbstractSet
from dataclasses import dataclass

from scheduler.domain.errors import RuleError
from scheduler.rules.contradictions import contradictions
from scheduler.rules.kinds import credit, rotation, rule_type
from scheduler.rules.model import Rule
from scheduler.rules.refusals import Places, against, refusal
from scheduler.rules.rides import ridden
from scheduler.rules.soundness import flaws


def check_rules(rules: Iterable[Rule]) -> None:
    """Refuse rules that are malformed, name rules that do not exist, or contradict each other.

    Reasons beside those of a single rule and of ``contradictions``: unknown_rule, duplicate (the
    key), shared_key (``alliance`` has that rule), cycle, ridden (another needs its meetings),
    no_hosts, varied (another needs its hosts), filled (by a rotation), counted (by another credit
    rule). ``other`` names the other.
    """
    for fault in faults(rules):
        raise fault


def faults(rules: Iterable[Rule], entered: Places = frozenset()) -> Iterator[RuleError]:
    """Give everything that speaks against the rules; of a malformed one what is wrong by itself.

    A malformed rule is there all the same, so nothing that names it is refused for that. Of two
    that contradict each other the one that is being ``entered`` is refused, else the later one.
    """
    everything = sorted(rules, key=lambda rule: (_is_in(rule, entered), rule.owner, rule.key))
    sound: list[Rule] = []
    broken: list[Rule] = []
    varied = _Ways("policy", _varied(everything), entered)
    for rule in everything:
        flawed = _unwound(rule, flaws(rule), varied)
        yield from flawed
        (broken if flawed else sound).append(rule)
    yield from _duplicates(everything)
    unread = frozenset((rule.owner, rule.key) for rule in broken)
    making = {(rule.owner, rule.key) for rule in sound if rule_type(rule).units is not None}
    yield from _riders(sound, unread | making, entered)
    yield from _shares(sound, unread | making)
    yield from _turns(sound, unread, varied)
    yield from contradictions(sound, entered)


def _is_in(rule: Rule, places: Places) -> bool:
    return (rule.owner, rule.key) in places


def _duplicates(rules: Sequence[Rule]) -> Iterator[RuleError]:
    known: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        other = known.setdefault((rule.scope, rule.key), rule)
        if other is not rule:
            yield shared_key(rule, other)


def shared_key(rule: Rule, other: Rule) -> RuleError:
    """Refuse the key that another rule of the same scope has: their events would be the same."""
    if other.owner == rule.owner:
        return refusal(rule, "key", "duplicate")
    return against(rule, "key", "shared_key", other, alliance=f"body:{other.owner}")


def _riders(rules: Sequence[Rule], making: Places, entered: Places) -> Iterator[RuleError]:
    riding = {
        (rule.owner, rule.key): (rule, str(rule.data["with"]))
        for rule in rules
        if rule.data.get("with") is not None
    }
    ways = _Ways("with", riding, entered)
    for rule, host in riding.values():
        if ways.circle(rule):
            yield from ways.broken(rule)
        elif (rule.owner, host) not in making:
            yield refusal(rule, "with", "unknown_rule", words=(host,))
        elif (rule.owner, host) in entered and not _is_in(rule, entered):
            changed = (each for each in rules if (each.owner, each.key) == (rule.owner, host))
            yield from ridden(changed, rule)


def _shares(rules: Sequence[Rule], making: Places) -> Iterator[RuleError]:
    shared: dict[tuple[str, str], Rule] = {}
    for rule in rules:
        if rule.type != "credit":
            continue
        spec = credit.parse(rule)
        tagged = {(rule.owner, key) for _, listed in spec.tags for key in listed}
        yield from _absent(rule, "tags", tagged - making)
        places = {(rule.owner, key) for listed in spec.share for key in listed}
        yield from _absent(rule, "share", places - making)
        taken = sorted(places & shared.keys())
        if taken:
            yield against(rule, "share", "counted", shared[taken[0]])
        shared |= dict.fromkeys(places - shared.keys(), rule)


def _absent(rule: Rule, field: str, places: AbstractSet[tuple[str, str]]) -> Iterator[RuleError]:
    """Refuse to name rules that are not there."""
    if places:
        words = tuple(sorted(key for _, key in places))
        yield refusal(rule, field, "unknown_rule", words=words)


def _turns(rules: Sequence[Rule], unread: Places, varied: "_Ways") -> Iterator[RuleError]:
    turns = {
        (rule.owner, rule.key): (rule, rotation.parse(rule))
        for rule in rules
        if rule.type == "rotation"
    }
    filled: dict[tuple[str, str, str], list[Rule]] = {}
    for rule, spec in turns.values():
        other = (rule.owner, spec.latin_with or rule.key)
        hosts = turns.get(other)
        if varied.circle(rule):
            yield from varied.broken(rule)
        elif hosts is None:
            if other not in unread:
                yield refusal(rule, "policy", "unknown_rule", words=(other[1],))
        elif spec.latin_with and hosts[1].fills is not rotation.Fills.HOST:
            yield _unvaried(rule, hosts[0], varied.entered)
        places = [(rule.owner, spec.fills.value, target) for target in spec.targets]
        taken = (other for place in places for other in filled.get(place, ()))
        before = next((each for each in taken if each.promised.meets(rule.promised)), None)
        if before is not None:
            yield against(rule, "for", "filled", before)
        for place in places:
            filled.setdefault(place, []).append(rule)


def _unvaried(rule: Rule, hosts: Rule, entered: Places) -> RuleError:
    """Refuse to vary themes against what fills no hosts, or to stop filling those."""
    if _is_in(hosts, entered) and not _is_in(rule, entered):
        return against(hosts, "fills", "varied", rule)
    return refusal(rule, "policy", "no_hosts")


@dataclass(frozen=True, slots=True)
class _Ways:
    """Which rule each rule leads to by one of its fields, and which rules are being entered."""

    field: str
    leading: Mapping[tuple[str, str], tuple[Rule, str]]
    entered: Places

    def circle(self, rule: Rule) -> Places:
        """Give the rules on the way from a rule back to it; none where no way leads back."""
        seen: set[str] = set()
        at = self._after(rule.owner, rule.key)
        while at is not None and at not in seen:
            seen.add(at)
            at = self._after(rule.owner, at)
        return frozenset((rule.owner, key) for key in seen) if rule.key in seen else frozenset()

    def broken(self, rule: Rule) -> Iterator[RuleError]:
        """Refuse a rule of a circle, but not one that was there before another closed it."""
        if self.circle(rule) & self.entered and not _is_in(rule, self.entered):
            return
        after = self._after(rule.owner, rule.key)
        if after is None or after == rule.key:
            yield refusal(rule, self.field, "cycle")
        else:
            yield against(rule, self.field, "cycle", self.leading[rule.owner, after][0])

    def _after(self, owner: str, key: str) -> str | None:
        return self.leading.get((owner, key), (None, None))[1]


def _varied(rules: Iterable[Rule]) -> dict[tuple[str, str], tuple[Rule, str]]:
    """Give the rotations that vary against another, also those that cannot be read."""
    found = ((rule, rotation.follows(rule)) for rule in rules if rule.type == "rotation")
    return {(rule.owner, rule.key): (rule, other) for rule, other in found if other}


def _unwound(rule: Rule, flawed: Sequence[RuleError], varied: _Ways) -> Sequence[RuleError]:
    """Tell of hosts that vary against what varies against them that they lead in a circle."""
    others = [fault for fault in flawed if fault.fields.get("beside") != "fills"]
    unvaried = len(others) < len(flawed) and varied.circle(rule)
    circled = list(varied.broken(rule)) if unvaried else []
    return [*others, *circled] if circled else flawed
