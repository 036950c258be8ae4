"""The keys of requests that may be sent again."""

import pytest
from sqlalchemy import text
from sqlalchemy.exc import OperationalError

from scheduler.domain.errors import IdempotencyBusyError
from scheduler.store import Joined, Store, idempotency
from scheduler.store.idempotency import Kept, claim, fill
from tests.support.world import NOW, store_at


@pytest.fixture
def store(database_url: str) -> Store:
    return store_at(database_url)


def test_a_key_is_taken_once_and_gives_its_answer_from_then_on(store: Store) -> None:
    with store.write() as session:
        first = claim(session, "c", "k", "hash", NOW)
        fill(session, "c", "k", 201, {"body": {"key": "m-1"}, "headers": {}})
    with store.write() as session:
        again = claim(session, "c", "k", "other", NOW)
        elsewhere = claim(session, "d", "k", "hash", NOW)

    assert (first, elsewhere) == (None, None)
    assert again == Kept("hash", 201, {"body": {"key": "m-1"}, "headers": {}})


def test_a_key_whose_transaction_failed_is_free(store: Store) -> None:
    def fail() -> None:
        with store.write() as session:
            claim(session, "c", "k", "hash", NOW)
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    with store.write() as session:
        assert claim(session, "c", "k", "hash", NOW) is None


def test_a_key_that_stays_taken_is_waited_for_and_then_given_up(
    postgresql_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(idempotency, "WAIT_SECONDS", 1)
    mine, theirs = (store_at(postgresql_url) for _ in range(2))
    with mine.write() as session:
        claim(session, "c", "k", "hash", NOW)
        with pytest.raises(IdempotencyBusyError) as refused, theirs.write() as other:
            claim(other, "c", "k", "hash", NOW)

    assert refused.value.fields == {"key": "k", "retry_after": 1}


def test_any_other_fault_of_the_database_stays_what_it_is(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    with store.write() as session:
        session.execute(text("DROP TABLE idempotency_key"))
    with pytest.raises(OperationalError), store.write() as session:
        claim(session, "c", "k", "hash", NOW)


def test_what_joins_a_transaction_is_undone_with_it(store: Store) -> None:
    seen = []

    def fail() -> None:
        with store.write() as session:
            joined = Joined(store, session)
            with joined.write() as inner:
                claim(inner, "c", "k", "hash", NOW)
            with joined.read() as inner:
                seen.append(claim(inner, "c", "k", "hash", NOW))
            raise LookupError

    with pytest.raises(LookupError):
        fail()
    assert seen == [Kept("hash", 0, {})]
    with store.read() as session:
        assert session.execute(text("SELECT count(*) FROM idempotency_key")).scalar_one() == 0
