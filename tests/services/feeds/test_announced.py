"""The alliances' own feed addresses."""

from datetime import timedelta

import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.services.feeds import announced, known, subscriptions
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, ledger
from tests.support.addresses import public_token
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal

OTHER_KEY = "another-key-for-tests-only-0123456789"


def _made(store: Store) -> str:
    member = principal(store, "member")
    return subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW).subscription.id


def test_another_secret_key_makes_another_address_beside_the_old_one(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    second = public_token(store, ALLIANCE, OTHER_KEY, NOW)
    assert first != second
    assert public_token(store, ALLIANCE, SECRET_KEY, NOW) == first
    assert public_token(store, ALLIANCE, OTHER_KEY, NOW) == second


def test_the_alliances_own_feeds_are_listed_for_all(database_url: str) -> None:
    store = filled(database_url)
    tokens = {key: public_token(store, key, SECRET_KEY, NOW) for key in (ALLIANCE, OTHER)}
    public_token(store, ALLIANCE, OTHER_KEY, NOW)
    _made(store)
    found = announced.addresses(store, SECRET_KEY, NOW)
    assert [(each.alliance, each.name, each.path) for each in found] == [
        (ALLIANCE, "样例汽车产业链党委", f"/feeds/{tokens[ALLIANCE]}.ics"),
        (OTHER, "样例钢铁产业链党委", f"/feeds/{tokens[OTHER]}.ics"),
    ]
    assert statements(store, lambda: announced.addresses(store, SECRET_KEY, NOW)) == 2


def test_an_alliance_without_a_feed_that_can_be_shown_gets_one(database_url: str) -> None:
    store = filled(database_url)
    public_token(store, ALLIANCE, OTHER_KEY, NOW)

    found = announced.addresses(store, SECRET_KEY, NOW)

    tokens = {key: public_token(store, key, SECRET_KEY, NOW) for key in (ALLIANCE, OTHER)}
    assert {each.alliance: each.path for each in found} == {
        key: f"/feeds/{token}.ics" for key, token in tokens.items()
    }


def test_an_ended_public_address_stays_ended_until_somebody_opens_a_new_one(
    database_url: str,
) -> None:
    store = filled(database_url)
    secretary, later = principal(store, "secretary"), NOW + timedelta(hours=1)
    first = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    subscriptions.revoke(store, "public-auto", secretary, NOW)

    listed = announced.addresses(store, SECRET_KEY, NOW)
    assert [each.alliance for each in listed] == [OTHER]
    assert known.shown(store, ALLIANCE, None, SECRET_KEY, NOW).public is None

    made = announced.announce(store, ALLIANCE, secretary, SECRET_KEY, later)
    again = announced.announce(store, ALLIANCE, secretary, SECRET_KEY, later)
    assert (made.token != first, made.subscription.id, again) == (True, "public-auto-2", made)
    shown = known.shown(store, ALLIANCE, None, SECRET_KEY, NOW).public
    assert (shown and shown.token, made.subscription.name) == (made.token, "样例汽车产业链党委")
    with store.read() as session:
        *_, last = ledger.changes(session, ALLIANCE)
    assert (last.entity_id, last.kind, last.actor) == ("public-auto-2", "created", secretary.id)


def test_a_public_address_is_opened_by_those_who_edit(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(ForbiddenError):
        announced.announce(store, ALLIANCE, principal(store, "member"), SECRET_KEY, NOW)
    for alliance, role in ((ALLIANCE, "other"), ("nobody", "admin")):
        with pytest.raises(NotFoundError):
            announced.announce(store, alliance, principal(store, role), SECRET_KEY, NOW)
