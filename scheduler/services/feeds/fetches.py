"""Whether a subscription has fetched a change: what the delivery of changes is told by."""

from collections.abc import Sequence

from scheduler.store.feeds import LastChange
from scheduler.store.subscriptions import Subscription


def fetched(subscription: Subscription, alliances: Sequence[str], change: LastChange) -> bool:
    """Tell whether a change was in what a subscription fetched last.

    ``alliances`` are those in which it reaches: in a single one the numbers of its ledger tell,
    among several only the time does, for the number noted is the sum of theirs.
    """
    if change.at is None:
        return True
    if subscription.last_fetch_at is None:
        return False
    if len(alliances) == 1:
        return subscription.last_seq >= change.seq
    return subscription.last_fetch_at >= change.at


def is_followed(subscription: Subscription) -> bool:
    """Tell whether somebody follows by it.

    An alliance's own address is there for everybody; it counts once somebody fetched it.
    """
    works = subscription.revoked_at is None
    return works and (subscription.owner is not None or subscription.last_fetch_at is not None)
