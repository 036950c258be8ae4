"""Feeds of a database in which somebody wrote what the service never writes."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduler.services.events import reading
from scheduler.services.feeds import serving
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import UnreadableError
from scheduler.services.feeds.shelf import Shelf
from scheduler.store import Store
from tests.clients.parsers import agreed
from tests.support.served import LATER, changed, own_token, served
from tests.support.world import ALLIANCE, BASE_URL, COUNCILS, filled, principal

BAD = COUNCILS[2]
OF_EVENTS = {
    "no length": '"end" = start',
    "backwards": "\"end\" = '2000-01-01 00:00:00'",
    "no such status": "status = 'zzz'",
    "broken JSON": "matters = '[broken'",
    "no list": "co_hosts = '5'",
    "a list of objects": "co_hosts = '[{}]'",
    "no start": "start = 'soon'",
    "no end": "\"end\" = '9 pm'",
    "no date of a change": "updated_at = 'soon'",
    "no boolean": "all_day = 'perhaps'",
    "no text": "title = x'FF'",
    "another encoding": "title = CAST(x'FF' AS TEXT)",
}
OF_CHANGES = {
    "broken JSON": "detail = '{broken'",
    "a number": "detail = '5'",
    "no date": "at = 'soon'",
}


def written(store: Store, table: str, values: str, where: str = "TRUE") -> None:
    with store.write() as session:
        session.execute(text(f"UPDATE {table} SET {values} WHERE {where}"))  # noqa: S608 - constants


def uids(octets: bytes) -> set[str]:
    return {each.uid for each in agreed(octets)}


@pytest.mark.parametrize("values", OF_EVENTS.values(), ids=OF_EVENTS)
def test_an_event_of_which_nothing_can_be_read_is_left_out_alone(
    sqlite_url: str, values: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    all_of_them = uids(served(store, ask).calendar.octets)
    written(store, "event", f"version = version + 1, {values}", f"uid = '{BAD}'")
    assert uids(served(store, ask).calendar.octets) == all_of_them - {BAD}
    assert [record.args for record in caplog.records if BAD in record.getMessage()] != []


@pytest.mark.parametrize("values", OF_CHANGES.values(), ids=OF_CHANGES)
def test_an_event_with_a_change_that_cannot_be_read_is_left_out_alone(
    sqlite_url: str, values: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    changed(store)
    all_of_them = uids(served(store, ask).calendar.octets)
    written(store, "change", values, f"entity_id = '{BAD}' AND kind = 'moved'")
    assert uids(served(store, ask).calendar.octets) == all_of_them - {BAD}
    assert [record.args and record.args[0] for record in caplog.records] == [BAD]  # type: ignore[index]  # the uid


def test_a_kept_block_that_is_damaged_is_written_anew(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    good = served(store, ask, shelf=shelf).calendar
    serving.flush(store, shelf)
    for octets in (
        "substr(octets, 1, 60)",
        "substr(octets, 30)",
        "zeroblob(length(octets))",
        "CAST(substr(octets, 1, 60) || zeroblob(60) || substr(octets, 121) AS BLOB)",
        "'text'",
        "5",
        "CAST(x'FF' AS TEXT)",
        "(SELECT octets FROM feed_block AS other WHERE other.uid <> feed_block.uid)",
    ):
        written(store, "feed_block", f"octets = {octets}", f"uid = '{BAD}'")
        anew = Shelf(BASE_URL)
        assert served(store, ask, shelf=anew).calendar == good
        assert [block.uid for block in anew.waiting.blocks] == [BAD]
        serving.flush(store, anew)
        known = Shelf(BASE_URL)
        assert served(store, ask, shelf=known).calendar == good
        assert known.waiting.blocks == []


def test_a_damaged_note_of_what_was_served_is_replaced(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    good = served(store, ask, shelf=shelf)
    serving.flush(store, shelf)
    written(store, "feed_state", "last_modified = 'soon'")
    for _ in range(2):
        anew = Shelf(BASE_URL)
        assert served(store, ask, shelf=anew) == good
        assert serving.flush(store, anew) == 1


def test_what_all_events_share_is_the_fault_of_none_and_wipes_nothing_out(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    good = served(store, ask, shelf=shelf)
    written(store, "activity_kind", "start = 'soon'")
    written(store, "event", "version = version + 1")
    written(store, "ledger_head", "feed_seq = feed_seq - 1", f"alliance = '{ALLIANCE}'")
    with pytest.raises(UnreadableError):
        served(store, ask)
    stood = served(store, ask, LATER + timedelta(hours=1), shelf)
    assert (stood.calendar, stood.stale) == (good.calendar, True)
    assert "left out" not in caplog.text


def test_a_calendar_whose_every_event_is_bad_is_none(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    written(store, "event", "status = 'zzz'")
    with pytest.raises(UnreadableError):
        served(store, ask)


def test_lists_go_on_where_an_event_cannot_be_read(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    wanted = reading.Wanted(limit=3)
    whole = reading.list_events(store, reading.Wanted(), by, [ALLIANCE])
    written(store, "event", "status = 'zzz'", f"uid = '{whole[1].event.uid}'")
    found = reading.list_events(store, wanted, by, [ALLIANCE])
    assert [each.event.uid for each in found] == [whole[number].event.uid for number in (0, 2, 3)]
