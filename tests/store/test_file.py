import sqlite3
from pathlib import Path

import pytest
from sqlalchemy import create_engine
from sqlalchemy.exc import OperationalError

from scheduler.store import Store
from scheduler.store.file import DatabaseFile
from scheduler.store.tables.ledger import LedgerHeadRow
from tests.support.damage import RUBBISH, overwrite
from tests.support.world import NOW, store_at

LOST = "its file holds no database any more"


def written(store: Store, name: str) -> None:
    with store.write() as session:
        session.add(LedgerHeadRow(alliance=name, at=NOW))


def names(store: Store) -> list[str]:
    with store.read() as session:
        return [row.alliance for row in session.query(LedgerHeadRow)]


@pytest.mark.parametrize("octets", RUBBISH)
def test_nothing_is_read_or_written_by_a_database_whose_file_holds_rubbish(
    sqlite_url: str, octets: bytes
) -> None:
    store = store_at(sqlite_url)
    written(store, "kept")
    assert (names(store), store.fault()) == (["kept"], "")
    good = Path(str(store.engine.url.database)).read_bytes()
    overwrite(store, octets)
    for act in (lambda: names(store), lambda: written(store, "lost")):
        with pytest.raises(OperationalError, match=LOST):
            act()
    with pytest.raises(sqlite3.OperationalError, match=LOST):
        store.peephole.look("SELECT 1", ())
    assert (store.fault(), store.commits.mark()) == (LOST, None)
    overwrite(store, good)
    assert names(store) == ["kept"]


def test_a_file_that_was_moved_away_and_back_is_whole_again(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    written(store, "kept")
    file = Path(str(store.engine.url.database))
    file.rename(file.with_suffix(".away"))
    with pytest.raises(OperationalError, match="its file is gone"):
        names(store)
    file.with_suffix(".away").rename(file)
    assert names(store) == ["kept"]


def test_what_was_never_opened_has_no_fault(sqlite_url: str, postgresql_url: str) -> None:
    urls = ("sqlite://", sqlite_url, postgresql_url)
    assert [DatabaseFile(create_engine(url)).fault() for url in urls] == ["", "", ""]


def test_a_file_that_cannot_be_opened_is_away(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'none' / 'scheduler.db'}")
    with pytest.raises(sqlite3.OperationalError, match="No such file"):
        DatabaseFile(engine).check()


def test_a_database_in_memory_has_no_file_to_look_at() -> None:
    DatabaseFile(create_engine("sqlite://")).check()
