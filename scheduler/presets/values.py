"""What one preset is: the alliances of one source document as finished values."""

from collections.abc import Mapping
from dataclasses import dataclass, replace

from scheduler.domain.activity import ActivityKind
from scheduler.domain.roster import (
    Affiliation,
    Body,
    Membership,
    Officer,
    Organisation,
    Person,
    Venue,
)
from scheduler.rules.model import Rule


@dataclass(frozen=True, slots=True)
class Roster:
    """Who there is: bodies with parents before children, organisations, people and their ties."""

    organisations: tuple[Organisation, ...] = ()
    bodies: tuple[Body, ...] = ()
    memberships: tuple[Membership, ...] = ()
    people: tuple[Person, ...] = ()
    affiliations: tuple[Affiliation, ...] = ()
    officers: tuple[Officer, ...] = ()

    def __add__(self, other: "Roster") -> "Roster":
        """Join two rosters, the first one's entries first."""
        return Roster(
            organisations=self.organisations + other.organisations,
            bodies=self.bodies + other.bodies,
            memberships=self.memberships + other.memberships,
            people=self.people + other.people,
            affiliations=self.affiliations + other.affiliations,
            officers=self.officers + other.officers,
        )


@dataclass(frozen=True, slots=True)
class SampleList:
    """A list of an alliance that is filled with samples, and the names of those that are things."""

    alliance: str
    name: str
    keys: tuple[str, ...]
    named: Mapping[str, tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Preset:
    """The alliances of one source document, ready to be stored.

    ``alliances`` names the bodies with a calendar of their own; ``lists`` resolves
    ``(alliance, name)``; ``names`` gives the Chinese and English names of themes, roles and sample
    places. ``kinds`` are the same in all presets. ``offered`` are further rules of the document,
    with the lists that they name, which the alliances do not run unless they take them over.
    """

    key: str
    name: str
    name_en: str
    source: str
    alliances: tuple[str, ...]
    roster: Roster
    venues: tuple[Venue, ...]
    rules: tuple[Rule, ...]
    groups: Mapping[str, tuple[str, ...]]
    lists: Mapping[tuple[str, str], tuple[str, ...]]
    kinds: tuple[ActivityKind, ...]
    names: Mapping[str, tuple[str, str]]
    offered: tuple[Rule, ...]
    offered_lists: Mapping[tuple[str, str], tuple[str, ...]]

    def written_out(self, rule: Rule) -> Rule:
        """Give a rule with the items of each list that only an offered rule names.

        Such a list is not kept in the roster.
        """
        lists = {
            f"@{name}": items
            for (owner, name), items in self.offered_lists.items()
            if owner == rule.owner
        }
        data = {
            name: list(lists[value]) if isinstance(value, str) and value in lists else value
            for name, value in rule.data.items()
        }
        return replace(rule, data=data)
