"""How far one change of an event has come."""

from datetime import date, timedelta

from scheduler.domain.feed_scope import parse_scope
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.feeds import delivery, subscriptions
from scheduler.services.feeds.delivery import Delivery
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, fetches
from scheduler.store import subscriptions as queries
from scheduler.store.fetches import Fetch
from tests.support.served import WHOLE, own_token
from tests.support.world import ALLIANCE, COUNCILS, NOW, SECRET_KEY, at, filled, principal

MINUTE = timedelta(minutes=1)
LATER = NOW + MINUTE


def come(store: Store) -> Delivery:
    (*_, change) = reading.view(store, COUNCILS[2], None).changes
    return delivery.of_event(store, ALLIANCE, change, NOW)


def test_those_to_whom_a_change_comes_are_counted(database_url: str) -> None:
    store = filled(database_url)
    own_token(store)  # never fetched: nobody follows it
    by = principal(store, "branch")
    ids = [
        subscriptions.create(store, Wish(parse_scope(scope), scope), by, SECRET_KEY, NOW)
        for scope in ("body:auto", "branch:auto-1", "organisation:alpha")
    ]
    secretary = principal(store, "secretary")
    acts.move(store, Act(COUNCILS[2], secretary, LATER), at(date(2026, 9, 9)))
    assert come(store) == Delivery(2, 0)

    with store.write() as session:
        seq = queries.within(session, [ALLIANCE])[0].last.seq
        fetches.note(session, {ids[0].subscription.id: Fetch(LATER, "outlook", seq, 1)})
    assert come(store) == Delivery(2, 1)

    new = subscriptions.create(store, Wish(WHOLE, "新"), by, SECRET_KEY, LATER + MINUTE)
    assert come(store) == Delivery(2, 1, unfetched=1)
    with store.write() as session:
        fetches.note(session, {new.subscription.id: Fetch(LATER + MINUTE, "outlook", seq, 1)})
    assert come(store) == Delivery(3, 2)
