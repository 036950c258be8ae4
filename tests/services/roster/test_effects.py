"""What follows when members and people come and go: turns, plans, feeds and rights."""

from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select

from scheduler.domain.errors import StalePlanError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.roster import AffiliationKind, Membership, Officer, Tenure
from scheduler.domain.turn_errors import IneligibleError
from scheduler.services import accounts, charging
from scheduler.services.accounts import NewUser
from scheduler.services.feeds import serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.services.plans import planning
from scheduler.services.roster import members, people
from scheduler.services.roster.people import Place
from scheduler.services.turns import standing
from scheduler.store import Store
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import OrganisationRow
from tests.services.turns.exchanges import BETAS, SWAP, agree, ask, with_hosts
from tests.support.served import WHOLE
from tests.support.world import (
    ALLIANCE,
    BASE_URL,
    NOW,
    SECRET_KEY,
    filled,
    principal,
)

ALPHA, BETA, GAMMA, DELTA = (f"organisation:{key}" for key in ("alpha", "beta", "gamma", "delta"))
LEAVES = date(2026, 9, 1)
BEFORE, AFTER = datetime(2026, 8, 31, 15, 59, tzinfo=UTC), datetime(2026, 8, 31, 16, tzinfo=UTC)
"""The last minute of 31 August in Shanghai, and the first one after it."""


def hosts(store: Store, now: datetime = NOW, year: int = 2026) -> list[str | None]:
    plan = planning.preview(store, (ALLIANCE,), year, by=principal(store, "secretary"), now=now)
    placed = {each.uid: each for each in plan.placements if each.kind == "exchange"}
    return [placed[uid].host for uid in sorted(placed, key=lambda uid: placed[uid].start)]


def debts(store: Store, now: datetime) -> dict[str, Fraction]:
    (view,) = standing.turn_views(store, ALLIANCE, 2026, by=principal(store, "member"), now=now)
    return {row.member: row.debt for row in view.rows}


def test_who_leaves_hosts_nothing_from_that_day_and_the_debts_sum_to_nothing(
    database_url: str,
) -> None:
    store = filled(database_url)
    by = principal(store, "secretary")

    ended = members.end(store, ALLIANCE, BETA, LEAVES, by=by, now=NOW)

    assert ended.days == (date(2026, 9, 23),)
    assert BETA not in hosts(store)[1:]
    charging.follow(store, AFTER)
    owed = debts(store, AFTER)
    assert (sorted(owed), sum(owed.values())) == ([ALPHA, GAMMA], 0)


def test_a_rule_that_names_who_leaves_gives_its_turns_to_the_others(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        row = session.scalars(select(RuleRow).filter_by(key="host_turns")).one()
        row.data = {**row.data, "pool": [ALPHA, BETA, GAMMA]}
    before = hosts(store)

    by = principal(store, "secretary")
    members.end(store, ALLIANCE, BETA, LEAVES, by=by, now=NOW)

    assert (before, hosts(store)) == ([BETA, GAMMA], [GAMMA, GAMMA])
    assert BETA not in hosts(store, year=2027)


def test_who_joins_takes_its_turn(database_url: str) -> None:
    store = filled(database_url)
    with store.write() as session:
        session.add(
            OrganisationRow(key="delta", name="样例丁川公司", short_name="丁川", kind="enterprise")
        )
    before = hosts(store, year=2027)

    wanted = Membership(DELTA, ALLIANCE, "chain_leader", tenure=Tenure(LEAVES))
    members.add(store, wanted, by=principal(store, "secretary"), now=NOW)

    assert (DELTA in before, DELTA in hosts(store, year=2027)) == (False, True)
    charging.follow(store, AFTER)
    owed = debts(store, AFTER)
    assert owed[DELTA] == sum(owed.values()) == 0


def test_a_plan_that_was_shown_before_a_member_left_is_refused(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    shown = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)

    members.end(store, ALLIANCE, BETA, LEAVES, by=by, now=NOW)

    with pytest.raises(StalePlanError):
        planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=by, now=NOW)


@pytest.mark.parametrize(
    "scope", [WHOLE, Scope(ScopeKind.PERSON, ("p-1",)), Scope(ScopeKind.BRANCH, ("auto-1",))]
)
def test_who_leaves_loses_the_feed_on_its_next_poll_and_the_pages(
    sqlite_url: str, scope: Scope
) -> None:
    store, shelf = filled(sqlite_url), Shelf(BASE_URL)
    wish = Wish(scope, "手机")
    address = subscriptions.create(store, wish, principal(store, "branch"), SECRET_KEY, NOW)

    def ended(now: datetime) -> bool:
        found = serving.serve(store, shelf, Ask(address.token), now)
        assert isinstance(found, Copy)
        return "订阅链接已停用".encode() in found.calendar.octets

    before = [ended(NOW) for _ in range(3)]
    at, by = Place("p-1", "auto-1"), principal(store, "secretary")
    people.unsettle(store, at, AffiliationKind.HOME, LEAVES, by=by, now=NOW)
    people.release(store, at, "branch_secretary", LEAVES, by=by, now=NOW)

    assert [*before, ended(BEFORE), ended(AFTER)] == [False] * 4 + [True]
    rights = [accounts.current(store, "u-branch", 1, now) for now in (BEFORE, AFTER)]
    assert [sorted(each.actions) for each in rights if each] == [[ALLIANCE], []]


def test_one_tie_left_keeps_the_rights_and_without_any_the_grants_tell(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    at = Place("p-1", "auto-1")

    people.unsettle(store, at, AffiliationKind.HOME, LEAVES, by=by, now=NOW)

    seen = accounts.current(store, "u-branch", 1, AFTER)
    assert seen is not None
    assert sorted(seen.actions) == [ALLIANCE]


def test_who_is_yet_to_come_has_no_right_before(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    chief = NewUser("u-c", "chief", "样例", "another", (("member", "body:auto-1"),), "p-chief")
    accounts.create_users(store, [chief], NOW, fast=True)
    by = principal(store, "admin")
    people.release(store, Place("p-chief", ALLIANCE), "lead_official", LEAVES, by=by, now=NOW)
    again = Officer("p-chief", "auto-2", "liaison", Tenure(date(2026, 10, 1)))
    people.appoint(store, again, by=by, now=NOW)

    days = (BEFORE, AFTER, datetime(2026, 9, 30, 16, tzinfo=UTC))
    seen = [accounts.current(store, "u-c", 1, now) for now in days]
    assert [sorted(each.actions) for each in seen if each] == [[ALLIANCE], [], [ALLIANCE]]


def test_the_people_of_an_organisation_that_left_see_nothing_more(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")

    members.end(store, ALLIANCE, ALPHA, LEAVES, by=by, now=NOW)

    seen = [accounts.current(store, "u-host", 1, now) for now in (BEFORE, AFTER)]
    assert [sorted(each.actions) for each in seen if each] == [[ALLIANCE], []]


def test_nobody_swaps_a_turn_into_the_time_after_leaving(sqlite_url: str) -> None:
    store = with_hosts(filled(sqlite_url))
    ask(store, SWAP)  # the turns of 23 September and 18 November

    members.end(store, ALLIANCE, GAMMA, LEAVES, by=principal(store, "secretary"), now=NOW)

    with pytest.raises(IneligibleError) as refused:
        agree(store, "secretary")
    assert refused.value.fields == {
        "uid": BETAS,
        "member": GAMMA,
        "day": date(2026, 9, 23),
    }
