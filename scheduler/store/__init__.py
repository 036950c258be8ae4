"""The only code that knows SQL: tables, sessions, queries, the ledger and migrations."""

from scheduler.store.engine import Joined, Session, Store

__all__ = ["Joined", "Session", "Store"]
