from datetime import UTC, date, datetime, timedelta

import pytest

from scheduler.store import jobs
from tests.support.world import COUNCILS, NOW, SHARED_DAY, at, filled, store_at


def test_a_slot_is_claimed_once(database_url: str) -> None:
    store = store_at(database_url)
    found = []
    for slot in ("2026-08-18", "2026-08-18", "2026-08-19"):
        with store.write() as session:
            found.append(jobs.claim(session, "retire", slot, NOW))
    assert found == [True, False, True]


def test_a_claim_without_its_effect_is_free_again(database_url: str) -> None:
    store = store_at(database_url)

    def fail() -> None:
        with store.write() as session:
            jobs.claim(session, "retire", "2026-08-18", NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        fail()
    with store.write() as session:
        assert not jobs.is_claimed(session, "retire", "2026-08-18")
        assert jobs.claim(session, "retire", "2026-08-18", NOW)
        assert jobs.is_claimed(session, "retire", "2026-08-18")


def test_what_ended_before_and_still_stands_in_feeds_leaves(database_url: str) -> None:
    store = filled(database_url)
    spring, never = at(date(2026, 4, 1)), datetime(2000, 1, 1, tzinfo=UTC)

    with store.write() as session:
        first = [each.event.uid for each in jobs.leaving(session, cancelled=never, others=spring)]
        jobs.retire(session, first)
        second = jobs.leaving(session, cancelled=never, others=spring)
        cancelled = jobs.leaving(session, cancelled=NOW + timedelta(days=999), others=never)

    assert first == [COUNCILS[0]]
    assert (second, cancelled) == ((), ())
    assert SHARED_DAY not in first
