import pytest
from sqlalchemy import select, text
from sqlalchemy.exc import OperationalError

from scheduler.store import legible
from scheduler.store.tables.events import EventRow
from tests.support.queries import counted
from tests.support.world import COUNCILS, LIST, filled

QUERY = select(EventRow).order_by(EventRow.uid)


def test_what_cannot_be_read_leaves_a_gap_in_the_order_of_the_rest(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    bad = {COUNCILS[1]: "matters = 'secret'", LIST: "start = 'secret'"}
    with store.write() as session:
        uids = [row and row.uid for row in legible.rows(session, QUERY, EventRow.uid)]
        for uid, values in bad.items():
            session.execute(text(f"UPDATE event SET {values} WHERE uid = '{uid}'"))  # noqa: S608 - a constant
    with store.read() as session, counted(store) as sent:
        found = [row and row.uid for row in legible.rows(session, QUERY, EventRow.uid)]
    assert found == [None if uid in bad else uid for uid in uids]
    assert len(sent) < 20
    assert sorted(record.getMessage() for record in caplog.records) == sorted(
        f"a row that cannot be read is left out: key={uid} reason={reason}"
        for uid, reason in ((COUNCILS[1], "JSONDecodeError"), (LIST, "ValueError"))
    )


def test_what_is_wrong_with_the_database_is_the_fault_of_no_row(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(text("ALTER TABLE event RENAME TO elsewhere"))
    with store.read() as session, pytest.raises(OperationalError):
        legible.rows(session, QUERY, EventRow.uid)


@pytest.mark.parametrize(
    ("statement", "of_values"),
    [("SELECT CAST(x'FF' AS TEXT)", True), ("SELECT 1 FROM nowhere", False)],
)
def test_a_text_in_another_encoding_does_not_tell_that_the_database_is_away(
    sqlite_url: str, statement: str, *, of_values: bool
) -> None:
    store = filled(sqlite_url)
    with store.engine.connect() as connection, pytest.raises(OperationalError) as caught:
        connection.exec_driver_sql(statement).all()
    assert legible.is_of_values(caught.value) == of_values


def test_a_row_that_makes_no_value_is_left_out(caplog: pytest.LogCaptureFixture) -> None:
    row = EventRow(uid="u", status="zzz")
    assert legible.made(row, "u", lambda each: each.uid) == "u"
    assert legible.made(row, "u", lambda each: int(each.status)) is None
    assert [record.args for record in caplog.records] == [("u", "ValueError")]
