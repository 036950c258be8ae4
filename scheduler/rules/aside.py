"""Rules that cannot be read any more, and what hangs on them: a plan leaves their events alone.

A plan without them would cancel, or move, what they had asked for.
"""

from collections.abc import Iterable, Iterator
from dataclasses import replace

from scheduler.rules.demands import demands
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import makes, rotation
from scheduler.rules.model import Rule
from scheduler.rules.refusals import Places
from scheduler.rules.soundness import legible, unreadable

_LAYING = frozenset({"constraint", "rotation", "staffing"})


def set_aside(source: PlanInput) -> PlanInput:
    """Set aside what cannot be read and what hangs on it, so that all else can be planned.

    What cannot be read is no rule of the input any more; what hangs on it is, and is judged.
    """
    wrong = frozenset(unreadable(source))
    broken = [rule for rule in source.rules if _place(rule) in wrong]
    left = tuple(legible(rule, source) for rule in source.rules if _place(rule) not in wrong)
    found = {_place(rule): rule for rule in (*source.aside, *broken, *_hanging(broken, left))}
    return replace(source, rules=left, aside=tuple(found[place] for place in sorted(found)))


def hanging(source: PlanInput, wrong: Places) -> Places:
    """Give the rules that hang on those that cannot be read, by owner and key."""
    broken = [rule for rule in source.rules if _place(rule) in wrong]
    left = [legible(rule, source) for rule in source.rules if _place(rule) not in wrong]
    return frozenset(_place(rule) for rule in _hanging(broken, left)) if broken else frozenset()


def is_aside(source: PlanInput) -> Places:
    """Give the rules that are set aside, by owner and key."""
    return frozenset(_place(rule) for rule in source.aside)


def _place(rule: Rule) -> tuple[str, str]:
    return (rule.owner, rule.key)


def _hanging(broken: Iterable[Rule], left: Iterable[Rule]) -> list[Rule]:
    """List what rides on a broken rule, what one lays something over, and so on from those."""
    reached = list(broken)
    rest = [rule for rule in left if any(rule.owner == each.owner for each in reached)]
    found: list[Rule] = []
    while reached:
        at = reached.pop()
        more = [rule for rule in rest if rule.owner == at.owner and _hangs(rule, at)]
        rest = [rule for rule in rest if rule not in more]
        reached += more
        found += more
    return found


def _hangs(rule: Rule, at: Rule) -> bool:
    if rule.data.get("with") == at.key:
        return True
    if rule.type == "rotation":
        return rotation.follows(rule) == at.key
    return at.type in _LAYING and makes(rule) and _is_meant(rule, at)


def _is_meant(rule: Rule, at: Rule) -> bool:
    """Tell whether one rule is for another, or for a kind of its events; what nobody reads, may."""
    words = set(_targets(at))
    known = {rule.key}
    for version in rule.versions:
        for demand in demands(version):
            known |= demand.kinds
    listed = any(kind.startswith("@") for kind in known)
    return None in words or (listed and bool(words)) or not words.isdisjoint(known)


def _targets(rule: Rule) -> Iterator[str | None]:
    """Give what each version is for; None for all, or where nobody can tell."""
    for version in rule.versions:
        stated = version.data.get("for")
        for word in stated if isinstance(stated, list | tuple) else (stated,):
            yield word if isinstance(word, str) else None
