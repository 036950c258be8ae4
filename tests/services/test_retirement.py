from datetime import date, datetime, timedelta

import pytest

from scheduler.services import retirement
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import Store, events, ledger
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SHARED_DAY,
    at,
    filled,
    principal,
)

END = at(date(2026, 10, 15)) + timedelta(hours=2)
"""When the shared day ends, whose cancellation leaves the feeds thirty days later."""


def _retired(store: Store) -> list[str]:
    with store.read() as session:
        found = (events.get(session, uid) for uid in (*COUNCILS, *EXCHANGES, SHARED_DAY))
        return [stored.event.uid for stored in found if stored is not None and stored.retired]


def _cancelled(url: str) -> Store:
    store = filled(url)
    acts.cancel(store, Act(SHARED_DAY, principal(store, "secretary"), NOW))
    return store


@pytest.mark.parametrize(
    ("now", "gone"),
    [
        (NOW, []),
        (END + timedelta(days=30), []),
        (END + timedelta(days=30, seconds=1), [SHARED_DAY]),
        (at(date(2027, 4, 16)), [COUNCILS[0], SHARED_DAY]),
    ],
)
def test_events_leave_the_feeds_when_they_are_due(
    sqlite_url: str, now: datetime, gone: list[str]
) -> None:
    store = _cancelled(sqlite_url)
    assert retirement.retire(store, now) == len(gone)
    assert _retired(store) == gone


def test_each_alliance_of_an_event_is_told(database_url: str) -> None:
    store = _cancelled(database_url)

    retirement.retire(store, END + timedelta(days=31))

    with store.read() as session:
        rows = ledger.of_entity(session, "event", SHARED_DAY)
        told = [
            (row.alliance, row.revision, row.actor, row.visible)
            for row in rows
            if row.kind == "retired"
        ]
    assert told == [(ALLIANCE, 1, "system", True), (OTHER, 1, "system", True)]


def test_a_day_retires_once_however_often_it_is_asked(database_url: str) -> None:
    store = _cancelled(database_url)
    due = END + timedelta(days=31)

    counts = [retirement.retire(store, due + timedelta(days=day)) for day in (0, 0, 1)]

    with store.read() as session:
        rows = ledger.of_entity(session, "event", SHARED_DAY)
    assert counts == [1, 0, 0]
    assert sum(row.kind == "retired" for row in rows) == 2


def test_the_day_is_that_of_the_rules(sqlite_url: str) -> None:
    store = _cancelled(sqlite_url)
    evening, next_day = at(date(2026, 11, 15)), at(date(2026, 11, 16))
    assert [retirement.retire(store, each) for each in (evening, next_day)] == [1, 0]
