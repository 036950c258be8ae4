"""The application for a WSGI server: ``gunicorn wsgi:app`` with the settings in the environment."""

from scheduler.app import create_app
from scheduler.config import from_environment
from scheduler.services import maintenance

settings = from_environment(keep_key=False)
release = maintenance.hold(settings.sqlite_path)
"""Lets the serving lock of SQLite go; a second worker or server on the same file is refused."""

app = create_app(settings)
