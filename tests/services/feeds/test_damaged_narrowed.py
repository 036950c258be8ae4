"""Narrower feeds of a database in which somebody wrote what the service never writes."""

import pytest
from sqlalchemy import text

from scheduler.domain.feed_scope import NO_NARROWING, Narrowing, Scope, ScopeKind
from scheduler.services import health
from scheduler.services.feeds import serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import UnreadableError
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from tests.clients.parsers import agreed
from tests.support.served import LATER, own_token, served
from tests.support.world import (
    BASE_URL,
    COUNCILS,
    EXCHANGES,
    NOW,
    SECRET_KEY,
    filled,
    principal,
)

BAD = COUNCILS[2]
HALL = Narrowing(places=("hall",))
FIRST = Narrowing(branches=("auto-1",))
NO_YEAR = "\"end\" = '9999-12-31 23:59:59.000000'"
NO_START = "start = 'soon'"
SCOPES = {
    "place": (None, HALL),
    "host": (None, Narrowing(hosts=("beta",))),
    "branch": (None, FIRST),
    "whole branch": (Scope(ScopeKind.BRANCH, ("auto-1",)), NO_NARROWING),
    "one host": (Scope(ScopeKind.HOST, ("beta",)), NO_NARROWING),
}


def damaged(store: Store, uid: str, values: str) -> None:
    """Write into one event, and let every calendar be made anew."""
    with store.write() as session:
        session.execute(text(f"UPDATE event SET {values} WHERE uid = '{uid}'"))  # noqa: S608 - constants
        session.execute(text("UPDATE ledger_head SET feed_seq = feed_seq - 1"))


def columns(store: Store) -> dict[str, object]:
    with store.read() as session:
        query = text(f"SELECT start, \"end\", host, co_hosts FROM event WHERE uid = '{BAD}'")  # noqa: S608 - a constant
        return dict(session.execute(query).mappings().one())


def mended(store: Store, before: dict[str, object]) -> None:
    put = "version = version + 1, " + ", ".join(f'"{name}" = :{name}' for name in before)
    with store.write() as session:
        session.execute(text(f"UPDATE event SET {put} WHERE uid = '{BAD}'"), before)  # noqa: S608 - constants


def uids(copy: Copy) -> set[str]:
    return {each.uid for each in agreed(copy.calendar.octets)}


def asked(store: Store, scope: Scope | None, narrowing: Narrowing) -> Ask:
    if scope is None:
        return Ask(own_token(store), narrowing=narrowing)
    by = principal(store, "alliance_admin")
    token = subscriptions.create(store, Wish(scope, "one"), by, SECRET_KEY, NOW).token
    return Ask(token, narrowing=narrowing)


@pytest.mark.parametrize(("scope", "narrowing"), SCOPES.values(), ids=SCOPES)
@pytest.mark.parametrize("values", [NO_YEAR, "status = 'zzz'", "matters = '[broken'"])
def test_what_whole_feeds_still_show_of_a_damaged_event_narrower_ones_show_too(
    sqlite_url: str, scope: Scope | None, narrowing: Narrowing, values: str
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = asked(store, scope, narrowing)
    good = served(store, ask, shelf=shelf).calendar
    served(store, Ask(own_token(store)), shelf=shelf)
    serving.flush(store, shelf)
    for uid in (BAD, EXCHANGES[1]):
        damaged(store, uid, values)
    anew = Shelf(BASE_URL)
    assert served(store, ask, shelf=anew).calendar == good
    assert health.left_out(store, anew) == 0


@pytest.mark.parametrize(
    "values",
    [
        *(NO_YEAR, NO_START, "start = '9999-01-01 00:00:00.000000'"),
        *("host = x'FF'", "host = CAST(x'FF' AS TEXT)", "co_hosts = '5'", "co_hosts = '[5]'"),
    ],
)
def test_what_a_narrower_feed_leaves_out_is_counted_until_it_can_be_read(
    sqlite_url: str, values: str, caplog: pytest.LogCaptureFixture
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store), narrowing=HALL)
    good = uids(served(store, ask, shelf=shelf))
    before = columns(store)
    damaged(store, BAD, f"version = version + 1, {values}")
    assert uids(served(store, ask, shelf=shelf)) == good - {BAD}
    assert health.left_out(store, shelf) == 1
    assert [record for record in caplog.records if BAD in record.getMessage()] != []
    mended(store, before)
    damaged(store, BAD, "version = version + 1")
    assert uids(served(store, ask, shelf=shelf)) == good
    assert health.left_out(store, shelf) == 0


def test_what_a_whole_feed_has_kept_does_not_hide_what_narrower_ones_lack(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    whole, ask = Ask(own_token(store)), Ask(own_token(store), narrowing=HALL)
    good = uids(served(store, whole, shelf=shelf))
    damaged(store, BAD, NO_START)
    assert BAD not in uids(served(store, ask, shelf=shelf))
    assert uids(served(store, whole, shelf=shelf)) == good
    assert health.left_out(store, shelf) == 1


def test_the_address_of_one_event_minds_no_other_one_that_is_damaged(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = asked(store, Scope(ScopeKind.EVENT, (EXCHANGES[1],)), FIRST)
    damaged(store, BAD, NO_START)
    assert uids(served(store, ask, shelf=shelf)) == {EXCHANGES[1]}
    assert health.left_out(store, shelf) == 0


def test_a_narrower_feed_of_which_nothing_can_be_read_is_none(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    for uid in COUNCILS:
        damaged(store, uid, NO_START)
    with pytest.raises(UnreadableError):
        served(store, Ask(own_token(store), narrowing=HALL))


@pytest.mark.parametrize("values", [NO_YEAR, NO_START])
def test_what_is_repaired_is_seen_after_a_restart_by_whoever_has_the_narrower_rest(
    sqlite_url: str, values: str
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store), narrowing=HALL)
    before = columns(store)
    damaged(store, BAD, f"version = version + 1, {values}")
    partial = served(store, ask, shelf=shelf)
    serving.flush(store, shelf)
    mended(store, before)
    found = serving.serve(
        store, Shelf(BASE_URL), ask, LATER, lambda known: known.etag == partial.etag
    )
    assert isinstance(found, Copy)
    assert uids(found) - uids(partial) == {BAD}
