"""Feed addresses: made, shown again to their owners, renewed and ended.

A token is derived from the secret key and never stored; only its hash is. So an address goes on
working when the secret key changes, but can no longer be shown.
"""

import base64
import hashlib
import hmac
import secrets
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import datetime

from scheduler.domain.errors import ChoiceError, NotFoundError
from scheduler.domain.moments import line
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal, require
from scheduler.services.accounts import digest
from scheduler.store import Session, Store, events, feeds, ledger, roster
from scheduler.store import subscriptions as queries
from scheduler.store.subscriptions import Subscription

_TOKEN_BYTES = 20
_NAME = 60
_LANGUAGES = ("zh", "en")


@dataclass(frozen=True, slots=True)
class Wish:
    """What somebody wants to subscribe to: an alliance's calendar, under a name of their own."""

    alliance: str
    name: str
    lang: str = "zh"
    profile: str = "generic"


@dataclass(frozen=True, slots=True)
class Address:
    """A subscription with its token; the token is empty where it can no longer be shown."""

    subscription: Subscription
    token: str

    def url(self, base_url: str) -> str:
        """Give the whole address; empty where the token can no longer be shown."""
        return feed_url(base_url, self.token) if self.token else ""


def feed_url(base_url: str, token: str) -> str:
    """Give the address of a feed."""
    return f"{base_url}/feeds/{token}.ics"


def feed_token(secret_key: str, subscription: str, version: int) -> str:
    """Derive the token of a subscription: 160 bits as 32 letters and digits."""
    message = f"feed\x1f{subscription}\x1f{version}".encode()
    mac = hmac.new(secret_key.encode(), message, hashlib.sha256).digest()
    return base64.b32encode(mac[:_TOKEN_BYTES]).decode().lower()


def public(session: Session, alliance: str, secret_key: str, now: datetime) -> str:
    """Give the token of the alliance's own feed, made where there is none that can be shown."""
    shown = _shown(session, alliance, secret_key)
    if shown is not None:
        return shown.token
    count = len(queries.of_owner(session, None, [f"body:{alliance}"]))
    name = f"public-{alliance}" if count == 0 else f"public-{alliance}-{count + 1}"
    return _add(session, (name, None), Wish(alliance, alliance), secret_key, now).token


def public_token(store: Store, alliance: str, secret_key: str, now: datetime) -> str:
    """Give the token of the alliance's own feed; an unknown alliance raises ``NotFoundError``."""
    with store.write() as session:
        _known(session, alliance)
        return public(session, alliance, secret_key, now)


def _shown(session: Session, alliance: str, secret_key: str) -> Address | None:
    owned = queries.of_owner(session, None, [f"body:{alliance}"])
    live = [_address(each, secret_key) for each in owned if each.revoked_at is None]
    return next((address for address in live if address.token), None)


@dataclass(frozen=True, slots=True)
class PublicAddress:
    """An alliance's own feed, as it is announced: the alliance's name and the path."""

    alliance: str
    name: str
    path: str


def addresses(store: Store, secret_key: str, now: datetime) -> tuple[PublicAddress, ...]:
    """List every alliance's own feed, by alliance: two queries for all.

    An alliance that has none that can be shown, as after a change of the secret key, gets one.
    """
    found, without = _public_addresses(store, secret_key)
    if without:
        with store.write() as session:
            for alliance in without:
                public(session, alliance, secret_key, now)
        found, _ = _public_addresses(store, secret_key)
    return found


def _public_addresses(
    store: Store, secret_key: str
) -> tuple[tuple[PublicAddress, ...], tuple[str, ...]]:
    with store.read() as session:
        bodies = roster.alliances(session)
        owned = queries.of_owner(session, None, [f"body:{body.key}" for body in bodies])
    shown = [_address(each, secret_key) for each in owned if each.revoked_at is None]
    tokens = {each.subscription.alliance: each.token for each in reversed(shown) if each.token}
    found = tuple(
        PublicAddress(body.key, body.name, feed_url("", tokens[body.key]))
        for body in bodies
        if body.key in tokens
    )
    return found, tuple(body.key for body in bodies if body.key not in tokens)


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
        own = queries.of_owner(session, by.id, [f"body:{alliance}"]) if by else ()
        return Shown(
            alliance=body,
            public=_shown(session, alliance, secret_key),
            own=tuple(_address(each, secret_key) for each in own),
            events=events.count(session, alliance),
            newest=feeds.last_change(session, alliance).seq,
        )


def create(store: Store, wish: Wish, by: Principal, secret_key: str, now: datetime) -> Address:
    """Make an address for the reader alone."""
    if wish.lang not in _LANGUAGES:
        raise ChoiceError(field="lang", value=wish.lang, allowed=", ".join(_LANGUAGES))
    clean = replace(wish, name=line(wish.name, "name", limit=_NAME))
    with store.write() as session:
        _visible(session, wish.alliance, by)
        return _add(session, (secrets.token_hex(8), by.id), clean, secret_key, now)


def renew(
    store: Store, subscription: str, by: Principal, secret_key: str, now: datetime
) -> Address:
    """Give a subscription another address; the old one is unknown from then on."""
    with store.write() as session:
        found = _owned(session, subscription, by)
        version = found.version + 1
        token = feed_token(secret_key, found.id, version)
        queries.renew(session, found.id, version, digest(token), now)
        _log(session, found, "renewed", by.id, now)
        changed = replace(found, version=version, token_hash=digest(token), updated_at=now)
        return Address(changed, token)


def revoke(store: Store, subscription: str, by: Principal, now: datetime) -> Subscription:
    """End an address at once; ending it again changes nothing."""
    with store.write() as session:
        found = _owned(session, subscription, by)
        if found.revoked_at is not None:
            return found
        queries.revoke(session, found.id, now)
        _log(session, found, "revoked", by.id, now)
        return replace(found, revoked_at=now, updated_at=now)


def listed(store: Store, alliances: Iterable[str], by: Principal) -> tuple[Subscription, ...]:
    """List the subscriptions that the caller may administer: all of these alliances."""
    wanted = [each for each in alliances if by.may(Action.EDIT, each)]
    with store.read() as session:
        return queries.of_scopes(session, [f"body:{each}" for each in wanted])


def _add(
    session: Session,
    who: tuple[str, str | None],
    wish: Wish,
    secret_key: str,
    now: datetime,
) -> Address:
    key, owner = who
    token = feed_token(secret_key, key, 1)
    new = Subscription(
        id=key,
        token_hash=digest(token),
        version=1,
        name=wish.name,
        owner=owner,
        scope=f"body:{wish.alliance}",
        lang=wish.lang,
        profile=wish.profile,
        created_at=now,
        updated_at=now,
    )
    queries.add(session, new)
    _log(session, new, "created", owner or "system", now)
    return Address(new, token)


def _address(subscription: Subscription, secret_key: str) -> Address:
    token = feed_token(secret_key, subscription.id, subscription.version)
    return Address(subscription, token if digest(token) == subscription.token_hash else "")


def _known(session: Session, alliance: str) -> Body:
    found = roster.alliances(session, [alliance])
    if not found:
        raise NotFoundError(entity="alliance", key=alliance)
    return found[0]


def _visible(session: Session, alliance: str, by: Principal | None) -> Body:
    body = _known(session, alliance)
    if not body.public_calendar:
        if by is None:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.VIEW, [alliance], entity="alliance", key=alliance)
    return body


def _owned(session: Session, subscription: str, by: Principal) -> Subscription:
    found = queries.get(session, subscription)
    if found is None or not (found.owner == by.id or by.may(Action.EDIT, found.alliance)):
        raise NotFoundError(entity="subscription", key=subscription)
    return found


def _log(
    session: Session, subscription: Subscription, kind: str, actor: str, now: datetime
) -> None:
    entry = ledger.Entry((subscription.alliance,), "subscription", subscription.id, kind)
    ledger.append(session, [entry], actor, now)
