from dataclasses import replace

from scheduler.services.access import Principal
from scheduler.services.plans.movable import Movable, movable
from scheduler.store import Store
from scheduler.store.tables.roster import MembershipRow, OrganisationRow
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal

ALPHA, BETA = "organisation:alpha", "organisation:beta"


def found(store: Store, by: Principal, *alliances: str) -> Movable:
    return movable(store, alliances, by=by, now=NOW)


def test_who_belongs_may_leave_and_everybody_else_may_join(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.add(
            OrganisationRow(key="new", name="样例新企业", short_name="新企业", kind="enterprise")
        )
        session.add(MembershipRow(member="organisation:new", body=ALLIANCE, until=NOW.date()))
    shown = found(store, principal(store, "secretary"), ALLIANCE)
    joining = {each.key for each in shown.joining}
    assert {ALPHA, BETA} <= set(shown.leaving)
    assert joining.isdisjoint(shown.leaving)
    assert "organisation:new" in joining
    assert {"chain_leader", "member"} <= set(shown.roles)
    assert {*shown.leaving, f"body:{ALLIANCE}"} <= shown.names.keys()


def test_who_may_not_change_it_is_offered_only_members_that_they_see(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.add(
            OrganisationRow(key="new", name="样例新企业", short_name="新企业", kind="enterprise")
        )
    assert found(store, principal(store, "member"), ALLIANCE).joining == ()


def test_of_several_alliances_who_is_not_in_all_of_them_may_join(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "admin")
    one, other, both = (
        found(store, by, *keys) for keys in ((ALLIANCE,), (OTHER,), (ALLIANCE, OTHER))
    )
    assert set(both.leaving) == {*one.leaving, *other.leaving}
    everywhere = {*one.leaving} & {*other.leaving}
    assert {each.key for each in both.joining}.isdisjoint(everywhere)
    assert {each.key for each in both.joining} >= {*one.leaving} ^ {*other.leaving}
    assert both.alliances == (ALLIANCE, OTHER)
    assert replace(both, joining=()) == replace(found(store, by, ALLIANCE, OTHER), joining=())


def test_it_costs_as_much_for_many_alliances_as_for_one(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "admin")
    cost = statements(store, lambda: found(store, by, ALLIANCE))
    assert statements(store, lambda: found(store, by, ALLIANCE, OTHER)) == cost
