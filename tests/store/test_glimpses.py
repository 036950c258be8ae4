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
from scheduler.store.glimpses import NO_GROUNDS, Glimpse, Grounds, glimpse, look
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


@pytest.mark.parametrize("owner", ["u-member", "token:x"])
def test_every_part_of_the_one_read_goes_by_an_index(sqlite_url: str, owner: str) -> None:
    store = filled(sqlite_url)
    some = frozenset({"auto", "auto-1", "steel"})
    grounds = Grounds(owner, "p-1", some, some, frozenset({"organisation:alpha"}), some)
    for asked in (look(store, "x", NO_GROUNDS), look(store, "x", grounds)):
        plan = store.peephole.look(f"EXPLAIN QUERY PLAN {asked.statement}", asked.parameters)
        steps = [str(row[-1]) for row in plan]
        assert [step for step in steps if step.startswith("SCAN")] == []
        assert len([step for step in steps if step.startswith("SEARCH")]) >= 4


def test_lists_of_like_size_share_one_statement(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    looks = [look(store, "x", Grounds("u", bodies=frozenset("abcdefg"[:n]))) for n in (5, 6, 7)]
    assert len({each.statement for each in looks}) == 1
    assert len({str(each.parameters) for each in looks}) == 3
