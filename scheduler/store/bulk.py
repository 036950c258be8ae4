"""Inserting many rows at once: the driver's own executemany on values converted beforehand.

SQLAlchemy's insert converts every value of every row by itself. Here rows come as columns: of
equal values of a column only one is converted, and what all rows have in common stands in the
statement, for what costs most is handing values over. The types and the statement remain
SQLAlchemy's.
"""

import re
from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import islice
from operator import attrgetter
from typing import Any

from sqlalchemy import (
    JSON,
    ColumnDefault,
    Dialect,
    Table,
    bindparam,
    false,
    insert,
    literal_column,
    null,
    true,
)
from sqlalchemy.sql.expression import ColumnElement
from sqlalchemy.sql.type_api import TypeEngine

from scheduler.store.base import UtcDateTime, instant_texts, json_texts
from scheduler.store.engine import Session

Columns = Mapping[str, Sequence[Any]]

_MANY = 100
"""From so many rows on, a statement of their own is worth making."""

PART = 1_000
"""So many rows are made at a time: few enough to stay near, many enough for one call."""

_PLAIN = re.compile(r"[\w .,:\"\[\]{}-]{0,200}")
"""Short texts that no dialect reads otherwise than they stand."""


def attributes(names: Iterable[str], values: Sequence[object]) -> dict[str, list[Any]]:
    """Read attributes of many values, one column after another: faster than value by value."""
    return {name: list(map(attrgetter(name), values)) for name in names}


def insert_rows(session: Session, table: Table, rows: Sequence[Mapping[str, Any]]) -> None:
    """Insert rows that all give the same columns, as ``insert_columns`` does."""
    if rows:
        columns = {name: [row[name] for row in rows] for name in rows[0]}
        insert_columns(session, table, columns)


def insert_columns(session: Session, table: Table, columns: Columns) -> None:
    """Insert rows given as columns of equal length; a column left out gets its plain default.

    Without rows nothing is done. Give rows in the order of their widest index: its tree then grows
    at one end.
    """
    count = len(next(iter(columns.values())))
    if not count:
        return
    session.flush()  # what the rows refer to may still wait in the session
    connection = session.connection()
    ready = {
        name: _converted(values, table.columns[name].type, connection.dialect)
        for name, values in {**_defaults(table, columns, count), **columns}.items()
    }
    shared = _shared(ready) if count >= _MANY else {}
    given = {name: shared.get(name, bindparam(name)) for name in ready}
    compiled = insert(table).values(given).compile(dialect=connection.dialect)
    named = compiled.positiontup is None
    order = compiled.positiontup or [name for name in ready if name not in shared]
    rows = zip(*(ready[name] for name in order), strict=True)
    while part := list(islice(rows, PART)):
        parameters = [dict(zip(order, row, strict=True)) for row in part] if named else part
        connection.exec_driver_sql(str(compiled), parameters)


def _defaults(table: Table, columns: Columns, count: int) -> dict[str, list[Any]]:
    return {
        column.name: [column.default.arg] * count
        for column in table.columns
        if column.name not in columns
        and isinstance(column.default, ColumnDefault)
        and column.default.is_scalar
    }


def _converted(values: Sequence[Any], kind: TypeEngine[Any], dialect: Dialect) -> Sequence[Any]:
    """Convert what the driver does not take as it is, each distinct value once."""
    bind: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return values
    json = isinstance(kind, JSON)
    # JSON values cannot be keys, but the same object again is the same value.
    keys: Sequence[Any] = list(map(id, values)) if json else values
    if _alike(keys):
        return [bind(values[0])] * len(values)
    if dialect.name == "sqlite" and json:
        return json_texts(values)  # what the types do, without their many steps
    if dialect.name == "sqlite" and isinstance(kind, UtcDateTime):
        return instant_texts(values)
    distinct = dict(zip(keys, values, strict=True))
    bound = {key: bind(value) for key, value in distinct.items()}
    return list(map(bound.__getitem__, keys))


def _shared(ready: Columns) -> dict[str, ColumnElement[Any]]:
    """Give the columns that have one value in all rows, where it can stand in the statement."""
    found = {}
    for name, values in ready.items():
        literal = _literal(values[0]) if _alike(values) else None
        if literal is not None:
            found[name] = literal
    return found


def _alike(values: Sequence[Any]) -> bool:
    return bool(values[0] == values[-1]) and values.count(values[0]) == len(values)


def _literal(value: object) -> ColumnElement[Any] | None:
    if value is None:
        return null()
    if isinstance(value, bool):
        return true() if value else false()
    if isinstance(value, int):
        return literal_column(str(value))
    if isinstance(value, str) and _PLAIN.fullmatch(value):
        return literal_column(f"'{value}'")
    return None
