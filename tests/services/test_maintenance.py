from pathlib import Path

import pytest

from scheduler.domain.errors import ServingError
from scheduler.domain.storage_errors import UnusableDatabaseError
from scheduler.services import maintenance
from scheduler.store import Store, database, schema
from tests.support import opened
from tests.support.world import NOW


def test_one_process_holds_a_database_until_it_lets_go(tmp_path: Path) -> None:
    path = tmp_path / "sample.db"
    release = maintenance.hold(path)
    with pytest.raises(ServingError) as refusal:
        maintenance.hold(path)
    release()
    maintenance.hold(path)()
    assert refusal.value.fields == {"path": str(path), "retry_after": 0}


def test_other_databases_are_held_by_any_number() -> None:
    first, second = maintenance.hold(None), maintenance.hold(None)
    first()
    second()


def test_a_server_that_does_not_answer_is_told_without_its_password() -> None:
    engine = database.engine("postgresql+psycopg://me:secret@127.0.0.1:1/plans")
    opened.later(engine.dispose)
    with pytest.raises(UnusableDatabaseError) as refusal:
        maintenance.check(Store(engine))
    told = {name: refusal.value.fields[name] for name in ("path", "reason")}
    assert told == {"path": "postgresql+psycopg://me:***@127.0.0.1:1/plans", "reason": "away"}
    assert "secret" not in str(refusal.value)


def test_a_database_is_brought_up_to_date_once(sqlite_url: str) -> None:
    engine = database.engine(sqlite_url)
    opened.later(engine.dispose)
    store = Store(engine)

    maintenance.migrate(store)
    first = maintenance.is_first_start(store)
    maintenance.complete_first_start(store, NOW)
    maintenance.migrate(store)

    assert (first, maintenance.is_first_start(store)) == (True, False)
    assert schema.version(engine) == schema.HEAD
