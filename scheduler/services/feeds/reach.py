"""How far an address reaches now: the alliances that its scope covers and its owner may see."""

from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.moments import SHANGHAI
from scheduler.services import accounts
from scheduler.services.access import Action, Principal, Role
from scheduler.services.feeds.concern import Concern, concern, reached
from scheduler.store import Session
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
    rests on besides the address: nothing where everybody may see all of them, whatever becomes of
    the owner.
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
    if whom is None and all(each.public for each in within):
        return _reach(within, whom, written)
    seen = _seen(session, subscription, within, now)
    return replace(_reach(seen, whom, written), grounds=_grounds(session, subscription, whom, keys))


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
    session: Session, subscription: Subscription, whom: Concern | None, reached: frozenset[str]
) -> Grounds:
    scope, owner = subscription.scope, subscription.owner or ""
    pairs = rights.grants(session, owner)
    own = {scope.removeprefix(_BODY) for _, scope in pairs if scope.startswith(_BODY)}
    roots = {scope.removeprefix(_BODY) for role, scope in pairs if role == Role.CLUSTER_COMMITTEE}
    bodies, above = relatives(session, own | reached | (whom.bodies if whom else set()), roots)
    return Grounds(
        owner=owner,
        person=scope.keys[0] if scope.kind is ScopeKind.PERSON else "",
        bodies=bodies,
        above=above,
        members=frozenset({scope for _, scope in pairs} | (whom.members if whom else set())),
        branches=whom.branches if whom else frozenset(),
    )


def _seen(
    session: Session,
    subscription: Subscription,
    within: tuple[Within, ...],
    now: datetime,
) -> tuple[Within, ...]:
    if subscription.owner is None:
        return within
    by = accounts.principal(session, subscription.owner, now)
    if by is None or not may_follow(by, subscription.scope, within):
        return ()
    return tuple(each for each in within if each.public or by.may(Action.VIEW, each.alliance))


def may_follow(by: Principal, scope: Scope, within: tuple[Within, ...]) -> bool:
    """Tell whether somebody may follow what concerns a person: oneself, or one's own roster."""
    if scope.kind is not ScopeKind.PERSON:
        return True
    return by.person == scope.keys[0] or any(by.may(Action.NAMES, each.alliance) for each in within)
