"""Feeds of a database in which somebody wrote what the service never writes."""

from datetime import timedelta

import pytest
from sqlalchemy import text

from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.services.events import reading
from scheduler.services.feeds import announced, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import UnreadableError
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from tests.clients.parsers import agreed
from tests.support.served import LATER, WHOLE, changed, own_token, served
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    NOW,
    OTHER,
    SECRET_KEY,
    filled,
    principal,
)

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


def fields(store: Store, names: str, where: str, table: str = "event") -> list[tuple[object, ...]]:
    with store.read() as session:
        query = text(f"SELECT {names} FROM {table} WHERE {where} ORDER BY 1")  # noqa: S608 - constants
        return [tuple(row) for row in session.execute(query)]


def seq(store: Store, where: str) -> object:
    return fields(store, "seq", f"alliance = '{ALLIANCE}' AND {where}", "change")[0][0]


def texts(octets: bytes) -> str:
    return octets.replace(b"\r\n ", b"").decode()


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
def test_of_an_event_with_a_change_that_cannot_be_read_only_that_change_is_missing(
    sqlite_url: str, values: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    changed(store)
    good = served(store, ask).calendar.octets
    moved = f"entity_id = '{BAD}' AND kind = 'moved'"
    written(store, "change", values, moved)
    found = served(store, ask).calendar.octets
    assert uids(found) == uids(good)
    assert "会场检修" in texts(good)
    assert "会场检修" not in texts(found)
    assert [record.args[0] for record in caplog.records if record.args] == [  # type: ignore[index]  # the key
        f"{ALLIANCE} {seq(store, moved)}"
    ]


def test_of_an_event_whose_change_tells_what_cannot_be_only_the_explanation_is_missing(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    changed(store)
    good = served(store, ask).calendar.octets
    with store.write() as session:
        detail = {"detail": '{"start": {"from": "soon", "to": "later"}}'}
        moved = f"entity_id = '{BAD}' AND kind = 'moved'"
        session.execute(text(f"UPDATE change SET detail = :detail WHERE {moved}"), detail)  # noqa: S608 - constants
    assert uids(served(store, ask).calendar.octets) == uids(good)
    assert [record.getMessage() for record in caplog.records] == [
        f"event of a feed: uid={BAD} is written without its changes: reason=ValueError"
    ]


def test_when_the_newest_change_was_may_be_unreadable(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    good = served(store, ask)
    written(store, "change", "at = 'zz'")
    found = served(store, ask)
    assert (uids(found.calendar.octets), found.last_modified) == (
        uids(good.calendar.octets),
        good.last_modified,
    )


@pytest.mark.parametrize(
    "values",
    ["start = 'rubbish'", "status = 'zzz'", "revision = -1"],
)
def test_the_address_of_one_event_that_cannot_be_shown_is_not_ended(
    sqlite_url: str, values: str
) -> None:
    store = filled(sqlite_url)
    by = principal(store, "member")
    wish = Wish(Scope(ScopeKind.EVENT, (BAD,)), "one")
    ask = Ask(subscriptions.create(store, wish, by, SECRET_KEY, NOW).token)
    shelf = Shelf(BASE_URL)
    good = served(store, ask, shelf=shelf)
    (before,) = fields(store, "start, status, revision", f"uid = '{BAD}'")
    written(store, "event", f"version = version + 1, {values}", f"uid = '{BAD}'")
    with pytest.raises(UnreadableError):
        served(store, ask)
    again = {"start": before[0], "status": before[1], "revision": before[2]}
    put = ", ".join(f"{name} = '{value}'" for name, value in again.items())
    written(store, "event", f"version = version + 1, {put}", f"uid = '{BAD}'")
    found = served(store, ask)
    assert (found.calendar, uids(found.calendar.octets)) == (good.calendar, {BAD})


def test_an_address_whose_right_rests_on_a_day_that_cannot_be_read_is_not_ended(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    by = principal(store, "host")
    ask = Ask(subscriptions.create(store, Wish(WHOLE, "mine"), by, SECRET_KEY, NOW).token)
    good = served(store, ask)
    written(store, "membership", "since = 'rubbish'")
    with pytest.raises(UnreadableError):
        served(store, ask)
    written(store, "membership", "since = NULL")
    assert served(store, ask).calendar == good.calendar


@pytest.mark.parametrize(
    "values",
    [
        *("since = 'rubbish'", "revoked_at = 'rubbish'", "created_at = 'x'", "last_fetch_at = 'x'"),
        *("scope = 'zzz:1'", "kinds = '5'", "alarms = '{x'"),
    ],
)
def test_an_address_that_cannot_be_read_is_in_nobodys_way(sqlite_url: str, values: str) -> None:
    store = filled(sqlite_url)
    ask, other = Ask(own_token(store)), own_token(store, OTHER)
    good = served(store, ask)
    kept = fields(store, "scope, kinds, alarms, created_at", "TRUE", "subscription")
    written(store, "subscription", values, f"id = 'public-{ALLIANCE}'")
    with pytest.raises(UnreadableError):
        served(store, ask)
    for _ in range(2):
        found = announced.addresses(store, SECRET_KEY, NOW)
        assert [(each.alliance, each.path) for each in found] == [(OTHER, f"/feeds/{other}.ics")]
    scope, kinds, alarms, created = kept[0]
    mended = f"scope = '{scope}', kinds = '{kinds}', alarms = '{alarms}', created_at = '{created}'"
    mended += ", since = NULL, revoked_at = NULL, last_fetch_at = NULL"
    written(store, "subscription", mended, f"id = 'public-{ALLIANCE}'")
    assert served(store, ask).calendar == good.calendar


def test_an_alliance_gets_another_address_beside_one_that_cannot_be_read(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    first = own_token(store)
    written(store, "subscription", "scope = 'zzz:1'")
    second = announced.announce(store, ALLIANCE, principal(store, "secretary"), SECRET_KEY, NOW)
    assert (second.subscription.id, second.token != first) == (f"public-{ALLIANCE}-2", True)


def test_what_is_repaired_is_seen_after_a_restart_by_whoever_has_the_rest(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    written(store, "event", "revision = -1", f"uid = '{BAD}'")
    partial = served(store, ask, shelf=shelf)
    serving.flush(store, shelf)
    written(store, "event", "revision = 1", f"uid = '{BAD}'")
    found = serving.serve(
        store, Shelf(BASE_URL), ask, LATER, lambda known: known.etag == partial.etag
    )
    assert isinstance(found, Copy)
    assert uids(found.calendar.octets) - uids(partial.calendar.octets) == {BAD}


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
