"""Named lists of a rule: what ``@name`` stands for in one alliance."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule

_LEADER = "chain_leader"
_ALWAYS = Tenure()
_COMPUTED = frozenset({"members", "enterprises", "leaders"})


@dataclass(frozen=True, slots=True)
class Entry:
    """One value of a list and the span in which it stands there."""

    value: str
    tenure: Tenure


def participants(rule: Rule, source: PlanInput) -> tuple[str, ...]:
    """Give the alliances that take part in the rule: the members of its group, else the owner."""
    kind, _, key = rule.scope.partition(":")
    if kind != "group":
        return (rule.owner,)
    if not source.groups.get(key):
        raise RuleError(rule=rule.key, field="scope", reason="unknown_group")
    return tuple(sorted(source.groups[key]))


def entries(rule: Rule, source: PlanInput, field: str, words: Iterable[str]) -> tuple[Entry, ...]:
    """Resolve written values and ``@names``, in the order written; each value appears once.

    ``@members``, ``@enterprises`` (member organisations) and ``@leaders`` (chain leaders) come
    from the memberships, sorted, unless a list of that name is kept.
    """
    found: dict[str, Entry] = {}
    for word in words:
        listed: tuple[Entry, ...] = (Entry(word, _ALWAYS),)
        if word.startswith("@"):
            listed = _named(rule, source, field, word[1:])
        for entry in listed:
            found.setdefault(entry.value, entry)
    return tuple(found.values())


def _named(rule: Rule, source: PlanInput, field: str, name: str) -> tuple[Entry, ...]:
    kept = source.lists.get((rule.owner, name))
    if kept is not None:
        return tuple(Entry(value, _ALWAYS) for value in kept)
    if name not in _COMPUTED:
        raise RuleError(rule=rule.key, field=field, reason="unknown_list")
    spans: dict[str, Tenure] = {}
    for membership in _memberships(rule, source):
        if _belongs(membership, name):
            known = spans.get(membership.member)
            span = membership.tenure
            spans[membership.member] = span if known is None else _joined(known, span)
    return tuple(Entry(value, spans[value]) for value in sorted(spans))


def _memberships(rule: Rule, source: PlanInput) -> list[Membership]:
    kind, _, key = rule.scope.partition(":")
    bodies = (key,) if kind == "body" else participants(rule, source)
    return [membership for body in bodies for membership in source.members.get(body, ())]


def _belongs(membership: Membership, name: str) -> bool:
    if name == "leaders":
        return membership.role == _LEADER
    return name == "members" or membership.member.startswith("organisation:")


def _joined(one: Tenure, other: Tenure) -> Tenure:
    """Span two memberships; a gap between them is bridged, for a return settles old promises."""
    since = None if one.since is None or other.since is None else min(one.since, other.since)
    until = None if one.until is None or other.until is None else max(one.until, other.until)
    return Tenure(since, until)
