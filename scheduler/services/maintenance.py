"""Keeping the database: the serving lock and the schema's version."""

from collections.abc import Callable
from pathlib import Path

from scheduler.store import Store, lock, schema


def hold(database: Path | None) -> Callable[[], None]:
    """Take the serving lock of an SQLite database and give the function that lets it go.

    Other databases carry any number of serving processes. Raises ``ServingError``.
    """
    if database is None:
        return lambda: None
    return lock.hold(database).close


def migrate(store: Store) -> bool:
    """Bring the schema up to date; tells whether the database was empty before."""
    found = schema.version(store.engine)
    if found != schema.HEAD:
        schema.migrate(store.engine)
    return found is None
