from threading import Thread

import pytest
from sqlalchemy import Engine, insert, update

from scheduler.store import Store
from scheduler.store.peephole import Peephole
from scheduler.store.tables.ledger import LedgerHeadRow
from tests.support.world import NOW, store_at

ALLIANCE = "samples"
STATEMENT = {
    "sqlite": "SELECT seq FROM ledger_head WHERE alliance = ?",
    "postgresql": "SELECT seq FROM ledger_head WHERE alliance = %s",
}


def looked(peephole: Peephole, engine: Engine) -> list[tuple[object, ...]]:
    return list(map(tuple, peephole.look(STATEMENT[engine.dialect.name], (ALLIANCE,))))


def written(store: Store, seq: int) -> None:
    with store.write() as session:
        if seq == 1:
            session.execute(insert(LedgerHeadRow).values(alliance=ALLIANCE, seq=seq, at=NOW))
        else:
            session.execute(update(LedgerHeadRow).values(seq=seq))


def test_every_look_sees_what_was_committed_last_from_any_thread(database_url: str) -> None:
    store = store_at(database_url)
    found = []
    for seq in (1, 2, 3):
        written(store, seq)
        threads = [
            Thread(target=lambda: found.append(looked(store.peephole, store.engine)))
            for _ in range(3)
        ]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
    assert found == [[(seq,)] for seq in (1, 2, 3) for _ in range(3)]


def test_a_look_holds_nothing_that_others_wait_for(database_url: str) -> None:
    store = store_at(database_url)
    written(store, 1)
    looked(store.peephole, store.engine)
    before = store.engine.pool.checkedout()  # type: ignore[attr-defined]  # of a pool with a queue
    with store.read():
        assert looked(store.peephole, store.engine) == [(1,)]
    written(store, 2)
    assert (before, looked(store.peephole, store.engine)) == (0, [(2,)])


def test_a_look_after_the_engine_was_disposed_of_opens_anew(database_url: str) -> None:
    store = store_at(database_url)
    written(store, 1)
    first = looked(store.peephole, store.engine)
    store.engine.dispose()
    assert first == looked(store.peephole, store.engine) == [(1,)]


def test_a_statement_that_fails_leaves_the_next_one_possible(database_url: str) -> None:
    store = store_at(database_url)
    written(store, 1)
    with pytest.raises(store.engine.dialect.loaded_dbapi.Error):
        store.peephole.look("SELECT nothing FROM nowhere", ())
    assert looked(store.peephole, store.engine) == [(1,)]
