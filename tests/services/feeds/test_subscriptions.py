"""Feed addresses: made, shown again, renewed and ended."""

import hashlib
from datetime import datetime, timedelta

import pytest

from scheduler.domain.errors import ChoiceError, ForbiddenError, NotFoundError, TextError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.feeds import announced, known, subscriptions
from scheduler.services.feeds.tokens import feed_token
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store, ledger
from scheduler.store import subscriptions as queries
from scheduler.store.base import Base
from scheduler.store.subscriptions import Fetch
from scheduler.store.tables.access import SubscriptionRow
from tests.support.addresses import public_token
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal

OTHER_KEY = "another-key-for-tests-only-0123456789"


def test_r36_a_token_is_160_bits_of_the_key_the_subscription_and_its_version() -> None:
    tokens = {
        feed_token(key, name, version)
        for key in (SECRET_KEY, OTHER_KEY)
        for name in ("a", "b")
        for version in (1, 2)
    }
    assert len(tokens) == 8
    assert {len(token) for token in tokens} == {32}
    assert feed_token(SECRET_KEY, "a", 1) == feed_token(SECRET_KEY, "a", 1)


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


def test_the_alliances_own_address_stays_and_is_shown_again(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    later = public_token(store, ALLIANCE, SECRET_KEY, NOW + timedelta(days=1))
    assert first == later
    shown = known.shown(store, ALLIANCE, None, SECRET_KEY)
    assert shown.public is not None
    assert shown.public.url("http://x.example") == f"http://x.example/feeds/{first}.ics"
    assert (shown.own, shown.events, shown.newest) == ((), 9, 12)


def test_another_secret_key_makes_another_address_beside_the_old_one(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    second = public_token(store, ALLIANCE, OTHER_KEY, NOW)
    assert first != second
    assert public_token(store, ALLIANCE, SECRET_KEY, NOW) == first
    assert public_token(store, ALLIANCE, OTHER_KEY, NOW) == second


def test_a_reader_makes_an_address_and_sees_it_again(database_url: str) -> None:
    store = filled(database_url)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, " 手机 "), member, SECRET_KEY, NOW)
    assert (made.subscription.name, made.subscription.owner) == ("手机", "u-member")
    assert known.shown(store, ALLIANCE, member, SECRET_KEY).own == (made,)
    (forgotten,) = known.shown(store, ALLIANCE, member, OTHER_KEY).own
    assert (forgotten.token, forgotten.url("http://x.example")) == ("", "")
    others = known.shown(store, ALLIANCE, principal(store, "branch"), SECRET_KEY)
    assert (others.public, others.own) == (None, ())


@pytest.mark.parametrize(
    ("wish", "error"),
    [
        (Wish(WHOLE, "手机", lang="fr"), ChoiceError),
        (Wish(WHOLE, "a\nb"), TextError),
        (Wish(WHOLE, " "), TextError),
        (Wish(Scope(ScopeKind.ALLIANCE, (OTHER,)), "手机"), NotFoundError),
        (Wish(Scope(ScopeKind.ALLIANCE, ("nobody",)), "手机"), NotFoundError),
    ],
)
def test_a_wish_that_cannot_be_met_stores_nothing(
    sqlite_url: str, wish: Wish, error: type[Exception]
) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    with pytest.raises(error):
        subscriptions.create(store, wish, member, SECRET_KEY, NOW)
    assert known.shown(store, ALLIANCE, member, SECRET_KEY).own == ()


def test_a_private_calendar_is_not_shown_to_strangers(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        known.shown(store, OTHER, None, SECRET_KEY)
    own = known.shown(store, OTHER, principal(store, "other"), SECRET_KEY)
    assert (own.alliance.key, own.public, own.own) == (OTHER, None, ())


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
    _fetched(store, key, NOW)
    assert _last_fetch(store, key) == (NOW, "outlook", 12)

    renewed = subscriptions.renew(store, key, member, SECRET_KEY, renewal)
    told = renewed.subscription
    assert (told.last_fetch_at, told.last_client, told.last_seq) == (None, "", 0)
    assert known.view(store, key, member).subscription == told

    _fetched(store, key, NOW)  # it waited to be written
    assert _last_fetch(store, key) == (None, "", 0)
    _fetched(store, key, renewal)
    assert _last_fetch(store, key) == (renewal, "outlook", 12)


def _fetched(store: Store, key: str, at: datetime) -> None:
    with store.write() as session:
        queries.note(session, {key: Fetch(at, "outlook", 12)})


def _last_fetch(store: Store, key: str) -> tuple[datetime | None, str, int]:
    found = known.view(store, key, principal(store, "member")).subscription
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


def test_editors_list_the_addresses_of_their_alliances(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = _made(store)
    both = [ALLIANCE, OTHER]
    secretary = known.listed(store, both, principal(store, "secretary"))
    assert [each.subscription.id for each in secretary] == [key]
    assert known.listed(store, both, principal(store, "other")) == ()


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
    assert known.shown(store, ALLIANCE, None, SECRET_KEY).public is None

    made = announced.announce(store, ALLIANCE, secretary, SECRET_KEY, later)
    again = announced.announce(store, ALLIANCE, secretary, SECRET_KEY, later)
    assert (made.token != first, made.subscription.id, again) == (True, "public-auto-2", made)
    assert known.shown(store, ALLIANCE, None, SECRET_KEY).public == made
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
