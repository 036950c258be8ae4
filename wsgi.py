"""The application for a WSGI server of one's own, with the settings in the environment.

``python -m scheduler serve`` is the ordinary way to serve.
"""

import atexit
import sys

from scheduler.app import create_app
from scheduler.config import SettingsError, from_environment
from scheduler.domain.text import say
from scheduler.services import maintenance
from scheduler.services.runtime import START_JOBS

try:
    settings = from_environment(keep_key=False)
except SettingsError as error:
    told = " ".join(say(error.code, error.fields, lang) for lang in ("zh", "en"))
    sys.exit(f"{told} ({error.code})")
release = maintenance.hold(settings.sqlite_path)
"""Lets the serving lock of SQLite go; a second worker or server on the same file is refused."""

app = create_app(settings)
stop_jobs = app.extensions[START_JOBS]()
"""Ends the jobs of this process and stores what waits."""

atexit.register(stop_jobs)
