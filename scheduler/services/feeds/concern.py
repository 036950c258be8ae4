"""Which events concern one branch, person or host: those at which it is expected; or one alone."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date

from scheduler.domain.activity import ActivityKind, Event
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.roster import ALWAYS, Tenure
from scheduler.services.attendance.audience import MEMBERS, SECRETARY
from scheduler.store import Session, accounts, audience, feeds, roster
from scheduler.store.accounts import Place
from scheduler.store.placings import Placing


@dataclass(frozen=True, slots=True)
class Concern:
    """Whom events concern: the branches at home in, the offices held, the organisation hosting.

    ``event`` alone is that one, whomever it concerns.
    ``places`` holds the alliances of the bodies, ``served`` (member, branch, span).
    """

    event: str = ""
    host: str = ""
    whole_branch: str = ""
    homes: tuple[tuple[str, Tenure], ...] = ()
    offices: tuple[tuple[str, str, Tenure], ...] = ()
    places: Mapping[str, Place] = field(default_factory=dict)
    served: tuple[tuple[str, str, Tenure], ...] = ()

    def parts(self) -> tuple[object, ...]:
        """Give all that decides which events these are, in an order of its own."""
        return (
            *(self.event, self.host, self.whole_branch, _sorted(self.homes), _sorted(self.offices)),
            sorted((body, place.alliance) for body, place in self.places.items()),
            _sorted(self.served),
        )

    @property
    def bodies(self) -> frozenset[str]:
        """Give the bodies at home in or with an office."""
        return frozenset({body for body, _ in self.homes} | {body for body, _, _ in self.offices})

    @property
    def branches(self) -> frozenset[str]:
        """Give those that serve members; those of an alliance are not its officers'."""
        return frozenset(body for body in self.bodies if self._alliance_of(body) != body)

    @property
    def members(self) -> frozenset[str]:
        """Give the members whose own alliances matter."""
        return frozenset({self.host} if self.host else {member for member, _, _ in self.served})

    def members_on(self, day: date) -> frozenset[str]:
        """Give those that matter on a day."""
        if self.host:
            return self.members
        return frozenset(member for member, _, span in self.served if span.holds(day))

    def alliances(self, day: date) -> tuple[frozenset[str], frozenset[str]]:
        """Give the alliances of branches and offices on a day, and those that these have left.

        One that has not been joined yet counts as left.
        """
        bodies = {body for body, span in self.homes if span.holds(day)}
        bodies |= {body for body, _, span in self.offices if span.holds(day)}
        places = [self.places[body] for body in bodies if body in self.places]
        own = frozenset(place.alliance for place in places if place.holds(day))
        return own, frozenset(place.alliance for place in places) - own

    def of(self, event: Event | Placing, kinds: Mapping[str, ActivityKind]) -> bool:
        """Tell whether an event concerns them, by the roster that its register would freeze."""
        if self.event:
            return self.event == event.uid
        if self.host:
            return self.host == event.host or self.host in event.co_hosts
        day = event.day()
        if self.whole_branch:
            return self._takes_part(self.whole_branch, event, day)
        kind = kinds.get(event.kind)
        if kind is not None and kind.audience == MEMBERS:
            return any(
                span.holds(day) and self._takes_part(branch, event, day)
                for branch, span in self.homes
            )
        return any(
            span.holds(day)
            and (
                body in event.alliances
                or (role == SECRETARY and self._takes_part(body, event, day))
            )
            for body, role, span in self.offices
        )

    def _takes_part(self, branch: str, event: Event | Placing, day: date) -> bool:
        return self._alliance_of(branch) in event.alliances or any(
            member == event.host and own == branch and span.holds(day)
            for member, own, span in self.served
        )

    def _alliance_of(self, body: str) -> str | None:
        return self.places[body].alliance if body in self.places else None


def concern(session: Session, scope: Scope) -> Concern | None:
    """Read whom the events of a scope concern; None says that all of its alliances' do."""
    return concerns(session, [scope])[scope]


def concerns(session: Session, scopes: Iterable[Scope]) -> dict[Scope, Concern | None]:
    """Read of each of these scopes whom its events concern: five queries at most for all."""
    listed = set(scopes)
    people = {scope.keys[0] for scope in listed if scope.kind is ScopeKind.PERSON}
    ties = audience.ties_of(session, people) if people else {}
    found = {scope: _tied(scope, ties) for scope in listed}
    bodies = frozenset[str]().union(*(whom.bodies for whom in found.values() if whom))
    if not bodies:
        return found
    places = accounts.places_of_bodies(session, bodies)
    for scope, whom in found.items():
        if whom is not None:
            own = {body: place for body, place in places.items() if body in whom.bodies}
            found[scope] = replace(whom, places=own)
    branches = frozenset[str]().union(*(whom.branches for whom in found.values() if whom))
    served = audience.served(session, branches)
    return {scope: whom and _serving(whom, served) for scope, whom in found.items()}


def _tied(scope: Scope, ties: Mapping[str, audience.Ties]) -> Concern | None:
    key = scope.keys[0]
    if scope.kind is ScopeKind.ALLIANCE:
        return None
    if scope.kind is ScopeKind.EVENT:
        return Concern(event=key)
    if scope.kind is ScopeKind.HOST:
        return Concern(host=f"organisation:{key}")
    if scope.kind is ScopeKind.BRANCH:
        return Concern(whole_branch=key, homes=((key, ALWAYS),))
    return Concern(homes=ties[key].homes, offices=ties[key].offices)


def _serving(whom: Concern, served: tuple[tuple[str, str, Tenure], ...]) -> Concern:
    return replace(whom, served=tuple(each for each in served if each[1] in whom.branches))


def reached(session: Session, scope: Scope, whom: Concern | None, day: date) -> frozenset[str]:
    """Give the alliances among whose events those of a scope are on a day."""
    return reached_by(session, {scope: whom}, day)[scope]


def reached_by(
    session: Session, listed: Mapping[Scope, Concern | None], day: date
) -> dict[Scope, frozenset[str]]:
    """Give for each of these scopes what ``reached`` gives: three queries at most for all."""
    whole = {key for scope, whom in listed.items() if whom is None for key in scope.keys}
    single = {whom.event for whom in listed.values() if whom and whom.event}
    members = {key for whom in listed.values() if whom for key in whom.members_on(day)}
    known = {body.key for body in roster.alliances(session, whole)} if whole else set()
    standing = feeds.alliances_of_each(session, single) if single else {}
    hosting = accounts.alliances_of_members(session, members, day) if members else {}
    found = {}
    for scope, whom in listed.items():
        if whom is None:
            found[scope] = frozenset(scope.keys) & known
        elif whom.event:
            found[scope] = standing[whom.event]
        else:
            own, left = whom.alliances(day)
            led = frozenset[str]().union(*(hosting[key] for key in whom.members_on(day)))
            # Whom a branch serves leads it nowhere that it has left itself.
            found[scope] = own | (led - left)
    return found


def _sorted(ties: Iterable[object]) -> list[str]:
    return sorted(map(repr, ties))
