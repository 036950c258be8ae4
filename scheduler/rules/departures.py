"""Who is named by a rule and has left the alliance: members, branches, and the one it is for.

Reasons: has_left, with the ``member`` and ``since`` when; person_left, which names nobody.
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


def departures(
    rule: Rule, source: PlanInput, known: frozenset[tuple[str, str]] = frozenset()
) -> tuple[RuleError, ...]:
    """List those named who have left by today, or before the first day of this version.

    Those ``known`` by field and key are left out. Whoever never belonged to an alliance of the rule
    is a guest, and may be named.
    """
    day = max(source.today, rule.tenure.since or source.today)
    stated = [each for each in named(rule) if each not in known]
    spans = _spans(rule, source, frozenset(key for _, key in stated))
    found = ((field, key, _left(spans.get(key, ()), day)) for field, key in stated)
    return tuple(
        _fault(rule, field, (key, since), source)
        for field, key, since in found
        if since is not None
    )


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


def _part(data: Mapping[str, object], name: str) -> Mapping[str, object]:
    value = data.get(name)
    return value if isinstance(value, Mapping) else {}


def _texts(value: object) -> Iterator[str]:
    listed = value if isinstance(value, list | tuple) else (value,)
    yield from (each for each in listed if isinstance(each, str))
