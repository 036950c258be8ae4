"""What tells that nothing was committed since, without a read of what might have changed."""

import itertools
import time
from collections.abc import Callable

from sqlalchemy import Engine, event

from scheduler.store.peephole import Peephole

MOMENT = 0.005
"""For how many seconds the commits of other processes may go unnoticed."""

Mark = tuple[int, int]
"""Equal to an earlier one: nothing was committed between the two, but for the last moment."""


class Commits:
    """The commits of one embedded database: those of this process at once, others in a moment.

    A database that serves several processes at once tells no marks.
    """

    def __init__(
        self, engine: Engine, peephole: Peephole, ticks: Callable[[], float] = time.monotonic
    ) -> None:
        """Take what looks at the database; ``ticks`` counts seconds."""
        self._engine = engine
        self._peephole = peephole
        self._ticks = ticks
        self._counting = itertools.count(1)
        self._own = 0
        self._others = (0, -MOMENT)
        # Another connection of the same database counts its commits from another number.
        event.listen(engine, "engine_disposed", lambda _: self.made())

    def made(self) -> None:
        """Count a commit of this process, once it is done and before anybody is told of it."""
        self._own = next(self._counting)

    def mark(self) -> Mark | None:
        """Mark this moment; None where only a read tells, or while the database is away."""
        if self._engine.dialect.name != "sqlite":
            return None
        # Before the look: what is committed meanwhile makes the next mark another one.
        own, tick = self._own, self._ticks()
        version, looked = self._others
        if tick - looked >= MOMENT:
            try:
                ((version,),) = self._peephole.look("PRAGMA data_version", ())
            except self._engine.dialect.loaded_dbapi.Error:
                return None
            # In one piece, so that no thread takes an older version for the newest look.
            self._others = (version, tick)
        return own, version
