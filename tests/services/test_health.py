from pathlib import Path

import pytest
from sqlalchemy import text

from scheduler.services import health
from scheduler.store import Store, database, schema
from tests.support import opened
from tests.support.damage import RUBBISH, overwrite
from tests.support.world import store_at


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
