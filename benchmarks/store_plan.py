"""G7: store a plan of 48,000 events: as the service does, with the ORM, and by the driver alone.

What the driver takes for the same rows, converted and sorted beforehand, is the lower bound.
"""

import statistics
import tempfile
import time
from collections.abc import Callable, Iterator, Mapping, Sequence
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

from sqlalchemy import delete

from scheduler.domain.activity import Event, UnitKey
from scheduler.rules.units import uid_of
from scheduler.store import Session, Store, database, events, ledger, schema
from scheduler.store.tables.events import EventAllianceRow, EventRow
from scheduler.store.tables.ledger import ChangeRow, LedgerHeadRow
from scheduler.store.tables.roster import BodyRow

EVENTS = 48_000
ALLIANCES = 12
ROUNDS = 3
FIRST = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)

TABLES = ("event", "event_alliance", "ledger_head", "change")

Entries = Sequence[ledger.Entry]
Way = Callable[[Session, Sequence[Event], Entries], Iterator[None]]
Rows = Mapping[str, list[Sequence[Any]]]


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


def entry(event: Event) -> ledger.Entry:
    """Make the ledger's entry of one event, as publishing a plan does."""
    start, end = event.start.isoformat(), event.end.isoformat()
    reason = {"code": "new_unit", "fields": {"period": "2026"}}
    detail = {"reason": reason, "start": start, "end": end, "host": event.host, "venue": None}
    return ledger.Entry(event.alliances, "event", event.uid, "created", detail=detail, visible=True)


def in_bulk(session: Session, plan: Sequence[Event], entries: Entries) -> Iterator[None]:
    """Store the plan as applying one does."""
    events.add(session, plan)
    yield
    ledger.append(session, entries, "sample", FIRST)


def one_by_one(session: Session, plan: Sequence[Event], entries: Entries) -> Iterator[None]:
    """Store the plan as mapped objects."""
    session.add_all(EventRow(**events.columns(event)) for event in plan)
    session.flush()
    session.add_all(EventAllianceRow(uid=event.uid, alliance=event.owner) for event in plan)
    session.flush()
    yield
    session.add_all(change(number, made) for number, made in enumerate(entries))
    session.flush()


def change(number: int, made: ledger.Entry) -> ChangeRow:
    """Make the ledger's row of one entry."""
    return ChangeRow(
        alliance=made.alliances[0],
        seq=number,
        entity=made.entity,
        entity_id=made.entity_id,
        kind=made.kind,
        revision=made.revision,
        at=FIRST,
        actor="sample",
        detail=made.detail,
        visible=True,
        plan_relevant=True,
    )


def driver_alone(rows: Rows) -> Way:
    """Store rows that were read from the file, without a look at the plan."""

    def way(session: Session, _plan: Sequence[Event], _entries: Entries) -> Iterator[None]:
        for table in TABLES:
            marks = ", ".join("?" * len(rows[table][0]))
            sql = f"INSERT INTO {table} VALUES ({marks})"  # noqa: S608 - our own names
            session.connection().exec_driver_sql(sql, rows[table])
            if table == "event_alliance":
                yield

    return way


def stored(store: Store) -> Rows:
    """Read the rows as the driver gives them, in the order in which they were stored."""
    with store.read() as session:
        return {
            table: [
                tuple(row)
                for row in session.connection().exec_driver_sql(f"SELECT * FROM {table}")  # noqa: S608 - our own names
            ]
            for table in TABLES
        }


def timed(store: Store, way: Way, plan: Sequence[Event], entries: Entries) -> list[float]:
    """Give the CPU seconds of events with links and of all, and the seconds that passed."""
    begun, cpu = time.perf_counter(), time.process_time()
    with store.write() as session:
        steps = way(session, plan, entries)
        next(steps)
        calendar = time.process_time() - cpu
        next(steps, None)
    return [calendar, time.process_time() - cpu, time.perf_counter() - begun]


def emptied(store: Store) -> None:
    """Empty the tables that a plan fills."""
    with store.write() as session:
        for row in (ChangeRow, LedgerHeadRow, EventAllianceRow, EventRow):
            session.execute(delete(row))


def compared(store: Store) -> list[float]:
    """Time the three ways in turn on values of their own, each on empty tables."""
    plan = [planned(number) for number in range(EVENTS)]
    entries = [entry(event) for event in plan]
    found = timed(store, in_bulk, plan, entries)
    rows = stored(store)
    for way in (one_by_one, driver_alone(rows)):
        emptied(store)
        found += timed(store, way, plan, entries)
    emptied(store)
    return found


def main() -> None:
    """Time on a new SQLite file, several times in turn, and print medians and their ratios."""
    with tempfile.TemporaryDirectory() as folder:
        engine = database.engine(f"sqlite:///{Path(folder) / 'plan.db'}")
        store = Store(engine)  # first, as the service does: it sets up every connection
        schema.migrate(engine)
        with store.write() as session:
            session.add_all(
                BodyRow(key=f"alliance-{n}", name="样例", short_name="样例", kind="alliance")
                for n in range(ALLIANCES)
            )
        rounds = [compared(store) for _ in range(ROUNDS)]
        engine.dispose()
    bulk, bulk_all, bulk_wall, orm, orm_all, orm_wall, bare, bare_all, bare_wall = map(
        statistics.median, zip(*rounds, strict=True)
    )
    print(
        f"G7 store {EVENTS:,} events ({EVENTS:,} rows of events, as many links to alliances), CPU: "
        f"in bulk {bulk:.2f} s, ORM add_all {orm:.2f} s, ratio {orm / bulk:.1f}; "
        f"the driver alone {bare:.2f} s, ratio {bulk / bare:.1f}"
    )
    print(
        f"G7 with as many ledger rows and the commit, CPU: in bulk {bulk_all:.2f} s, "
        f"ORM add_all {orm_all:.2f} s, ratio {orm_all / bulk_all:.1f}; "
        f"the driver alone {bare_all:.2f} s, ratio {bulk_all / bare_all:.1f} "
        f"(passed: {bulk_wall:.2f} s, {orm_wall:.2f} s, {bare_wall:.2f} s)"
    )


if __name__ == "__main__":
    main()
