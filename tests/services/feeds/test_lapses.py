"""Addresses whose owners may see nothing of them any more, before anybody polls them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta
from itertools import product

import pytest
from sqlalchemy import text, update

from scheduler.domain.address_errors import ManyAddressesError
from scheduler.domain.errors import NotFoundError, OutsiderError
from scheduler.domain.feed_scope import Scope, parse_scope
from scheduler.domain.roster import Membership
from scheduler.services import accounts
from scheduler.services.access import SYSTEM, Principal, token_principal
from scheduler.services.events import acts, reading
from scheduler.services.events.acts import Act
from scheduler.services.feeds import (
    delivery,
    evidence,
    known,
    lapses,
    listing,
    serving,
    subscriptions,
    tables,
)
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.delivery import Delivery
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.tokens import Address
from scheduler.services.feeds.wishes import Wish
from scheduler.services.roster import members
from scheduler.store import Store, belonging
from scheduler.store import subscriptions as queries
from scheduler.store.tables.access import UserRow
from scheduler.store.tables.roster import AffiliationRow, BodyRow, OfficerRow
from tests.support.addresses import public_token
from tests.support.queries import statements
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    COUNCILS,
    EXCHANGES,
    NOW,
    OTHER,
    ROLES,
    SECRET_KEY,
    at,
    filled,
    principal,
    token,
)

BRANCH = "body:auto-1"
LEAVES = date(2026, 9, 1)
AFTER = datetime(2026, 8, 31, 16, tzinfo=UTC)
"""The first minute of 1 September in Shanghai."""

MINUTE = timedelta(minutes=1)
SCOPES = (
    *("body:auto", "body:auto,steel", "branch:auto-1", "branch:auto-2", "person:p-1"),
    *("organisation:alpha", f"event:{EXCHANGES[1]}"),
)


def made(store: Store, by: Principal, scope: Scope = WHOLE, name: str = "手机") -> Address:
    return subscriptions.create(store, Wish(scope, name), by, SECRET_KEY, NOW)


def lapsed(store: Store, now: datetime = AFTER) -> set[str]:
    listed = known.listed(store, [ALLIANCE, OTHER], SYSTEM, now)
    return {each.subscription.id for each in listed if each.lapsed}


def of_everybody(store: Store) -> list[Address]:
    """Make each address that each account and a token may have."""
    token(store, "write", alliances=(ALLIANCE,))
    with store.read() as session:
        (key,) = session.scalars(text("SELECT id FROM api_token"))
    callers = [principal(store, role) for role in ROLES]
    callers.append(token_principal(key, "样例", ["write"], [ALLIANCE]))
    found = []
    for by, scope in product(callers, SCOPES):
        try:
            found.append(made(store, by, parse_scope(scope)))
        except (NotFoundError, OutsiderError):
            continue
    return found


def says_farewell(store: Store, address: Address, now: datetime) -> bool:
    found = serving.serve(store, Shelf(BASE_URL), Ask(address.token), now)
    assert isinstance(found, Copy)
    return "订阅链接已停用".encode() in found.calendar.octets


def leave(store: Store) -> None:
    """Let a branch leave the alliance, and end an account, a token and offices."""
    with store.write() as session:
        belonging.add(session, Membership(BRANCH, ALLIANCE, "member"))
    members.end(store, ALLIANCE, BRANCH, LEAVES, by=principal(store, "secretary"), now=NOW)


def disable(store: Store) -> None:
    with store.write() as session:
        session.execute(update(UserRow).where(UserRow.id == "u-host").values(disabled=True))
        session.execute(text("UPDATE api_token SET expires = '2026-08-20'"))


def close(store: Store) -> None:
    with store.write() as session:
        session.execute(update(BodyRow).values(public_calendar=False))
        for table in (AffiliationRow, OfficerRow):
            session.execute(update(table).where(table.person == "p-1").values(until=LEAVES))


@pytest.mark.parametrize("what", [leave, disable, close])
def test_what_has_lapsed_is_what_the_next_poll_ends(
    sqlite_url: str, what: Callable[[Store], None]
) -> None:
    store = filled(sqlite_url)
    public = public_token(store, ALLIANCE, SECRET_KEY, NOW)
    found = [*of_everybody(store), Address(known_public(store), public, (ALLIANCE,))]
    assert len(found) > 25
    assert lapsed(store, NOW) == set()
    what(store)
    told = lapsed(store)
    assert told == {each.subscription.id for each in found if says_farewell(store, each, AFTER)}
    assert len(told) > 1
    assert lapsed(store) == set()  # written down now


def known_public(store: Store) -> queries.Subscription:
    shown = known.shown(store, ALLIANCE, None, SECRET_KEY, NOW).public
    assert shown is not None
    return shown.subscription


def left(store: Store) -> tuple[Principal, Principal, Address]:
    """Make an address of somebody who has left, and a change on the day before."""
    by = principal(store, "branch")
    address = made(store, by)
    act = Act(COUNCILS[2], principal(store, "secretary"), NOW + MINUTE)
    acts.move(store, act, at(date(2026, 9, 9)))
    leave(store)
    actor = accounts.current(store, by.id, 1, AFTER)
    assert actor is not None
    return by, actor, address


def test_what_has_lapsed_is_not_shown_again_and_told_as_ended(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by, actor, address = left(store)
    key = address.subscription.id
    (before,) = known.own(store, by, SECRET_KEY, NOW)
    (after,) = known.own(store, actor, SECRET_KEY, AFTER)
    assert [(each.works, each.url("")) for each in (before, after)] == [
        (True, address.url("")),
        (False, ""),
    ]
    assert known.view(store, key, actor, AFTER).works is False
    (told,) = listing.listed(store, [after], actor, AFTER)
    assert tables.table([told], "zh").split()[-1] == "已停用"
    assert known.state_of(after) != known.state_of(before)


def test_what_has_lapsed_is_refused_to_be_renewed_and_can_be_ended(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    _, actor, address = left(store)
    key = address.subscription.id
    with pytest.raises(OutsiderError):
        subscriptions.create(store, Wish(WHOLE, "新"), actor, SECRET_KEY, AFTER)
    with pytest.raises(OutsiderError):
        subscriptions.renew(store, key, actor, SECRET_KEY, AFTER)
    assert subscriptions.revoke(store, key, actor, AFTER).revoked_at == AFTER


def test_the_evidence_counts_what_has_lapsed_as_ended(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    _, _, address = left(store)
    made(store, principal(store, "secretary"))
    told = {}
    for now in (NOW, AFTER):
        found = evidence.evidence(store, ALLIANCE, principal(store, "secretary"), now)
        assert found.newest is not None
        told[now] = (found.total, found.newest.total, found.newest.left_out)
    assert told == {NOW: (2, 2, ()), AFTER: (1, 1, (("ended", 1),))}
    (*_, change) = reading.view(store, COUNCILS[2], None).changes
    come = [delivery.of_event(store, ALLIANCE, change, now) for now in (NOW, AFTER)]
    assert come == [Delivery(2, 0), Delivery(1, 0)]
    assert says_farewell(store, address, AFTER)
    after = evidence.evidence(store, ALLIANCE, principal(store, "secretary"), AFTER)
    assert after.newest is not None
    assert (after.total, after.newest.total, after.newest.left_out) == told[AFTER]


def test_one_that_reaches_elsewhere_still_counts_no_more_where_it_does_not(
    sqlite_url: str,
) -> None:
    store = filled(sqlite_url)
    by = Principal("u-two", "two")
    grants = (("member", BRANCH), ("member", "body:steel"))
    user = accounts.NewUser("u-two", "two", "样例", "another-one", grants)
    accounts.create_users(store, [user], NOW, fast=True)
    found = accounts.current(store, by.id, 1, NOW)
    assert found is not None
    made(store, found, parse_scope("body:auto,steel"))
    leave(store)
    shown = {
        alliance: evidence.evidence(store, alliance, SYSTEM, AFTER).total
        for alliance in (ALLIANCE, OTHER)
    }
    assert (shown, lapsed(store)) == ({ALLIANCE: 0, OTHER: 1}, set())


def test_what_has_lapsed_takes_no_place_among_the_most(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(subscriptions, "MOST", 1)
    store = filled(sqlite_url)
    _, actor, _ = left(store)
    with store.write() as session:
        session.execute(text("UPDATE membership SET until = NULL"))
    with pytest.raises(ManyAddressesError):
        made(store, actor)
    with store.write() as session:
        session.execute(text("UPDATE subscription SET scope = 'body:steel'"))
        session.execute(text("UPDATE subscription_alliance SET alliance = 'steel'"))
    assert made(store, principal(store, "branch")).works


def test_what_lapses_is_told_by_as_many_queries_however_many_there_are(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    few = of_everybody(store)

    def read(listed: list[Address]) -> None:
        with store.read() as session:
            lapses.marked(session, listed, AFTER)

    many = [*few, *(made(store, principal(store, role)) for role in ("branch", "secretary") * 5)]
    assert statements(store, lambda: read(many)) == statements(store, lambda: read(few))


def test_a_right_that_cannot_be_read_hides_no_other(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    _, _, address = left(store)
    damaged = made(store, principal(store, "host")).subscription.id
    with store.write() as session:
        session.execute(text("UPDATE user SET locked_until = 'soon' WHERE id = 'u-host'"))
    assert lapsed(store) == {address.subscription.id}
    assert damaged in {
        each.subscription.id for each in known.listed(store, [ALLIANCE], SYSTEM, NOW)
    }
