"""What a reader can subscribe to."""

from datetime import date

import pytest
from sqlalchemy import update

from scheduler.domain.errors import NotFoundError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.text import say
from scheduler.services.feeds import offers, subscriptions
from scheduler.services.feeds.offers import Offer, Own
from scheduler.services.feeds.wishes import Wish
from scheduler.services.names import Name
from scheduler.store import Store
from scheduler.store.tables.access import UserRow
from scheduler.store.tables.roster import (
    AffiliationRow,
    BodyRow,
    MembershipRow,
    OfficerRow,
    OrganisationRow,
)
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, SECRET_KEY, filled, principal

FIRST = Name("样例汽车第1党支部", "第1支部", "")
BRANCH = Own(Scope(ScopeKind.BRANCH, ("auto-1",)), FIRST, 9)


def offered(store: Store, role: str, alliance: str | None = ALLIANCE) -> Offer:
    return offers.offer(store, principal(store, role), NOW, alliance)


def hosts(found: Offer) -> dict[str, list[str]]:
    return {each.alliance.key: [key for key, _ in each.members] for each in found.hosts}


def test_a_member_is_offered_the_own_branch_and_the_hosts(database_url: str) -> None:
    found = offered(filled(database_url), "member")
    assert [each.key for each in found.alliances] == [ALLIANCE]
    assert found.own == (BRANCH,)
    assert hosts(found) == {ALLIANCE: ["alpha", "beta", "bureau", "gamma"]}
    # A consultation is known, and never took place.
    assert [each.key for each in found.kinds] == [
        "alliance_day",
        "council",
        "exchange",
        "resource_list",
    ]
    assert found.events == 9


def test_a_person_is_offered_what_concerns_it_while_it_belongs_there(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    mine = Own(Scope(ScopeKind.PERSON, ("p-1",)), None, 9)
    assert offered(store, "branch").own == (BRANCH, mine)
    with store.write() as session:
        for table in (AffiliationRow, OfficerRow):
            gone = update(table).where(table.person == "p-1").values(until=date(2026, 8, 1))
            session.execute(gone)
    assert offered(store, "branch").own == ()


def test_a_host_is_offered_its_own_meetings(sqlite_url: str) -> None:
    alpha = Name("样例甲川公司", "甲川", "Sample Alpha")
    expected = (Own(Scope(ScopeKind.HOST, ("alpha",)), alpha, 1),)
    store = filled(sqlite_url)
    assert offered(store, "host").own == expected
    assert offered(store, "host", OTHER).own == ()


@pytest.mark.parametrize("tenure", [{"until": NOW.date()}, {"since": date(2026, 9, 1)}])
def test_only_hosts_that_belong_now_are_offered_for_others_are_refused(
    sqlite_url: str, tenure: dict[str, date]
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        beta = MembershipRow.member == "organisation:beta"
        session.execute(update(MembershipRow).where(beta).values(**tenure))
    assert hosts(offered(store, "member")) == {ALLIANCE: ["alpha", "bureau", "gamma"]}
    wish = Wish(Scope(ScopeKind.HOST, ("beta",)), "手机")
    with pytest.raises(NotFoundError):
        subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)


def test_nothing_is_offered_to_who_belongs_to_the_own_branch_no_more(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(update(UserRow).where(UserRow.name == "member").values(person="p-3"))
        left = update(AffiliationRow).where(AffiliationRow.person == "p-3")
        session.execute(left.values(until=NOW.date()))
    found = offered(store, "member", None)
    assert (found.alliances, found.own, found.hosts) == ((), (), ())
    wish = Wish(BRANCH.scope, "手机")
    with pytest.raises(NotFoundError) as caught:
        subscriptions.create(store, wish, principal(store, "member"), SECRET_KEY, NOW)
    assert say(caught.value.code, caught.value.fields, "zh") == (
        "“第1支部”的活动现在不对您开放：您在那里的身份已经到期，或者它已不在联盟里。"
    )


def test_all_alliances_together_are_offered_to_whoever_sees_them(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    found = offered(store, "committee", None)
    assert ([each.key for each in found.alliances], found.events) == ([ALLIANCE, OTHER], 0)
    assert offered(store, "member", None).events == 9
    assert offered(store, "admin", None).own == ()


def test_the_page_of_all_offers_the_members_of_the_readers_own_few_alliances(
    sqlite_url: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.execute(update(BodyRow).values(public_calendar=True))
        session.add_all(
            MembershipRow(body=OTHER, member=f"organisation:{key}") for key in ("alpha", "delta")
        )
        session.add(OrganisationRow(key="delta", name="样例丁", short_name="丁", kind="enterprise"))
    own = ["alpha", "beta", "bureau", "gamma"]
    found = offered(store, "member", None)
    # A public alliance to which the reader does not belong gives no address of the reader's own.
    assert ([each.key for each in found.alliances], hosts(found), found.events) == (
        [ALLIANCE],
        {ALLIANCE: own},
        9,
    )
    assert hosts(offered(store, "committee", None)) == {ALLIANCE: own, OTHER: ["delta"]}
    assert hosts(offered(store, "admin", None)) == {}
    assert hosts(offered(store, "admin", OTHER)) == {OTHER: ["alpha", "delta", "gamma"]}
    monkeypatch.setattr(offers, "NEAR", 1)
    assert hosts(offered(store, "committee", None)) == {}


def test_the_queries_are_few(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "branch")
    assert statements(store, lambda: offers.offer(store, by, NOW, ALLIANCE)) < 30
