"""How far the newest changes of an alliance have come: who fetched them, and who has not yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal, require
from scheduler.services.events import change_notes
from scheduler.services.feeds.listing import Listed, entries
from scheduler.services.feeds.tokens import Address
from scheduler.services.fetches import fetched, is_followed
from scheduler.store import Session, Store, feeds, overview, roster
from scheduler.store import subscriptions as queries
from scheduler.store.feeds import EventChange, LastChange

SHOWN = 10
"""Of how many changes it is told how far they have come."""


@dataclass(frozen=True, slots=True)
class Told:
    """One change of an event, its titles, and the subscriptions that have not fetched it."""

    change: EventChange
    title: tuple[str, str]
    waiting: tuple[Listed, ...]


@dataclass(frozen=True, slots=True)
class Evidence:
    """The addresses that work in an alliance, and how far its changes have come.

    ``total`` counts the subscriptions: the alliance's own address is none before it was fetched.
    ``newest`` is the last change that the feeds show, of whatever kind; ``names`` are those that
    the sentences on the changes need.
    """

    alliance: Body
    addresses: tuple[Listed, ...]
    total: int
    newest: LastChange
    waiting: tuple[Listed, ...]
    changes: tuple[Told, ...]
    names: Mapping[str, tuple[str, str]]


def evidence(store: Store, alliance: str, by: Principal) -> Evidence:
    """Tell how far the newest changes have come, for those who may edit the alliance.

    The number of queries depends neither on the subscriptions nor on the changes.
    """
    with store.read() as session:
        bodies = roster.alliances(session, [alliance])
        if not bodies:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.EDIT, [alliance], entity="alliance", key=alliance)
        addresses = entries(session, _working(session, alliance), by)
        newest = feeds.last_change(session, alliance)
        changes = overview.news(session, [alliance], SHOWN)
        titles = overview.titles(session, (change.uid for change in changes))
        names = roster.names(session, change_notes.keys(changes))
    followers = tuple(each for each in addresses if is_followed(each.address.subscription))
    return Evidence(
        alliance=bodies[0],
        addresses=addresses,
        total=len(followers),
        newest=newest,
        waiting=_waiting(followers, newest),
        changes=tuple(
            Told(
                change,
                titles.get(change.uid, ("", "")),
                _waiting(followers, LastChange(change.seq, change.at)),
            )
            for change in changes
        ),
        names={key: (name.zh, name.en) for key, name in names.items()},
    )


def _working(session: Session, alliance: str) -> tuple[Address, ...]:
    found = [each for each in queries.reaching(session, [alliance]) if each.revoked_at is None]
    reaches = queries.reaches(session, (each.id for each in found))
    return tuple(Address(each, "", reaches[each.id]) for each in found)


def _waiting(followers: tuple[Listed, ...], change: LastChange) -> tuple[Listed, ...]:
    return tuple(
        each
        for each in followers
        if not fetched(each.address.subscription, each.address.alliances, change)
    )
