import sys
from pathlib import Path

import pytest
from sqlalchemy import create_engine, text

from scheduler.store.wal_index import WalIndex
from tests.support.world import store_at

KNOWN, OTHER = ((number).to_bytes(4, sys.byteorder) for number in (3_007_000, 3_007_001))


def index(path: Path) -> WalIndex:
    made = WalIndex(create_engine(f"sqlite:///{path}"))
    made.open()
    return made


def test_the_header_is_the_first_part_of_the_index(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    with store.read() as session:
        session.execute(text("SELECT 1 FROM event"))
        path = Path(str(store.engine.url.database))
        octets = Path(f"{path}-shm").read_bytes()
        made = index(path)
        assert (made.header(), octets[:48]) == (octets[48:96], made.header())


def test_nothing_is_told_before_it_was_opened(tmp_path: Path) -> None:
    assert WalIndex(create_engine(f"sqlite:///{tmp_path / 'sample.db'}")).header() is None


@pytest.mark.parametrize("octets", [None, b"", KNOWN, OTHER * 34])
def test_what_is_no_index_of_this_make_is_left_alone(tmp_path: Path, octets: bytes | None) -> None:
    path = tmp_path / "sample.db"
    if octets is not None:
        Path(f"{path}-shm").write_bytes(octets)
    assert index(path).header() is None


def test_a_link_to_the_database_has_the_index_of_the_database(tmp_path: Path) -> None:
    Path(f"{tmp_path / 'sample.db'}-shm").write_bytes(KNOWN * 34)
    (tmp_path / "link.db").symlink_to(tmp_path / "sample.db")
    assert index(tmp_path / "link.db").header() == KNOWN * 12
