"""How far the newest changes of an alliance have come: who fetched them, and who has not yet."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal, require
from scheduler.services.events import change_notes
from scheduler.services.events.change_origins import PLAIN, Then
from scheduler.services.events.telling import in_place
from scheduler.services.feeds.bearing import Bearing, bearing
from scheduler.services.feeds.delivery import (
    counts,
    has,
    is_ended_since,
    is_unfetched,
    reaching,
)
from scheduler.services.feeds.fetches import is_followed
from scheduler.services.feeds.listing import Listed, entries
from scheduler.services.feeds.tokens import Address
from scheduler.store import Session, Store, feeds, overview, roster
from scheduler.store.feeds import EventChange

SHOWN = 10
"""Of how many acts it is told how far they have come."""

LOOKED_AT = 500
"""Among how many of the newest changes these acts are looked for."""

_Act = tuple[EventChange, ...]
"""What one person did at one moment in the same words, the newest change first."""


@dataclass(frozen=True, slots=True)
class Told:
    """How far one act has come: to how many it comes, and those of them that have it not yet.

    ``change`` is the newest of its changes, one for each of its ``events``; ``then`` is how
    that is told in its place. ``unfetched`` are further ones that show one of its events
    and were never fetched since they got their address; ``unshown`` counts those that show none,
    ``ended`` those that did and were ended since the act. ``title`` is that of the first event in
    both languages.
    """

    change: EventChange
    title: tuple[str, str]
    total: int
    waiting: tuple[Listed, ...]
    events: tuple[str, ...]
    then: Then
    unfetched: tuple[Listed, ...]
    unshown: int
    ended: int

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


def evidence(store: Store, alliance: str, by: Principal, now: datetime) -> Evidence:
    """Tell how far the newest changes have come, for those who may know who follows the alliance.

    The number of queries depends neither on the subscriptions nor on the changes.
    """
    with store.read() as session:
        bodies = roster.alliances(session, [alliance])
        if not bodies:
            raise NotFoundError(entity="alliance", key=alliance)
        require(by, Action.FOLLOWERS, [alliance], entity="alliance", key=alliance)
        known = reaching(session, alliance, now)
        addresses = entries(session, (each for each in known if each.works), by)
        gone = [each for each in known if not each.works]
        followers = tuple(each for each in addresses if is_followed(each.address.subscription))
        news = overview.news(session, [alliance], LOOKED_AT)
        acts = _acts(_with_newest(feeds.shown_last(session, alliance), news))
        listed = tuple(change for act in acts for change in act)
        everyone = (*(each.address for each in followers), *gone)
        whom = bearing(session, (each.subscription for each in everyone), listed)
        titles = overview.titles(session, (act[0].uid for act in acts))
        thens = in_place(session, feeds.of_events(session, (act[0].uid for act in acts)))
        names = _names(session, listed, persons=by.may(Action.NAMES, alliance))
    told = tuple(
        _told(
            act,
            (followers, gone),
            whom,
            titles.get(act[0].uid, ("", "")),
            thens.get(change_notes.identity(act[0]), PLAIN),
        )
        for act in acts
    )
    return Evidence(
        alliance=bodies[0],
        addresses=addresses,
        total=len(followers),
        newest=told[0] if told else None,
        changes=told,
        names=names,
    )


def _with_newest(
    newest: EventChange | None, news: tuple[EventChange, ...]
) -> tuple[EventChange, ...]:
    """List the newest change first even where it is no news, such as an event just published."""
    if newest is None or newest.seq in {change.seq for change in news}:
        return news
    return (newest, *news)


def _names(
    session: Session, changes: tuple[EventChange, ...], *, persons: bool
) -> dict[str, tuple[str, str]]:
    """Give the names that the sentences on these changes need, in both languages."""
    named = change_notes.keys(changes) | change_notes.absent(changes, persons=persons)
    found = roster.names(session, named)
    return {key: (name.zh, name.en) for key, name in found.items()}


def _acts(changes: tuple[EventChange, ...]) -> tuple[_Act, ...]:
    """Gather the newest acts: one that changes many events alike is one act."""
    found: dict[str, list[EventChange]] = {}
    for change in changes:
        same = repr((change.at, change.actor, change.kind, sorted(change.detail.items())))
        if same in found or len(found) < SHOWN:
            found.setdefault(same, []).append(change)
    return tuple(map(tuple, found.values()))


def _told(
    act: _Act,
    known: tuple[tuple[Listed, ...], list[Address]],
    whom: Bearing,
    title: tuple[str, str],
    then: Then,
) -> Told:
    followers, gone = known
    counted = [
        each for each in followers if any(counts(each.address, change, whom) for change in act)
    ]
    unfetched = tuple(
        each
        for each in followers
        if any(is_unfetched(each.address, change, whom) for change in act)
    )
    return Told(
        change=act[0],
        title=title,
        total=len(counted),
        waiting=tuple(each for each in counted if _lacks(each.address, act, whom)),
        events=tuple(dict.fromkeys(change.uid for change in act)),
        then=then,
        unfetched=unfetched,
        unshown=len(followers) - len(counted) - len(unfetched),
        ended=sum(any(is_ended_since(each, change, whom) for change in act) for each in gone),
    )


def _lacks(address: Address, act: _Act, whom: Bearing) -> bool:
    return any(not has(address, change) and whom.on(address.subscription, change) for change in act)
