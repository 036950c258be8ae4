"""Sessions: a deferred read, and a write that begins IMMEDIATE under the process's write lock."""

import sqlite3
import threading
from collections.abc import Iterator
from contextlib import contextmanager

from sqlalchemy import Connection, Engine, event
from sqlalchemy.engine.interfaces import DBAPIConnection
from sqlalchemy.exc import OperationalError
from sqlalchemy.orm import Session, sessionmaker
from sqlalchemy.pool import ConnectionPoolEntry

from scheduler.store.commits import Commits
from scheduler.store.peephole import Peephole

__all__ = ["Joined", "Session", "Store"]

BUSY_TIMEOUT_MS = 5_000
CACHE_KIB = 8_000

ENDED = "ended"
"""Where a session notes which tokens it makes worthless."""


class Store:
    """One database; every transaction of the service begins here.

    A thread holds at most one session at a time: ``write`` ends an open read of the same thread,
    and a write inside a write raises ``RuntimeError``. ``ended`` are the digests of the tokens that
    this process made worthless, of which it has to know while the database is away.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine over: on SQLite set WAL, FULL and explicit transactions."""
        self.engine = engine
        self.peephole = Peephole(engine)
        self.commits = Commits(engine, self.peephole)
        self.ended: set[str] = set()
        self._sessions = sessionmaker(engine, expire_on_commit=False)
        self._write_lock = threading.Lock()
        self._mine = threading.local()
        if self.is_sqlite:
            event.listen(engine, "connect", _prepare_sqlite)
            event.listen(engine, "begin", self._check_file)
            event.listen(engine, "begin", self._forget_damage)
            event.listen(engine, "begin", _begin_sqlite)

    @property
    def is_sqlite(self) -> bool:
        """Tell whether the database is the embedded one."""
        return self.engine.dialect.name == "sqlite"

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Open a deferred transaction that is never committed."""
        with self._sessions() as session:
            outer = getattr(self._mine, "reading", None)
            self._mine.reading = session
            try:
                yield session
            finally:
                self._mine.reading = outer
                _end(session)

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Open the process's one writing transaction; commit at the end, roll back on an error."""
        if getattr(self._mine, "writing", False):
            message = "a write inside a write"
            raise RuntimeError(message)
        reading = getattr(self._mine, "reading", None)
        if reading is not None:
            _end(reading)
        with self._write_lock:
            self._mine.writing = True
            try:
                with self._sessions.begin() as session:
                    session.connection(execution_options={"scheduler_begin": "IMMEDIATE"})
                    yield session
                self.ended |= session.info.get(ENDED, frozenset())
            finally:
                self._mine.writing = False

    def fault(self) -> str:
        """Tell what is wrong with the file of an embedded database; empty where nothing is.

        What a read met stays told for some seconds.
        """
        return self.peephole.file.fault() or self.peephole.damage.fault()

    def _check_file(self, _connection: Connection) -> None:
        try:
            # What is written to a file that is lost would be lost with it, and nobody told.
            self.peephole.file.check()
        except sqlite3.OperationalError as error:
            raise OperationalError("BEGIN", None, error) from error

    def _forget_damage(self, connection: Connection) -> None:
        self.peephole.damage.forget(connection.connection)


class Joined(Store):
    """A store whose every transaction is one that is open already: all of it counts, or nothing.

    What services do on it is committed, or undone, by whoever opened that transaction.
    """

    def __init__(self, outer: Store, session: Session) -> None:
        """Take the open session of another store; the engine stays that one's."""
        self.engine = outer.engine
        self._session = session

    @contextmanager
    def read(self) -> Iterator[Session]:
        """Give the open transaction."""
        yield self._session

    @contextmanager
    def write(self) -> Iterator[Session]:
        """Give the open transaction, and send to the database what was done in it."""
        yield self._session
        self._session.flush()


def _end(session: Session) -> None:
    # A rollback would expire the rows that were read, and they are still to be looked at.
    session.expunge_all()
    session.rollback()


def _prepare_sqlite(connection: DBAPIConnection, _entry: ConnectionPoolEntry) -> None:
    # The driver must not begin by itself: ``_begin_sqlite`` says which BEGIN it is.
    connection.isolation_level = None
    cursor = connection.cursor()
    for pragma in (
        f"busy_timeout={BUSY_TIMEOUT_MS}",
        "journal_mode=WAL",
        "synchronous=FULL",
        "foreign_keys=ON",
        f"cache_size=-{CACHE_KIB}",  # a whole plan is written without a look at the file between
    ):
        cursor.execute(f"PRAGMA {pragma}")
    cursor.close()


def _begin_sqlite(connection: Connection) -> None:
    mode = connection.get_execution_options().get("scheduler_begin", "DEFERRED")
    connection.exec_driver_sql(f"BEGIN {mode}")
