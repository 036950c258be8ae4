from datetime import datetime, timedelta
from threading import Event

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from scheduler import jobs
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.store import events
from tests.support.world import COUNCILS, NOW, app, principal, runtime

LATER = NOW + timedelta(days=365)


def test_what_fell_due_while_the_service_was_down_is_done_at_once(sqlite_url: str) -> None:
    ready = runtime(app(sqlite_url, LATER))
    act = Act(COUNCILS[2], principal(ready.store, "secretary"), NOW)
    acts.cancel(ready.store, act)
    flushed = Event()

    stop = jobs.start(ready, flushed.set)
    stop()

    with ready.store.read() as session:
        stored = events.get(session, COUNCILS[2])
    assert stored is not None
    assert stored.retired
    assert flushed.is_set()


def test_jobs_are_never_dropped_for_being_late(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    made: list[BackgroundScheduler] = []
    begin = BackgroundScheduler.start

    def note(clock: BackgroundScheduler) -> None:
        made.append(clock)
        begin(clock, paused=True)

    monkeypatch.setattr(BackgroundScheduler, "start", note)
    stop = jobs.start(runtime(app(sqlite_url)), lambda: None)
    found = {job.id: (job.misfire_grace_time, job.coalesce) for job in made[0].get_jobs()}
    after: datetime = made[0].get_job("retire").trigger.get_next_fire_time(None, NOW)
    stop()

    assert found == dict.fromkeys(("retire", "turns", "flush"), (None, True))
    assert after.isoformat() == "2026-08-19T03:10:00+08:00"
