"""All that can happen to subscribed events, one step after the other, on the small alliance."""

from collections.abc import Callable, Mapping
from datetime import date, datetime, timedelta
from types import MappingProxyType

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services import retirement
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.acts import Act, NewName
from scheduler.services.feeds import subscriptions
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.services.plans import planning
from scheduler.store import Store
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    SECRET_KEY,
    SHARED_DAY,
    at,
    principal,
)

Step = Callable[[Store], object]

_NEW_DAY = date(2026, 9, 9)
_RETIRED = at(date(2026, 9, 23)) + timedelta(days=31)


def subscribed(store: Store) -> Address:
    """Give the secretary an address of the alliance's calendar."""
    wish = Wish(Scope(ScopeKind.ALLIANCE, (ALLIANCE,)), "样例订阅")
    return subscriptions.create(store, wish, principal(store, "secretary"), SECRET_KEY, NOW)


def revoke(store: Store, of: Address, when: datetime) -> None:
    """End an address."""
    subscriptions.revoke(store, of.subscription.id, principal(store, "secretary"), when)


def _publish(year: int) -> Step:
    def step(store: Store) -> None:
        shown = planning.preview(store, (ALLIANCE,), year, by=SYSTEM, now=NOW)
        planning.apply(store, (ALLIANCE,), year, shown.hash, by=SYSTEM, now=NOW)

    return step


def _act(store: Store, uid: str, minutes: int, reason: str = "by_hand") -> Act:
    moment = NOW + timedelta(minutes=minutes)
    return Act(uid, principal(store, "secretary"), moment, reason=reason)


def _move(store: Store) -> None:
    acts.move(store, _act(store, COUNCILS[2], 1, "venue_repair"), at(_NEW_DAY))


def _swap(store: Store) -> None:
    for uid, host in zip(EXCHANGES[1:], ("gamma", "beta"), strict=True):
        acts.change_host(store, _act(store, uid, 2, "swap"), f"organisation:{host}")


def _place(store: Store) -> None:
    acts.change_venue(store, _act(store, EXCHANGES[2], 2), "room")


def _rename_venue(store: Store) -> None:
    # Not the hall: events that were held there keep its name of their day.
    name = NewName("甲川报告厅（二层, 东）; 样例", "Sample Alpha hall, upstairs")
    by = principal(store, "admin")  # events of both alliances take place in that room
    acts.rename_venue(store, "room", name, by, NOW + timedelta(minutes=3))


def _cancel(store: Store) -> None:
    acts.cancel(store, _act(store, SHARED_DAY, 4, "person_busy"))


def _restore(store: Store) -> None:
    acts.restore(store, _act(store, SHARED_DAY, 5))


def _delete(store: Store) -> None:
    acts.cancel(store, _act(store, EXCHANGES[1], 6))
    retirement.retire(store, _RETIRED)


STEPS: Mapping[str, Step] = MappingProxyType(
    {
        "create": _publish(2027),  # eleven events that were not there
        "rename": _publish(2026),  # the titles become those of the rules
        "move": _move,
        "host swap": _swap,
        "place": _place,
        "venue rename": _rename_venue,
        "cancel": _cancel,
        "restore": _restore,
        "delete": _delete,  # cancelled long ago, so it leaves the feed
    }
)
"""What happens to the events, in this order; each shows in the feed."""
