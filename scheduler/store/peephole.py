"""One statement past all layers above the driver, for what is read with every request."""

from collections.abc import Mapping, Sequence
from threading import Lock
from typing import Any

from sqlalchemy import Engine, PoolProxiedConnection, event

from scheduler.store.damage import Damage
from scheduler.store.file import DatabaseFile

Parameters = Mapping[str, Any] | tuple[Any, ...]


class Peephole:
    """Reads by a connection of its own on SQLite, by one of the pool elsewhere.

    A look is so short that looks wait for one another, and so often that borrowing a connection
    would take longer than reading.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine whose database is looked at; nothing is opened yet."""
        self._engine = engine
        self._lock = Lock()
        self._own: PoolProxiedConnection | None = None
        event.listen(engine, "engine_disposed", self._close)
        self.file = DatabaseFile(engine)
        self.damage = Damage(engine)

    def look(self, statement: str, parameters: Parameters) -> Sequence[Sequence[Any]]:
        """Run one SELECT in the driver's own words; raises what driver and pool raise."""
        if self._engine.dialect.name != "sqlite":
            connection = self._engine.raw_connection()
            try:
                return _run(connection, statement, parameters)
            finally:
                connection.close()
        with self._lock:
            if self._own is None:
                self._own = self._opened()
            # The driver would go on telling from memory what the file does not hold any more.
            self.file.check()
            self.damage.forget(self._own)
            try:
                return _run(self._own, statement, parameters)
            except self._engine.dialect.loaded_dbapi.Error as error:
                self.damage.note(error)
                raise

    def _opened(self) -> PoolProxiedConnection:
        own = self._engine.raw_connection()
        own.detach()
        return own

    def _close(self, _engine: Engine) -> None:
        with self._lock:
            if self._own is not None:
                self._own.close()
            self._own = None


def _run(
    connection: PoolProxiedConnection, statement: str, parameters: Parameters
) -> Sequence[Sequence[Any]]:
    cursor = connection.cursor()
    try:
        cursor.execute(statement, parameters)
        return cursor.fetchall()
    finally:
        cursor.close()
