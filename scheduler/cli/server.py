"""The server: one worker process of granian, which ends with the process that watches over it."""

import multiprocessing
import os
import signal
import threading
import time
from collections.abc import Callable, Iterable
from multiprocessing.util import Finalize

import click
from granian import Granian
from granian.constants import HTTPModes, Interfaces
from granian.log import LogLevels

from scheduler.cli.context import CreateApp
from scheduler.config import Settings
from scheduler.services.runtime import START_JOBS

THREADS = 8
GRACE_SECONDS = 8
WATCH_SECONDS = 0.5
"""How often the worker looks whether its parent still lives."""

_FAILED = 1
_TO_STDERR = {
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "generic"}},
    "loggers": {"_granian": {"handlers": ["console"], "propagate": False}},
}
"""Granian would write its errors among what the command prints."""


class Server:
    """One parent that starts its worker again, and one worker, whose threads share a writer."""

    def __init__(self, create_app: CreateApp, settings: Settings, greeting: str) -> None:
        """Keep what the worker needs to build its application; ``greeting`` is printed once."""
        self._create_app = create_app
        self._settings = settings
        self._greeting = greeting
        self._parent = os.getpid()

    def run(self) -> None:
        """Serve until SIGTERM or Ctrl-C; a worker that falls again and again ends the server."""
        # Only a forked worker shares the lock of the database that this process holds.
        multiprocessing.set_start_method("fork", force=True)
        server = Granian(
            "scheduler",
            address=self._settings.host,
            port=self._settings.port,
            interface=Interfaces.WSGI,
            http=HTTPModes.http1,
            websockets=False,
            workers=1,
            blocking_threads=THREADS,
            workers_kill_timeout=GRACE_SECONDS,
            respawn_failed_workers=True,
            log_access=False,  # it would hold feed addresses
            log_level=LogLevels.error,
            log_dictconfig=_TO_STDERR,
        )
        server.on_startup(self._greet)
        server.serve(target_loader=self.load, wrap_loader=False)

    def load(self) -> Callable[..., Iterable[bytes]]:
        """Build the application in the worker, the one process that writes, and start its jobs."""
        # The handlers of the parent came with the fork: they would keep this process from ending.
        signal.signal(signal.SIGTERM, signal.SIG_DFL)
        # Ctrl-C reaches the whole process group, and it is the parent that ends the worker.
        os.setpgid(0, 0)
        threading.Thread(target=self._end_with_parent, name="parent", daemon=True).start()
        app = self._create_app(self._settings)
        stop_jobs = app.extensions[START_JOBS]()
        Finalize(None, stop_jobs, exitpriority=0)
        return app

    def _greet(self) -> None:
        click.echo(self._greeting, nl=False)

    def _end_with_parent(self) -> None:
        """End once the parent is gone, else this worker would go on beside the next server."""
        while os.getppid() == self._parent:
            time.sleep(WATCH_SECONDS)
        os.kill(os.getpid(), signal.SIGTERM)
        time.sleep(GRACE_SECONDS)
        os._exit(_FAILED)
