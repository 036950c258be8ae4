"""Feed addresses: made, shown again, renewed and ended."""

import hashlib
from datetime import datetime, timedelta

import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.services.feeds import known, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, fetches, ledger
from scheduler.store.base import Base
from scheduler.store.fetches import Fetch
from scheduler.store.tables.access import SubscriptionRow
from tests.support.addresses import public_token
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, SECRET_KEY, filled, principal

OTHER_KEY = "another-key-for-tests-only-0123456789"


def test_r36_only_the_hash_of_a_token_is_stored(database_url: str) -> None:
    store = filled(database_url)
    token = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    with store.read() as session:
        row = session.get(SubscriptionRow, "public-auto")
        assert row is not None
        values = [
            str(getattr(row, column.key)) for column in Base.metadata.tables["subscription"].columns
        ]
        texts = [str(change.detail) for change in ledger.changes(session, ALLIANCE)]
    assert row.token_hash == hashlib.sha256(token.encode()).hexdigest()
    assert not any(token in text for text in [*values, *texts])


def test_a_reader_makes_an_address_and_sees_it_again(database_url: str) -> None:
    store = filled(database_url)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, " 手机 "), member, SECRET_KEY, NOW)
    assert (made.subscription.name, made.subscription.owner) == ("手机", "u-member")
    assert known.shown(store, ALLIANCE, member, SECRET_KEY, NOW).own == (made,)
    (forgotten,) = known.shown(store, ALLIANCE, member, OTHER_KEY, NOW).own
    assert (forgotten.token, forgotten.url("http://x.example")) == ("", "")
    others = known.shown(store, ALLIANCE, principal(store, "branch"), SECRET_KEY, NOW)
    assert (others.public, others.own) == (None, ())


def test_renewing_changes_the_address_and_ending_keeps_it(database_url: str) -> None:
    store = filled(database_url)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    key = made.subscription.id
    renewed = subscriptions.renew(store, key, member, SECRET_KEY, NOW + timedelta(hours=1))
    assert (renewed.subscription.version, renewed.token != made.token) == (2, True)
    ended = subscriptions.revoke(store, key, member, NOW + timedelta(hours=2))
    again = subscriptions.revoke(store, key, member, NOW + timedelta(hours=3))
    assert (ended.revoked_at, again) == (NOW + timedelta(hours=2), ended)


def test_what_was_fetched_at_the_former_address_says_nothing_of_the_new_one(
    database_url: str,
) -> None:
    store = filled(database_url)
    member, renewal = principal(store, "member"), NOW + timedelta(hours=1)
    key = _made(store)
    _fetched(store, key, NOW, version=1)
    assert _last_fetch(store, key) == (NOW, "outlook", 12)

    renewed = subscriptions.renew(store, key, member, SECRET_KEY, renewal)
    told = renewed.subscription
    assert (told.last_fetch_at, told.last_client, told.last_seq) == (None, "", 0)
    assert known.view(store, key, member, NOW).subscription == told

    _fetched(store, key, NOW, version=1)  # it waited to be written
    assert _last_fetch(store, key) == (None, "", 0)
    _fetched(store, key, renewal, version=2)
    assert _last_fetch(store, key) == (renewal, "outlook", 12)


def _fetched(store: Store, key: str, at: datetime, *, version: int) -> None:
    with store.write() as session:
        fetches.note(session, {key: Fetch(at, "outlook", 12, version)})


def _last_fetch(store: Store, key: str) -> tuple[datetime | None, str, int]:
    found = known.view(store, key, principal(store, "member"), NOW).subscription
    return found.last_fetch_at, found.last_client, found.last_seq


def _made(store: Store) -> str:
    member = principal(store, "member")
    return subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW).subscription.id


def test_only_the_owner_and_the_alliances_editors_end_an_address(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = _made(store)
    for role in ("branch", "other", "committee"):
        with pytest.raises(NotFoundError):
            subscriptions.revoke(store, key, principal(store, role), NOW)
    with pytest.raises(NotFoundError):
        subscriptions.revoke(store, "none", principal(store, "admin"), NOW)
    assert subscriptions.revoke(store, key, principal(store, "secretary"), NOW).revoked_at == NOW
