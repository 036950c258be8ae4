"""Named lists of a rule: what ``@name`` stands for in one alliance."""

from collections.abc import Container, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import reduce
from operator import itemgetter

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import ALWAYS, Membership, Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR

_LEADER = "chain_leader"
_ASSISTING = frozenset({"department", "partner", "town"})
"""The roles of organisations that help an alliance and are none of its enterprises."""
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

    ``@members``, ``@enterprises`` (member organisations but departments, partners and towns) and
    ``@leaders`` (chain leaders) come from the memberships, sorted, unless a list of that name is
    kept.
    """
    found: dict[str, Entry] = {}
    for entry in spells(rule, source, field, words):
        kept = found.get(entry.value, entry)
        found[entry.value] = Entry(entry.value, _joined(kept.tenure, entry.tenure))
    return tuple(found.values())


def spells(rule: Rule, source: PlanInput, field: str, words: Iterable[str]) -> Iterator[Entry]:
    """Resolve the same, each membership by itself: a gap between two of a member stays one."""
    seen: set[str] = set()
    for word in words:
        listed = [Entry(word, ALWAYS)]
        if word.startswith("@"):
            listed = _named(rule, source, field, word[1:])
        fresh = [entry for entry in listed if entry.value not in seen]
        seen.update(entry.value for entry in fresh)
        yield from fresh


def while_members(rule: Rule, source: PlanInput, listed: Sequence[Entry]) -> tuple[Entry, ...]:
    """Let written values that are members stand while they are, a pair while all its members are.

    What never was a member, such as a theme or a guest, stands always.
    """
    parts = {part for entry in listed for part in entry.value.split(PAIR)}
    known = belonging(participants(rule, source), source, parts)
    return tuple(_standing(listed, known))


def _standing(listed: Iterable[Entry], known: Mapping[str, Sequence[Tenure]]) -> Iterator[Entry]:
    for entry in listed:
        spans = [known[part] for part in entry.value.split(PAIR) if part in known]
        if entry.tenure != ALWAYS or not spans:
            yield entry
            continue
        tenure = common(reduce(_joined, each) for each in spans)
        if tenure is not None:
            yield Entry(entry.value, tenure)


def first_to_leave(
    rule: Rule, source: PlanInput, listed: Iterable[Entry]
) -> tuple[str, date | None]:
    """Name who of several is no member any more first, of a pair the one, and from which day on."""
    ends = ((entry.tenure.until, entry.value) for entry in listed if entry.tenure.until)
    until, value = min(ends, key=itemgetter(0), default=(None, ""))
    parts = value.split(PAIR)
    if len(parts) > 1:
        known = belonging(participants(rule, source), source, parts)
        gone = (part for part in parts if part in known and _until(known[part]) == until)
        value = next(gone, value)
    return value, until


def belonging(
    bodies: Iterable[str], source: PlanInput, named: Container[str]
) -> Mapping[str, Sequence[Tenure]]:
    """Give when those named are members; a membership that was taken back never was one."""
    found: dict[str, list[Tenure]] = {}
    for body in bodies:
        for membership in source.members.get(body, ()):
            tenure = membership.tenure
            stood = tenure.since is None or tenure.since != tenure.until
            if membership.member in named and stood:
                found.setdefault(membership.member, []).append(tenure)
    return found


def common(spans: Iterable[Tenure]) -> Tenure | None:
    """Give the days that all the spans share; None without any."""
    listed = tuple(spans)
    since = max((span.since for span in listed if span.since), default=None)
    until = min((span.until for span in listed if span.until), default=None)
    return None if since and until and until <= since else Tenure(since, until)


def _named(rule: Rule, source: PlanInput, field: str, name: str) -> list[Entry]:
    kept = source.lists.get((rule.owner, name))
    if kept is not None:
        return [Entry(value, ALWAYS) for value in kept]
    if name not in _COMPUTED:
        raise RuleError(rule=rule.key, field=field, reason="unknown_list")
    found = [
        Entry(membership.member, membership.tenure)
        for membership in _memberships(rule, source)
        if _belongs(membership, name)
    ]
    return sorted(found, key=lambda entry: entry.value)


def _memberships(rule: Rule, source: PlanInput) -> list[Membership]:
    kind, _, key = rule.scope.partition(":")
    bodies = (key,) if kind == "body" else participants(rule, source)
    return [membership for body in bodies for membership in source.members.get(body, ())]


def _belongs(membership: Membership, name: str) -> bool:
    if name == "leaders":
        return membership.role == _LEADER
    organisation = membership.member.startswith("organisation:")
    return name == "members" or (organisation and membership.role not in _ASSISTING)


def _until(spans: Iterable[Tenure]) -> date | None:
    return reduce(_joined, spans).until


def _joined(one: Tenure, other: Tenure) -> Tenure:
    """Span two memberships; a gap between them is bridged, for a return settles old promises."""
    since = None if one.since is None or other.since is None else min(one.since, other.since)
    until = None if one.until is None or other.until is None else max(one.until, other.until)
    return Tenure(since, until)
