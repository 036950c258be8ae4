import time
from collections.abc import Callable
from dataclasses import replace
from datetime import datetime, timedelta
from pathlib import Path
from threading import Event

import pytest
from apscheduler.schedulers.background import BackgroundScheduler

from scheduler import jobs
from scheduler.services import directory
from scheduler.services.access import SYSTEM
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.runtime import Runtime
from scheduler.store import events
from tests.support.damage import overwrite
from tests.support.world import COUNCILS, NOW, app, principal, runtime, token

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

    assert found == dict.fromkeys(("retire", "turns", "flush", "uses"), (None, True))
    assert after.isoformat() == "2026-08-19T03:10:00+08:00"


def logged(
    caplog: pytest.LogCaptureFixture, ready: Runtime, flush: Callable[[], object]
) -> list[tuple[str, str, type[BaseException] | None]]:
    """Let the two daily jobs run, then end, and list what was logged, with what exception."""
    caplog.clear()
    stop = jobs.start(ready, flush)
    for _ in range(500):
        if len(caplog.records) >= len(("retire", "turns")):
            break
        time.sleep(0.01)
    stop()
    return sorted(
        (each.levelname, each.message, each.exc_info[0] if each.exc_info else None)
        for each in caplog.records
    )


def test_while_the_database_is_away_every_job_says_so_in_one_line_and_waits(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    ready = runtime(app(sqlite_url, LATER))
    acts.cancel(ready.store, Act(COUNCILS[2], principal(ready.store, "secretary"), NOW))
    whole = Path(str(ready.store.engine.url.database)).read_bytes()
    overwrite(ready.store, b"no database" * 1000)
    said = logged(caplog, ready, lambda: jobs.retire(ready))
    overwrite(ready.store, whole)
    jobs.retire(ready)

    with ready.store.read() as session:
        stored = events.get(session, COUNCILS[2])
    reason = "(sqlite3.OperationalError) its file holds no database any more"
    assert said == [
        ("WARNING", f"the database is away, so the job {name} waits: {reason}", None)
        for name in ("flush", "retire", "turns")
    ]
    assert stored is not None
    assert stored.retired


def test_another_fault_in_a_job_is_logged_with_where_it_was(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    def broken() -> datetime:
        raise ZeroDivisionError

    said = logged(caplog, replace(runtime(app(sqlite_url)), clock=broken), lambda: None)
    assert [(level, message.partition(" (")[0], where) for level, message, where in said] == [
        ("ERROR", f'Job "{name}', ZeroDivisionError) for name in ("retire", "turns")
    ]


def test_when_a_token_was_used_is_written_at_the_end(sqlite_url: str) -> None:
    built = app(sqlite_url)
    ready = runtime(built)
    bearer = {"Authorization": f"Bearer {token(ready.store, 'read')}"}

    stop = jobs.start(ready, lambda: None)
    assert built.test_client().get("/api/v1/events", headers=bearer).status_code == 200
    stop()

    assert [each.last_used_at for each in directory.tokens(ready.store, by=SYSTEM)] == [NOW]
