"""Feed addresses as those who may know of them see them."""

from datetime import timedelta

import pytest

from scheduler.domain.errors import NotFoundError
from scheduler.services.feeds import known, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from tests.support.addresses import public_token
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal


def _made(store: Store) -> str:
    member = principal(store, "member")
    return subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW).subscription.id


def test_the_alliances_own_address_stays_and_is_shown_again(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    later = public_token(store, ALLIANCE, SECRET_KEY, NOW + timedelta(days=1))
    assert first == later
    shown = known.shown(store, ALLIANCE, None, SECRET_KEY, NOW)
    assert shown.public is not None
    assert shown.public.url("http://x.example") == f"http://x.example/feeds/{first}.ics"
    assert (shown.own, shown.events, shown.newest) == ((), 9, 12)


def test_a_private_calendar_is_not_shown_to_strangers(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        known.shown(store, OTHER, None, SECRET_KEY, NOW)
    own = known.shown(store, OTHER, principal(store, "other"), SECRET_KEY, NOW)
    assert (own.alliance.key, own.public, own.own) == (OTHER, None, ())


def test_editors_list_the_addresses_of_their_alliances(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = _made(store)
    both = [ALLIANCE, OTHER]
    secretary = known.listed(store, both, principal(store, "secretary"), NOW)
    assert [each.subscription.id for each in secretary] == [key]
    assert known.listed(store, both, principal(store, "other"), NOW) == ()
