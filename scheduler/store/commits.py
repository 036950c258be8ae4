"""What tells that nothing was committed since, without a read of what might have changed."""

import time
from collections.abc import Callable

from sqlalchemy import Engine, event

from scheduler.store.peephole import Peephole
from scheduler.store.wal_index import WalIndex

MOMENT = 0.05
"""For how many seconds it may go unnoticed that the database is away."""

Mark = tuple[int, bytes]
"""Equal to an earlier one: nobody committed anything between the two."""


class Commits:
    """The commits of one embedded database, whichever process made them.

    A database that serves several processes at once tells no marks.
    """

    def __init__(
        self, engine: Engine, peephole: Peephole, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Take what looks at the database; ``ticks`` counts seconds."""
        self._engine = engine
        self._peephole = peephole
        self._ticks = ticks
        self._index = WalIndex(engine)
        self._opened = 0
        self._looked = -MOMENT
        event.listen(engine, "engine_disposed", self._disposed)

    def mark(self) -> Mark | None:
        """Mark this moment; None where only a read tells, or while the database is away."""
        if self._engine.dialect.name != "sqlite":
            return None
        tick = self._ticks()
        if tick - self._looked >= MOMENT:
            try:
                whole = self._look()
            except self._engine.dialect.loaded_dbapi.Error:
                whole = False
            if not whole:
                return None
            self._looked = tick
        header = self._index.header()
        return None if header is None else (self._opened, header)

    def _look(self) -> bool:
        # It reads the database's file, and with it opens the index where there is none yet.
        self._peephole.look("PRAGMA data_version", ())
        self._index.open()
        return self._index.is_in_place()

    def _disposed(self, _engine: Engine) -> None:
        # The last connection takes the index with it, and a new one begins as the old one did.
        self._opened += 1
        self._looked = -MOMENT
