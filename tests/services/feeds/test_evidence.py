"""How far the newest changes have come."""

from datetime import date, timedelta

import pytest

from scheduler.domain.errors import ForbiddenError, NotFoundError
from scheduler.domain.feed_scope import Scope, parse_scope
from scheduler.services.events import acts
from scheduler.services.events.acts import Act
from scheduler.services.feeds import evidence, listing, subscriptions
from scheduler.services.feeds.evidence import SHOWN, Evidence
from scheduler.services.feeds.subscriptions import Wish
from scheduler.services.names import Name
from scheduler.store import Store
from scheduler.store import subscriptions as queries
from scheduler.store.subscriptions import Fetch
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    SECRET_KEY,
    SHARED_DAY,
    at,
    filled,
    principal,
)

BOTH = parse_scope(f"body:{ALLIANCE},{OTHER}")
MINUTE = timedelta(minutes=1)


def made(store: Store, role: str, name: str, scope: Scope = WHOLE) -> str:
    """Make an address, each one a minute after the one before."""
    wish = Wish(scope, name)
    by = principal(store, role)
    with store.read() as session:
        count = len(queries.reaching(session, [ALLIANCE]))
    at = NOW - timedelta(hours=1) + count * MINUTE
    return subscriptions.create(store, wish, by, SECRET_KEY, at).subscription.id


def changes(store: Store) -> None:
    """Cancel the shared day at +1 minute, move a council at +2 minutes."""
    by = principal(store, "secretary")
    acts.cancel(store, Act(SHARED_DAY, by, NOW + MINUTE, reason="person_busy"))
    moved = Act(COUNCILS[2], by, NOW + 2 * MINUTE, reason="venue_repair")
    acts.move(store, moved, at(date(2026, 9, 9)))


def told(store: Store) -> Evidence:
    return evidence.evidence(store, ALLIANCE, principal(store, "secretary"))


def waiting(found: Evidence) -> list[tuple[str, str, list[str]]]:
    return [
        (each.change.uid, each.title[0], [one.address.subscription.name for one in each.waiting])
        for each in found.changes
    ]


def test_each_change_tells_who_waits_for_it(database_url: str) -> None:
    store = filled(database_url)
    ids = [
        made(store, "member", "新"),
        made(store, "branch", "旧"),
        made(store, "committee", "两个联盟", BOTH),
        made(store, "host", "没取过"),
    ]
    changes(store)
    with store.read() as session:
        newest = queries.within(session, [ALLIANCE])[0].last.seq
    with store.write() as session:
        queries.note(
            session,
            {
                ids[0]: Fetch(NOW + 3 * MINUTE, "outlook", newest),
                ids[1]: Fetch(NOW + MINUTE, "apple", newest - 1),
                ids[2]: Fetch(NOW + MINUTE, "", 10_000),
            },
        )
    found = told(store)
    assert (found.total, found.newest.seq, found.newest.at) == (4, newest, NOW + 2 * MINUTE)
    assert waiting(found) == [
        (COUNCILS[2], "第3季度一季一议", ["旧", "两个联盟", "没取过"]),
        (SHARED_DAY, "联盟日", ["没取过"]),
    ]
    assert [each.address.subscription.name for each in found.waiting] == [
        "旧",
        "两个联盟",
        "没取过",
    ]
    assert [(each.owner, each.may_end) for each in found.addresses] == [
        ("member样例", True),
        ("branch样例", True),
        ("committee样例", False),  # it shows an alliance too that the secretary does not edit
        ("host样例", True),
    ]
    assert {each.address.token for each in found.addresses} == {""}


def test_ended_addresses_wait_for_nothing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    key = made(store, "member", "手机")
    changes(store)
    subscriptions.revoke(store, key, principal(store, "member"), NOW)
    found = told(store)
    assert (found.total, found.addresses, found.waiting) == (0, (), ())


def test_the_evidence_is_for_those_who_edit(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with pytest.raises(ForbiddenError):
        evidence.evidence(store, ALLIANCE, principal(store, "member"))
    for alliance, role in ((ALLIANCE, "other"), ("nobody", "admin")):
        with pytest.raises(NotFoundError):
            evidence.evidence(store, alliance, principal(store, role))


def test_the_queries_grow_neither_with_subscriptions_nor_with_changes(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    made(store, "member", "一")
    by = principal(store, "secretary")
    acts.move(store, Act(EXCHANGES[1], by, NOW), at(date(2026, 9, 22)))
    few = statements(store, lambda: told(store))
    for number in range(5):
        made(store, "member", f"另{number}")
    for number in range(SHOWN + 2):
        act = Act(COUNCILS[3], by, NOW + number * MINUTE)
        acts.move(store, act, at(date(2026, 12, 1 + number % 2)))
    assert statements(store, lambda: told(store)) == few
    assert len(told(store).changes) == SHOWN


def test_a_list_names_what_each_address_shows(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    for scope in ("branch:auto-1", "organisation:alpha", "person:p-1", str(WHOLE)):
        made(store, "branch", scope, parse_scope(scope))
    by = principal(store, "branch")
    own = subscriptions.own(store, by, SECRET_KEY)
    listed = listing.listed(store, own, by, NOW)
    assert {each.address.subscription.name: each.names for each in listed} == {
        "branch:auto-1": (Name("样例汽车第1党支部", "第1支部", ""),),
        "organisation:alpha": (Name("样例甲川公司", "甲川", "Sample Alpha"),),
        "person:p-1": (),
        str(WHOLE): (Name("样例汽车产业链党委", "汽车链", "Sample Automotive Chain Committee"),),
    }
    assert {(each.latest, each.may_end) for each in listed} == {(False, True)}


def test_an_ended_address_stays_in_the_list_as_long_as_it_says_farewell(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    member = principal(store, "member")
    subscriptions.revoke(store, made(store, "member", "手机"), member, NOW)
    own = subscriptions.own(store, member, SECRET_KEY)
    month = timedelta(days=30)
    assert len(listing.listed(store, own, member, NOW + month)) == 1
    assert listing.listed(store, own, member, NOW + month + MINUTE) == ()
