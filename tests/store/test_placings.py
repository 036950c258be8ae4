"""What decides whom events concern, read from rows that hold what the service never writes."""

import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from scheduler.store import events, placings
from scheduler.store.tables.events import EventRow
from tests.support.queries import counted
from tests.support.rows import calendar
from tests.support.world import COUNCILS, LIST, SHARED_DAY, filled

QUERY = select(EventRow).order_by(EventRow.uid)


def test_it_is_what_the_event_tells(database_url: str) -> None:
    store = filled(database_url)
    with store.read() as session, counted(store) as sent:
        found = placings.of(session, QUERY)
        assert len(sent) == 2
        read = {each.event.uid: each for each in events.stored(session, QUERY)}
    assert list(found) == list(read) == sorted(event.uid for event in calendar())
    for uid, placing in found.items():
        event = read[uid].event
        assert placing == placings.Placing(
            uid=uid,
            version=read[uid].version,
            kind=event.kind,
            start=event.start,
            host=event.host,
            venue=event.venue,
            co_hosts=event.co_hosts,
            alliances=event.alliances,
        )
        assert placing.day() == event.day()
    assert len(read[SHARED_DAY].event.alliances) > 1


def test_what_cannot_be_read_leaves_a_gap_in_the_order_of_the_rest(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    damage = {
        COUNCILS[0]: "title = CAST(x'FF' AS TEXT), status = 'zzz', matters = '[broken'",
        COUNCILS[1]: "host = CAST(x'FF' AS TEXT)",
        COUNCILS[2]: "co_hosts = '[{}]'",
        LIST: "start = 'soon'",
    }
    with store.write() as session:
        good = placings.of(session, QUERY)
        for uid, values in damage.items():
            session.execute(text(f"UPDATE event SET {values} WHERE uid = '{uid}'"))  # noqa: S608 - constants
    with store.read() as session:
        found = placings.of(session, QUERY)
    bad = damage.keys() - {COUNCILS[0]}
    assert list(found.items()) == [
        (uid, None if uid in bad else placing) for uid, placing in good.items()
    ]


def test_what_is_wrong_with_the_database_is_the_fault_of_no_row(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(text("ALTER TABLE event RENAME TO elsewhere"))
    with store.read() as session, pytest.raises(OperationalError):
        placings.of(session, QUERY)
