from scheduler.services import planning
from scheduler.services.access import SYSTEM
from scheduler.services.plan_list import PlanList, plan_list
from scheduler.store import Store
from tests.support.queries import statements
from tests.support.world import ALLIANCE, NOW, OTHER, filled, principal


def listed(store: Store, role: str) -> PlanList:
    return plan_list(store, by=principal(store, role), now=NOW)


def rows(found: PlanList) -> list[tuple[str, int, int]]:
    return [(each.alliance.key, each.year, each.events) for each in found.years]


def test_each_reader_sees_the_years_they_may_publish(database_url: str) -> None:
    store = filled(database_url)

    assert rows(listed(store, "secretary")) == [(ALLIANCE, 2026, 9), (ALLIANCE, 2027, 0)]
    assert rows(listed(store, "committee")) == [
        (ALLIANCE, 2026, 9),
        (ALLIANCE, 2027, 0),
        (OTHER, 2026, 2),
        (OTHER, 2027, 0),
    ]
    assert rows(listed(store, "member")) == []


def test_published_plans_are_listed_to_those_who_may_see_the_alliance(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    done = planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)

    ((bodies, applied),) = listed(store, "member").published

    assert ([body.key for body in bodies], applied) == ([ALLIANCE], done)
    assert listed(store, "other").published == ()


def test_the_list_costs_the_same_for_one_and_for_many_alliances(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    one, many = (principal(store, role) for role in ("secretary", "admin"))

    assert statements(store, lambda: plan_list(store, by=one, now=NOW)) == statements(
        store, lambda: plan_list(store, by=many, now=NOW)
    )
