"""How Alembic runs: one transaction, batch mode on SQLite, foreign keys checked afterwards."""

from alembic import context
from sqlalchemy import Connection, Engine

import scheduler.store.tables  # noqa: F401 - fills the metadata
from scheduler.store.base import Base


def run(engine: Engine) -> None:
    """Run the migrations on a connection of their own."""
    with engine.connect() as connection:
        sqlite = connection.dialect.name == "sqlite"
        if sqlite:
            _foreign_keys(connection, on=False)
        context.configure(
            connection=connection,
            target_metadata=Base.metadata,
            render_as_batch=sqlite,
            transaction_per_migration=False,
        )
        with context.begin_transaction():
            context.run_migrations()
            if sqlite:
                _check(connection)
        connection.commit()
        if sqlite:
            _foreign_keys(connection, on=True)


def _foreign_keys(connection: Connection, *, on: bool) -> None:
    # With the pragma on, batch mode drops a parent table and with it every cascading child row;
    # it has no effect inside a transaction, so it goes to the driver directly.
    driver = connection.connection.driver_connection
    if driver is None:
        raise RuntimeError("no driver connection")
    driver.execute(f"PRAGMA foreign_keys={'ON' if on else 'OFF'}")


def _check(connection: Connection) -> None:
    broken = connection.exec_driver_sql("PRAGMA foreign_key_check").fetchall()
    if broken:
        raise RuntimeError(f"rows without their parent after the migration: {broken[:5]}")


run(context.config.attributes["engine"])
