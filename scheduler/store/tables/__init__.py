"""Every table, by subject; importing this module fills ``Base.metadata``."""

from scheduler.store.base import Base
from scheduler.store.tables import (
    access,
    attendance,
    events,
    feeds,
    ledger,
    matters,
    planning,
    roster,
)

__all__ = [
    "Base",
    "access",
    "attendance",
    "events",
    "feeds",
    "ledger",
    "matters",
    "planning",
    "roster",
]
