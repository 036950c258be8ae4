"""How far the newest changes of an alliance have come: who fetched them, and who has not yet."""

from collections.abc import Mapping
from dataclasses import dataclass

from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal, require
from scheduler.services.events import change_notes
from scheduler.services.feeds.bearing import Bearing, bearing
from scheduler.services.feeds.delivery import (
    counts,
    has,
    is_ended_since,
    is_unfetched,
    is_working,
    reaching,
)
from scheduler.services.feeds.fetches import is_followed
from scheduler.services.feeds.listing import Listed, entries
from scheduler.services.feeds.tokens import Address
from scheduler.store import Store, feeds, overview, roster
from scheduler.store.feeds import EventChange

SHOWN = 10
"""Of how many changes it is told how far they have come."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far one change has come: to how many it comes, and those of them that have it not yet.

    ``unfetched`` are further ones that show its event and were never fetched since they got their
    address; ``unshown`` counts those that do not show it, ``ended`` those that did and were ended
    since the change. ``title`` is that of its event in both languages.
    """

    change: EventChange
    title: tuple[str, str]
    total: int
    waiting: tuple[Listed, ...]
    unfetched: tuple[Listed, ...] = ()
    unshown: int = 0
    ended: int = 0

    @property
    def left_out(self) -> tuple[tuple[str, int], ...]:
        """Count what the total leaves out, by why; nothing that is none."""
        counts = {
            "unfetched": len(self.unfetched),
            "unshown": self.unshown,
            "ended": self.ended,
        }
        return tuple((why, count) for why, count in counts.items() if count)


@dataclass(frozen=True, slots=True)
class Evidence:
    """The addresses that work in an alliance, and how far its changes have come.

    ``total`` counts the subscriptions: the alliance's own address is none before it was fetched.
    ``newest`` is the last change that the feeds show, of whatever kind, and leads the ``changes``;
    ``names`` are those that the sentences on the changes need.
    """

    alliance: Body
    addresses: tuple[Listed, ...]
    total: int
    newest: Told | None
    changes: tuple[Told, ...]
    names: Mapping[str, tuple[str, str]]


def evidence(store: Store, alliance: str, by: Principal) -> Evidence:
    """Tell how far the newest changes have come, for those who may know who follows the alliance.

    The number of queries depends neither on the subscriptions nor on the changes.
    """
    with store.read() as session:
        bodies = roster.alliances(session, [alliance])
        if not bodies:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.FOLLOWERS, [alliance], entity="alliance", key=alliance)
        known = reaching(session, alliance)
        addresses = entries(session, (each for each in known if is_working(each)), by)
        gone = [each for each in known if not is_working(each)]
        followers = tuple(each for each in addresses if is_followed(each.address.subscription))
        newest = feeds.shown_last(session, alliance)
        news = overview.news(session, [alliance], SHOWN)
        listed = _with_newest(newest, news)
        everyone = (*(each.address for each in followers), *gone)
        whom = bearing(session, (each.subscription for each in everyone), listed)
        titles = overview.titles(session, (change.uid for change in listed))
        persons = by.may(Action.NAMES, alliance)
        named = change_notes.keys(listed) | change_notes.absent(listed, persons=persons)
        names = roster.names(session, named)
    told = tuple(_told(change, titles, (followers, gone), whom) for change in listed)
    return Evidence(
        alliance=bodies[0],
        addresses=addresses,
        total=len(followers),
        newest=told[0] if told else None,
        changes=told,
        names={key: (name.zh, name.en) for key, name in names.items()},
    )


def _with_newest(
    newest: EventChange | None, news: tuple[EventChange, ...]
) -> tuple[EventChange, ...]:
    """List the newest change first even where it is no news, such as an event just published."""
    if newest is None or newest.seq in {change.seq for change in news}:
        return news
    return (newest, *news)[:SHOWN]


def _told(
    change: EventChange,
    titles: Mapping[str, tuple[str, str]],
    known: tuple[tuple[Listed, ...], list[Address]],
    whom: Bearing,
) -> Told:
    followers, gone = known
    counted = [each for each in followers if counts(each.address, change, whom)]
    unfetched = tuple(each for each in followers if is_unfetched(each.address, change, whom))
    return Told(
        change=change,
        title=titles.get(change.uid, ("", "")),
        total=len(counted),
        waiting=tuple(each for each in counted if not has(each.address, change)),
        unfetched=unfetched,
        unshown=len(followers) - len(counted) - len(unfetched),
        ended=sum(is_ended_since(each, change, whom) for each in gone),
    )
