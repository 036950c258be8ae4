"""Feed addresses as their owners and the alliances' editors see them, with what they fetched."""

from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from scheduler.services.access import TOKEN, Action, Principal
from scheduler.services.feeds import announced
from scheduler.services.feeds.bearing import Bearing, bearing
from scheduler.services.feeds.delivery import has
from scheduler.services.feeds.fetches import delivered_at, fetched
from scheduler.services.feeds.naming import scope_names
from scheduler.services.feeds.serving import FAREWELL
from scheduler.services.feeds.tokens import Address
from scheduler.store import Session, Store, accounts, feeds
from scheduler.store import subscriptions as queries
from scheduler.store.feeds import EventChange, LastChange
from scheduler.store.roster import Name
from scheduler.store.subscriptions import Subscription

LOOKED_AT = 500
"""Among how many of the newest changes it is told which bear on an address."""

_NEVER = datetime.min.replace(tzinfo=UTC)
_MIDST = timedelta(minutes=10)


@dataclass(frozen=True, slots=True)
class Listed:
    """One address in a list: what it shows by name, and whether it fetched all that changed in it.

    ``names`` are those of the alliances, the branch, host or event; a person is not named.
    ``owner`` is the display name of a user or the name of the token of another system, empty for
    the alliance itself. ``account`` is the name by which that user signs in, or the id of that
    token, where another owner in the list is called alike.
    """

    address: Address
    names: tuple[Name, ...]
    latest: bool
    owner: str = ""
    account: str = ""
    may_end: bool = True

    @property
    def by_token(self) -> bool:
        """Tell whether another system made the address by its token."""
        return (self.address.subscription.owner or "").startswith(TOKEN)


def listed(
    store: Store, addresses: Iterable[Address], by: Principal, now: datetime
) -> tuple[Listed, ...]:
    """List addresses in the order given, without those that have said farewell long enough."""
    shown = [each for each in addresses if _is_shown(each.subscription, now)]
    with store.read() as session:
        return entries(session, shown, by)


def entries(session: Session, addresses: Iterable[Address], by: Principal) -> tuple[Listed, ...]:
    """Tell of these addresses what a list shows: a constant number of queries."""
    found = announced.named(session, addresses)
    names = scope_names(session, (each.subscription.scope for each in found))
    owners = _owners(session, {each.subscription.owner or "" for each in found})
    apart = _accounts(session, owners)
    behind = _behind(session, found)
    return tuple(
        Listed(
            address=each,
            names=names[each.subscription.scope],
            latest=each.subscription.id not in behind,
            owner=owners.get(each.subscription.owner or "", ""),
            account=apart.get(each.subscription.owner or "", ""),
            may_end=may_end(each, by),
        )
        for each in found
    )


def _owners(session: Session, owners: set[str]) -> dict[str, str]:
    """Give the names of users and tokens, by how the owner of an address is written."""
    tokens = {each.removeprefix(TOKEN) for each in owners if each.startswith(TOKEN)}
    named = accounts.token_names(session, tokens)
    users = accounts.display_names(session, owners)
    return users | {f"{TOKEN}{key}": name for key, name in named.items()}


def _accounts(session: Session, owners: Mapping[str, str]) -> dict[str, str]:
    """Give what tells owners apart who are called alike: one more query where there are some."""
    called = {key: (key.startswith(TOKEN), name) for key, name in owners.items()}
    counts = Counter(called.values())
    alike = {key for key, name in called.items() if counts[name] > 1}
    tokens = {key: key.removeprefix(TOKEN) for key in alike if key.startswith(TOKEN)}
    users = alike - tokens.keys()
    return tokens | (accounts.sign_in_names(session, users) if users else {})


def _behind(session: Session, found: tuple[Address, ...]) -> frozenset[str]:
    """Give the addresses in whose feeds something changed since they were fetched."""
    keys = {key for each in found for key in each.alliances}
    last = {each.alliance: each.last for each in queries.within(session, keys)}
    lagging = [
        each
        for each in found
        if not fetched(each.subscription, each.alliances, _newest(each.alliances, last))
    ]
    once = [each for each in lagging if delivered_at(each.subscription)]
    since = min((_fetch(each) for each in once), default=None)
    reached = {key for each in once for key in each.alliances}
    changes = feeds.shown_after(session, reached, since, LOOKED_AT) if since else ()
    whom = bearing(session, (each.subscription for each in once), (each for _, each in changes))
    # Of one fetched before all that is looked at, it is not known whether anything is missing.
    known = _NEVER if len(changes) < LOOKED_AT else changes[-1][1].at
    return frozenset(
        each.subscription.id
        for each in lagging
        if _fetch(each) <= known or any(_misses(each, told, whom) for told in changes)
    )


def _fetch(each: Address) -> datetime:
    """Give since when changes may be missing: a fetch may have come in the midst of one."""
    at = delivered_at(each.subscription)
    return _NEVER if at is None else at - _MIDST


def _misses(each: Address, told: tuple[str, EventChange], whom: Bearing) -> bool:
    alliance, change = told
    return (
        alliance in each.alliances and not has(each, change) and whom.on(each.subscription, change)
    )


def may_end(found: Address, by: Principal) -> bool:
    """Tell whether somebody may end an address: its owner, and whoever edits all that it shows."""
    manages = all(by.may(Action.EDIT, each) for each in found.alliances)
    return found.subscription.owner == by.id or (bool(found.alliances) and manages)


def _is_shown(subscription: Subscription, now: datetime) -> bool:
    return subscription.revoked_at is None or now - subscription.revoked_at <= FAREWELL


def _newest(alliances: Iterable[str], last: Mapping[str, LastChange]) -> LastChange:
    """Give the newest change of some alliances by time; its number tells in a single one only."""
    changes = (last[key] for key in alliances if key in last)
    return max(changes, key=lambda each: each.at or _NEVER, default=LastChange())
