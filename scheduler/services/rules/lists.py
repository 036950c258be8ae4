"""The lists that the rules of an alliance name with ``@name``: what stands on them and who left."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import NamedTuple

from scheduler.domain.errors import NotFoundError, RuleError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.rules.departures import departed
from scheduler.rules.doubts import doubts
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planning.patch import Patch
from scheduler.rules.units import KEYED, PAIR
from scheduler.services.access import Action, Principal, require
from scheduler.services.gathering import gather
from scheduler.services.names import Name
from scheduler.services.rules.checks import strangers
from scheduler.services.rules.choices import COMPUTED, computed
from scheduler.services.rules.listing import texts
from scheduler.store import Session, Store, roster
from scheduler.store import lists as stored
from scheduler.store import rules as promises

PERSON = "person:"
_VENUE = "venue:"
_PROBE = "@"
"""Begins the keys of rules that are made up here to be judged; no kept rule has such."""


class Place(NamedTuple):
    """A list by its alliance and the name that rules give it after the ``@``."""

    alliance: str
    key: str

    @property
    def word(self) -> str:
        """Write the list as rules do."""
        return f"@{self.key}"

    @property
    def computed(self) -> bool:
        """Tell whether the memberships give such a list where none is kept."""
        return self.word in COMPUTED


@dataclass(frozen=True, slots=True)
class KeptList:
    """A list with the rules that name it; each revision is one more change of it.

    ``left`` tells since when of those on it who have left, ``unknown`` are keys of nobody and
    nothing, ``nameless`` words that titles would show as keys. People are named to those who may
    see names.
    """

    place: Place
    name: tuple[str, str]
    items: tuple[str, ...]
    revision: int
    rules: tuple[Rule, ...] = ()
    names: Mapping[str, Name] = field(default_factory=dict)
    left: Mapping[str, date] = field(default_factory=dict)
    unknown: tuple[str, ...] = ()
    nameless: tuple[str, ...] = ()


@dataclass(frozen=True, slots=True)
class AllianceLists:
    """The lists of an alliance by name; ``missing`` are those that rules name and nobody kept."""

    alliance: Body
    lists: tuple[KeptList, ...]
    missing: tuple[tuple[str, tuple[Rule, ...]], ...]
    may_edit: bool


def listed(
    store: Store, *, by: Principal, now: datetime, alliance: str | None = None
) -> tuple[AllianceLists, ...]:
    """List the lists of every alliance that the reader sees, or of the one that is named.

    Raises ``NotFoundError`` where the reader does not see that one. The queries are as many,
    however many lists there are.
    """
    today = now.astimezone(SHANGHAI).date()
    with store.read() as session:
        bodies = roster.alliances(session, None if alliance is None else [alliance])
        seen = [body for body in bodies if by.may(Action.VIEW, body.key)]
        if alliance is not None and not seen:
            raise NotFoundError(entity="alliance", key=alliance)
        keys = [body.key for body in seen]
        found = sorted(roster.lists(session, keys).items())
        kept = {Place(*place): items for place, items in found}
        lists = kept_lists(session, kept, keys, by=by, now=now) if keys else ()
        rules = promises.of_alliances(session, keys)
    return tuple(
        AllianceLists(
            body,
            tuple(each for each in lists if each.place.alliance == body.key),
            tuple(_missing(body.key, rules, kept, today)),
            by.may(Action.EDIT, body.key),
        )
        for body in seen
    )


def find(store: Store, place: Place, *, by: Principal, now: datetime) -> KeptList:
    """Find a list that the reader may see."""
    with store.read() as session:
        return found(session, place, by=by, now=now)


def found(session: Session, place: Place, *, by: Principal, now: datetime) -> KeptList:
    """Find a list that the reader may see, in an open transaction."""
    require(by, Action.VIEW, (place.alliance,), entity="list", key=place.key)
    items = roster.lists(session, [place.alliance]).get(place)
    if items is None:
        raise NotFoundError(entity="list", key=place.key)
    return kept_lists(session, {place: items}, [place.alliance], by=by, now=now)[0]


def kept_lists(
    session: Session,
    kept: Mapping[Place, tuple[str, ...]],
    alliances: Sequence[str],
    *,
    by: Principal,
    now: datetime,
) -> tuple[KeptList, ...]:
    """Judge lists of these alliances, all at once."""
    source = world(session, alliances, kept, now)
    parts = {part for items in kept.values() for part in parts_of(items)}
    words = [place.word for place in kept]
    names = _names(session, source, {*parts, *words})
    strange = frozenset(strangers(session, sorted(p for p in parts if p.startswith(KEYED))))
    revisions = stored.revisions(session, kept)
    return tuple(
        KeptList(
            place=place,
            name=title(place, names),
            items=items,
            revision=revisions.get(place, 1),
            rules=naming(source.rules, place, source.today),
            names=_seen(names, items, named=by.may(Action.NAMES, place.alliance)),
            left=left(source, place.alliance, parts_of(items)),
            unknown=tuple(part for part in parts_of(items) if part in strange),
            nameless=_nameless(source, place, items, names),
        )
        for place, items in kept.items()
    )


def world(
    session: Session,
    alliances: Iterable[str],
    kept: Mapping[Place, Sequence[str]],
    now: datetime,
) -> PlanInput:
    """Gather the world of these alliances, and when those on the lists belong to them."""
    probes = tuple(
        _probe(place.alliance, items, f"{_PROBE}{place.key}") for place, items in kept.items()
    )
    year = now.astimezone(SHANGHAI).year
    source = gather(session, alliances, year, now, Patch(rules=probes))
    rules = tuple(rule for rule in source.rules if not rule.key.startswith(_PROBE))
    return replace(source, rules=rules)


def naming(rules: Iterable[Rule], place: Place, today: date) -> tuple[Rule, ...]:
    """List the rules that name a list, in what they say last or still say until that holds."""
    return tuple(
        rule
        for rule in rules
        if rule.owner == place.alliance
        and any(
            place.word in texts(version.data)
            for version in (rule, *rule.former)
            if version is rule or not version.tenure.is_over(today)
        )
    )


def parts_of(items: Iterable[str]) -> tuple[str, ...]:
    """Give what stands on a list, of a pair both; each once."""
    return tuple(dict.fromkeys(part for item in items for part in item.split(PAIR)))


def left(source: PlanInput, alliance: str, keys: Sequence[str]) -> dict[str, date]:
    """Tell since when those of these keys are gone who have left, as rules that name them are."""
    people = [key for key in keys if key.startswith(PERSON)]
    others = [key for key in keys if key not in people]
    gone = {
        str(fault.fields["member"]): _since(fault)
        for fault in departed(_probe(alliance, others), source)
    }
    for key in people:  # a fault names no person, so each is asked for by itself
        for fault in departed(_probe(alliance, [key]), source):
            gone[key] = _since(fault)
    return {key: gone[key] for key in keys if key in gone}


def title(place: Place, names: Mapping[str, Name]) -> tuple[str, str]:
    """Give what a list is called; one without a name as rules write it."""
    own = names.get(place.word)
    if own is not None:
        return (own.zh, own.en)
    return computed().get(place.word, (place.word, ""))


def _since(fault: RuleError) -> date:
    since = fault.fields["since"]
    assert isinstance(since, date)  # noqa: S101 - that is what it tells
    return since


def _probe(alliance: str, items: Iterable[str], key: str = _PROBE) -> Rule:
    """Make up a rule that names what stands on a list by itself, to be judged as any other is."""
    return Rule(key, "rotation", alliance, "", data={"pool": list(items)})


def _nameless(
    source: PlanInput, place: Place, items: Sequence[str], names: Mapping[str, Name]
) -> tuple[str, ...]:
    data = {"axes": {"item": list(items)}, "per": "year", "min": 1, "output": "item"}
    probe = Rule(_PROBE, "coverage", place.alliance, "", data=data)
    words: tuple[str, ...] = ()
    with suppress(RuleError):  # what no axis takes
        for doubt in doubts(probe, source):
            if doubt.fields["reason"] == "nameless":
                told = doubt.fields.get("words")
                words = told if isinstance(told, tuple) else ()
    return tuple(word for word in words if word not in names)


def _names(session: Session, source: PlanInput, words: Iterable[str]) -> dict[str, Name]:
    """Name what stands on lists; venues are written with and without what their keys begin with."""
    wanted = set(words)
    bare = {f"{_VENUE}{word}" for word in wanted if ":" not in word and not word.startswith("@")}
    names = roster.names(session, wanted | bare)
    names |= {
        key.removeprefix(_VENUE): name
        for key, name in names.items()
        if key in bare and key.removeprefix(_VENUE) not in names
    }
    for key in wanted & source.kinds.keys():
        kind = source.kinds[key]
        names[key] = Name(kind.name, kind.name, kind.name_en)
    return names


def _seen(names: Mapping[str, Name], items: Iterable[str], *, named: bool) -> dict[str, Name]:
    return {
        part: names[part]
        for part in parts_of(items)
        if part in names and (named or not part.startswith(PERSON))
    }


def _missing(
    alliance: str, rules: Iterable[Rule], kept: Mapping[Place, object], today: date
) -> Iterator[tuple[str, tuple[Rule, ...]]]:
    own = [rule for rule in rules if rule.owner == alliance]
    words = {word for rule in own for word in _lists_named(rule)}
    for word in sorted(words):
        place = Place(alliance, word[1:])
        if place not in kept and not place.computed:
            yield place.key, naming(own, place, today)


def _lists_named(rule: Rule) -> Iterator[str]:
    """Give the ``@names`` in what a rule says now; ``@host`` is a place and no list."""
    yield from (word for word in texts(rule.data) if word.startswith("@") and word != "@host")
