"""Databases that come to harm while they are served."""

import time
from pathlib import Path

from scheduler.store import Store
from scheduler.store.commits import MOMENT

RUBBISH = (b"", b"\x17" * 65_536)
"""What a database is overwritten with: nothing at all, or what no database is."""


def overwrite(store: Store, octets: bytes) -> None:
    """Put something else into the file of an embedded database, behind the driver's back.

    It returns after the moment within which nobody looks.
    """
    with Path(str(store.engine.url.database)).open("r+b") as file:
        file.truncate(0)
        file.write(octets)
    time.sleep(MOMENT)
