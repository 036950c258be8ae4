"""The database behind the feeds of the benchmarks: one alliance with so many meetings."""

from datetime import UTC, datetime, timedelta
from datetime import time as clock
from pathlib import Path

from scheduler.domain.activity import Event
from scheduler.services.feeds import announced
from scheduler.store import Store, database, events, ledger, schema
from scheduler.store.tables.roster import ActivityKindRow, BodyRow

OCLOCK = clock(14, 30)
FIRST = datetime(2026, 1, 5, 6, 30, tzinfo=UTC)
SECRET_KEY = "a-key-for-benchmarks-0123456789abcdef"  # noqa: S105 - of no other use


def event(number: int) -> Event:
    """Make one event of the feed."""
    start = FIRST + timedelta(hours=7 * number)
    return Event(
        uid=f"e-{number:026}",
        owner="sample",
        alliances=("sample",),
        kind="exchange",
        title="样例交流对接",
        title_en="Sample exchange",
        start=start,
        end=start + timedelta(hours=2),
        created_at=FIRST,
        updated_at=FIRST,
    )


def fill(folder: Path, count: int) -> str:
    """Make a database whose feed has so many events, and give the token of that feed."""
    engine = database.engine(f"sqlite:///{folder / 'scheduler.db'}")
    store = Store(engine)
    schema.migrate(engine)
    made = [event(number) for number in range(count)]
    with store.write() as session:
        session.add(
            BodyRow(
                key="sample",
                name="样例产业链党建联盟",
                short_name="样例",
                kind="alliance",
                public_calendar=True,
            )
        )
        session.add(ActivityKindRow(key="exchange", name="交流对接", start=OCLOCK, minutes=120))
        session.flush()
        events.add(session, made)
        entries = [
            ledger.Entry(("sample",), "event", each.uid, "created", visible=True) for each in made
        ]
        ledger.append(session, entries, "sample", FIRST)
        token = announced.public(session, "sample", SECRET_KEY, FIRST)
    engine.dispose()
    return token
