"""What an address leaves of its subscription: events at some places, of some hosts or branches."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.activity import ActivityKind, Event
from scheduler.domain.errors import ChoiceError
from scheduler.domain.feed_scope import NO_NARROWING, Narrowing, Scope, ScopeKind, is_key
from scheduler.services.feeds.concern import Concern, concerns, reached
from scheduler.services.feeds.reach import Reach
from scheduler.store import Session, accounts, feeds, roster
from scheduler.store.audience import BRANCHES
from scheduler.store.glimpses import relatives
from scheduler.store.placings import Placing

_SCOPES = {"host": ScopeKind.HOST, "branch": ScopeKind.BRANCH}
_REASONS = {"place": "no_venue", "host": "no_organisation", "branch": "no_body"}
_SHOWN = 100


@dataclass(frozen=True, slots=True)
class Narrowed:
    """A narrowing with all that tells whether an event is left by it."""

    asked: Narrowing = NO_NARROWING
    hosts: tuple[Concern, ...] = ()
    branches: tuple[Concern, ...] = ()

    def __bool__(self) -> bool:
        """Tell whether anything can be left out."""
        return bool(self.asked)

    def parts(self) -> tuple[object, ...]:
        """Give all that decides which events are left, in an order of its own."""
        concerned = (whom.parts() for whom in (*self.hosts, *self.branches))
        return (str(self.asked), *concerned)

    def of(self, event: Event | Placing, kinds: Mapping[str, ActivityKind]) -> bool:
        """Tell whether an event is left: one of each sort that was asked for is enough."""
        if self.asked.places and event.venue not in self.asked.places:
            return False
        sorts = (self.hosts, self.branches)
        return all(not sort or any(whom.of(event, kinds) for whom in sort) for sort in sorts)


NOT_NARROWED = Narrowed()


def narrowed(
    session: Session, asked: Narrowing, within: Reach, today: date
) -> tuple[Narrowed, Reach]:
    """Read what a narrowing leaves, and give the reach with what that rests on besides.

    A key that names nothing within reach raises ``ChoiceError``, whether or not it names something
    elsewhere: an empty calendar would wipe out what the client has.
    """
    for sort, key in asked.parts():
        if not is_key(key):  # it is to reach no database
            raise _unknown(sort, key)
    used = _used(session, asked, within)
    owners = _owners(session, asked, within, used, today)
    scopes = [
        (sort, Scope(_SCOPES[sort], (key,))) for sort, key in asked.parts() if sort in _SCOPES
    ]
    whose = concerns(session, (scope for _, scope in scopes))
    found: dict[str, list[Concern]] = {sort: [] for sort in _SCOPES}
    for sort, scope in scopes:
        whom = whose[scope]
        near = _is_one(session, scope) and reached(session, scope, whom, today) & within.alliances
        if whom is None or not (near or whom.host in used):
            raise _unknown(sort, scope.keys[0])
        found[sort].append(whom)
    told = Narrowed(asked, tuple(found["host"]), tuple(found["branch"]))
    return told, _resting(session, within, told, owners)


def _is_one(session: Session, scope: Scope) -> bool:
    if scope.kind is not ScopeKind.BRANCH:
        return True
    body = roster.get_body(session, scope.keys[0])
    return body is not None and body.kind in BRANCHES


def _used(session: Session, asked: Narrowing, within: Reach) -> frozenset[str]:
    """Give which of the places and hosts asked for the events within reach have."""
    hosts = [f"organisation:{key}" for key in asked.hosts]
    if not hosts and not asked.places:
        return frozenset()
    return feeds.places_and_hosts_shown(session, within.alliances, asked.places, hosts)


def _owners(
    session: Session, asked: Narrowing, within: Reach, used: frozenset[str], today: date
) -> frozenset[str]:
    """Give whose the places are; each is within reach, or some event there is."""
    known = roster.venues(session, asked.places) if asked.places else {}
    owners = {
        key: f"organisation:{venue.organisation}"
        for key, venue in known.items()
        if venue.organisation
    }
    near = accounts.alliances_of_members(session, owners.values(), today) if owners else {}
    for key in asked.places:
        own = key in known and (key not in owners or near[owners[key]] & within.alliances)
        if not own and key not in used:
            raise _unknown("place", key)
    return frozenset(owners.values())


def _resting(session: Session, within: Reach, told: Narrowed, owners: frozenset[str]) -> Reach:
    """Add what a narrowing rests on: a tie of it that changes is in no ledger."""
    whose = (*told.hosts, *told.branches)
    bodies = frozenset[str]().union(*(whom.bodies for whom in whose))
    members = owners.union(*(whom.members for whom in whose))
    if not bodies and not members:
        return within
    near, _ = relatives(session, bodies, ())
    grounds = within.grounds
    return replace(
        within,
        grounds=replace(
            grounds,
            bodies=grounds.bodies | near,
            members=grounds.members | members | {f"body:{key}" for key in near - within.alliances},
            branches=grounds.branches.union(*(whom.branches for whom in whose)),
        ),
    )


def _unknown(name: str, key: str) -> ChoiceError:
    return ChoiceError(field=name, value=key[:_SHOWN], reason=_REASONS[name])
