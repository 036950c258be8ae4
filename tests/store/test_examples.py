from dataclasses import replace
from datetime import date

from sqlalchemy import func, select

from scheduler.domain.roster import Tenure
from scheduler.presets import load
from scheduler.store import Store, example_removal, examples, roster
from scheduler.store import rules as promises
from scheduler.store.base import Base
from tests.support.world import filled, store_at

SINCE = date(2026, 1, 1)
PRESETS = load()
KEYS = [key for preset in PRESETS for key in preset.alliances]


def _counts(store: Store) -> dict[str, int]:
    with store.read() as session:
        return {
            table.name: session.scalar(select(func.count()).select_from(table)) or 0
            for table in Base.metadata.sorted_tables
        }


def _insert(store: Store) -> None:
    with store.write() as session:
        examples.insert_presets(session, PRESETS, SINCE)


def test_what_was_written_reads_back_as_the_same_values(database_url: str) -> None:
    store = store_at(database_url)
    _insert(store)
    with store.read() as session:
        assert examples.stored(session, KEYS)
        assert promises.of_alliances(session, ["jiyang-food"]) == tuple(
            replace(rule, tenure=Tenure(SINCE))
            for rule in PRESETS[1].rules
            if rule.owner == "jiyang-food"
        )
        assert {body.key for body in roster.alliances(session)} == set(KEYS)
        assert roster.kinds(session) == {kind.key: kind for kind in PRESETS[0].kinds}


def test_removal_leaves_an_empty_database_empty(database_url: str) -> None:
    store = store_at(database_url)
    empty = _counts(store)
    _insert(store)
    assert _counts(store) != empty
    with store.write() as session:
        example_removal.remove(session, PRESETS, ["examples-admin"])
    assert _counts(store) == empty
    with store.read() as session:
        assert not examples.stored(session, KEYS)


def test_removal_leaves_other_alliances_and_the_common_words_as_they_were(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    before = _counts(store)
    _insert(store)
    after = _counts(store)
    with store.write() as session:
        example_removal.remove(session, PRESETS, [])
    common = {name: after[name] for name in ("activity_kind", "name")}
    assert _counts(store) == before | common
