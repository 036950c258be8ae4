"""G7: store a plan of 48,000 events, in bulk as the service does, and row by row with the ORM."""

import statistics
import tempfile
import time
from collections.abc import Callable, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path

from sqlalchemy import delete

from scheduler.domain.activity import Event, UnitKey
from scheduler.rules.units import uid_of
from scheduler.store import Store, database, events, schema
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.roster import BodyRow

EVENTS = 48_000
ALLIANCES = 12
ROUNDS = 3
FIRST = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)


def planned(number: int) -> Event:
    """Make one event of the plan."""
    owner = f"alliance-{number % ALLIANCES}"
    unit = UnitKey("exchange", f"body:{owner}", "2026", "", number // ALLIANCES + 1)
    start = FIRST + timedelta(hours=number % 8_000)
    return Event(
        uid=uid_of(unit),
        owner=owner,
        alliances=(owner,),
        kind="exchange",
        title="样例交流对接",
        title_en="Sample exchange",
        start=start,
        end=start + timedelta(hours=2),
        created_at=FIRST,
        updated_at=FIRST,
        unit=unit,
        host=f"organisation:member-{number % 7}",
        why_date={"code": "date_due", "fields": {"day": "2026-01-05", "period": "2026"}},
    )


def in_bulk(store: Store, plan: Sequence[Event]) -> None:
    """Store the plan as applying one does."""
    with store.write() as session:
        events.add(session, plan)


def one_by_one(store: Store, plan: Sequence[Event]) -> None:
    """Store the plan as mapped objects."""
    with store.write() as session:
        session.add_all(EventRow(**events.columns(event)) for event in plan)
        session.flush()
        session.add_all(EventAllianceRow(uid=event.uid, alliance=event.owner) for event in plan)


def timed(
    store: Store, work: Callable[[Store, Sequence[Event]], None], plan: Sequence[Event]
) -> float:
    """Give the seconds that storing takes, and empty the tables again."""
    begun = time.perf_counter()
    work(store, plan)
    seconds = time.perf_counter() - begun
    with store.write() as session:
        session.execute(delete(EventAllianceRow))
        session.execute(delete(EventRow))
    return seconds


def main() -> None:
    """Time both ways in turn on a new SQLite file and print the ratio."""
    plan = [planned(number) for number in range(EVENTS)]
    with tempfile.TemporaryDirectory() as folder:
        engine = database.engine(f"sqlite:///{Path(folder) / 'plan.db'}")
        schema.migrate(engine)
        store = Store(engine)
        with store.write() as session:
            session.add_all(
                BodyRow(key=f"alliance-{n}", name="样例", short_name="样例", kind="alliance")
                for n in range(ALLIANCES)
            )
        rounds = [
            (timed(store, in_bulk, plan), timed(store, one_by_one, plan)) for _ in range(ROUNDS)
        ]
        engine.dispose()
    bulk, objects = (statistics.median(column) for column in zip(*rounds, strict=True))
    print(
        f"G7 store {EVENTS:,} events: in bulk {bulk:.2f} s, ORM add_all {objects:.2f} s, "
        f"ratio {objects / bulk:.1f}"
    )


if __name__ == "__main__":
    main()
