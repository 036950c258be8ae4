from datetime import UTC, date, datetime

import pytest
from alembic.autogenerate import compare_metadata
from alembic.migration import MigrationContext
from alembic.script import ScriptDirectory
from sqlalchemy import func, inspect, select, text

from scheduler.rules.inputs import Blackout
from scheduler.store import Store, blackouts, ledger, schema
from scheduler.store.base import Base
from scheduler.store.database import engine
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import BodyRow, MembershipRow
from tests.support import opened
from tests.support.world import store_at, world

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)


def _bare(url: str) -> Store:
    made = engine(url.replace("postgresql:", "postgresql+psycopg:", 1))
    opened.later(made.dispose)
    return Store(made)


def test_migrations_go_up_and_down_and_up_again(database_url: str) -> None:
    store = _bare(database_url)

    seen = [schema.version(store.engine)]
    for target in ("head", "base", "head"):
        schema.migrate(store.engine, target)
        seen.append(schema.version(store.engine))

    assert seen == [None, schema.HEAD, None, schema.HEAD]
    assert set(inspect(store.engine).get_table_names()) == {
        *Base.metadata.tables,
        "alembic_version",
    }


def test_going_down_leaves_no_table(database_url: str) -> None:
    store = world(store_at(database_url))

    schema.migrate(store.engine, "base")

    assert set(inspect(store.engine).get_table_names()) == {"alembic_version"}


def test_migrating_a_filled_database_again_changes_nothing(database_url: str) -> None:
    store = world(store_at(database_url))
    with store.read() as session:
        before = session.execute(select(func.count()).select_from(MembershipRow)).scalar_one()

    schema.migrate(store.engine)

    with store.read() as session:
        after = session.execute(select(func.count()).select_from(MembershipRow)).scalar_one()
        assert session.get(BodyRow, "auto") is not None
    assert (after, before > 0) == (before, True)


def test_the_migrations_make_exactly_the_tables_of_the_code(database_url: str) -> None:
    store = store_at(database_url)

    with store.engine.connect() as connection:
        differences = compare_metadata(MigrationContext.configure(connection), Base.metadata)

    assert differences == []


def test_only_events_with_a_venue_stand_in_the_index_of_venues(database_url: str) -> None:
    store = store_at(database_url)

    [found] = [
        index
        for index in inspect(store.engine).get_indexes("event")
        if index["column_names"] == ["venue"]
    ]
    dialect = store.engine.dialect.name
    assert "venue IS NOT NULL" in str(found["dialect_options"][f"{dialect}_where"])


def test_links_of_events_lie_in_the_tree_of_their_key_from_0004_on(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    made = text("SELECT sql LIKE '%WITHOUT ROWID%' FROM sqlite_master WHERE name='event_alliance'")

    seen = []
    for target in ("head", "0003", "head"):
        schema.migrate(store.engine, target)
        with store.read() as session:
            links = session.execute(text("SELECT count(*) FROM event_alliance")).scalar_one()
            seen.append((session.execute(made).scalar_one(), links))

    assert seen == [(without, seen[0][1]) for without in (1, 0, 1)]
    assert seen[0][1] > 0


def test_what_was_held_before_0005_has_no_english_names_of_its_day(database_url: str) -> None:
    store = world(store_at(database_url))
    schema.migrate(store.engine, "0004")
    with store.write() as session:
        session.execute(text("UPDATE event SET status='held', host_name='样例', venue_name='样例'"))
    schema.migrate(store.engine)

    wanted = select(
        EventRow.host_name, EventRow.host_name_en, EventRow.venue_name, EventRow.venue_name_en
    ).distinct()
    with store.read() as session:
        assert [tuple(row) for row in session.execute(wanted)] == [("样例", "", "样例", "")]


def test_ids_of_absences_taken_back_before_0006_are_not_given_again(sqlite_url: str) -> None:
    store = world(store_at(sqlite_url))
    schema.migrate(store.engine, "0005")
    hall = Blackout("venue:hall", date(2026, 9, 14), date(2026, 9, 19))
    entry = ledger.Entry(["auto"], "blackout", "venue:hall", "added")
    with store.write() as session:
        ledger.append(session, [entry] * 4, "p-1", NOON)

    seen = []
    for target in ("0006", "0005", "head"):
        schema.migrate(store.engine, target)
        with store.write() as session:
            seen.append(blackouts.add(session, hall).key)

    assert seen == [5, 6, 7]


def test_the_code_wants_the_newest_migration() -> None:
    scripts = ScriptDirectory(str(schema.MIGRATIONS))

    walked = [script.revision for script in scripts.walk_revisions()]
    assert (scripts.get_heads(), walked[::-1]) == ([schema.HEAD], list(schema.VERSIONS))


@pytest.mark.parametrize("older", schema.VERSIONS[:-1])
def test_what_a_database_holds_outlives_the_way_down_and_up(database_url: str, older: str) -> None:
    store = world(store_at(database_url))
    count = select(func.count()).select_from(MembershipRow)
    with store.read() as session:
        before = session.execute(count).scalar_one()

    schema.migrate(store.engine, older)
    seen = schema.version(store.engine)
    schema.migrate(store.engine)

    with store.read() as session:
        assert (seen, session.execute(count).scalar_one()) == (older, before)
