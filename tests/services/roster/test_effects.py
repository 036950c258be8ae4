"""What follows when members and people come and go: turns, plans, feeds and rights."""

from collections.abc import Sequence
from datetime import UTC, date, datetime
from fractions import Fraction

import pytest
from sqlalchemy import select

from scheduler.domain.errors import NotFoundError, OutsiderError, StalePlanError
from scheduler.domain.feed_scope import Scope, ScopeKind
from scheduler.domain.roster import ALWAYS, AffiliationKind, Membership, Officer, Tenure
from scheduler.domain.turn_errors import IneligibleError
from scheduler.services import accounts, charging
from scheduler.services.accounts import NewUser
from scheduler.services.attendance import audience
from scheduler.services.feeds import concern, offers, serving, subscriptions
from scheduler.services.feeds.asking import Ask
from scheduler.services.feeds.shelf import Copy, Shelf
from scheduler.services.feeds.wishes import Wish
from scheduler.services.plans import planning
from scheduler.services.roster import members, people
from scheduler.services.roster.people import Place
from scheduler.services.turns import standing
from scheduler.store import Store, belonging, events
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import BodyRow, OrganisationRow
from tests.services.turns.exchanges import GAMMAS, SWAP, agree, ask, with_hosts
from tests.support.served import WHOLE
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


BRANCH = "body:auto-1"
OF_THE_BRANCH = [WHOLE, Scope(ScopeKind.BRANCH, ("auto-1",)), Scope(ScopeKind.PERSON, ("p-1",))]


def joined(store: Store, tenure: Tenure = ALWAYS, member: str = BRANCH) -> Store:
    """Write a branch down as a member of the alliance above it."""
    with store.write() as session:
        belonging.add(session, Membership(member, ALLIANCE, "member", tenure=tenure))
    return store


def reached(store: Store, days: Sequence[datetime], account: str = "u-branch") -> list[list[str]]:
    seen = [accounts.current(store, account, 1, now) for now in days]
    return [sorted(each.actions) for each in seen if each]


@pytest.mark.parametrize("role", ["branch", "secretary", "admin"])
@pytest.mark.parametrize("scope", OF_THE_BRANCH)
def test_a_branch_that_left_has_no_feed_and_no_pages_though_it_stays_in_the_tree(
    sqlite_url: str, scope: Scope, role: str
) -> None:
    store, shelf = joined(filled(sqlite_url)), Shelf(BASE_URL)
    wish, by = Wish(scope, "手机"), principal(store, role)
    address = subscriptions.create(store, wish, by, SECRET_KEY, NOW)

    def ended(now: datetime) -> bool:
        found = serving.serve(store, shelf, Ask(address.token), now)
        assert isinstance(found, Copy)
        return "订阅链接已停用".encode() in found.calendar.octets

    before = [ended(NOW) for _ in range(3)]
    members.end(store, ALLIANCE, BRANCH, LEAVES, by=principal(store, "secretary"), now=NOW)

    # Whoever belongs to the alliance otherwise loses but what was the branch's.
    loses = role == "branch" or scope != WHOLE
    assert [*before, ended(BEFORE), ended(AFTER)] == [False] * 4 + [loses]
    actor = accounts.current(store, f"u-{role}", 1, AFTER)
    assert actor is not None
    if loses:
        with pytest.raises((NotFoundError, OutsiderError)):
            subscriptions.create(store, wish, actor, SECRET_KEY, AFTER)
    assert offers.offer(store, actor, AFTER, ALLIANCE).own == ()


def test_an_account_on_a_branch_that_left_sees_no_pages_until_it_joins_again(
    sqlite_url: str,
) -> None:
    store, shelf = joined(filled(sqlite_url)), Shelf(BASE_URL)
    by = principal(store, "secretary")
    wish = Wish(Scope(ScopeKind.BRANCH, ("auto-1",)), "手机")
    first = subscriptions.create(store, wish, principal(store, "branch"), SECRET_KEY, NOW)
    again = datetime(2026, 9, 30, 16, tzinfo=UTC)

    members.end(store, ALLIANCE, BRANCH, LEAVES, by=by, now=NOW)
    serving.serve(store, shelf, Ask(first.token), AFTER)
    back = Membership(BRANCH, ALLIANCE, "member", tenure=Tenure(date(2026, 10, 1)))
    members.add(store, back, by=by, now=NOW)

    days = (BEFORE, AFTER, again)
    for account in ("u-branch", "u-member"):
        assert reached(store, days, account) == [[ALLIANCE], [], [ALLIANCE]]
    actor = accounts.current(store, "u-branch", 1, again)
    assert actor is not None
    second = subscriptions.create(store, wish, actor, SECRET_KEY, again)
    answers = [serving.serve(store, shelf, Ask(each.token), again) for each in (first, second)]
    told = [isinstance(each, Copy) and b"SUMMARY" in each.calendar.octets for each in answers]
    farewell = [
        isinstance(each, Copy) and "订阅链接已停用".encode() in each.calendar.octets
        for each in answers
    ]
    assert (told[1], farewell) == (True, [True, False])


def test_a_branch_that_left_is_not_led_back_by_whom_it_serves(sqlite_url: str) -> None:
    store = joined(filled(sqlite_url))
    with store.write() as session:
        for member in (ALPHA, GAMMA):
            belonging.add(session, Membership(member, "auto-1", "member"))
    members.end(store, ALLIANCE, BRANCH, LEAVES, by=principal(store, "secretary"), now=NOW)
    scope = Scope(ScopeKind.BRANCH, ("auto-1",))
    days = (date(2026, 8, 31), LEAVES)
    with store.read() as session:
        whom = concern.concern(session, scope)
        found = [concern.reached(session, scope, whom, day) for day in days]
    assert found == [{ALLIANCE, OTHER}, {OTHER}]


def test_who_is_at_home_in_a_branch_that_left_has_no_right_by_another_grant(
    sqlite_url: str,
) -> None:
    store = joined(filled(sqlite_url), Tenure(None, LEAVES))
    grant = ("member", "body:auto-2")
    user = NewUser("u-two", "two", "样例", "another", (grant,), "p-3")
    accounts.create_users(store, [user], NOW, fast=True)
    assert reached(store, (BEFORE, AFTER), "u-two") == [[ALLIANCE], []]


def test_what_lies_below_a_branch_leaves_with_it_unless_it_is_a_member_itself(
    sqlite_url: str,
) -> None:
    store = joined(filled(sqlite_url), Tenure(None, LEAVES))
    with store.write() as session:
        for key in ("group-1", "group-2"):
            name = {"name": "样例党小组", "short_name": "党小组"}
            session.add(BodyRow(key=key, kind="party_group", parent="auto-1", **name))
    joined(store, member="body:group-2")
    for key in ("group-1", "group-2"):
        user = NewUser(f"u-{key}", key, "样例", "another", (("member", f"body:{key}"),))
        accounts.create_users(store, [user], NOW, fast=True)
    days = (BEFORE, AFTER)
    assert reached(store, days, "u-group-1") == [[ALLIANCE], []]
    assert reached(store, days, "u-group-2") == [[ALLIANCE], [ALLIANCE]]


def test_nobody_swaps_a_turn_into_the_time_after_leaving(sqlite_url: str) -> None:
    store = with_hosts(filled(sqlite_url))
    ask(store, SWAP)  # the turns of 23 September and 18 November

    between = date(2026, 10, 1)
    members.end(store, ALLIANCE, BETA, between, by=principal(store, "secretary"), now=NOW)

    with pytest.raises(IneligibleError) as refused:
        agree(store, "secretary")
    assert refused.value.fields == {
        "uid": GAMMAS,
        "member": BETA,
        "day": date(2026, 11, 18),
    }


def test_the_people_of_a_branch_that_left_are_expected_no_more(database_url: str) -> None:
    store = joined(filled(database_url))
    by = principal(store, "secretary")
    members.end(store, ALLIANCE, BRANCH, date(2026, 10, 1), by=by, now=NOW)

    with store.read() as session:
        expected = [
            {each.line.home_branch for each in audience.expected(session, council, "members")}
            for council in map(events.of(session, COUNCILS).__getitem__, COUNCILS[2:])
        ]

    assert expected == [{"auto-1", "auto-2"}, {"auto-2"}]
