import json
from datetime import UTC, datetime, timedelta, timezone
from types import MappingProxyType

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st
from sqlalchemy import select

from scheduler.domain.errors import DateError
from scheduler.store import base, bulk, database
from scheduler.store.tables.ledger import ChangeRow, JobRunRow
from tests.support.world import store_at

NOON = datetime(2026, 8, 12, 12, tzinfo=UTC)
LATER = NOON + timedelta(microseconds=1)
CHANGES = base.Base.metadata.tables[ChangeRow.__tablename__]
RUNS = base.Base.metadata.tables[JobRunRow.__tablename__]

values = st.recursive(
    st.none() | st.booleans() | st.integers(-(10**24), 10**24) | st.text(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=8,
)


@given(values)
def test_json_is_written_whole_whatever_the_size_of_its_numbers(value: object) -> None:
    assert json.loads(base.json_text(value)) == value


def test_mappings_of_any_kind_are_written_as_objects() -> None:
    value = MappingProxyType({"a": MappingProxyType({"b": (1, 2)})})

    assert base.json_text(value) == '{"a":{"b":[1,2]}}'
    assert base.json_text({"far": 10**20, "a": MappingProxyType({})}) == (
        '{"far":100000000000000000000,"a":{}}'
    )
    with pytest.raises(TypeError, match="set is no JSON value"):
        base.json_text({"a": {1}})


def test_columns_become_rows_with_the_defaults_of_those_left_out(database_url: str) -> None:
    store = store_at(database_url)
    shared = {"reason": "同一"}
    east = timezone(timedelta(hours=8))

    with store.write() as session:
        bulk.insert_columns(
            session,
            CHANGES,
            {
                # In another order than the table's.
                "detail": [shared, shared, {}],
                "at": [NOON, NOON.astimezone(east), NOON + timedelta(days=1)],
                "alliance": ["a", "a", "b"],
                "seq": [1, 2, 1],
                "entity": ["event"] * 3,
                "entity_id": ["e-1", "e-2", "e-3"],
                "kind": ["created"] * 3,
                "actor": ["x"] * 3,
                "visible": [True, False, True],
            },
        )

    with store.read() as session:
        rows = [
            (row.alliance, row.seq, row.at, row.detail, row.visible, row.revision)
            for row in session.scalars(select(ChangeRow).order_by(ChangeRow.entity_id))
        ]
    assert rows == [
        ("a", 1, NOON, shared, True, 0),
        ("a", 2, NOON, shared, False, 0),
        ("b", 1, NOON + timedelta(days=1), {}, True, 0),
    ]


def test_rows_are_inserted_as_their_columns_would_be(sqlite_url: str) -> None:
    store = store_at(sqlite_url)
    rows = [{"job": "turns", "slot": f"2026-08-1{day}", "at": NOON} for day in range(3)]

    with store.write() as session:
        bulk.insert_rows(session, RUNS, rows)
        bulk.insert_rows(session, RUNS, [])

    with store.read() as session:
        found = session.scalars(select(JobRunRow).order_by(JobRunRow.slot))
        assert [{"job": row.job, "slot": row.slot, "at": row.at} for row in found] == rows


def test_many_rows_keep_what_they_share_and_what_differs(database_url: str) -> None:
    store = store_at(database_url)
    numbers = range(bulk.PART + 1)
    plain, long = '样例 12:30 {"a":["b", 1]}', "x" * 201
    east = NOON.astimezone(timezone(timedelta(hours=8)))

    with store.write() as session:
        bulk.insert_columns(
            session,
            CHANGES,
            {
                "alliance": ["%(a)s ?1 :a"] * len(numbers),
                "seq": list(numbers),
                "entity": [plain] * len(numbers),
                "entity_id": [f"e-{number}" for number in numbers],
                "kind": ["it's\\"] * len(numbers),
                "actor": [long] * len(numbers),
                "at": [east + timedelta(hours=number % 2) for number in numbers],
                "detail": [{"n": number % 2} for number in numbers],
                "visible": [True] * len(numbers),
            },
        )

    with store.read() as session:
        rows = session.scalars(select(ChangeRow).order_by(ChangeRow.seq)).all()
        assert {
            (row.alliance, row.entity, row.kind, row.actor, row.visible, row.plan_relevant)
            for row in rows
        } == {("%(a)s ?1 :a", plain, "it's\\", long, True, False)}
        assert [(row.seq, row.entity_id, row.at, row.detail, row.revision) for row in rows] == [
            (n, f"e-{n}", NOON + timedelta(hours=n % 2), {"n": n % 2}, 0) for n in numbers
        ]


@given(st.datetimes(timezones=st.timezones()) | st.none())
def test_an_instant_is_written_as_its_type_writes_it(value: datetime | None) -> None:
    assume(value is None or 2 <= value.year <= 9998)
    dialect = database.engine("sqlite://").dialect
    bind = base.UtcDateTime().dialect_impl(dialect).bind_processor(dialect)

    assert bind is not None
    assert base.instant_text(value) == bind(value)


@given(
    st.lists(st.sampled_from([None, NOON, NOON.astimezone(timezone(timedelta(hours=8))), LATER]))
)
def test_many_instants_are_written_each_as_alone(many: list[datetime | None]) -> None:
    assert base.instant_texts(many) == [base.instant_text(value) for value in many]


def test_a_naive_instant_among_many_is_refused() -> None:
    with pytest.raises(DateError):
        base.instant_texts([NOON, NOON.replace(tzinfo=None)])


@given(st.lists(values, max_size=4))
def test_many_json_values_are_written_each_as_alone(many: list[object]) -> None:
    assert base.json_texts(many) == [base.json_text(value) for value in many]


def test_no_rows_are_no_statement(sqlite_url: str) -> None:
    store = store_at(sqlite_url)

    with store.write() as session:
        bulk.insert_columns(session, RUNS, {"job": [], "slot": [], "at": []})

    with store.read() as session:
        assert session.scalars(select(JobRunRow)).all() == []


def test_what_waits_in_the_session_is_stored_first(database_url: str) -> None:
    store = store_at(database_url)

    with store.write() as session:
        session.add(JobRunRow(job="retire", slot="1", at=NOON))
        bulk.insert_columns(session, RUNS, {"job": ["retire"], "slot": ["2"], "at": [NOON]})

    with store.read() as session:
        found = session.scalars(select(JobRunRow).order_by(JobRunRow.slot)).all()
        assert [(row.slot, row.at) for row in found] == [("1", NOON), ("2", NOON)]
