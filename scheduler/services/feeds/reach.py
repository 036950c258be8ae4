"""How far an address reaches now: the alliances that its scope covers and its owner may see.

Who has left an alliance keeps no address of it, even where its calendar is public: the public
address is for everybody, one's own is for those who belong to it.
"""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.services import accounts
from scheduler.services.access import Action, Principal, Role, require
from scheduler.services.feeds.concern import Concern, concern, concerns, reached, reached_by
from scheduler.services.feeds.tokens import Address
from scheduler.services.rights import ties
from scheduler.store import Session, roster
from scheduler.store import accounts as rights
from scheduler.store import subscriptions as addresses
from scheduler.store.glimpses import NO_GROUNDS, Grounds, relatives
from scheduler.store.subscriptions import Glance, Subscription, Within

_BODY = "body:"


@dataclass(frozen=True, slots=True)
class Reach:
    """The alliances within reach, with all that decides what their feeds show.

    ``names`` are (Chinese, English) by alliance; ``seq`` the sum of the numbers of their newest
    changes, ``at`` the latest of these; ``moved`` tells that the alliances are no longer those
    written down; ``whom`` limits the events to those that concern it; ``grounds`` is what this
    rests on besides the address: nothing where the address is nobody's own.
    """

    alliances: frozenset[str]
    names: tuple[tuple[str, str], ...]
    seq: int
    at: datetime | None
    whom: Concern | None = None
    moved: bool = False
    grounds: Grounds = NO_GROUNDS


def of(session: Session, found: Glance, now: datetime) -> Reach:
    """Give how far an address reaches now; nothing where its owner may see nothing any more."""
    subscription = found.subscription
    whom, keys = None, frozenset(each.alliance for each in found.within)
    if subscription.scope.kind is ScopeKind.ALLIANCE:
        within = found.within
    else:
        whom = concern(session, subscription.scope)
        today = now.astimezone(SHANGHAI).date()
        keys = reached(session, subscription.scope, whom, today)
        within = addresses.within(session, keys)
    written = frozenset(each.alliance for each in found.within)
    if subscription.owner is None:
        return _reach(within, whom, written)
    by = accounts.principal(session, subscription.owner, now)
    seen = _seen(by, subscription.scope, within)
    tied = frozenset(body for body, _ in ties(session, by.person)) if by else frozenset()
    grounds = _grounds(session, subscription, whom, (keys, tied))
    return replace(_reach(seen, whom, written), grounds=grounds)


def followed(
    session: Session, listed: Iterable[Address], now: datetime
) -> dict[str, frozenset[str]]:
    """Give by subscription how far each of these addresses reaches now, as ``of`` tells of one.

    The number of queries depends on none of them.
    """
    known = {each.subscription.id: each for each in listed}
    scopes = {each.subscription.scope for each in known.values()}
    whole = {scope for scope in scopes if scope.kind is ScopeKind.ALLIANCE}
    found = concerns(session, scopes - whole)
    reaches = reached_by(session, found, now.astimezone(SHANGHAI).date())
    keys = {
        key: reaches.get(each.subscription.scope, frozenset(each.alliances))
        for key, each in known.items()
    }
    within = addresses.within(session, frozenset[str]().union(*keys.values()))
    owners = {each.subscription.owner for each in known.values()} - {None}
    by = accounts.principals(session, (owner for owner in owners if owner), now)
    told = {}
    for key, each in known.items():
        own = each.subscription
        there = tuple(one for one in within if one.alliance in keys[key])
        seen = there if own.owner is None else _seen(by.get(own.owner), own.scope, there)
        told[key] = frozenset(one.alliance for one in seen)
    return told


def of_alliance(session: Session, alliance: str) -> Reach:
    """Give the reach of an alliance's own feed; ``NotFoundError`` where there is none."""
    within = addresses.within(session, [alliance])
    if not within:
        raise NotFoundError(entity="alliance", key=alliance)
    return _reach(within, None, frozenset({alliance}))


def _reach(within: tuple[Within, ...], whom: Concern | None, written: frozenset[str]) -> Reach:
    alliances = frozenset(each.alliance for each in within)
    return Reach(
        alliances=alliances,
        names=tuple((each.name, each.name_en) for each in within),
        seq=sum(each.last.seq for each in within),
        at=max((each.last.at for each in within if each.last.at), default=None),
        whom=whom,
        moved=alliances != written,
    )


def _grounds(
    session: Session,
    subscription: Subscription,
    whom: Concern | None,
    bodies: tuple[frozenset[str], frozenset[str]],
) -> Grounds:
    """Give what a reach rests on; ``bodies`` are those within reach, and the owner's own."""
    reached, tied = bodies
    scope, owner = subscription.scope, subscription.owner or ""
    pairs = rights.grants(session, owner)
    own = {scope.removeprefix(_BODY) for _, scope in pairs if scope.startswith(_BODY)}
    roots = {scope.removeprefix(_BODY) for role, scope in pairs if role == Role.CLUSTER_COMMITTEE}
    placed = own | tied | (whom.bodies if whom else set())
    near, above = relatives(session, placed | reached, roots)
    # A body on the way up may leave the alliance, or join it, with all below it.
    members = {scope for _, scope in pairs} | {f"{_BODY}{key}" for key in near - reached}
    return Grounds(
        owner=owner,
        person=scope.keys[0] if scope.kind is ScopeKind.PERSON else "",
        bodies=near,
        above=above,
        members=frozenset(members | (whom.members if whom else set())),
        branches=whom.branches if whom else frozenset(),
    )


def _seen(by: Principal | None, scope: Scope, within: tuple[Within, ...]) -> tuple[Within, ...]:
    return visible(by, scope, within) if by else ()


def visible(by: Principal, scope: Scope, within: tuple[Within, ...]) -> tuple[Within, ...]:
    """Give the alliances of a scope that somebody may follow at an address of one's own.

    Whoever belongs to none of them may follow nothing; whoever belongs to one sees what concerns a
    branch, person or host in public ones too.
    """
    own = tuple(each for each in within if by.may(Action.VIEW, each.alliance))
    if scope.kind is ScopeKind.ALLIANCE or not own:
        return own
    if scope.kind is ScopeKind.PERSON and not _may_follow(by, scope.keys[0], within):
        return ()
    return tuple(each for each in within if each.public or each in own)


def _may_follow(by: Principal, person: str, within: tuple[Within, ...]) -> bool:
    """Tell whether somebody may follow what concerns a person: oneself, or one's own roster."""
    return by.person == person or any(by.may(Action.NAMES, each.alliance) for each in within)


def seen_alliance(session: Session, alliance: str, by: Principal | None) -> Body:
    """Give an alliance; ``NotFoundError`` for whoever may not see its calendar."""
    found = roster.alliances(session, [alliance])
    if not found:
        raise NotFoundError(entity="alliance", key=alliance)
    if not found[0].public_calendar:
        if by is None:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    return found[0]
