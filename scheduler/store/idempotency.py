"""Idempotency keys: claimed before the effect, filled with its answer, in one transaction."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import text, update
from sqlalchemy.dialects import postgresql, sqlite
from sqlalchemy.exc import OperationalError

from scheduler.domain.errors import IdempotencyBusyError
from scheduler.store.engine import Session
from scheduler.store.tables.access import IdempotencyKeyRow

WAIT_SECONDS = 5
"""How long a request waits for another one with the same key."""

_LOCK_NOT_AVAILABLE = "55P03"


@dataclass(frozen=True, slots=True)
class Kept:
    """What was answered to the first request with a key."""

    body_hash: str
    status: int
    answer: Mapping[str, Any]


def claim(session: Session, client: str, key: str, body_hash: str, now: datetime) -> Kept | None:
    """Take a key for this transaction, or give what it was answered with before.

    Another transaction that holds the key is waited for; one that takes too long raises
    ``IdempotencyBusyError``.
    """
    values = {
        "client": client,
        "key": key,
        "body_hash": body_hash,
        "status": 0,
        "answer": {},
        "at": now,
    }
    try:
        if _insert(session, values):
            return None
    except OperationalError as error:
        if getattr(error.orig, "sqlstate", None) != _LOCK_NOT_AVAILABLE:
            raise
        raise IdempotencyBusyError(key=key, retry_after=WAIT_SECONDS) from error
    row = session.get_one(IdempotencyKeyRow, (client, key))
    return Kept(row.body_hash, row.status, row.answer)


def _insert(session: Session, values: Mapping[str, Any]) -> bool:
    if session.get_bind().dialect.name == "sqlite":
        mine = sqlite.insert(IdempotencyKeyRow).values(**values).on_conflict_do_nothing()
        return session.execute(mine.returning(IdempotencyKeyRow.key)).scalar() is not None
    session.execute(text(f"SET LOCAL lock_timeout = '{WAIT_SECONDS}s'"))
    theirs = postgresql.insert(IdempotencyKeyRow).values(**values).on_conflict_do_nothing()
    taken = session.execute(theirs.returning(IdempotencyKeyRow.key)).scalar() is not None
    session.execute(text("SET LOCAL lock_timeout = DEFAULT"))
    return taken


def fill(session: Session, client: str, key: str, status: int, answer: Mapping[str, Any]) -> None:
    """Keep the answer of a claimed key."""
    session.execute(
        update(IdempotencyKeyRow)
        .where(IdempotencyKeyRow.client == client, IdempotencyKeyRow.key == key)
        .values(status=status, answer=dict(answer))
    )
