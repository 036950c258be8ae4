"""The application for a WSGI server of one's own, with the settings in the environment.

``python -m scheduler serve`` is the ordinary way to serve.
"""

import atexit

from scheduler.app import create_app
from scheduler.config import from_environment
from scheduler.services import maintenance
from scheduler.services.runtime import START_JOBS

settings = from_environment(keep_key=False)
release = maintenance.hold(settings.sqlite_path)
"""Lets the serving lock of SQLite go; a second worker or server on the same file is refused."""

app = create_app(settings)
stop_jobs = app.extensions[START_JOBS]()
"""Ends the jobs of this process and stores what waits."""

atexit.register(stop_jobs)
