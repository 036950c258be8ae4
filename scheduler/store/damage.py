"""Reads that met a damaged file: what the driver took from it is not told from memory later on."""

import sqlite3
import time
from collections.abc import Callable

from sqlalchemy import Engine, ExceptionContext, PoolProxiedConnection, event

SECONDS = 10
"""For how many seconds it is told that a read failed: whoever looks so often hears of each."""

_CODES = frozenset({sqlite3.SQLITE_CORRUPT, sqlite3.SQLITE_NOTADB, sqlite3.SQLITE_IOERR})
_PRIMARY = 0xFF
"""The octet of a result code that tells what kind of error it is."""

_FORGOTTEN = "forgotten"


class Damage:
    """The reads of one embedded database that failed over its file.

    A connection keeps the pages that it read until something is committed, damaged ones too. It is
    made to forget them rather than closed: the last one closed would write the log into the file.
    """

    def __init__(self, engine: Engine, ticks: Callable[[], float] = time.monotonic) -> None:
        """Take the engine whose errors tell of damage; ``ticks`` counts seconds."""
        self._ticks = ticks
        self._count = 0
        self._last: tuple[float, str] | None = None
        if engine.dialect.name == "sqlite":
            event.listen(engine, "handle_error", self._met)

    def note(self, error: BaseException) -> None:
        """Note what the driver raised, if it tells that the file cannot be read."""
        if getattr(error, "sqlite_errorcode", 0) & _PRIMARY in _CODES:
            self._last = (self._ticks(), str(error))
            self._count += 1

    def forget(self, connection: PoolProxiedConnection) -> None:
        """Let a connection forget what it read, if damage was met since it forgot last."""
        count = self._count
        if connection.info.get(_FORGOTTEN, 0) != count:
            reread(connection)
            connection.info[_FORGOTTEN] = count

    def fault(self) -> str:
        """Tell why a read failed a moment ago; empty where none did."""
        if self._last is None or self._ticks() - self._last[0] > SECONDS:
            return ""
        return self._last[1]

    def _met(self, context: ExceptionContext) -> None:
        self.note(context.original_exception)


def reread(connection: PoolProxiedConnection) -> None:
    """Let a connection of SQLite read from the file what it kept in memory until now."""
    cursor = connection.cursor()
    cursor.execute("PRAGMA shrink_memory")
    cursor.close()
