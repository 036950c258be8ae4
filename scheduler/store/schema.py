"""The version of the schema, and the way up and down."""

import os
import sqlite3
from pathlib import Path

from sqlalchemy import Engine, inspect, null, select, text
from sqlalchemy.exc import DBAPIError

from scheduler.domain.storage_errors import UnusableDatabaseError
from scheduler.store import tables
from scheduler.store.damage import reread

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006", "0007")
"""Every version of the schema, the oldest first; a test holds them against the migrations."""

HEAD = VERSIONS[-1]
"""The version that this code needs."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version(engine: Engine) -> str | None:
    """Give the version of a database; None where it holds no schema yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def probe(engine: Engine) -> None:
    """Read one row of every table, on SQLite from the file; raises what the database raises."""
    # A comparison reads the row itself, where a constant would be told from an index.
    first = (
        select(list(table.columns)[-1].is_(null())).limit(1).scalar_subquery()
        for table in tables.Base.metadata.tables.values()
    )
    with engine.connect() as connection:
        if _is_file(engine):
            reread(connection.connection)
        connection.execute(select(*first))


def check(engine: Engine) -> str | None:
    """Give the version of a database that this code can serve or bring up to date.

    Raises ``UnusableDatabaseError`` for any other.
    """
    path = str(engine.url.database if _is_file(engine) else engine.url)
    try:
        found = version(engine)
    except DBAPIError as error:
        told = str(error.orig).partition("\n")[0].rstrip(".")
        raise UnusableDatabaseError(
            path=path, reason=_reason(engine, error), value=told, retry_after=0
        ) from error
    if found is not None and found not in VERSIONS:
        raise UnusableDatabaseError(path=path, reason="newer", value=found, retry_after=0)
    return found


def _is_file(engine: Engine) -> bool:
    return engine.dialect.name == "sqlite"


def _reason(engine: Engine, error: DBAPIError) -> str:
    """Tell why a database cannot be opened; the file says more than the driver."""
    if not _is_file(engine):
        return "away"
    file = Path(str(engine.url.database))
    if file.is_dir():
        return "directory"
    if file.exists() and not os.access(file, os.R_OK | os.W_OK):
        return "denied"
    words = {sqlite3.SQLITE_NOTADB: "foreign", sqlite3.SQLITE_CORRUPT: "damaged"}
    return words.get(getattr(error.orig, "sqlite_errorcode", 0), "away")


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a version, up or down (``base`` empties it)."""
    # Alembic weighs more than the service itself, and no serving process needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    order = (None, *VERSIONS)
    wanted = {"base": None, "head": HEAD}.get(to, to)
    if order.index(wanted) < order.index(version(engine)):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
