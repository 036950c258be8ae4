"""Feed addresses of readers: made, shown again to their owners, renewed and ended."""

import hashlib
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import UTC, datetime

from feeds.profiles import PROFILES
from scheduler.domain.activity import EventStatus
from scheduler.domain.errors import (
    ChoiceError,
    ManyAddressesError,
    NotFoundError,
    OutsiderError,
    StaleVersionError,
    within,
)
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind
from scheduler.domain.moments import SHANGHAI, line
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal, require
from scheduler.services.accounts import digest
from scheduler.services.feeds import announced, reach
from scheduler.services.feeds.concern import concern, reached
from scheduler.services.feeds.tokens import Address, address, feed_token
from scheduler.store import Session, Store, events, feeds, ledger, roster
from scheduler.store import subscriptions as queries
from scheduler.store.audience import BRANCHES
from scheduler.store.subscriptions import Subscription

_NAME = 60
MOST = 100
"""How many addresses in use somebody may have: far more than devices, and an end to a runaway."""

_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to subscribe to, under a name of their own, such as that of a device."""

    scope: Scope
    name: str
    lang: str = "zh"
    profile: str = "generic"
    choice: Choice = EVERYTHING


@dataclass(frozen=True, slots=True)
class Shown:
    """What a reader sees of an alliance's calendar: its own address and theirs, oldest first.

    ``events`` counts what is not cancelled; ``newest`` is the number of the last change shown.
    """

    alliance: Body
    public: Address | None
    own: tuple[Address, ...]
    events: int
    newest: int


def shown(store: Store, alliance: str, by: Principal | None, secret_key: str) -> Shown:
    """Give the addresses of a calendar; ``NotFoundError`` for whoever may not see it."""
    with store.read() as session:
        body = _visible(session, alliance, by)
        own = _own(session, by, secret_key) if by else ()
        return Shown(
            alliance=body,
            public=announced.shown(session, alliance, secret_key),
            own=tuple(each for each in own if alliance in each.alliances),
            events=events.count(session, alliance),
            newest=feeds.last_change(session, alliance).seq,
        )


def own(store: Store, by: Principal, secret_key: str) -> tuple[Address, ...]:
    """List the reader's own addresses, oldest first."""
    with store.read() as session:
        return _own(session, by, secret_key)


def create(store: Store, wish: Wish, by: Principal, secret_key: str, now: datetime) -> Address:
    """Make an address for the reader alone.

    Raises ``ChoiceError`` for a language, profile or kind that there is not, ``TextError`` for a
    name that is none, ``NotFoundError`` for a scope that the reader may not see,
    ``OutsiderError`` for a public alliance to which the reader does not belong, and
    ``ManyAddressesError`` for whoever has ``MOST`` in use already.
    """
    clean = _checked(wish)
    with store.write() as session:
        if queries.in_use(session, by.id) >= MOST:
            raise ManyAddressesError(most=MOST)
        with within("kinds"):
            _check_kinds(session, wish.choice)
        key = secrets.token_hex(8)
        token = feed_token(secret_key, key, 1)
        new = Subscription(
            id=key,
            token_hash=digest(token),
            version=1,
            name=clean.name,
            owner=by.id,
            scope=clean.scope,
            lang=clean.lang,
            profile=clean.profile,
            created_at=now,
            updated_at=now,
            choice=clean.choice,
        )
        with within("scope"):
            alliances = _reach(session, new, by, now)
        queries.add(session, new, alliances)
        _log(session, alliances, key, "created", (by.id, now))
        return Address(new, token, alliances)


def renew(  # noqa: PLR0913 - the last two by name: which address, or which state, was seen
    store: Store,
    subscription: str,
    by: Principal,
    secret_key: str,
    now: datetime,
    *,
    version: int | None = None,
    seen: int | None = None,
) -> Address:
    """Give a subscription another address; the former one says farewell and is gone.

    That of somebody else is not for editors: whoever renews an address is told the new one. Where
    it is told which address or state was seen, ``StaleVersionError`` is raised for another.
    """
    with store.write() as session:
        found, alliances = _owned(session, subscription, by)
        if found.revoked_at is not None or found.owner not in {None, by.id}:
            raise NotFoundError(entity="subscription", key=subscription)
        if version not in {None, found.version} or seen not in {None, state_of(found)}:
            raise StaleVersionError(entity="subscription", key=subscription, reason="since")
        version = found.version + 1
        token = feed_token(secret_key, found.id, version)
        renewed = queries.renew(session, found, digest(token), now)
        _log(session, alliances, found.id, "renewed", (by.id, now))
        return Address(renewed, token, alliances)


def view(store: Store, subscription: str, by: Principal) -> Address:
    """Give one subscription to its owner or to whoever may know who follows, without its token."""
    with store.read() as session:
        found = queries.get(session, subscription)
        if found is not None:
            alliances = queries.reaches(session, [found.id])[found.id]
            known = all(by.may(Action.FOLLOWERS, each) for each in alliances)
            if found.owner == by.id or (alliances and known):
                return Address(found, "", alliances)
    raise NotFoundError(entity="subscription", key=subscription)


def state_of(found: Subscription) -> int:
    """Give the number of a state: it is another one after a fetch, a renewal or an end."""
    moments = (found.updated_at, found.revoked_at, found.last_fetch_at)
    said = (found.version, found.last_client, found.last_seq, *map(_written, moments))
    return int.from_bytes(hashlib.sha256(repr(said).encode()).digest()[:8]) % 10**9


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def revoke(
    store: Store, subscription: str, by: Principal, now: datetime, *, seen: int | None = None
) -> Subscription:
    """End an address at once; ending it again changes nothing.

    Where it is told which state was seen, ``StaleVersionError`` is raised for another.
    """
    with store.write() as session:
        found, alliances = _owned(session, subscription, by)
        if seen is not None and seen != state_of(found):
            raise StaleVersionError(entity="subscription", key=subscription, reason="since")
        if found.revoked_at is not None:
            return found
        queries.revoke(session, found.id, now)
        _log(session, alliances, found.id, "revoked", (by.id, now))
        return replace(found, revoked_at=now, updated_at=now)


def listed(store: Store, alliances: Iterable[str], by: Principal) -> tuple[Address, ...]:
    """List the subscriptions of these alliances that the caller may know of, without tokens."""
    wanted = [each for each in alliances if by.may(Action.FOLLOWERS, each)]
    with store.read() as session:
        found = queries.reaching(session, wanted)
        reaches = queries.reaches(session, (each.id for each in found))
    return tuple(Address(each, "", reaches[each.id]) for each in found)


def _checked(wish: Wish) -> Wish:
    if wish.lang not in _LANGUAGES:
        raise ChoiceError(field="lang", value=wish.lang, allowed=", ".join(_LANGUAGES))
    if wish.profile not in PROFILES:
        allowed = ", ".join(sorted(PROFILES))
        raise ChoiceError(field="profile", value=wish.profile, allowed=allowed)
    return replace(wish, name=line(wish.name, "name", limit=_NAME))


def _check_kinds(session: Session, choice: Choice) -> None:
    known = roster.kinds(session)
    for kind in choice.kinds:
        if kind not in known:
            raise NotFoundError(entity="kind", key=kind)


def _reach(session: Session, new: Subscription, by: Principal, now: datetime) -> tuple[str, ...]:
    """Give the alliances that a new subscription reaches, every one of which the reader sees."""
    scope = new.scope
    if scope.kind is ScopeKind.ALLIANCE:
        for key in scope.keys:
            _visible(session, key, by)
            if not by.may(Action.VIEW, key):
                raise OutsiderError(alliance=key)
        return scope.keys
    _known(session, scope)
    whom = concern(session, scope)
    keys = reached(session, scope, whom, now.astimezone(SHANGHAI).date())
    found = queries.within(session, keys)
    seen = reach.visible(by, scope, found)
    if not seen:
        raise _missing(scope)
    return tuple(each.alliance for each in seen)


def _known(session: Session, scope: Scope) -> None:
    key = scope.keys[0]
    if scope.kind is ScopeKind.BRANCH:
        body = roster.get_body(session, key)
        known = body is not None and body.kind in BRANCHES
    elif scope.kind is ScopeKind.PERSON:
        known = key in roster.people(session, [key])
    elif scope.kind is ScopeKind.EVENT:
        found = events.by_uid(session, [key])
        known = any(each.event.status is not EventStatus.DRAFT for each in found)
    else:
        known = f"organisation:{key}" in roster.names(session, [f"organisation:{key}"])
    if not known:
        raise _missing(scope)


def _missing(scope: Scope) -> NotFoundError:
    entity = {ScopeKind.BRANCH: "body"}.get(scope.kind, scope.kind.value)
    return NotFoundError(entity=entity, key=scope.keys[0])


def _visible(session: Session, alliance: str, by: Principal | None) -> Body:
    found = roster.alliances(session, [alliance])
    if not found:
        raise NotFoundError(entity="alliance", key=alliance)
    if not found[0].public_calendar:
        if by is None:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    return found[0]


def _own(session: Session, by: Principal, secret_key: str) -> tuple[Address, ...]:
    found = queries.of_owner(session, by.id)
    reaches = queries.reaches(session, (each.id for each in found))
    return tuple(address(each, secret_key, reaches[each.id]) for each in found)


def _owned(
    session: Session, subscription: str, by: Principal
) -> tuple[Subscription, tuple[str, ...]]:
    found = queries.get(session, subscription)
    if found is not None:
        alliances = queries.reaches(session, [found.id])[found.id]
        manages = bool(alliances) and all(by.may(Action.EDIT, each) for each in alliances)
        if found.owner == by.id or manages:
            return found, alliances
    raise NotFoundError(entity="subscription", key=subscription)


def _log(
    session: Session,
    alliances: tuple[str, ...],
    subscription: str,
    kind: str,
    act: tuple[str, datetime],
) -> None:
    entry = ledger.Entry(alliances, "subscription", subscription, kind)
    ledger.append(session, [entry], *act)
