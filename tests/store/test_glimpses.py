"""The one read past all layers: it differs whenever what a feed shows may differ."""

from collections.abc import Callable
from datetime import date

import pytest
from sqlalchemy import create_engine, update

from scheduler.services.accounts import digest
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import subscriptions
from scheduler.store import Store
from scheduler.store.glimpses import NO_GROUNDS, Glimpse, glimpse, look
from scheduler.store.tables.roster import BodyRow
from tests.support.served import LATER, own_token
from tests.support.world import ALLIANCE, COUNCILS, SECRET_KEY, at, filled, principal


def seen(store: Store, token: str) -> Glimpse | None:
    return glimpse(store, look(store, digest(token), NO_GROUNDS))


def moved(store: Store) -> None:
    act = Act(COUNCILS[2], principal(store, "secretary"), LATER)
    acts.move(store, act, at(date(2026, 9, 9)))


def renamed(store: Store) -> None:
    with store.write() as session:
        session.execute(update(BodyRow).where(BodyRow.key == ALLIANCE).values(name="样例新名"))


def closed(store: Store) -> None:
    with store.write() as session:
        session.execute(
            update(BodyRow).where(BodyRow.key == ALLIANCE).values(public_calendar=False)
        )


def ended(store: Store) -> None:
    subscriptions.revoke(store, "public-auto", principal(store, "secretary"), LATER)


def renewed(store: Store) -> None:
    by = principal(store, "secretary")
    subscriptions.renew(store, "public-auto", by, SECRET_KEY, LATER)


@pytest.mark.parametrize("change", [moved, renamed, closed, ended, renewed])
def test_whatever_changes_a_feed_is_seen(
    change: Callable[[Store], None], database_url: str
) -> None:
    store = filled(database_url)
    token = own_token(store)
    before = seen(store, token)
    assert (seen(store, token), before) == (before, seen(store, token))
    change(store)
    assert seen(store, token) != before


def test_nobody_has_an_unknown_address(database_url: str) -> None:
    assert seen(filled(database_url), "a" * 32) == ()


def test_a_database_that_is_away_shows_nothing() -> None:
    away = Store(create_engine("sqlite:////no/such/folder/at/all.db"))
    assert seen(away, "a" * 32) is None
