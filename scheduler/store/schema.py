"""The version of the schema, and the way up and down."""

from pathlib import Path

from sqlalchemy import Engine, inspect, text

from scheduler.domain.storage_errors import UnusableDatabaseError

VERSIONS = ("0001", "0002", "0003", "0004", "0005", "0006")
"""Every version of the schema, the oldest first; a test holds them against the migrations."""

HEAD = VERSIONS[-1]
"""The version that this code needs."""

MIGRATIONS = Path(__file__).parent / "migrations"


def version(engine: Engine) -> str | None:
    """Give the version of a database; None where it holds no schema yet."""
    with engine.connect() as connection:
        if not inspect(connection).has_table("alembic_version"):
            return None
        found = connection.execute(text("SELECT version_num FROM alembic_version")).scalar()
        return None if found is None else str(found)


def migrate(engine: Engine, to: str = "head") -> None:
    """Bring a database to a version, up or down (``base`` empties it)."""
    # Alembic weighs more than the service itself, and no serving process needs it.
    from alembic import command  # noqa: PLC0415
    from alembic.config import Config  # noqa: PLC0415

    config = Config()
    config.set_main_option("script_location", str(MIGRATIONS))
    config.attributes["engine"] = engine
    order = (None, *VERSIONS)
    wanted = {"base": None, "head": HEAD}.get(to, to)
    if order.index(wanted) < order.index(version(engine)):
        command.downgrade(config, to)
    else:
        command.upgrade(config, to)
