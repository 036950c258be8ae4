"""The only code that knows SQL: tables, sessions, queries, the ledger and migrations."""

from scheduler.store.engine import Session, Store

__all__ = ["Session", "Store"]
