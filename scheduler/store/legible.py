"""Rows read so that one which cannot be read does not take the others with it.

What no column of its kind can hold, or a text in another encoding, was not written by the service.
"""

import logging
from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from sqlalchemy import Select, select, tuple_
from sqlalchemy.exc import OperationalError, SQLAlchemyError
from sqlalchemy.orm import InstrumentedAttribute

from scheduler.store.base import Base
from scheduler.store.engine import Session

R = TypeVar("R", bound=Base)
T = TypeVar("T")
_Key = tuple[Any, ...]

_PART = 2_000  # SQLite limits the values in one statement
_log = logging.getLogger(__name__)


def is_of_values(error: Exception) -> bool:
    """Tell whether an error is about what a row holds, and not about the database."""
    if isinstance(error, OperationalError):
        # The driver of SQLite complains of an encoding by itself: the database gave no code.
        own = type(error.orig).__module__ == "sqlite3"
        return own and "decode" in str(error.orig) and not hasattr(error.orig, "sqlite_errorcode")
    return not isinstance(error, SQLAlchemyError)


def rows(session: Session, query: Select[R], *key: InstrumentedAttribute[Any]) -> list[R | None]:
    """Run a query on the rows of one table; None stands for each that cannot be read."""
    try:
        return list(session.scalars(query).all())
    except Exception as error:
        if not is_of_values(error):
            raise
    keys = [tuple(each) for each in session.execute(query.with_only_columns(*key))]
    found: dict[_Key, R] = {}
    for start in range(0, len(keys), _PART):
        found |= _by_key(session, key, keys[start : start + _PART])
    return [found.get(each) for each in keys]


def made(row: R, key: str, make: Callable[[R], T]) -> T | None:
    """Make a value of a row; None where what it holds makes none."""
    try:
        return make(row)
    except Exception as error:  # noqa: BLE001 - whatever one row holds, the others are read
        _leave_out(key, error)
        return None


def _by_key(
    session: Session, key: Sequence[InstrumentedAttribute[Any]], keys: Sequence[_Key]
) -> dict[_Key, R]:
    """Read rows together, and those among which one cannot be read in halves."""
    try:
        found = session.scalars(select(key[0].class_).where(tuple_(*key).in_(keys))).all()
    except Exception as error:
        if not is_of_values(error):
            raise
        if len(keys) == 1:
            _leave_out(" ".join(map(str, keys[0])), error)
            return {}
    else:
        return {tuple(getattr(row, each.key) for each in key): row for row in found}
    half = len(keys) // 2
    return _by_key(session, key, keys[:half]) | _by_key(session, key, keys[half:])


def _leave_out(key: str, error: Exception) -> None:
    # What the row holds may be meant for few, so the error tells no more than its kind.
    reason = type(error).__name__
    _log.warning("a row that cannot be read is left out: key=%s reason=%s", key, reason)
