"""The file of an embedded database, looked at past the driver, which tells much from memory."""

import os
import weakref
from pathlib import Path
from sqlite3 import OperationalError
from threading import Lock

from sqlalchemy import Engine, event

_BEGINNING = b"SQLite format 3\0"
_MEMORY = (None, "", ":memory:")


class DatabaseFile:
    """Tells whether the file that was opened still lies in its place and still is a database.

    It stays open until the connections are closed: whoever closes a file lets go of all locks that
    the process has on it, those of the driver among them.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine whose file is looked at; nothing is opened yet."""
        known = engine.dialect.name == "sqlite" and engine.url.database not in _MEMORY
        self._path = Path(str(engine.url.database)) if known else None
        self._opened: int | None = None
        self._lock = Lock()
        event.listen(engine, "engine_disposed", self._close)

    def check(self) -> None:
        """Raise what the driver raises of a database that is away, where something is wrong."""
        if self._path is None:
            return
        with self._lock:
            if self._opened is None:
                self._open(self._path)
        if fault := self.fault():
            raise OperationalError(fault)

    def fault(self) -> str:
        """Tell what is wrong with the file since it was opened; empty where nothing is."""
        with self._lock:
            if self._path is None or self._opened is None:
                return ""
            beginning = os.pread(self._opened, len(_BEGINNING), 0)
            own = os.fstat(self._opened)
        try:
            there = self._path.stat()
        except OSError:
            return "its file is gone"
        if not os.path.samestat(own, there):
            return "another file lies in the place of its own"
        return "" if beginning == _BEGINNING else "its file holds no database any more"

    def _open(self, path: Path) -> None:
        try:
            self._opened = os.open(path, os.O_RDONLY)
        except OSError as error:
            raise OperationalError(str(error.strerror)) from error
        self._closing = weakref.finalize(self, os.close, self._opened)
        self._closing.atexit = False

    def _close(self, _engine: Engine) -> None:
        with self._lock:
            if self._opened is not None:
                self._closing()
            self._opened = None
