"""Each statement is compiled once for all databases of a run: compiling costs more than running.

SQLAlchemy keeps what it compiled for one engine, and every test opens an engine of its own.
"""

from typing import Any, Self

from sqlalchemy import Connection, Engine, event
from sqlalchemy.dialects import registry
from sqlalchemy.dialects.postgresql.psycopg import PGDialect_psycopg
from sqlalchemy.dialects.sqlite.pysqlite import SQLiteDialect_pysqlite
from sqlalchemy.engine.default import DefaultDialect

_compiled: dict[Any, Any] = {}
_made: dict[object, Any] = {}


class _Only(DefaultDialect):
    """What was compiled belongs to a dialect object, so there is only one with the same options."""

    def __new__(cls, **options: object) -> Self:
        made: Self = _made.setdefault((cls, frozenset(options.items())), super().__new__(cls))
        return made

    def __init__(self, **options: Any) -> None:  # noqa: ANN401 - handed on as they come
        if not self.__dict__:
            super().__init__(**options)


class OnlySQLite(_Only, SQLiteDialect_pysqlite):
    """SQLite, the same object for every file."""

    supports_statement_cache = True


class OnlyPostgreSQL(_Only, PGDialect_psycopg):
    """PostgreSQL, the same object for every database of the server."""

    supports_statement_cache = True


def keep_statements() -> None:
    """Let every engine that is made from now on use what another one compiled."""
    registry.register("sqlite", __name__, OnlySQLite.__name__)
    registry.register("postgresql.psycopg", __name__, OnlyPostgreSQL.__name__)
    event.listen(Engine, "engine_connect", _share)


def _share(connection: Connection) -> None:
    connection.execution_options(compiled_cache=_compiled)
