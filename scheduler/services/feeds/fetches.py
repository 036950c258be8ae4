"""Whether a subscription has fetched a change: what the delivery of changes is told by."""

from collections.abc import Sequence
from datetime import datetime

from scheduler.services.feeds.clients import is_browser
from scheduler.store.feeds import LastChange
from scheduler.store.subscriptions import Subscription


def fetched(subscription: Subscription, alliances: Sequence[str], change: LastChange) -> bool:
    """Tell whether a change was in what a subscription fetched last.

    ``alliances`` are those in which it reaches: in a single one the numbers of its ledger tell,
    among several only the time does, for the number noted is the sum of theirs.
    """
    if change.at is None:
        return True
    delivered = delivered_at(subscription)
    if delivered is None:
        return False
    if len(alliances) == 1:
        return subscription.last_seq >= change.seq
    return delivered >= change.at


def delivered_at(subscription: Subscription) -> datetime | None:
    """Give when all that changed was fetched last; the look of a browser or at a part is none."""
    return subscription.last_fetch_at if subscription.last_seq else None


def is_followed(subscription: Subscription) -> bool:
    """Tell whether somebody follows by it.

    An alliance's own address is there for everybody; it counts once some calendar fetched it.
    """
    fetched_once = subscription.last_fetch_at and not is_browser(subscription.last_client)
    works = subscription.revoked_at is None
    return works and (subscription.owner is not None or bool(fetched_once))
