"""What the parameters of a rule can be chosen from in one alliance, with names."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.domain.text import say
from scheduler.rules.kinds import makes, rotation
from scheduler.rules.language.naming import listed_as
from scheduler.rules.model import Rule
from scheduler.rules.rides import bar
from scheduler.services.access import Action, Principal, require
from scheduler.services.matters.catalogues import categories
from scheduler.services.rules.listing import Names, names_of, texts
from scheduler.store import Session, Store, belonging, roster
from scheduler.store import rules as stored

Choice = tuple[str, tuple[str, str]]
"""An opaque key with its Chinese and English names."""


@dataclass(frozen=True, slots=True)
class Choices:
    """What there is in and around one alliance; ``hosting`` are its rotations of hosts.

    ``used`` are the keys that its rules name already; ``standing`` gives the role of each member.
    ``bodies`` are the alliance and those above it, as opaque keys; ``branches`` those above, itself
    and all below it, as they are named by a scope, like the ``organisations`` and the ``people`` in
    office, who are offered to those who may see names.
    """

    alliance: Body
    rules: tuple[Rule, ...]
    kinds: tuple[Choice, ...]
    roles: tuple[Choice, ...]
    members: tuple[Choice, ...]
    bodies: tuple[Choice, ...]
    branches: tuple[Choice, ...]
    organisations: tuple[Choice, ...]
    people: tuple[Choice, ...]
    groups: tuple[Choice, ...]
    places: tuple[Choice, ...]
    lists: tuple[Choice, ...]
    hosting: tuple[Rule, ...]
    names: Names
    used: frozenset[str] = frozenset()
    standing: Mapping[str, str] = field(default_factory=dict)

    @property
    def demanding(self) -> tuple[Choice, ...]:
        """List the rules that make events."""
        listed = (listed_as(rule, self.names) for rule in self.rules if makes(rule))
        return tuple((rule.key, (rule.name, rule.name_en)) for rule in listed)

    @property
    def carrying(self) -> frozenset[str]:
        """Give the keys of the rules that make meetings of their own, on which others can ride."""
        return frozenset(rule.key for rule in self.rules if bar(rule) is None)


def choices(store: Store, alliance: str, *, by: Principal, now: datetime) -> Choices:
    """Gather what a rule of an alliance can name; whoever has left it is not among it."""
    require(by, Action.EDIT, (alliance,), entity="alliance", key=alliance)
    with store.read() as session:
        found = roster.alliances(session, [alliance])
        if not found:
            raise NotFoundError(entity="alliance", key=alliance)
        today = now.astimezone(SHANGHAI).date()
        return _gather(session, found[0], today, named=by.may(Action.NAMES, alliance))


def _gather(session: Session, body: Body, today: date, *, named: bool) -> Choices:
    key = body.key
    rules = stored.of_alliances(session, [key])
    every = roster.memberships(session, [key])[key]
    memberships = [each for each in every if not each.tenure.is_over(today)]
    officers = roster.officers(session, [key])[key]
    roles = {each.role for each in memberships} | {each.role for each in officers}
    above = _above(session, body)
    venues = roster.venues(session)
    groups = [name for name, members in roster.groups(session).items() if key in members]
    lists = sorted({f"@{name}" for _, name in roster.lists(session, [key])} | COMPUTED)
    words = {*roles, *lists, *(f"group:{name}" for name in groups), *categories(session, key)}
    words |= {each.member for each in memberships} | {f"{_BODY}{each}" for each in above}
    people = _people(session, {each.person for each in officers}, key, today) if named else set()
    words |= people
    names = names_of(session, rules, frozenset({key} if named else ()))
    names = computed() | names | roster.spoken(session, words)
    return Choices(
        alliance=body,
        rules=rules,
        kinds=tuple(
            (kind.key, (kind.name, kind.name_en)) for kind in roster.kinds(session).values()
        ),
        roles=_named(sorted(roles), names),
        members=_named(sorted({each.member for each in memberships}), names),
        bodies=_named([f"{_BODY}{each}" for each in above], names),
        branches=_branches(session, above, names, today),
        organisations=_keyed(_ORGANISATION, {each.member for each in memberships}, names),
        people=_keyed(_PERSON, people, names),
        groups=tuple((name, names.get(f"group:{name}", (name, ""))) for name in sorted(groups)),
        places=tuple((venue.key, (venue.name, venue.name_en)) for venue in venues.values()),
        lists=_named(lists, names),
        hosting=tuple(rule for rule in rules if _fills_hosts(rule)),
        # Kinds are chosen from their own list; each name stands for one key.
        names={key: pair for key, pair in names.items() if not key.startswith("kind:")},
        used=frozenset(word for rule in rules for word in texts(rule.data)),
        standing={each.member: each.role for each in memberships},
    )


def _people(session: Session, people: Iterable[str], alliance: str, today: date) -> set[str]:
    """Give those who have, or will have, a home or an office in the alliance."""
    ties = belonging.ties(session, (f"{_PERSON}{each}" for each in people))
    return {
        key
        for (place, key), spans in ties.items()
        if place == alliance and not all(span.is_over(today) for span in spans)
    }


def _branches(session: Session, above: list[str], names: Names, today: date) -> tuple[Choice, ...]:
    """List the body itself, those above it and all below it that have not left."""
    below = belonging.bodies(session, above[:1], today, coming=True)
    return (
        *((each, names.get(f"{_BODY}{each}", (each, ""))) for each in above),
        *((each.key, (each.short_name, each.name_en)) for each in below),
    )


_BODY = "body:"
_ORGANISATION = "organisation:"
_PERSON = "person:"
COMPUTED = frozenset({"@members", "@enterprises", "@leaders"})
"""The lists that come from the memberships, unless one of that name is kept."""


def _fills_hosts(rule: Rule) -> bool:
    return rule.type == "rotation" and rule.data.get("fills") == rotation.Fills.HOST


def computed() -> Names:
    """Name the lists that come from the memberships, unless one of that name is kept."""
    return {
        word: (say(f"list.{word[1:]}", {}, "zh"), say(f"list.{word[1:]}", {}, "en"))
        for word in sorted(COMPUTED)
    }


def _above(session: Session, body: Body) -> list[str]:
    """List the body itself and those above it."""
    found, at = [], body.key
    while at not in found:
        found.append(at)
        parent = roster.get_body(session, at)
        at = (parent.parent if parent else None) or at
    return found


def _named(keys: list[str], names: Names) -> tuple[Choice, ...]:
    return tuple((key, names.get(key, (key.partition(":")[2] or key, ""))) for key in keys)


def _keyed(prefix: str, keys: Iterable[str], names: Names) -> tuple[Choice, ...]:
    """List those of one kind by their keys without the prefix, as a scope names them."""
    found = _named(sorted(key for key in keys if key.startswith(prefix)), names)
    return tuple((key.removeprefix(prefix), pair) for key, pair in found)
