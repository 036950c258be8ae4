"""Feed addresses of readers: made, renewed and ended."""

import secrets
from dataclasses import replace
from datetime import datetime

from scheduler.domain.address_errors import AddressEndedError, ManyAddressesError
from scheduler.domain.errors import (
    NotFoundError,
    StaleVersionError,
    within,
)
from scheduler.services.access import Action, Principal
from scheduler.services.accounts import digest
from scheduler.services.feeds import announced, lapses, wishes
from scheduler.services.feeds.known import state_of
from scheduler.services.feeds.tokens import Address, feed_token
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Session, Store, ledger
from scheduler.store import subscriptions as queries
from scheduler.store.subscriptions import Subscription

MOST = 100
"""How many addresses in use somebody may have: far more than devices, and an end to a runaway."""


def create(store: Store, wish: Wish, by: Principal, secret_key: str, now: datetime) -> Address:
    """Make an address for the reader alone.

    Raises ``ChoiceError`` for a language, profile or kind that there is not, ``TextError`` for a
    name that is none, ``NotFoundError`` for a scope that the reader may not see,
    ``OutsiderError`` for a public alliance to which the reader does not belong, and
    ``ManyAddressesError`` for whoever has ``MOST`` in use already.
    """
    clean = wishes.checked(wish)
    with store.write() as session:
        if queries.in_use(session, by.id) >= MOST and _working(session, by, now) >= MOST:
            raise ManyAddressesError(most=MOST)
        wishes.check_kinds(session, wish.choice)
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
            alliances = wishes.reach_of(session, new.scope, by, now)
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
    it is told which address or state was seen, ``StaleVersionError`` is raised for another. What
    has lapsed is refused as making it would be.
    """
    with store.write() as session:
        address = _owned(session, subscription, by, now)
        found, alliances = address.subscription, address.alliances
        if found.owner not in {None, by.id}:
            raise NotFoundError(entity="subscription", key=subscription)
        if address.lapsed:
            wishes.reach_of(session, found.scope, by, now)
        if not address.works:
            raise AddressEndedError(key=subscription)
        if version not in {None, found.version} or seen not in {None, state_of(address)}:
            raise StaleVersionError(entity="subscription", key=subscription, reason="since")
        version = found.version + 1
        token = feed_token(secret_key, found.id, version)
        renewed = queries.renew(session, found, digest(token), now)
        _log(session, alliances, found.id, "renewed", (by.id, now))
        return Address(renewed, token, alliances)


def revoke(
    store: Store, subscription: str, by: Principal, now: datetime, *, seen: int | None = None
) -> Subscription:
    """End an address at once; ending it again changes nothing.

    Where it is told which state was seen, ``StaleVersionError`` is raised for another.
    """
    with store.write() as session:
        address = _owned(session, subscription, by, now)
        found, alliances = address.subscription, address.alliances
        if seen is not None and seen != state_of(address):
            raise StaleVersionError(entity="subscription", key=subscription, reason="since")
        if found.revoked_at is not None:
            return found
        queries.revoke(session, found, now)
        _log(session, alliances, found.id, "revoked", (by.id, now))
        return replace(found, revoked_at=now, updated_at=now)


def _working(session: Session, by: Principal, now: datetime) -> int:
    """Count the addresses of somebody without those that have lapsed."""
    found = queries.of_owner(session, by.id)
    reaches = queries.reaches(session, (each.id for each in found))
    listed = (Address(each, "", reaches[each.id]) for each in found)
    return sum(each.works for each in lapses.marked(session, listed, now))


def _owned(session: Session, subscription: str, by: Principal, now: datetime) -> Address:
    found = queries.get(session, subscription)
    if found is not None:
        alliances = queries.reaches(session, [found.id])[found.id]
        manages = bool(alliances) and all(by.may(Action.EDIT, each) for each in alliances)
        if found.owner == by.id or manages:
            (address,) = lapses.marked(session, [Address(found, "", alliances)], now)
            return announced.named(session, [address])[0]
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
