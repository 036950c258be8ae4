from datetime import UTC, datetime, timedelta, timezone

import pytest
from sqlalchemy import func, select, text
from sqlalchemy.exc import IntegrityError, StatementError

from scheduler.store import Store
from scheduler.store.tables.ledger import LedgerHeadRow
from tests.support.world import store_at

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)


def _names(store: Store) -> list[str]:
    with store.read() as session:
        query = select(LedgerHeadRow.alliance).order_by(LedgerHeadRow.alliance)
        return list(session.scalars(query))


def _add(store: Store, *names: str) -> None:
    with store.write() as session:
        for name in names:
            session.add(LedgerHeadRow(alliance=name, at=NOON))
            session.flush()


def test_a_write_commits_and_a_failed_one_leaves_nothing(database_url: str) -> None:
    store = store_at(database_url)
    with store.write() as session:
        session.add(LedgerHeadRow(alliance="kept", at=NOON))

    with pytest.raises(IntegrityError):
        _add(store, "lost", "kept")

    assert _names(store) == ["kept"]


def test_a_read_never_commits(database_url: str) -> None:
    store = store_at(database_url)

    with store.read() as session:
        session.add(LedgerHeadRow(alliance="lost", at=NOON))
        session.flush()

    assert _names(store) == []


def test_a_write_inside_a_write_is_an_error(database_url: str) -> None:
    store = store_at(database_url)

    with store.write() as session:
        session.add(LedgerHeadRow(alliance="kept", at=NOON))
        with pytest.raises(RuntimeError, match="a write inside a write"), store.write():
            pass

    assert _names(store) == ["kept"]


def test_a_write_ends_the_open_read_so_that_both_see_the_same(database_url: str) -> None:
    store = store_at(database_url)
    count = select(func.count()).select_from(LedgerHeadRow)

    with store.read() as reading:
        before = reading.execute(count).scalar_one()
        with store.write() as session:
            session.add(LedgerHeadRow(alliance="kept", at=NOON))
        after = reading.execute(count).scalar_one()

    assert (before, after) == (0, 1)


def test_instants_come_back_in_utc_whatever_zone_they_had(database_url: str) -> None:
    store = store_at(database_url)
    shanghai = NOON.astimezone(timezone(timedelta(hours=8)))
    with store.write() as session:
        session.add(LedgerHeadRow(alliance="kept", at=shanghai))

    with store.read() as session:
        stored = session.scalars(select(LedgerHeadRow)).one().at

    assert (stored, stored.tzinfo) == (NOON, UTC)


def test_a_naive_instant_is_refused(database_url: str) -> None:
    store = store_at(database_url)

    with pytest.raises(StatementError, match="bad_date"), store.write() as session:
        session.add(LedgerHeadRow(alliance="lost", at=NOON.replace(tzinfo=None)))

    assert _names(store) == []


def test_sqlite_runs_in_wal_with_full_sync_and_foreign_keys(sqlite_url: str) -> None:
    store = store_at(sqlite_url)

    with store.read() as session:
        pragmas = [
            session.execute(text(f"PRAGMA {name}")).scalar_one()
            for name in ("journal_mode", "synchronous", "foreign_keys", "busy_timeout")
        ]

    assert pragmas == ["wal", 2, 1, 5000]


def test_sqlite_takes_the_write_lock_at_the_beginning(sqlite_url: str) -> None:
    store, other = store_at(sqlite_url), store_at(sqlite_url)
    with other.engine.connect() as connection:
        connection.exec_driver_sql("PRAGMA busy_timeout=0")
        connection.rollback()
        with store.write():
            locked = pytest.raises(Exception, match="database is locked")
            with locked:
                connection.execution_options(scheduler_begin="IMMEDIATE")
                connection.exec_driver_sql("SELECT 1")
