"""Events leave the feeds: by a ledger row that a daily job writes, never by the clock of a feed."""

from datetime import datetime, timedelta

from scheduler.domain.moments import SHANGHAI
from scheduler.store import Store, jobs, ledger

CANCELLED_FOR = timedelta(days=30)
OTHERS_FOR = timedelta(days=400)


def retire(store: Store, now: datetime) -> int:
    """Retire what is due today, once a day however often it is asked; gives how many events."""
    with store.write() as session:
        if not jobs.claim(session, "retire", now.astimezone(SHANGHAI).date().isoformat(), now):
            return 0
        gone = jobs.leaving(session, cancelled=now - CANCELLED_FOR, others=now - OTHERS_FOR)
        jobs.retire(session, [stored.event.uid for stored in gone])
        entries = [
            ledger.Entry(
                stored.event.alliances,
                "event",
                stored.event.uid,
                "retired",
                revision=stored.event.revision,
                visible=True,
            )
            for stored in gone
        ]
        ledger.append(session, entries, "system", now)
    return len(gone)
