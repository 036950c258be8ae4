from datetime import UTC, datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from scheduler.store import Store, ledger
from scheduler.store.ledger import Entry, Head
from tests.support.world import store_at

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)


def _append(store: Store, entries: list[Entry], at: datetime = NOON) -> None:
    with store.write() as session:
        ledger.append(session, entries, "secretary", at)


def test_a_change_stands_in_every_alliance_that_it_reaches(database_url: str) -> None:
    store = store_at(database_url)

    detail = {"venue": {"from": "a", "to": "b"}}
    _append(store, [Entry(("b", "a", "b"), "event", "e-1", "venue", 2, detail, visible=True)])

    with store.read() as session:
        rows = [
            (row.alliance, row.seq, row.kind, row.revision, row.at, row.actor, row.detail)
            for key in ("a", "b")
            for row in ledger.changes(session, key)
        ]
    assert rows == [
        ("a", 1, "venue", 2, NOON, "secretary", detail),
        ("b", 1, "venue", 2, NOON, "secretary", detail),
    ]


def test_heads_tell_plan_relevant_and_visible_changes_apart(database_url: str) -> None:
    store = store_at(database_url)

    _append(store, [Entry(("a",), "event", "e-1", "created", visible=True)])
    _append(store, [Entry(("a",), "rule", "r", "changed")])
    _append(store, [Entry(("a",), "register", "e-1", "marked")])

    with store.read() as session:
        assert ledger.heads(session, ["a", "b"]) == {"a": Head(3, 2, 1), "b": Head(0, 0, 0)}


def test_the_ledgers_clock_never_runs_backwards(database_url: str) -> None:
    store = store_at(database_url)

    _append(store, [Entry(("a",), "rule", "r", "first")], NOON)
    _append(store, [Entry(("a",), "rule", "r", "second")], NOON - timedelta(hours=1))

    with store.read() as session:
        assert [row.at for row in ledger.of_entity(session, "rule", "r")] == [NOON, NOON]


def test_entries_of_many_kinds_and_alliances_keep_their_order_and_raise_each_head(
    database_url: str,
) -> None:
    store = store_at(database_url)
    later = NOON + timedelta(hours=1)
    dated = [
        (NOON, Entry(("b", "a"), "event", "e-1", "created", 1, {"n": 1}, visible=True)),
        (later, Entry(("a",), "rule", "r", "put")),
        (NOON, Entry(("a", "b"), "register", "e-1", "marked", 2)),
        (NOON, Entry((), "rule", "nowhere", "put")),
    ]

    with store.write() as session:
        ledger.append_dated(session, dated, "secretary")

    with store.read() as session:
        rows = [
            (row.alliance, row.seq, row.entity, row.at, row.revision, row.plan_relevant)
            for key in ("a", "b")
            for row in ledger.changes(session, key)
        ]
        assert ledger.heads(session, ["a", "b"]) == {"a": Head(3, 2, 1), "b": Head(2, 1, 1)}
    assert rows == [
        ("a", 1, "event", NOON, 1, True),
        ("a", 2, "rule", later, 0, True),
        ("a", 3, "register", later, 2, False),
        ("b", 1, "event", NOON, 1, True),
        ("b", 2, "register", NOON, 2, False),
    ]


def test_an_entry_that_reaches_no_alliance_is_written_nowhere(sqlite_url: str) -> None:
    store = store_at(sqlite_url)

    _append(store, [Entry((), "rule", "r", "put")])

    with store.read() as session:
        assert ledger.of_entity(session, "rule", "r") == ()


def test_changes_are_paged_by_number(database_url: str) -> None:
    store = store_at(database_url)
    _append(store, [Entry(("a",), "rule", str(number), "put") for number in range(5)])

    with store.read() as session:
        page = [row.seq for row in ledger.changes(session, "a", since=1, limit=2)]

    assert page == [2, 3]


@given(batches=st.lists(st.lists(st.sampled_from("abc"), min_size=1, max_size=3), max_size=8))
@settings(max_examples=30)  # each on a database of its own
def test_numbers_rise_by_one_in_each_alliance(
    tmp_path_factory: pytest.TempPathFactory, batches: list[list[str]]
) -> None:
    store = store_at(f"sqlite:///{tmp_path_factory.mktemp('law') / 'law.db'}")

    for batch in batches:
        _append(store, [Entry(tuple(batch), "rule", "r", "put"), Entry(("c",), "rule", "r", "put")])

    with store.read() as session:
        for key in "abc":
            expected = sum(key in batch for batch in batches) + (len(batches) if key == "c" else 0)
            numbers = [row.seq for row in ledger.changes(session, key)]
            assert numbers == list(range(1, expected + 1))
