from scheduler.services import planning, undoing
from scheduler.services.access import SYSTEM
from scheduler.services.names import Name
from scheduler.services.plan_list import PlanList, plan_list
from scheduler.store import Store
from scheduler.store.tables.roster import GroupMemberRow, NameRow
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

    (published,) = listed(store, "member").published

    assert [body.key for body in published.alliances] == [ALLIANCE]
    assert (published.done, published.may_undo) == (done, False)
    assert listed(store, "other").published == ()


def test_the_list_costs_the_same_for_one_and_for_many_alliances(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    one, many = (principal(store, role) for role in ("secretary", "admin"))

    assert statements(store, lambda: plan_list(store, by=one, now=NOW)) == statements(
        store, lambda: plan_list(store, by=many, now=NOW)
    )


def test_the_last_standing_plan_can_be_taken_back(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    done = []
    for key, year in ((ALLIANCE, 2026), (OTHER, 2026), (ALLIANCE, 2027)):
        shown = planning.preview(store, (key,), year, by=SYSTEM, now=NOW)
        done.append(planning.apply(store, (key,), year, shown.hash, by=SYSTEM, now=NOW))

    assert [each.may_undo for each in listed(store, "admin").published] == [True, True, False]
    assert [each.may_undo for each in listed(store, "secretary").published] == [True, False]

    undoing.undo(store, done[2].hash, by=SYSTEM, now=NOW)

    published = listed(store, "admin").published
    assert [each.may_undo for each in published] == [False, True, True]
    assert published[0].done.undone_at == NOW


def test_groups_are_listed_to_those_who_may_publish_all_of_them(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    with store.write() as session:
        session.add(NameRow(key="one", name="样例一组", name_en="Group one"))
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
        session.add(GroupMemberRow(group_key="one", alliance=ALLIANCE))

    one = ("one", Name("样例一组", "样例一组", "Group one"), (ALLIANCE,))
    both = ("both", Name("both", "both", ""), (ALLIANCE, OTHER))
    assert listed(store, "secretary").groups == (one,)
    assert listed(store, "admin").groups == (both, one)
