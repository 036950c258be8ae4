"""APScheduler as a clock: one thin function per job, each calls one service."""

from collections.abc import Callable
from datetime import datetime

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.domain.moments import SHANGHAI
from scheduler.services import charging, retirement
from scheduler.services.runtime import Runtime

FLUSH_SECONDS = 10


def retire(runtime: Runtime) -> None:
    """Let the events that are due leave the feeds."""
    retirement.retire(runtime.store, runtime.clock())


def follow(runtime: Runtime) -> None:
    """Record who joined and who left the pools of turns."""
    charging.follow(runtime.store, runtime.clock())


def start(runtime: Runtime, flush: Callable[[], object]) -> Callable[[], None]:
    """Start the clock of one serving process and give the function that stops it.

    What fell due while it was down runs at once. ``flush`` writes what is kept in memory, every
    ten seconds and at the end.
    """
    # A job that is late runs late: the default would drop it silently after one second.
    late = {"misfire_grace_time": None, "coalesce": True}
    clock = BackgroundScheduler(timezone=SHANGHAI, job_defaults=late)
    at_once = {"next_run_time": datetime.now(SHANGHAI)}
    clock.add_job(retire, "cron", hour=3, minute=10, args=[runtime], id="retire", **at_once)
    clock.add_job(follow, "cron", hour=3, minute=20, args=[runtime], id="turns", **at_once)
    clock.add_job(flush, "interval", seconds=FLUSH_SECONDS, id="flush")
    clock.start()

    def stop() -> None:
        clock.shutdown()
        flush()

    return stop
