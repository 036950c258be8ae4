"""Who is named by a rule and has left the alliance: members, branches, and the one it is for.

Reasons: has_left, with the ``member`` and ``since`` when; person_left, which names nobody;
listed_left of a kept ``list`` that the rule names, with those of it who have ``left``.
"""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Tenure
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.lists import belonging
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR

_FIELDS = ("host", "organiser", "for", "pool")
_SCOPES = ("organisation", "body", "person")
_PREFIXES = tuple(f"{kind}:" for kind in _SCOPES)
_PERSON = "person:"


def named(rule: Rule) -> tuple[tuple[str, str], ...]:
    """List the fields of a rule, sound or not, that name somebody, each with an opaque key."""
    found = ((field, part) for field, word in _words(rule) for part in word.split(PAIR))
    return tuple(dict.fromkeys(each for each in found if each[1].startswith(_PREFIXES)))


def listed(
    rule: Rule, lists: Mapping[tuple[str, str], Sequence[str]]
) -> Mapping[tuple[str, str], tuple[str, ...]]:
    """Give by field and ``@name`` the opaque keys on the kept lists that a rule names."""
    found: dict[tuple[str, str], tuple[str, ...]] = {}
    for field, word in (*_words(rule), *_counted(rule)):
        if word.startswith("@"):
            values = lists.get((rule.owner, word[1:]), ())
            parts = (part for value in values for part in value.split(PAIR))
            keys = dict.fromkeys(part for part in parts if part.startswith(_PREFIXES))
            found[field, word] = tuple(keys)
    return found


def departures(rule: Rule, source: PlanInput) -> tuple[RuleError, ...]:
    """List those who have left by today: named by the rule, or on a kept list that it names."""
    lists = {place: _gone(rule, source, keys) for place, keys in listed(rule, source.lists).items()}
    told = (_listed_fault(rule, place, gone, source) for place, gone in lists.items() if gone)
    return (*departed(rule, source), *told)


def departed(
    rule: Rule, source: PlanInput, known: frozenset[tuple[str, str]] = frozenset()
) -> tuple[RuleError, ...]:
    """List those named who have left by today, or before the first day of this version.

    Those ``known`` by field and key are left out. Whoever never belonged to an alliance of the rule
    is a guest, and may be named.
    """
    stated = [each for each in named(rule) if each not in known]
    gone = _gone(rule, source, [key for _, key in stated])
    return tuple(
        _fault(rule, field, (key, gone[key]), source) for field, key in stated if key in gone
    )


def _gone(rule: Rule, source: PlanInput, keys: Sequence[str]) -> Mapping[str, date]:
    """Give since when those of these keys who have left are gone, in their order."""
    day = max(source.today, rule.tenure.since or source.today)
    spans = _spans(rule, source, frozenset(keys))
    left = ((key, _left(spans.get(key, ()), day)) for key in keys)
    return {key: since for key, since in left if since is not None}


def _spans(rule: Rule, source: PlanInput, keys: frozenset[str]) -> Mapping[str, Sequence[Tenure]]:
    """Give when those named belong to an alliance of the rule; ties say more than memberships."""
    alliances = _alliances(rule, source)
    found = {key: list(spans) for key, spans in belonging(alliances, source, keys).items()}
    for key in keys:
        told = [span for each in alliances for span in source.ties.get((each, key), ())]
        if told:
            found[key] = told
    return found


def _alliances(rule: Rule, source: PlanInput) -> tuple[str, ...]:
    """Give the alliances that take part; a group that is not there is told of elsewhere."""
    kind, _, key = rule.scope.partition(":")
    return source.groups.get(key, ()) if kind == "group" else (rule.owner,)


def _left(spans: Sequence[Tenure], day: date) -> date | None:
    """Give since when nobody of that name belongs there; None for a guest, or while one does."""
    ends = [span.until for span in spans if span.until is not None]
    return max(ends) if ends and all(span.is_over(day) for span in spans) else None


def _fault(rule: Rule, field: str, who: tuple[str, date], source: PlanInput) -> RuleError:
    key, since = who
    if key.startswith(_PERSON):
        return RuleError(rule=rule.key, field=field, reason="person_left", since=since)
    names = {key: source.names[key]} if key in source.names else {}
    told = {"member": key, "since": since, "names": names}
    return RuleError(rule=rule.key, field=field, reason="has_left", **told)


def _listed_fault(
    rule: Rule, place: tuple[str, str], gone: Mapping[str, date], source: PlanInput
) -> RuleError:
    """Tell of all on one list at once; of people only since when."""
    field, name = place
    left = [
        {"reason": "person", "since": since}
        if key.startswith(_PERSON)
        else {"member": key, "since": since}
        for key, since in gone.items()
    ]
    told = {name, *(key for key in gone if not key.startswith(_PERSON))}
    names = {key: source.names[key] for key in sorted(told & source.names.keys())}
    return RuleError(
        rule=rule.key, field=field, reason="listed_left", list=name, left=left, names=names
    )


def _words(rule: Rule) -> Iterator[tuple[str, str]]:
    for field in _FIELDS:
        yield from ((field, word) for word in _texts(rule.data.get(field)))
    for axis, words in _part(rule.data, "axes").items():
        yield from ((f"axes.{axis}", word) for word in _texts(words))
    routes = _part(_part(rule.data, "catalogue"), "routes")
    yield from (("catalogue.routes", word) for word in _texts(list(routes.values())))
    scope = _part(rule.data, "scope")
    for kind in _SCOPES:
        yield from ((f"scope.{kind}", f"{kind}:{word}") for word in _texts(scope.get(kind)))


def _counted(rule: Rule) -> Iterator[tuple[str, str]]:
    """Give the fields that name a list for how many stand on it."""
    yield from (
        ("applies_if.count", word) for word in _texts(_part(rule.data, "applies_if").get("count"))
    )
    seats = rule.data.get("require")
    for seat in seats if isinstance(seats, list | tuple) else ():
        if isinstance(seat, Mapping):
            yield from (("require.n", word) for word in _texts(seat.get("n")))


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> Iterator[str]:
    listed = value if isinstance(value, list | tuple) else (value,)
    yield from (each for each in listed if isinstance(each, str))
