import pytest
from sqlalchemy import text

from scheduler.store import events
from tests.support.world import COUNCILS, filled

BAD = COUNCILS[2]
IMPOSSIBLE = {
    "an end that no zone knows": "\"end\" = '9999-12-31 23:59:59.000000'",
    "a start before all that can be asked for": "start = '0001-01-01 00:00:00.000000'",
    "a change after all that can be asked for": "updated_at = '9999-12-31 23:59:59.000000'",
    "a list of numbers": "co_hosts = '[5]'",
    "a list of lists": "matters = '[[1]]'",
    "an object in the place of a list": "co_hosts = '{\"a\": 1}'",
    "a text in the place of a list": "matters = '\"ab\"'",
    "nothing in the place of a list": "co_hosts = 'null'",
    "a text in the place of what rides": "also = '[\"ab\"]'",
    "what rides without its unit": 'also = \'[{"kind": "talk"}]\'',
    "a theme that is no text": "theme = x'FF00'",
    "a note that is no text": "note = x'FF00'",
    "a kept name that is no text": "host_name = x'FF'",
    "a revision that is no number": "revision = 'x'",
    "an attempt between two": "attempt = 2.5",
}
NO_EXPLANATIONS = ("5", "[]", "null", '"a"', '{"code": 5}', '{"code": "x", "fields": 5}')


@pytest.mark.parametrize("values", IMPOSSIBLE.values(), ids=IMPOSSIBLE)
def test_a_row_that_holds_what_no_event_has_makes_none(sqlite_url: str, values: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(text(f"UPDATE event SET {values} WHERE uid = '{BAD}'"))  # noqa: S608 - constants
    with store.read() as session:
        found = events.by_uid(session, [BAD, COUNCILS[1]])
    assert [each.event.uid for each in found] == [COUNCILS[1]]


@pytest.mark.parametrize("told", NO_EXPLANATIONS)
def test_an_explanation_that_is_none_takes_only_itself_away(sqlite_url: str, told: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        good = events.get(session, BAD)
        values = {"told": told, "uid": BAD}
        session.execute(
            text("UPDATE event SET why_date = :told, why_host = :told WHERE uid = :uid"), values
        )
    with store.read() as session:
        found = events.get(session, BAD)
    assert good is not None
    assert found is not None
    assert (found.event.why_date, found.event.why_host) == ({}, {})
    assert (found.event.uid, found.event.start) == (good.event.uid, good.event.start)
