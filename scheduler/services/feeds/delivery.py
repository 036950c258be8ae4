"""How far one change has come: to which subscriptions it comes, and which have fetched it."""

from dataclasses import dataclass
from datetime import datetime

from scheduler.services.feeds import lapses
from scheduler.services.feeds.bearing import Bearing, bearing
from scheduler.services.feeds.fetches import delivered_at, fetched, is_followed
from scheduler.services.feeds.tokens import Address
from scheduler.store import Session, Store
from scheduler.store import subscriptions as queries
from scheduler.store.feeds import EventChange, LastChange


@dataclass(frozen=True, slots=True)
class Delivery:
    """To how many subscriptions a change comes, and how many of them have fetched it.

    ``unfetched`` are further ones that show its event and were never fetched since they got their
    address: of them it is not known.
    """

    total: int
    done: int
    unfetched: int = 0


def counts(address: Address, change: EventChange, whom: Bearing) -> bool:
    """Tell whether an address counts among those to which a change comes.

    One that never showed the event does not, nor one that was made later and is not fetched yet.
    """
    return _is_known(address, change) and whom.on(address.subscription, change)


def is_unfetched(address: Address, change: EventChange, whom: Bearing) -> bool:
    """Tell whether an address shows the event and was made later, but never fetched yet."""
    never = delivered_at(address.subscription) is None
    return never and not _is_known(address, change) and whom.on(address.subscription, change)


def is_ended_since(address: Address, change: EventChange, whom: Bearing) -> bool:
    """Tell whether an address that was there before a change showed the event and is ended.

    Since when one has lapsed is not written down before it is polled.
    """
    subscription = address.subscription
    ended = subscription.revoked_at
    since = address.lapsed or (ended is not None and change.at < ended)
    was_there = since and subscription.created_at <= change.at
    return was_there and whom.on(subscription, change)


def _is_known(address: Address, change: EventChange) -> bool:
    return address.subscription.updated_at <= change.at or has(address, change)


def has(address: Address, change: EventChange) -> bool:
    """Tell whether a change was in what an address fetched last."""
    last = LastChange(change.seq, change.at)
    return fetched(address.subscription, address.alliances, last)


def of_event(store: Store, owner: str, change: EventChange, now: datetime) -> Delivery:
    """Tell how far the newest change of an event has come in the alliance that owns it."""
    with store.read() as session:
        found = reaching(session, owner, now)
        followers = [each for each in found if each.works and is_followed(each.subscription)]
        whom = bearing(session, (each.subscription for each in followers), [change])
    counted = [each for each in followers if counts(each, change, whom)]
    unfetched = sum(is_unfetched(each, change, whom) for each in followers)
    return Delivery(len(counted), sum(has(each, change) for each in counted), unfetched)


def reaching(session: Session, alliance: str, now: datetime) -> tuple[Address, ...]:
    """List the addresses that reach into an alliance, ended ones too, oldest first, no tokens."""
    found = queries.reaching(session, [alliance])
    reaches = queries.reaches(session, (each.id for each in found))
    addresses = (Address(each, "", reaches[each.id]) for each in found)
    return lapses.marked(session, addresses, now, alliance)
