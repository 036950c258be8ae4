"""The header of the index that SQLite keeps beside its write-ahead log: every commit changes it.

It lies in memory that all processes share. Reading it is no statement: it calls nothing and waits
for nobody. See "The WAL-Index Header" in https://sqlite.org/walformat.html.
"""

import mmap
import os
import sys
import weakref
from pathlib import Path
from threading import Lock

from sqlalchemy import Engine, event

_VERSION = (3_007_000).to_bytes(4, sys.byteorder)
"""How an index of the only version begins; its numbers are in the order of the machine."""

_HEADER = slice(0, 48)
"""The first of two equal copies, which is written last: a commit that can be read is in it."""

_LEAST = 136
"""So many octets an index has at least: both copies and what tells of checkpoints."""


class WalIndex:
    """Reads the header of an index that stays in its place while a connection is open.

    Its file stays open until the connections are closed: whoever closes a file lets go of all
    locks that the process has on it, those of the driver among them.
    """

    def __init__(self, engine: Engine) -> None:
        """Take the engine whose database is meant; nothing is opened yet."""
        self._engine = engine
        self._lock = Lock()
        self._map: mmap.mmap | None = None
        self._files: dict[Path, os.stat_result] = {}
        self._closing: weakref.finalize[..., WalIndex] | None = None
        event.listen(engine, "engine_disposed", self._close)

    def open(self) -> None:
        """Open the index, once a connection has read: before, others might still empty its file.

        A database without an index, or with one of another make, is left alone.
        """
        with self._lock:
            if self._closing is not None or not self._engine.url.database:
                return
            path = Path(self._engine.url.database).resolve()
            try:
                number = os.open(f"{path}-shm", os.O_RDONLY)
            except OSError:
                return
            self._closing = weakref.finalize(self, os.close, number)
            self._closing.atexit = False
            known = os.pread(number, len(_VERSION), 0) == _VERSION
            # A map that is let go of would close the file once more.
            if known and os.fstat(number).st_size >= _LEAST:
                self._map = mmap.mmap(number, _LEAST, access=mmap.ACCESS_READ)
                both = (Path(f"{path}-shm"), Path(f"{path}-wal"))
                self._files = {each: each.stat() for each in both if each.exists()}

    def header(self) -> bytes | None:
        """Give the header as it is now; None while no index is open."""
        opened = self._map
        return None if opened is None else opened[_HEADER]

    def is_in_place(self) -> bool:
        """Tell whether index and log lie where they were opened: others write where those lie."""
        try:
            return all(os.path.samestat(own, path.stat()) for path, own in self._files.items())
        except OSError:
            return False

    def _close(self, _engine: Engine) -> None:
        with self._lock:
            self._map = None
            self._files = {}
            if self._closing is not None:
                self._closing()
            self._closing = None
