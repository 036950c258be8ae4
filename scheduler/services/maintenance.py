"""Keeping the database: the serving lock and the schema's version."""

from collections.abc import Callable
from datetime import datetime
from pathlib import Path

from scheduler.store import Store, database, jobs, lock, schema

RETRY_AFTER = 5
"""The seconds after which a database that was away is asked again."""

_FIRST_START = ("first_start", "examples")


def hold(database: Path | None) -> Callable[[], None]:
    """Take the serving lock of an SQLite database and give the function that lets it go.

    Other databases carry any number of serving processes. Raises ``ServingError``.
    """
    if database is None:
        return lambda: None
    return lock.hold(database).close


def is_away(error: Exception) -> bool:
    """Tell whether the database cannot be reached, is damaged, or somebody else writes for long."""
    return database.is_away(error)


def check(store: Store) -> None:
    """Raise ``UnusableDatabaseError`` for what is no database of this service, or a newer one."""
    schema.check(store.engine)


def migrate(store: Store) -> None:
    """Bring the schema up to date; raises ``UnusableDatabaseError`` where that cannot be."""
    if schema.check(store.engine) != schema.HEAD:
        schema.migrate(store.engine)


def is_first_start(store: Store) -> bool:
    """Tell whether no start was ever completed; a start that was killed is still the first."""
    with store.read() as session:
        return not jobs.is_claimed(session, *_FIRST_START)


def complete_first_start(store: Store, now: datetime) -> None:
    """Record that the first start did all that it has to do."""
    with store.write() as session:
        jobs.claim(session, *_FIRST_START, now)
