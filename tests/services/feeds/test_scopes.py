"""What each scope of a subscription shows, for as long as its owner may see it."""

from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import delete, event, update

from feeds.lint import lint
from scheduler.domain.errors import NotFoundError
from scheduler.domain.feed_scope import EVERYTHING, Choice, Scope, ScopeKind
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import known, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.naming import named
from scheduler.services.feeds.serving import Revoked
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.store import Store
from scheduler.store import events as stored_events
from scheduler.store import subscriptions as addresses
from scheduler.store.tables.access import GrantRow, SubscriptionRow
from scheduler.store.tables.events import EventRow
from scheduler.store.tables.roster import AffiliationRow, OfficerRow
from tests.clients.parsers import agreed
from tests.support.served import LATER, WHOLE, served
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    OTHER_COUNCIL,
    SECRET_KEY,
    SHARED_DAY,
    at,
    filled,
    principal,
)

BOTH = Scope(ScopeKind.ALLIANCE, (ALLIANCE, OTHER))
MINE = Scope(ScopeKind.PERSON, ("p-1",))
BRANCH = Scope(ScopeKind.BRANCH, ("auto-1",))
HOST = Scope(ScopeKind.HOST, ("beta",))
SINGLE = Scope(ScopeKind.EVENT, (SHARED_DAY,))


def made(store: Store, role: str, scope: Scope, choice: Choice = EVERYTHING) -> Address:
    wish = Wish(scope, "手机", choice=choice)
    return subscriptions.create(store, wish, principal(store, role), SECRET_KEY, NOW)


def text_of(copy: Copy) -> str:
    return copy.calendar.octets.decode().replace("\r\n ", "")


def uids(store: Store, address: Address, now: datetime = LATER) -> set[str]:
    octets = served(store, Ask(address.token), now).calendar.octets
    assert lint(octets) == ()
    return {each.uid for each in agreed(octets)}


def farewell(store: Store, address: Address, now: datetime) -> list[object]:
    octets = served(store, Ask(address.token), now).calendar.octets
    return [(each.summary, each.start) for each in agreed(octets)]


@pytest.mark.parametrize(
    ("scope", "name", "reach"),
    [
        (WHOLE, "样例汽车产业链党委", (ALLIANCE,)),
        (MINE, "我的联盟日程", (ALLIANCE,)),
        (BRANCH, "样例汽车第1党支部", (ALLIANCE,)),
        (HOST, "样例乙川公司", (ALLIANCE,)),
        (SINGLE, "联盟日（样例汽车产业链党委）", (ALLIANCE,)),
    ],
)
def test_a_feed_is_called_what_it_shows(
    scope: Scope, name: str, reach: tuple[str, ...], sqlite_url: str
) -> None:
    store = filled(sqlite_url)
    address = made(store, "branch", scope)
    assert served(store, Ask(address.token)).name == name
    assert address.alliances == reach


def test_several_alliances_share_a_feed(database_url: str) -> None:
    store = filled(database_url)
    address = made(store, "committee", BOTH)
    assert {*COUNCILS, OTHER_COUNCIL, SHARED_DAY} <= uids(store, address)
    assert served(store, Ask(address.token)).name == "样例汽车产业链党委、样例钢铁产业链党委"
    english = served(store, Ask(address.token, lang="en"))
    assert english.name == "Sample Automotive Chain Committee, 样例钢铁产业链党委"


ABOUT_PART = "改期、换主办会自动更新；改到这个范围以外的，会直接从日历里消失。"


@pytest.mark.parametrize(
    ("choice", "zh", "en"),
    [
        (Choice(("council",)), "链上企业议事会", "Council"),
        (
            Choice(("council", "exchange"), date(2026, 1, 1), date(2027, 1, 1)),
            "链上企业议事会、链主企业交流对接，2026年",
            "Council, Exchange, 2026",
        ),
        (
            Choice(("alliance_day", "council", "exchange", "resource_list")),
            "联盟日、链上企业议事会、链主企业交流对接等4类",
            "联盟日, Council, Exchange and others: 4 kinds",
        ),
        (Choice(since=date(2026, 7, 1)), "2026年7月1日起", "from 1 July 2026"),
        (Choice(until=date(2027, 1, 1)), "到2026年12月31日为止", "until 31 December 2026"),
        (
            Choice(since=date(2026, 7, 1), until=date(2026, 10, 1)),
            "2026年7月1日至2026年9月30日",
            "1 July 2026 to 30 September 2026",
        ),
        (Choice(since=date(2026, 7, 1), until=date(2026, 7, 2)), "2026年7月1日", "1 July 2026"),
    ],
)
def test_a_feed_of_some_kinds_or_days_is_called_by_them(
    choice: Choice, zh: str, en: str, sqlite_url: str
) -> None:
    store = filled(sqlite_url)
    address = made(store, "branch", WHOLE, choice)
    copy = served(store, Ask(address.token))
    name = f"样例汽车产业链党委（{zh}）"
    assert copy.name == name
    text = text_of(copy)
    assert f"\r\nX-WR-CALNAME:{name}\r\n" in text
    assert f"X-WR-CALDESC:{name}的活动安排。{ABOUT_PART}\r\n" in text
    english = served(store, Ask(address.token, lang="en")).name
    assert english == f"Sample Automotive Chain Committee ({en})"


def test_kinds_that_an_address_asks_for_name_its_feed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "branch", WHOLE, Choice(alarms=(15,)))
    whole, some = (
        served(store, Ask(address.token, kinds=kinds)) for kinds in ((), ("council", "exchange"))
    )
    assert (whole.name, some.name) == (
        "样例汽车产业链党委",
        "样例汽车产业链党委（链上企业议事会、链主企业交流对接）",
    )
    assert [ABOUT_PART in text_of(each) for each in (whole, some)] == [False, True]


def test_of_many_alliances_three_are_named() -> None:
    assert named("alliances", ["甲", "乙", "丙"], "zh") == "甲、乙、丙"
    assert named("alliances", ["甲", "乙", "丙", "丁", "戊"], "zh") == "甲、乙、丙等5个联盟"
    english = named("alliances", ["A", "B", "C", "D"], "en")
    assert english == "A, B, C and others: 4 alliances"


def test_a_host_follows_its_own_meetings(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert uids(store, made(store, "host", HOST)) == {EXCHANGES[1]}


def test_what_a_change_takes_out_of_a_part_goes_and_what_is_cancelled_stays(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    of_host = made(store, "host", HOST)
    until = made(store, "host", WHOLE, Choice(until=date(2026, 10, 1)))
    assert ({EXCHANGES[1]} <= uids(store, of_host), COUNCILS[2] in uids(store, until)) == (
        True,
    ) * 2
    by = principal(store, "secretary")
    acts.cancel(store, Act(EXCHANGES[1], by, NOW))
    assert uids(store, of_host) == {EXCHANGES[1]}
    acts.restore(store, Act(EXCHANGES[1], by, NOW))
    acts.change_host(store, Act(EXCHANGES[1], by, NOW), "organisation:gamma")
    acts.move(store, Act(COUNCILS[2], by, NOW), at(date(2026, 10, 9)))
    assert EXCHANGES[1] not in uids(store, of_host)
    assert COUNCILS[2] not in uids(store, until)


def test_one_event_is_followed_alone_through_its_changes(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "committee", SINGLE)
    assert address.alliances == (ALLIANCE, OTHER)
    assert uids(store, address) == {SHARED_DAY}
    shelf = Shelf(BASE_URL)
    first = served(store, Ask(address.token), LATER, shelf)
    by = principal(store, "secretary")
    acts.move(store, Act(COUNCILS[2], by, LATER), at(date(2026, 9, 9)))
    assert served(store, Ask(address.token), LATER, shelf).calendar == first.calendar
    acts.cancel(store, Act(SHARED_DAY, by, LATER))
    (gone,) = agreed(served(store, Ask(address.token), LATER, shelf).calendar.octets)
    assert (gone.uid, gone.status, gone.sequence) == (SHARED_DAY, "CANCELLED", 1)


def test_of_one_event_alone_no_other_is_read(database_url: str) -> None:
    store = filled(database_url)
    address = made(store, "committee", SINGLE)
    read: set[str] = set()

    def note(row: EventRow, _context: object) -> None:
        read.add(row.uid)

    event.listen(EventRow, "load", note)
    try:
        assert uids(store, address) == {SHARED_DAY}
    finally:
        event.remove(EventRow, "load", note)
    assert read == {SHARED_DAY}


def test_a_person_follows_what_it_is_expected_at(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    own = uids(store, made(store, "branch", MINE))
    assert set(EXCHANGES) <= own
    assert OTHER_COUNCIL not in own


def test_kinds_and_days_leave_the_rest_out(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    kinds = made(store, "member", WHOLE, Choice(kinds=("council",)))
    assert uids(store, kinds) == set(COUNCILS)
    days = Choice(kinds=("council",), since=date(2026, 6, 10), until=date(2026, 9, 16))
    assert uids(store, made(store, "member", WHOLE, days)) == {COUNCILS[1]}
    last = Choice(kinds=("council",), since=date(2026, 9, 16), until=date(2026, 9, 17))
    assert uids(store, made(store, "member", WHOLE, last)) == {COUNCILS[2]}


def test_days_that_no_event_reaches_limit_no_address(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "member", WHOLE)
    everything = uids(store, address)
    with store.write() as session:
        far = {"since": date(1, 1, 1), "until": date(9999, 12, 31)}
        session.execute(update(SubscriptionRow).values(**far))
    assert uids(store, address) == everything


def test_an_address_narrows_its_subscription_and_never_widens_it(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "member", WHOLE, Choice(kinds=("council",)))
    asked = served(store, Ask(address.token, kinds=("exchange",)))
    assert [each.uid.partition(".")[0] for each in agreed(asked.calendar.octets)] == [
        "empty-notice"
    ]
    both = served(store, Ask(address.token, kinds=("exchange", "council")))
    assert {each.uid for each in agreed(both.calendar.octets)} == set(COUNCILS)


def test_reminders_stand_only_where_they_are_asked_for(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    plain = served(store, Ask(made(store, "member", WHOLE).token)).calendar.octets
    asked = made(store, "member", WHOLE, Choice(alarms=(15, 60)))
    alarmed = served(store, Ask(asked.token)).calendar.octets
    assert (plain.count(b"BEGIN:VALARM"), lint(alarmed)) == (0, ())
    timed, all_day = (b"-PT15M", b"-PT1H"), (b"PT8H45M", b"PT8H")
    counts = [alarmed.count(b"TRIGGER:" + each + b"\r\n") for each in (*timed, *all_day)]
    assert counts == [8, 8, 1, 1]


@pytest.mark.parametrize(
    ("role", "scope"),
    [
        ("member", Scope(ScopeKind.PERSON, ("p-1",))),
        ("member", Scope(ScopeKind.ALLIANCE, (ALLIANCE, OTHER))),
        ("member", Scope(ScopeKind.ALLIANCE, ("gone",))),
        ("other", Scope(ScopeKind.PERSON, ("p-5",))),
        ("member", Scope(ScopeKind.BRANCH, (ALLIANCE,))),
        ("member", Scope(ScopeKind.BRANCH, ("gone",))),
        ("admin", Scope(ScopeKind.PERSON, ("gone",))),
        ("admin", Scope(ScopeKind.HOST, ("gone",))),
        ("admin", Scope(ScopeKind.EVENT, ("gone",))),
        ("member", Scope(ScopeKind.EVENT, (OTHER_COUNCIL,))),
    ],
)
def test_who_may_not_see_it_cannot_subscribe_to_it(
    role: str, scope: Scope, sqlite_url: str
) -> None:
    store = filled(sqlite_url)
    with pytest.raises(NotFoundError):
        made(store, role, scope)
    assert known.own(store, principal(store, role), SECRET_KEY, NOW) == ()


def test_a_draft_cannot_be_subscribed_to(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        stored_events.change(session, SHARED_DAY, {"status": "draft"})
    with pytest.raises(NotFoundError):
        made(store, "committee", SINGLE)


def test_a_secretary_may_subscribe_for_a_member(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "secretary", Scope(ScopeKind.PERSON, ("p-4",)))
    assert set(EXCHANGES) <= uids(store, address)


def test_a_feed_ends_on_the_first_poll_after_its_owner_left(database_url: str) -> None:
    store = filled(database_url)
    address = made(store, "committee", Scope(ScopeKind.ALLIANCE, (OTHER,)))
    assert OTHER_COUNCIL in uids(store, address)
    with store.write() as session:
        session.execute(delete(GrantRow).where(GrantRow.user == "u-committee"))
    gone = [("订阅链接已停用，请重新获取", date(2026, 8, 19))]
    assert farewell(store, address, LATER + timedelta(days=1)) == gone
    assert farewell(store, address, LATER + timedelta(days=31)) == gone
    ended = serving.serve(store, Shelf(BASE_URL), Ask(address.token), LATER + timedelta(days=32))
    assert ended == Revoked(LATER + timedelta(days=1))


def test_what_no_longer_concerns_a_person_leaves_the_feed(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "admin", Scope(ScopeKind.PERSON, ("p-chief",)))
    shelf, day = Shelf(BASE_URL), datetime(2026, 8, 19, 1, tzinfo=UTC)
    first = served(store, Ask(address.token), LATER, shelf)
    assert {COUNCILS[2], OTHER_COUNCIL} <= {each.uid for each in agreed(first.calendar.octets)}
    serving.flush(store, shelf)
    with store.write() as session:
        session.execute(
            update(OfficerRow)
            .where(OfficerRow.person == "p-chief", OfficerRow.body == OTHER)
            .values(until=date(2026, 8, 19))
        )
    second = served(store, Ask(address.token), day, shelf)
    assert OTHER_COUNCIL not in {each.uid for each in agreed(second.calendar.octets)}
    # No ledger tells of the end of an office: its feed changed when that was noticed.
    assert (first.last_modified, second.last_modified) == (NOW, day)
    serving.flush(store, shelf)
    again = served(store, Ask(address.token), day + timedelta(days=3))
    assert (again.calendar.etag, again.last_modified) == (second.calendar.etag, day)
    with store.read() as session:
        reach = addresses.reaches(session, [address.subscription.id])
    assert reach == {address.subscription.id: (ALLIANCE,)}


def test_a_person_without_any_tie_is_shown_out(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    address = made(store, "branch", MINE)
    with store.write() as session:
        session.execute(delete(AffiliationRow).where(AffiliationRow.person == "p-1"))
        session.execute(delete(OfficerRow).where(OfficerRow.person == "p-1"))
    assert farewell(store, address, LATER) == [("订阅链接已停用，请重新获取", date(2026, 8, 18))]


def test_a_replaced_address_says_farewell_beside_its_successor(database_url: str) -> None:
    store = filled(database_url)
    first = made(store, "member", WHOLE)
    by = principal(store, "member")
    second = subscriptions.renew(store, first.subscription.id, by, SECRET_KEY, LATER)
    assert farewell(store, first, LATER) == [("订阅链接已停用，请重新获取", date(2026, 8, 18))]
    assert set(COUNCILS) <= uids(store, second)
    gone = serving.serve(store, Shelf(BASE_URL), Ask(first.token), LATER + timedelta(days=31))
    assert gone == Revoked(LATER)
