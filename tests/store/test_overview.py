from sqlalchemy import text

from scheduler.store import overview
from tests.support.world import COUNCILS, filled


def test_a_title_that_is_no_text_is_left_out(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first, second = COUNCILS[:2]
    with store.write() as session:
        good = overview.titles(session, COUNCILS[:2])
        session.execute(text(f"UPDATE event SET title = x'FF' WHERE uid = '{first}'"))  # noqa: S608 - a constant
    with store.read() as session:
        assert overview.titles(session, COUNCILS[:2]) == {second: good[second]}
    assert set(good) == {first, second}
