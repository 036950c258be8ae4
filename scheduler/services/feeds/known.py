"""Feed addresses as those who may know of them see them: their owners, and who edits."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import UTC, datetime

from scheduler.domain.errors import NotFoundError
from scheduler.domain.roster import Body
from scheduler.services.access import Action, Principal
from scheduler.services.feeds import announced, lapses, reach
from scheduler.services.feeds.tokens import Address, address
from scheduler.store import Session, Store, events, feeds
from scheduler.store import subscriptions as queries


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


def shown(
    store: Store, alliance: str, by: Principal | None, secret_key: str, now: datetime
) -> Shown:
    """Give the addresses of a calendar; ``NotFoundError`` for whoever may not see it."""
    with store.read() as session:
        body = reach.seen_alliance(session, alliance, by)
        own = _own(session, by, secret_key, now) if by else ()
        return Shown(
            alliance=body,
            public=announced.shown(session, alliance, secret_key),
            own=tuple(each for each in own if alliance in each.alliances),
            events=events.count(session, alliance),
            newest=feeds.last_change(session, alliance).seq,
        )


def own(store: Store, by: Principal, secret_key: str, now: datetime) -> tuple[Address, ...]:
    """List the reader's own addresses, oldest first."""
    with store.read() as session:
        return _own(session, by, secret_key, now)


def view(store: Store, subscription: str, by: Principal, now: datetime) -> Address:
    """Give one subscription to its owner or to whoever may know who follows, without its token."""
    with store.read() as session:
        found = queries.get(session, subscription)
        if found is not None:
            alliances = queries.reaches(session, [found.id])[found.id]
            known = all(by.may(Action.FOLLOWERS, each) for each in alliances)
            if found.owner == by.id or (alliances and known):
                (told,) = lapses.marked(session, [Address(found, "", alliances)], now)
                return announced.named(session, [told])[0]
    raise NotFoundError(entity="subscription", key=subscription)


def listed(
    store: Store, alliances: Iterable[str], by: Principal, now: datetime
) -> tuple[Address, ...]:
    """List the subscriptions of these alliances that the caller may know of, without tokens."""
    wanted = [each for each in alliances if by.may(Action.FOLLOWERS, each)]
    with store.read() as session:
        found = queries.reaching(session, wanted)
        reaches = queries.reaches(session, (each.id for each in found))
        addresses = (Address(each, "", reaches[each.id]) for each in found)
        return announced.named(session, lapses.marked(session, addresses, now))


def state_of(address: Address) -> int:
    """Give the number of a state: it is another one after a fetch, a renewal, a lapse or an end."""
    found = address.subscription
    moments = (found.updated_at, found.revoked_at, found.last_fetch_at)
    said = (found.version, found.last_client, found.last_seq, *map(_written, moments))
    said += (address.lapsed,) if address.lapsed else ()
    return int.from_bytes(hashlib.sha256(repr(said).encode()).digest()[:8]) % 10**9


def _written(moment: datetime | None) -> str:
    return moment.astimezone(UTC).isoformat() if moment else ""


def _own(session: Session, by: Principal, secret_key: str, now: datetime) -> tuple[Address, ...]:
    found = queries.of_owner(session, by.id)
    reaches = queries.reaches(session, (each.id for each in found))
    addresses = (address(each, secret_key, reaches[each.id]) for each in found)
    return lapses.marked(session, addresses, now)
