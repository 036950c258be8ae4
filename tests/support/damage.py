"""Databases that come to harm while they are served."""

import time
from pathlib import Path

from scheduler.store import Store
from scheduler.store.commits import MOMENT

RUBBISH = (b"", b"\x17" * 65_536)
"""What a database is overwritten with: nothing at all, or what no database is."""


INTACT = 8_192
"""So many octets stay where a file is damaged: it still begins as a database, with its schema."""


def in_its_file(store: Store) -> bytes:
    """Write the log into the file, and give what the file holds then."""
    with store.engine.connect() as connection:
        connection.connection.cursor().execute("PRAGMA wal_checkpoint(TRUNCATE)")
    return Path(str(store.engine.url.database)).read_bytes()


def emptied(octets: bytes) -> bytes:
    """Give a file whose every page behind the first ones is full of zeros."""
    return octets[:INTACT] + bytes(len(octets) - INTACT)


def overwrite(store: Store, octets: bytes) -> None:
    """Put something else into the file of an embedded database, behind the driver's back.

    It returns after the moment within which nobody looks.
    """
    with Path(str(store.engine.url.database)).open("r+b") as file:
        file.truncate(0)
        file.write(octets)
    time.sleep(MOMENT)
