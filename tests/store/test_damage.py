import sqlite3

import pytest
from sqlalchemy import create_engine, select
from sqlalchemy.exc import DatabaseError

from scheduler.store import Store, schema
from scheduler.store.damage import SECONDS, Damage
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.ledger import LedgerHeadRow
from tests.support.damage import emptied, in_its_file, overwrite
from tests.support.world import filled

MALFORMED = "database disk image is malformed"
LOOK = "SELECT alliance FROM ledger_head ORDER BY alliance"


def titles(store: Store) -> list[str]:
    with store.read() as session:
        return list(session.scalars(select(EventRow.title).order_by(EventRow.uid)))


def corrupt() -> sqlite3.DatabaseError:
    error = sqlite3.DatabaseError(MALFORMED)
    error.sqlite_errorcode = sqlite3.SQLITE_CORRUPT_INDEX
    return error


def test_a_file_that_is_whole_again_is_read_by_every_connection(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    good = in_its_file(store)
    known = titles(store), store.peephole.look(LOOK, ())
    with store.engine.connect():
        assert titles(store) == known[0]  # by a second connection
    store.peephole.damage.note(corrupt())  # nothing is known by heart any more
    overwrite(store, emptied(good))
    with store.engine.connect(), pytest.raises(DatabaseError, match=MALFORMED):
        titles(store)
    with pytest.raises(DatabaseError, match=MALFORMED):
        titles(store)
    with pytest.raises(sqlite3.DatabaseError, match=MALFORMED):
        store.peephole.look(LOOK, ())
    with pytest.raises(DatabaseError, match=MALFORMED):
        schema.probe(store.engine)
    overwrite(store, good)
    with store.engine.connect():
        assert titles(store) == known[0]
    assert (titles(store), store.peephole.look(LOOK, ())) == known
    schema.probe(store.engine)


def test_the_probe_reads_from_the_file_what_is_known_by_heart(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    good = in_its_file(store)
    known = titles(store)
    overwrite(store, emptied(good))
    assert titles(store) == known
    with pytest.raises(DatabaseError, match=MALFORMED):
        schema.probe(store.engine)


def test_a_probe_reads_a_row_of_every_table(database_url: str) -> None:
    store = filled(database_url)
    schema.probe(store.engine)
    with store.write() as session:
        session.connection().exec_driver_sql(
            f"ALTER TABLE {LedgerHeadRow.__tablename__} RENAME TO elsewhere"
        )
    with pytest.raises(DatabaseError):
        schema.probe(store.engine)


def test_a_damaged_read_is_told_for_some_seconds_and_no_other_error_is() -> None:
    tick = 0.0
    damage = Damage(create_engine("sqlite://"), lambda: tick)
    busy = sqlite3.OperationalError("database is locked")
    busy.sqlite_errorcode = sqlite3.SQLITE_BUSY
    told = []
    met = ((busy, 0), (ValueError(), 0), (corrupt(), 0), (busy, SECONDS), (busy, 1))
    for error, seconds in met:
        damage.note(error)
        tick += seconds
        told.append(damage.fault())
    assert told == ["", "", MALFORMED, MALFORMED, ""]
