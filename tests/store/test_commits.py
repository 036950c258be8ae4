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


def written(store: Store, name: str) -> None:
    with store.write() as session:
        session.add(LedgerHeadRow(alliance=name, at=NOW))


def test_nothing_committed_is_the_same_mark_however_long(store: Store, ticks: Ticks) -> None:
    first = store.commits.mark()
    with store.read() as session:
        session.get(LedgerHeadRow, "samples")
    ticks.seconds += 100 * MOMENT
    assert (first is not None, store.commits.mark()) == (True, first)


def test_a_commit_of_this_process_is_another_mark_at_once(store: Store) -> None:
    marks = [store.commits.mark()]
    for name in ("first", "second"):
        written(store, name)
        marks.append(store.commits.mark())
    assert len({*marks}) == len(marks)


def test_a_commit_of_another_process_is_another_mark_after_a_moment(
    store: Store, ticks: Ticks
) -> None:
    first = store.commits.mark()
    written(Store(create_engine(store.engine.url)), "first")
    ticks.seconds += MOMENT / 2
    soon = store.commits.mark()
    ticks.seconds += MOMENT
    assert (soon == first, store.commits.mark() == first) == (True, False)


def test_connections_made_anew_are_another_mark(store: Store) -> None:
    first = store.commits.mark()
    store.engine.dispose()
    assert store.commits.mark() != first


def test_a_database_of_several_processes_tells_no_mark(postgresql_url: str) -> None:
    assert store_at(postgresql_url).commits.mark() is None


def test_a_database_that_is_away_tells_no_mark(tmp_path: Path) -> None:
    engine = create_engine(f"sqlite:///{tmp_path / 'none' / 'scheduler.db'}")
    assert Commits(engine, Peephole(engine)).mark() is None
