"""The one engine: Flask-SQLAlchemy configures it for a Flask application, a Store owns it."""

from flask import Flask
from flask_sqlalchemy import SQLAlchemy
from sqlalchemy import Engine, create_engine
from sqlalchemy.exc import DatabaseError, InterfaceError, OperationalError
from sqlalchemy.exc import TimeoutError as PoolTimeoutError

from scheduler.store import base
from scheduler.store.base import Base
from scheduler.store.engine import Store

db = SQLAlchemy(metadata=Base.metadata)
"""Makes and disposes of the engine; its scoped session is not used (see the ADR on the store)."""

_AWAY = (OperationalError, InterfaceError, PoolTimeoutError)


def is_away(error: Exception) -> bool:
    """Tell whether a database could not be reached, was locked or full, or its file is damaged.

    Of a file that is damaged, or no database, the driver says no more than that it is an error.
    """
    return isinstance(error, _AWAY) or type(error) is DatabaseError


def bind(app: Flask, url: str) -> Store:
    """Give the application its database and return the store that serves it."""
    app.config["SQLALCHEMY_DATABASE_URI"] = url
    app.config["SQLALCHEMY_ENGINE_OPTIONS"] = options(url)
    db.init_app(app)
    with app.app_context():
        return Store(db.engine)


def options(url: str) -> dict[str, object]:
    """Give the engine options of a database: a pool that notices a lost server.

    Parameters stay out of error messages, since these are logged and parameters hold names.
    """
    shared: dict[str, object] = {"hide_parameters": True, "json_serializer": base.json_text}
    if url.startswith("sqlite"):
        return {**shared, "connect_args": {"check_same_thread": False}}
    return {**shared, "pool_pre_ping": True, "connect_args": {"connect_timeout": 5}}


def engine(url: str) -> Engine:
    """Make an engine outside of Flask, for migrations and tests."""
    return create_engine(url, **options(url))
