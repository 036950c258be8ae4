"""The one serving process on SQLite: an exclusive lock beside the database file."""

import fcntl
from pathlib import Path
from typing import IO

from scheduler.domain.errors import ServingError


def hold(database: Path) -> IO[str]:
    """Take the lock for as long as the returned file stays open.

    A process forked from this one shares it. Raises ``ServingError`` where another process
    holds it.
    """
    path = database.with_name(database.name + ".lock")
    handle = path.open("a+", encoding="ascii")
    try:
        fcntl.flock(handle, fcntl.LOCK_EX | fcntl.LOCK_NB)
    except BlockingIOError:
        handle.close()
        raise ServingError(path=str(database), retry_after=0) from None
    return handle
