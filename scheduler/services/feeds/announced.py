"""The alliances' own feed addresses, as they are announced to everybody."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.access import Action, Principal, require
from scheduler.services.accounts import digest
from scheduler.services.feeds.tokens import Address, address, feed_token, feed_url
from scheduler.store import Session, Store, ledger, roster
from scheduler.store import subscriptions as queries
from scheduler.store.subscriptions import Subscription


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An alliance's own feed, as it is announced: the alliance's name and the path."""

    alliance: str
    name: str
    path: str


def public(session: Session, alliance: str, secret_key: str, now: datetime) -> str:
    """Give the token of the alliance's own feed, made where there is none that can be shown."""
    found = shown(session, alliance, secret_key)
    return (found or _made(session, alliance, secret_key, ("system", now))).token


def announce(store: Store, alliance: str, by: Principal, secret_key: str, now: datetime) -> Address:
    """Give the alliance's own address to who may edit it, a new one after the last was ended.

    An ended one never comes back by itself, and no new one in its place.
    """
    with store.write() as session:
        if not roster.alliances(session, [alliance]):
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.EDIT, [alliance], entity="alliance", key=alliance)
        found = shown(session, alliance, secret_key)
        made = found or _made(session, alliance, secret_key, (by.id, now))
        return named(session, [made])[0]


def named(session: Session, found: Iterable[Address]) -> tuple[Address, ...]:
    """Call the addresses of alliances themselves by the names that these have now."""
    listed = tuple(found)
    keys = {each.subscription.scope.keys[0] for each in listed if each.subscription.owner is None}
    names = (
        {body.key: body.name for body in roster.alliances(session, sorted(keys))} if keys else {}
    )
    return tuple(
        replace(each, subscription=replace(each.subscription, name=name))
        if each.subscription.owner is None and (name := names.get(each.subscription.scope.keys[0]))
        else each
        for each in listed
    )


def _made(session: Session, alliance: str, secret_key: str, act: tuple[str, datetime]) -> Address:
    actor, now = act
    count = len(queries.public(session, [alliance])[alliance])
    key = _key(alliance, count)
    while queries.there(session, [key]):  # by an address that cannot be read
        count += 1
        key = _key(alliance, count)
    token = feed_token(secret_key, key, 1)
    new = Subscription(
        id=key,
        token_hash=digest(token),
        version=1,
        name=alliance,
        owner=None,
        scope=Scope(ScopeKind.ALLIANCE, (alliance,)),
        lang="zh",
        profile="generic",
        created_at=now,
        updated_at=now,
    )
    queries.add(session, new, [alliance])
    entry = ledger.Entry((alliance,), "subscription", key, "created")
    ledger.append(session, [entry], actor, now)
    return Address(new, token, (alliance,))


def _key(alliance: str, count: int) -> str:
    return f"public-{alliance}-{count + 1}" if count else f"public-{alliance}"


def shown(session: Session, alliance: str, secret_key: str) -> Address | None:
    """Give the oldest address of the alliance's own that works and can be shown."""
    owned = queries.public(session, [alliance])[alliance]
    live = [address(each, secret_key, (alliance,)) for each in owned if each.revoked_at is None]
    return next((each for each in live if each.token), None)


def addresses(store: Store, secret_key: str, now: datetime) -> tuple[PublicAddress, ...]:
    """List every alliance's own feed, by alliance: two queries for all.

    An alliance that has none that can be shown, as after a change of the secret key, gets one;
    not so where the last one was ended, nor in the place of one that cannot be read.
    """
    found, without = _addresses(store, secret_key)
    if without:
        with store.write() as session:
            for alliance in without:
                public(session, alliance, secret_key, now)
        found, _ = _addresses(store, secret_key)
    return found


def _addresses(store: Store, secret_key: str) -> tuple[tuple[PublicAddress, ...], tuple[str, ...]]:
    with store.read() as session:
        bodies = roster.alliances(session)
        owned = queries.public(session, [body.key for body in bodies])
    tokens = {}
    for alliance, each in owned.items():
        live = [address(one, secret_key) for one in each if one.revoked_at is None]
        if good := next((one.token for one in live if one.token), ""):
            tokens[alliance] = good
    found = tuple(
        PublicAddress(body.key, body.name, feed_url("", tokens[body.key]))
        for body in bodies
        if body.key in tokens
    )
    ended = {alliance for alliance, each in owned.items() if each and each[-1].revoked_at}
    without = [body.key for body in bodies if body.key not in {*tokens, *ended}]
    return found, _never_made(store, without, owned)


def _never_made(
    store: Store, without: Iterable[str], owned: Mapping[str, Sequence[Subscription]]
) -> tuple[str, ...]:
    """Leave out the alliances whose address is there and cannot be read: it stays the same one."""
    wanted = {key: _key(key, len(owned[key])) for key in without}
    if not wanted:
        return ()
    with store.read() as session:
        taken = queries.there(session, wanted.values())
    return tuple(alliance for alliance, key in wanted.items() if key not in taken)
