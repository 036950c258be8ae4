"""The application for a WSGI server: ``gunicorn wsgi:app`` with the settings in the environment."""

from scheduler.app import create_app
from scheduler.config import from_environment

app = create_app(from_environment(keep_key=False))
