"""What waits to be written of who fetched, and what comes between."""

from datetime import date, datetime, timedelta

import pytest
from sqlalchemy import update

from scheduler.domain.feed_scope import Choice, parse_scope
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import known, listing, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Shelf
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import subscriptions as queries
from scheduler.store.fetches import Fetch
from scheduler.store.tables.access import UserRow
from tests.support.served import WHOLE, served
from tests.support.world import BASE_URL, COUNCILS, NOW, SECRET_KEY, at, filled, principal

SECOND, MINUTE = timedelta(seconds=1), timedelta(minutes=1)


def made(store: Store) -> Address:
    return subscriptions.create(
        store, Wish(WHOLE, "手机"), principal(store, "member"), SECRET_KEY, NOW
    )


def fetch(store: Store, found: Address, at: datetime, shelf: Shelf, agent: str) -> None:
    served(store, Ask(found.token, user_agent=agent), at, shelf)


def noted(store: Store, found: Address) -> tuple[datetime | None, str]:
    with store.read() as session:
        row = queries.get(session, found.subscription.id)
    assert row is not None
    return row.last_fetch_at, row.last_client


def test_what_was_fetched_before_an_end_is_written_though_it_waited(database_url: str) -> None:
    store, shelf = filled(database_url), Shelf(BASE_URL)
    found, at = made(store), NOW + SECOND
    fetch(store, found, at, shelf, "One/1")
    subscriptions.revoke(store, found.subscription.id, principal(store, "member"), at + SECOND)
    serving.flush(store, shelf)
    assert noted(store, found) == (at, "One")


def test_what_is_said_to_be_fetched_after_an_end_is_not_written(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    found = made(store)
    fetch(store, found, NOW + 2 * SECOND, shelf, "One/1")
    subscriptions.revoke(store, found.subscription.id, principal(store, "member"), NOW + SECOND)
    serving.flush(store, shelf)
    assert noted(store, found) == (None, "")


def test_what_was_fetched_before_a_right_was_lost_is_written_though_it_waited(
    sqlite_url: str,
) -> None:
    store, shelf, other = filled(sqlite_url), Shelf(BASE_URL), Shelf(BASE_URL)
    found, at = made(store), NOW + SECOND
    fetch(store, found, at, shelf, "One/1")
    with store.write() as session:
        session.execute(update(UserRow).where(UserRow.id == "u-member").values(disabled=True))
    fetch(store, found, at + SECOND, other, "Two/1")  # gets the farewell, which is no fetch
    serving.flush(store, other)
    serving.flush(store, shelf)
    assert noted(store, found) == (at, "One")


def test_what_was_fetched_at_the_former_address_is_not_of_the_new_one(database_url: str) -> None:
    store, shelf, other = filled(database_url), Shelf(BASE_URL), Shelf(BASE_URL)
    found = made(store)
    late = NOW + 9 * SECOND  # the clock of another process may go ahead
    fetch(store, found, late, other, "Former/1")
    by = principal(store, "member")
    new = subscriptions.renew(store, found.subscription.id, by, SECRET_KEY, NOW + SECOND)
    serving.flush(store, other)
    assert noted(store, found) == (None, "")
    fetch(store, new, NOW + 2 * SECOND, shelf, "New/1")
    serving.flush(store, shelf)
    assert noted(store, found) == (NOW + 2 * SECOND, "New")


def test_a_fetch_never_takes_the_place_of_a_later_one(database_url: str) -> None:
    store, shelf, other = filled(database_url), Shelf(BASE_URL), Shelf(BASE_URL)
    found = made(store)
    fetch(store, found, NOW + SECOND, shelf, "Early/1")
    fetch(store, found, NOW + 2 * SECOND, other, "Late/1")
    serving.flush(store, other)
    serving.flush(store, shelf)
    assert noted(store, found) == (NOW + 2 * SECOND, "Late")


def test_of_the_fetches_that_wait_the_latest_at_the_newest_address_stays() -> None:
    shelf = Shelf(BASE_URL)
    former, early = Fetch(NOW + 9 * SECOND, "", 1, 1), Fetch(NOW, "", 1, 2)
    late = Fetch(NOW + SECOND, "", 1, 2)
    for each in (former, late, early, former):
        shelf.fetched("a", each)
    shelf.put_back({"a": early, "b": early})
    assert shelf.take().fetches == {"a": late, "b": early}


def test_what_delivers_nothing_takes_the_place_of_no_fetch_that_does(database_url: str) -> None:
    store, shelf, other = filled(database_url), Shelf(BASE_URL), Shelf(BASE_URL)
    found, browser = made(store), "Mozilla/5.0 (X11) Gecko/20100101 Firefox/140.0"
    told = []
    for seconds, agent, on in (
        (1, browser, shelf),
        (3, browser, shelf),
        (2, "One/1", other),
        (4, browser, shelf),
    ):
        fetch(store, found, NOW + seconds * SECOND, on, agent)
        serving.flush(store, on)
        told.append(noted(store, found))
    assert told == [
        (NOW + SECOND, "Firefox"),
        (NOW + 3 * SECOND, "Firefox"),
        *[(NOW + 2 * SECOND, "One")] * 2,
    ]
    for seconds, agent in ((5, "Two/1"), (6, browser)):  # both wait
        fetch(store, found, NOW + seconds * SECOND, shelf, agent)
    serving.flush(store, shelf)
    assert noted(store, found) == (NOW + 5 * SECOND, "Two")


@pytest.mark.parametrize(
    ("own", "asked", "delivered"),
    [
        ((), (), True),
        ((), ("council",), False),
        (("council",), ("council",), True),
        (("council",), ("exchange", "council"), True),
        (("council", "exchange"), ("council",), False),
    ],
)
@pytest.mark.parametrize("scope", ["body:auto", "body:auto,steel"])
def test_a_poll_of_some_kinds_alone_fetches_no_change(
    sqlite_url: str, scope: str, own: tuple[str, ...], asked: tuple[str, ...], *, delivered: bool
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    by = principal(store, "committee")
    wish = Wish(parse_scope(scope), "手机", choice=Choice(kinds=own))
    found = subscriptions.create(store, wish, by, SECRET_KEY, NOW)
    act = Act(COUNCILS[3], principal(store, "secretary"), NOW + MINUTE)
    fetch(store, found, NOW, shelf, "One/1")
    serving.flush(store, shelf)
    acts.move(store, act, at(date(2026, 12, 2)))
    ask = Ask(found.token, kinds=asked, user_agent="Two/1")
    for seconds in (0, 1):  # read, and answered from memory
        served(store, ask, NOW + 2 * MINUTE + seconds * SECOND, shelf)
    serving.flush(store, shelf)
    addresses = known.own(store, by, SECRET_KEY, NOW)
    (told,) = listing.listed(store, addresses, by, NOW)
    assert (told.latest, noted(store, found)[1]) == (delivered, "Two" if delivered else "One")
