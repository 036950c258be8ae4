"""Calendars out of the store: the same octets for the same data, and what stands in them."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path

import pytest
from sqlalchemy import create_engine, delete, update
from sqlalchemy.exc import OperationalError

from feeds.content import read
from feeds.lint import lint
from feeds.profiles import PROFILES
from scheduler.domain.errors import ChoiceError, NotFoundError, UnavailableError
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.feeds import calendars, contents, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.serving import Revoked
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import events as stored_events
from scheduler.store import subscriptions as addresses
from scheduler.store.tables.access import SubscriptionAllianceRow
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import ActivityKindRow, BodyRow, VenueRow
from tests.clients.parsers import agreed
from tests.support.damage import overwrite
from tests.support.queries import statements
from tests.support.served import LATER, WHOLE, own_token, served
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    NOW,
    OTHER,
    SECRET_KEY,
    at,
    calendar,
    filled,
    principal,
    store_at,
)

ESCAPED = "研发&amp;生产&nbsp;&amp;amp;lt;&#x5EFA;&gt"
"""A text as older versions kept it; what is no entity is left as it is."""


@pytest.mark.parametrize("profile", ["", "outlook"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_r7_texts_that_were_kept_with_entities_are_read_as_they_are_meant(
    sqlite_url: str, lang: str, profile: str
) -> None:
    store = filled(sqlite_url)
    tables = (
        (EventRow, {"title": ESCAPED, "title_en": ESCAPED, "note": ESCAPED}),
        (BodyRow, {"name": ESCAPED, "short_name": ESCAPED, "name_en": ESCAPED}),
        (VenueRow, {"name": ESCAPED, "name_en": ESCAPED}),
        (ActivityKindRow, {"name": ESCAPED, "name_en": ESCAPED}),
    )
    with store.write() as session:
        for table, texts in tables:
            session.execute(update(table).values(**texts))
    served_anew = served(store, Ask(own_token(store), lang=lang, profile=profile))
    octets = served_anew.calendar.octets
    meant = "研发&生产\u00a0<建&gt"
    assert (lint(octets), served_anew.name) == ((), meant)
    event = next(one for one in read(octets).inside if one.name == "VEVENT")
    assert (event.text("SUMMARY"), event.text("CATEGORIES")) == (meant, meant)


def test_all_parsers_read_the_events_of_the_calendar(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    parsed = agreed(served(store, Ask(own_token(store))).calendar.octets)
    shown = [event for event in calendar() if ALLIANCE in event.alliances]
    assert {(each.uid, each.sequence, each.summary) for each in parsed} == {
        (event.uid, event.revision, event.title) for event in shown
    }


def test_another_process_writes_the_same_octets(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    first = served(store, ask)
    again = served(store, ask, LATER + timedelta(days=9))
    assert (again.calendar.octets, again.calendar.etag, again.last_modified) == (
        first.calendar.octets,
        first.calendar.etag,
        first.last_modified,
    )


def test_an_unchanged_calendar_is_not_written_again(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask, shelf = Ask(own_token(store)), Shelf(BASE_URL)
    first = served(store, ask, shelf=shelf)
    seen: list[Copy] = []
    count = statements(store, lambda: seen.append(served(store, ask, shelf=shelf)))
    assert (seen[0].calendar.octets is first.calendar.octets, count) == (True, 0)


def test_one_change_costs_one_block(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask, shelf = Ask(own_token(store)), Shelf(BASE_URL)
    first = served(store, ask, shelf=shelf)
    uids = {each.uid for each in agreed(first.calendar.octets)}
    look = contents.look_of(PROFILES["generic"], "zh", BASE_URL)
    before = {uid: shelf.blocks.get((uid, look)) for uid in uids}
    act = Act(COUNCILS[2], principal(store, "secretary"), LATER)
    acts.move(store, act, at(date(2026, 9, 9)))
    second = served(store, ask, LATER + timedelta(hours=1), shelf)
    after = {uid: shelf.blocks.get((uid, look)) for uid in uids}
    assert [uid for uid in uids if after[uid] is not before[uid]] == [COUNCILS[2]]
    assert (second.calendar.etag != first.calendar.etag, second.last_modified) == (True, LATER)
    numbers = {each.uid: each.sequence for each in agreed(first.calendar.octets)}
    assert {each.uid: each.sequence for each in agreed(second.calendar.octets)} == numbers | {
        COUNCILS[2]: 1
    }


def test_a_change_of_another_alliance_leaves_the_feed_as_it_is(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    first = served(store, ask)
    own = next(event for event in calendar() if event.owner == OTHER)
    act = Act(own.uid, principal(store, "other"), LATER)
    acts.move(store, act, at(date(2026, 9, 11)))
    assert served(store, ask) == first


def test_kinds_narrow_a_feed_down_to_a_notice(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    token = own_token(store)
    councils = agreed(served(store, Ask(token, kinds=("council",))).calendar.octets)
    assert {each.uid for each in councils} == set(COUNCILS)
    nothing = agreed(served(store, Ask(token, kinds=("consultation",))).calendar.octets)
    assert [each.uid for each in nothing] == ["empty-notice.public-auto"]


def test_the_queries_do_not_grow_with_the_events(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    ask = Ask(own_token(store))
    few = statements(store, lambda: served(store, ask))
    template = next(event for event in calendar() if event.uid == COUNCILS[3])
    with store.write() as session:
        stored_events.add(session, [replace(template, uid=f"e-{n}", unit=None) for n in range(9)])
    assert statements(store, lambda: served(store, ask)) == few


def test_drafts_and_retired_events_are_not_shown(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        stored_events.change(session, COUNCILS[0], {"retired": True})
        stored_events.change(session, COUNCILS[3], {"status": "draft"})
    uids = {each.uid for each in agreed(served(store, Ask(own_token(store))).calendar.octets)}
    assert uids & set(COUNCILS) == set(COUNCILS[1:3])


def test_one_bad_event_does_not_take_the_others_with_it(
    sqlite_url: str, caplog: pytest.LogCaptureFixture
) -> None:
    store = filled(sqlite_url)
    bad = COUNCILS[3]
    with store.write() as session:
        start = at(date(2026, 12, 9)) + timedelta(microseconds=5)
        stored_events.change(session, bad, {"start": start})
    uids = {each.uid for each in agreed(served(store, Ask(own_token(store))).calendar.octets)}
    assert bad not in uids
    assert set(COUNCILS[:3]) <= uids
    assert [record.args and record.args[0] for record in caplog.records] == [bad]  # type: ignore[index]  # the uid


@pytest.mark.parametrize("ask", [{"lang": "fr"}, {"profile": "none"}])
def test_a_wish_that_there_is_not_is_refused(ask: dict[str, str]) -> None:
    with pytest.raises(ChoiceError):
        Ask("a" * 32, **ask)  # type: ignore[arg-type]  # one of them at a time


def test_the_language_and_the_program_follow_the_subscription(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    wish = Wish(WHOLE, "Desk", lang="en", profile="outlook")
    made = subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)
    copy = served(store, Ask(made.token))
    assert (copy.name, b"X-ALT-DESC" in copy.calendar.octets) == (
        "Sample Automotive Chain Committee",
        True,
    )
    asked = served(store, Ask(made.token, lang="zh", profile="apple"))
    assert (asked.name, b"X-ALT-DESC" in asked.calendar.octets) == ("样例汽车产业链党委", False)
    generic = served(store, Ask(own_token(store), user_agent="Microsoft Office/16"))
    assert b"X-ALT-DESC" in generic.calendar.octets


def test_a_revoked_address_says_farewell_and_is_gone(database_url: str) -> None:
    store = filled(database_url)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    subscriptions.revoke(store, made.subscription.id, member, LATER)
    copy = served(store, Ask(made.token), LATER + timedelta(days=30))
    (farewell,) = agreed(copy.calendar.octets)
    assert (farewell.summary, farewell.start) == (
        "订阅链接已停用，请重新获取",
        date(2026, 8, 18),
    )
    assert (lint(copy.calendar.octets), copy.last_modified) == ((), LATER)
    assert f"\r\nURL:{BASE_URL}/subscriptions\r\n" in unfolded(copy)
    gone = serving.serve(store, Shelf(BASE_URL), Ask(made.token), LATER + timedelta(days=31))
    assert gone == Revoked(LATER)


def test_an_ended_public_address_does_not_tell_whose_it_was(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    token = own_token(store)
    subscriptions.revoke(store, "public-auto", principal(store, "secretary"), LATER)
    told = unfolded(served(store, Ask(token), LATER))
    anew = f"原有活动已从这个日历移除。要新的订阅地址，请打开：{BASE_URL}/"
    assert f"\r\nDESCRIPTION:{anew}\r\n" in told
    assert f"\r\nURL:{BASE_URL}/\r\n" in told


def unfolded(copy: Copy) -> str:
    return copy.calendar.octets.replace(b"\r\n ", b"").decode()


def test_unknown_and_revoked_take_as_many_queries(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    subscriptions.revoke(store, made.subscription.id, member, NOW)

    def unknown() -> None:
        with pytest.raises(NotFoundError):
            served(store, Ask("a" * 32))

    assert statements(store, unknown) == 1
    assert statements(store, lambda: served(store, Ask(made.token))) == 1


def unreachable(tmp_path: Path) -> Store:
    return Store(create_engine(f"sqlite:///{tmp_path / 'no' / 'such' / 'folder.db'}"))


def test_the_last_good_copy_stands_in_for_a_day(sqlite_url: str, tmp_path: Path) -> None:
    store = filled(sqlite_url)
    ask, shelf = Ask(own_token(store)), Shelf(BASE_URL)
    good = served(store, ask, shelf=shelf)
    away = unreachable(tmp_path)
    assert served(away, ask, LATER + timedelta(hours=24), shelf) == replace(good, stale=True)
    with pytest.raises(UnavailableError) as caught:
        served(away, ask, LATER + timedelta(hours=25), shelf)
    assert caught.value.fields == {"retry_after": 60}
    with pytest.raises(UnavailableError):
        served(away, Ask("a" * 32), shelf=shelf)


def ends(store: Store, made: Address) -> None:
    subscriptions.revoke(store, made.subscription.id, principal(store, "member"), NOW)


def renews(store: Store, made: Address) -> None:
    member = principal(store, "member")
    subscriptions.renew(store, made.subscription.id, member, SECRET_KEY, NOW)


@pytest.mark.parametrize("polled", [False, True])
@pytest.mark.parametrize("end", [ends, renews])
def test_an_ended_address_never_shows_its_old_calendar_while_the_database_is_away(
    sqlite_url: str, end: Callable[[Store, Address], None], *, polled: bool
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    made, other = (
        subscriptions.create(store, Wish(WHOLE, name), principal(store, "member"), SECRET_KEY, NOW)
        for name in ("手机", "电脑")
    )
    asks = [Ask(made.token), Ask(made.token, profile="outlook")]
    for ask in (*asks, Ask(other.token)):
        served(store, ask, shelf=shelf)
    end(store, made)
    if polled:
        assert served(store, asks[0], shelf=shelf).calendar.octets.count(b"BEGIN:VEVENT") == 1
    overwrite(store, b"")
    for ask in asks[polled:]:
        with pytest.raises(UnavailableError):
            served(store, ask, LATER + timedelta(minutes=1), shelf)
    assert served(store, Ask(other.token), shelf=shelf).stale


def test_a_farewell_stands_in_as_any_other_calendar(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    subscriptions.revoke(store, made.subscription.id, member, NOW)
    ask, over = Ask(made.token), Ask(made.token, lang="en")
    last = NOW + timedelta(days=30)
    farewell = served(store, ask, last, shelf)
    gone = serving.serve(store, shelf, over, last + timedelta(hours=1))
    overwrite(store, b"")
    assert served(store, ask, last, shelf) == replace(farewell, stale=True)
    later = [serving.serve(store, shelf, each, last + timedelta(hours=24)) for each in (ask, over)]
    assert [gone, *later] == [Revoked(NOW)] * 3
    with pytest.raises(UnavailableError):
        served(store, ask, last + timedelta(hours=25), shelf)


@pytest.mark.parametrize("end", [ends, renews])
def test_what_another_process_ends_is_heard_before_the_database_is_away(
    database_url: str, tmp_path: Path, end: Callable[[Store, Address], None]
) -> None:
    store, shelf = filled(database_url), Shelf(BASE_URL)
    member = principal(store, "member")
    made = subscriptions.create(store, Wish(WHOLE, "手机"), member, SECRET_KEY, NOW)
    served(store, Ask(made.token), shelf=shelf)
    end(store_at(database_url), made)
    serving.hear(store, LATER)
    away = unreachable(tmp_path)
    away.ended |= store.ended
    assert store.ended == {made.subscription.token_hash}
    with pytest.raises(UnavailableError):
        served(away, Ask(made.token), shelf=shelf)


def test_an_end_that_was_undone_ends_nothing(sqlite_url: str) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    ask = Ask(own_token(store))
    served(store, ask, shelf=shelf)

    def undone() -> None:
        with store.write() as session:
            found = addresses.get(session, "public-auto")
            assert found is not None
            addresses.revoke(session, found, NOW)
            raise RuntimeError

    with pytest.raises(RuntimeError):
        undone()
    overwrite(store, b"")
    assert served(store, ask, shelf=shelf).stale


def test_who_fetched_while_the_database_is_away_is_written_once_it_is_back(
    sqlite_url: str, tmp_path: Path
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    first, other = Ask(own_token(store)), Ask(own_token(store, OTHER))
    for ask in (first, other):
        served(store, ask, shelf=shelf)
    away = unreachable(tmp_path)
    with pytest.raises(OperationalError):
        serving.flush(away, shelf)
    served(store, first, LATER + timedelta(minutes=1), shelf)
    assert serving.flush(store, shelf) == 2
    with store.read() as session:
        found = [addresses.get(session, f"public-{key}") for key in (ALLIANCE, OTHER)]
    assert [each and each.last_fetch_at for each in found] == [
        LATER + timedelta(minutes=1),
        LATER,
    ]


def test_who_fetched_is_written_later(database_url: str) -> None:
    store = filled(database_url)
    shelf = Shelf(BASE_URL)
    served(store, Ask(own_token(store), user_agent="Thunderbird/153.0"), shelf=shelf)
    assert serving.flush(store, shelf) == 1
    assert serving.flush(store, shelf) == 0
    with store.read() as session:
        found = addresses.get(session, "public-auto")
    assert found is not None
    assert (found.last_fetch_at, found.last_client, found.last_seq > 0) == (
        LATER,
        "Thunderbird",
        True,
    )


def test_an_alliance_is_exported_as_it_is_served(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert calendars.export(store, OTHER, BASE_URL).count(b"BEGIN:VEVENT") == 2
    copy = served(store, Ask(own_token(store)))
    assert calendars.export(store, ALLIANCE, BASE_URL) == copy.calendar.octets
    with pytest.raises(NotFoundError):
        calendars.export(store, "nobody", BASE_URL)


def test_a_calendar_may_hold_one_event_alone(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    view = reading.view(store, COUNCILS[2], None)
    octets = calendars.single(store, view.stored, BASE_URL, "zh")
    assert [each.uid for each in agreed(octets)] == [COUNCILS[2]]
    assert lint(octets) == ()
    about = "样例汽车产业链党委的一场活动。这个文件不会自己更新，要自动更新请订阅。"
    assert read(octets).text("X-WR-CALDESC") == about


def test_an_alliance_that_is_gone_says_farewell(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    token = own_token(store)
    with store.write() as session:
        session.execute(delete(SubscriptionAllianceRow))
    for later in (LATER, LATER + timedelta(days=30)):
        (farewell,) = agreed(served(store, Ask(token), later).calendar.octets)
        assert (farewell.summary, farewell.start) == (
            "订阅链接已停用，请重新获取",
            date(2026, 8, 18),
        )
