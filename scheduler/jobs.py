"""APScheduler as a clock: one thin function per job, each calls one service."""

from apscheduler.schedulers.background import BackgroundScheduler

from scheduler.domain.moments import SHANGHAI
from scheduler.services import retirement
from scheduler.services.runtime import Runtime


def retire(runtime: Runtime) -> None:
    """Let the events that are due leave the feeds."""
    retirement.retire(runtime.store, runtime.clock())


def start(runtime: Runtime) -> BackgroundScheduler:
    """Start the clock of one serving process; what fell due while it was down runs at once."""
    clock = BackgroundScheduler(timezone=SHANGHAI)
    clock.add_job(retire, "cron", hour=3, minute=10, args=[runtime], id="retire")
    clock.add_job(retire, args=[runtime], id="retire at start")
    clock.start()
    return clock
