"""Tokens of feed addresses: derived from the secret key, never stored; only their hash is.

So an address goes on working when the secret key changes, but can no longer be shown.
"""

import base64
import hashlib
import hmac
from dataclasses import dataclass

from scheduler.services.accounts import digest
from scheduler.store.subscriptions import Subscription

_TOKEN_BYTES = 20


@dataclass(frozen=True, slots=True)
class Address:
    """A subscription with its token; the token is empty where it can no longer be shown.

    ``alliances`` are those in which it reaches. ``lapsed``: its owner may see nothing of them any
    more, so that the next poll ends it.
    """

    subscription: Subscription
    token: str
    alliances: tuple[str, ...] = ()
    lapsed: bool = False

    @property
    def works(self) -> bool:
        """Tell whether it still gives what it shows."""
        return not self.lapsed and self.subscription.revoked_at is None

    @property
    def seq(self) -> int | None:
        """Give the number of the newest change that was fetched; among several ledgers none is."""
        return self.subscription.last_seq if len(self.alliances) == 1 else None

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


def address(
    subscription: Subscription, secret_key: str, alliances: tuple[str, ...] = ()
) -> Address:
    """Give the address of a subscription, as far as it can still be shown."""
    token = feed_token(secret_key, subscription.id, subscription.version)
    good = digest(token) == subscription.token_hash
    return Address(subscription, token if good else "", alliances)
