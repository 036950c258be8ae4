"""Inserting many rows at once: the driver's own executemany on values converted beforehand.

SQLAlchemy's insert converts every value of every row by itself. Here rows come as columns, and of
equal values of a column only one is converted. The types and the statement remain SQLAlchemy's.
"""

from collections.abc import Callable, Iterable, Mapping, Sequence
from itertools import repeat
from typing import Any

from sqlalchemy import JSON, ColumnDefault, Dialect, Table, bindparam, insert
from sqlalchemy.sql.type_api import TypeEngine

from scheduler.store.engine import Session

Columns = Mapping[str, Sequence[Any]]


def insert_columns(session: Session, table: Table, columns: Columns) -> None:
    """Insert rows given as columns of equal length; a column left out gets its plain default.

    Without rows nothing is done. Give rows in the order of their widest index: its tree then grows
    at one end.
    """
    if not next(iter(columns.values())):
        return
    session.flush()  # what the rows refer to may still wait in the session
    connection = session.connection()
    more = _defaults(table, columns)
    statement = insert(table).values({name: bindparam(name) for name in (*columns, *more)})
    compiled = statement.compile(dialect=connection.dialect)
    order = compiled.positiontup or [*columns, *more]
    ready = [
        _converted(columns[name], table.columns[name].type, connection.dialect)
        if name in columns
        else repeat(*_converted([more[name]], table.columns[name].type, connection.dialect))
        for name in order
    ]
    rows = list(zip(*ready, strict=False))  # defaults repeat for ever
    if compiled.positiontup is None:
        named = [dict(zip(order, row, strict=True)) for row in rows]
        connection.exec_driver_sql(str(compiled), named)
    else:
        connection.exec_driver_sql(str(compiled), rows)


def _defaults(table: Table, columns: Columns) -> dict[str, Any]:
    return {
        column.name: column.default.arg
        for column in table.columns
        if column.name not in columns
        and isinstance(column.default, ColumnDefault)
        and column.default.is_scalar
    }


def _converted(values: Sequence[Any], kind: TypeEngine[Any], dialect: Dialect) -> Iterable[Any]:
    """Convert what the driver does not take as it is, each distinct value once."""
    bind: Callable[[Any], Any] | None = kind.dialect_impl(dialect).bind_processor(dialect)
    if bind is None:
        return values
    # JSON values cannot be keys, but the same object again is the same value.
    keys: Sequence[Any] = list(map(id, values)) if isinstance(kind, JSON) else values
    distinct = dict(zip(keys, values, strict=True))
    bound = {key: bind(value) for key, value in distinct.items()}
    return list(map(bound.__getitem__, keys))
