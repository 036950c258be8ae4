import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from sqlalchemy import create_engine

from scheduler.store import Store
from scheduler.store.commits import MOMENT, Commits
from scheduler.store.peephole import Peephole
from scheduler.store.tables.ledger import LedgerHeadRow
from tests.support.world import NOW, store_at


class Ticks:
    """Seconds that pass when told."""

    def __init__(self) -> None:
        self.seconds = 1_000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture
def ticks() -> Ticks:
    return Ticks()


@pytest.fixture
def store(sqlite_url: str, ticks: Ticks) -> Iterator[Store]:
    made = store_at(sqlite_url)
    made.commits = Commits(made.engine, made.peephole, ticks)
    yield made
    made.engine.dispose()


def file_of(store: Store) -> Path:
    return Path(str(store.engine.url.database))


def written(store: Store, name: str) -> None:
    with store.write() as session:
        session.add(LedgerHeadRow(alliance=name, at=NOW))


ELSEWHERE = """
import sqlite3, sys
for statement in sys.argv[2:]:
    with sqlite3.connect(sys.argv[1]) as connection:
        connection.execute(statement).fetchall()
"""


def elsewhere(store: Store, *statements: str) -> None:
    """Let another process run statements, each committed by itself."""
    subprocess.run([sys.executable, "-c", ELSEWHERE, file_of(store), *statements], check=True)


def failed(store: Store) -> None:
    with store.write() as session:
        session.add(LedgerHeadRow(alliance="sample", at=NOW))
        session.flush()
        raise KeyError


def test_nothing_committed_is_the_same_mark_however_long(store: Store, ticks: Ticks) -> None:
    first = store.commits.mark()
    with store.read() as session:
        session.get(LedgerHeadRow, "samples")
    ticks.seconds += 100 * MOMENT
    assert (first is not None, store.commits.mark()) == (True, first)


def test_every_commit_is_another_mark_at_once_also_over_checkpoints(store: Store) -> None:
    marks = [store.commits.mark()]
    for number in range(12):
        written(store, f"sample-{number}")
        marks.append(store.commits.mark())
        if number % 3 == 2:
            with store.engine.connect() as connection:
                connection.exec_driver_sql("PRAGMA wal_checkpoint(TRUNCATE)")
    assert (len({*marks}), None in marks) == (len(marks), False)


def test_a_write_that_failed_is_no_other_mark(store: Store) -> None:
    first = store.commits.mark()
    with pytest.raises(KeyError):
        failed(store)
    assert store.commits.mark() == first


def test_a_commit_of_another_process_is_another_mark_at_once(store: Store) -> None:
    first = store.commits.mark()
    elsewhere(store, "CREATE TABLE sample (number INTEGER)", "PRAGMA wal_checkpoint(TRUNCATE)")
    second = store.commits.mark()
    elsewhere(store, "INSERT INTO sample VALUES (1)")
    assert len({first, second, store.commits.mark()}) == 3


def test_connections_made_anew_are_another_mark(store: Store) -> None:
    first = store.commits.mark()
    store.engine.dispose()
    second = store.commits.mark()
    written(store, "sample")
    assert len({first, second, store.commits.mark(), None}) == 4


def test_a_database_that_went_away_tells_no_mark_after_a_moment_and_the_same_when_back(
    store: Store, ticks: Ticks
) -> None:
    first, file = store.commits.mark(), file_of(store)
    file.rename(file.with_suffix(".away"))
    soon = store.commits.mark()
    ticks.seconds += 2 * MOMENT
    away = [store.commits.mark(), store.commits.mark()]
    file.with_suffix(".away").rename(file)
    assert (soon, away, store.commits.mark()) == (first, [None, None], first)


@pytest.mark.parametrize("ends", [("-wal", "-shm"), ("-wal",), ("-shm",)])
def test_a_log_or_index_that_was_moved_away_tells_no_mark_after_a_moment_and_the_same_when_back(
    store: Store, ticks: Ticks, ends: tuple[str, ...]
) -> None:
    first = store.commits.mark()
    parts = {Path(f"{file_of(store)}{end}"): Path(f"{file_of(store)}.away{end}") for end in ends}
    for part, away in parts.items():
        part.rename(away)
    soon = store.commits.mark()
    ticks.seconds += 2 * MOMENT
    gone = [store.commits.mark(), store.commits.mark()]
    for part in parts:
        part.write_bytes(b"")
    others = store.commits.mark()
    for part, away in parts.items():
        away.rename(part)
    assert (soon, gone, others, store.commits.mark()) == (first, [None, None], None, first)


def test_a_database_of_several_processes_tells_no_mark(postgresql_url: str) -> None:
    assert store_at(postgresql_url).commits.mark() is None


@pytest.mark.parametrize(
    "url", ["sqlite://", "sqlite:///{}/none/scheduler.db", "sqlite:///{}/a.db"]
)
def test_a_database_that_is_away_or_without_an_index_tells_no_mark(
    tmp_path: Path, url: str
) -> None:
    # None of them was set to keep a write-ahead log.
    engine = create_engine(url.format(tmp_path))
    assert Commits(engine, Peephole(engine)).mark() is None
