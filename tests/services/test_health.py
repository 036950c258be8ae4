from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.services import health
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Store, database, schema
from tests.support import opened
from tests.support.damage import RUBBISH, overwrite
from tests.support.queries import counted
from tests.support.served import changed, own_token, served
from tests.support.world import BASE_URL, COUNCILS, LIST, filled, store_at


def test_a_database_of_this_version_can_serve(database_url: str) -> None:
    assert health.faults(store_at(database_url)) == ()


def test_an_empty_database_cannot_serve_yet(tmp_path: Path) -> None:
    engine = database.engine(f"sqlite:///{tmp_path / 'empty.db'}")
    opened.later(engine.dispose)
    assert health.faults(Store(engine)) == (f"schema: none, wanted {schema.HEAD}",)


def test_a_database_of_another_version_is_named(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    with store.write() as session:
        session.execute(text("UPDATE alembic_version SET version_num = '9999'"))
    assert health.faults(store) == (f"schema: 9999, wanted {schema.HEAD}",)


def test_a_database_that_is_away_is_named_without_its_address(tmp_path: Path) -> None:
    engine = database.engine(f"sqlite:///{tmp_path / 'missing' / 'secret-place.db'}")
    opened.later(engine.dispose)
    assert health.faults(Store(engine)) == ("database: OperationalError",)


def test_a_database_whose_file_was_taken_away_is_named(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    assert health.faults(store) == ()
    Path(sqlite_url.removeprefix("sqlite:///")).unlink()
    assert health.faults(store) == ("database: its file is gone",)


@pytest.mark.parametrize("octets", RUBBISH)
def test_a_database_whose_file_holds_rubbish_is_named(sqlite_url: str, octets: bytes) -> None:
    store = store_at(sqlite_url)
    before = health.faults(store)
    overwrite(store, octets)
    assert (before, health.faults(store)) == (
        (),
        ("database: its file holds no database any more",),
    )


def test_a_database_in_whose_place_another_one_lies_is_named(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    assert health.faults(store) == ()
    file = Path(sqlite_url.removeprefix("sqlite:///"))
    copy = file.with_name("copy.db")
    copy.write_bytes(file.read_bytes())
    copy.replace(file)
    assert health.faults(store) == ("database: another file lies in the place of its own",)


def test_events_that_feeds_had_to_leave_out_are_counted_while_they_belong_there(
    sqlite_url: str,
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    served(store, ask, shelf=shelf)
    with counted(store) as sent:
        assert health.left_out(store, shelf) == 0
    assert sent.statements == []
    bad = {COUNCILS[1]: "matters = '[broken'", LIST: "revision = -1"}
    for uid, values in bad.items():
        _put(store, uid, f"version = version + 1, {values}")
    changed(store)
    served(store, ask, shelf=shelf)
    with counted(store) as sent:
        assert health.left_out(store, shelf) == 2
    assert len(sent) == 1
    _put(store, LIST, "retired = TRUE")
    assert health.left_out(store, shelf) == 1
    _put(store, COUNCILS[1], "matters = '[]', version = version + 1")
    with store.write() as session:
        session.execute(text("UPDATE ledger_head SET feed_seq = feed_seq - 1"))
    served(store, ask, shelf=shelf)
    assert health.left_out(store, shelf) == 0


def _put(store: Store, uid: str, values: str) -> None:
    with store.write() as session:
        session.execute(text(f"UPDATE event SET {values} WHERE uid = '{uid}'"))  # noqa: S608 - constants
