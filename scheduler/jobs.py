"""APScheduler as a clock: one thin function per job, each calls one service."""

import logging
from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.domain.moments import SHANGHAI
from scheduler.services import charging, maintenance, retirement
from scheduler.services.runtime import Runtime

FLUSH_SECONDS = 10
_log = logging.getLogger(__name__)


def retire(runtime: Runtime) -> None:
    """Let the events that are due leave the feeds."""
    retirement.retire(runtime.store, runtime.clock())


def follow(runtime: Runtime) -> None:
    """Record who joined and who left the pools of turns."""
    charging.follow(runtime.store, runtime.clock())


def note_uses(runtime: Runtime) -> None:
    """Write when tokens were last used."""
    runtime.token_uses.flush(runtime.store)


def start(runtime: Runtime, flush: Callable[[], object]) -> Callable[[], None]:
    """Start the clock of one serving process and give the function that stops it.

    What fell due while it was down runs at once. ``flush`` writes what is kept in memory, every
    ten seconds and at the end. While the database is away, every job waits for its next turn.
    """
    # A job that is late runs late: the default would drop it silently after one second.
    late = {"misfire_grace_time": None, "coalesce": True}
    clock = BackgroundScheduler(timezone=SHANGHAI, job_defaults=late)
    at_once = {"next_run_time": datetime.now(SHANGHAI)}
    jobs = (
        ("retire", (retire, runtime), {"trigger": "cron", "hour": 3, "minute": 10, **at_once}),
        ("turns", (follow, runtime), {"trigger": "cron", "hour": 3, "minute": 20, **at_once}),
        ("flush", (flush,), {"trigger": "interval", "seconds": FLUSH_SECONDS}),
        ("uses", (note_uses, runtime), {"trigger": "interval", "seconds": FLUSH_SECONDS}),
    )
    for name, job, when in jobs:
        clock.add_job(_run, args=[name, *job], id=name, name=name, **when)
    clock.start()

    def stop() -> None:
        clock.shutdown()
        _run("flush", flush)
        _run("uses", note_uses, runtime)

    return stop


def _run(name: str, job: Callable[..., object], *given: Runtime) -> None:
    try:
        job(*given)
    except Exception as error:
        if not maintenance.is_away(error):
            raise
        # The statement, which says nothing of what is wrong, follows on further lines.
        reason = str(error).partition("\n")[0]
        _log.warning("the database is away, so the job %s waits: %s", name, reason)
