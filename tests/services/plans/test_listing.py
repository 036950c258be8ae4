from dataclasses import replace
from datetime import UTC, datetime, timedelta
from fractions import Fraction

from sqlalchemy import update

from scheduler.domain.turn import EntryKind, TurnEntry
from scheduler.rules.inputs import Blackout
from scheduler.rules.turns.openings import open_turns
from scheduler.services import charging
from scheduler.services.access import SYSTEM, Action
from scheduler.services.events import acts
from scheduler.services.events.writing import Act
from scheduler.services.names import Name
from scheduler.services.plans import planning, undoing
from scheduler.services.plans.listing import PlanList, plan_list, published
from scheduler.services.rules import keeping
from scheduler.services.rules.wishes import Wish
from scheduler.services.workdays import blackouts
from scheduler.store import Store
from scheduler.store.accounts import display_names
from scheduler.store.tables.planning import RuleRow
from scheduler.store.tables.roster import GroupMemberRow, NameRow
from scheduler.store.turns import Charge
from tests.support.queries import statements
from tests.support.world import ALLIANCE, COUNCILS, NOW, OTHER, filled, principal, store_at


def listed(store: Store, role: str) -> PlanList:
    return plan_list(store, by=principal(store, role), now=NOW)


def rows(found: PlanList) -> list[tuple[str, int, int, int]]:
    return [(each.alliance.key, each.year, each.events, each.held) for each in found.years]


def test_each_reader_sees_the_years_they_may_publish(database_url: str) -> None:
    store = filled(database_url)

    assert rows(listed(store, "secretary")) == [(ALLIANCE, 2026, 9, 3), (ALLIANCE, 2027, 0, 0)]
    assert rows(listed(store, "committee")) == [
        (ALLIANCE, 2026, 9, 3),
        (ALLIANCE, 2027, 0, 0),
        (OTHER, 2026, 2, 0),
        (OTHER, 2027, 0, 0),
    ]
    assert rows(listed(store, "member")) == []


def test_published_plans_are_listed_to_those_who_may_see_the_alliance(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    done = planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)

    (published,) = listed(store, "member").published

    assert [body.key for body in published.alliances] == [ALLIANCE]
    assert (published.done, published.may_undo) == (done, False)
    assert published.publisher == ""
    assert listed(store, "other").published == ()


def test_who_published_is_named(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    shown = planning.preview(store, (ALLIANCE,), 2026, by=by, now=NOW)
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=by, now=NOW)
    (known,) = published(store, by=by)
    with store.read() as session:
        assert known.publisher == display_names(session, [by.id])[by.id] != ""


def waiting(found: PlanList) -> list[tuple[str, int, int, int]]:
    return [(each.alliance.key, each.year, each.changes, each.decisions) for each in found.years]


def test_what_waits_is_counted_until_it_is_published_or_decided(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    shown = planning.preview(store, (ALLIANCE,), 2026, by=SYSTEM, now=NOW)
    changed = {change.uid for change in shown.changes}

    assert waiting(listed(store, "secretary")) == [
        (ALLIANCE, 2026, len(changed), 0),
        (ALLIANCE, 2027, 11, 0),
    ]
    planning.apply(store, (ALLIANCE,), 2026, shown.hash, by=SYSTEM, now=NOW)
    assert waiting(listed(store, "secretary"))[0] == (ALLIANCE, 2026, 0, 0)

    frozen = datetime(2026, 8, 25, 6, 30, tzinfo=UTC)
    acts.move(store, Act(COUNCILS[2], SYSTEM, NOW), frozen)
    away = Blackout("body:auto", frozen.date(), frozen.date() + timedelta(days=1))
    blackouts.add(store, away, by=by, now=NOW)
    assert waiting(listed(store, "secretary"))[0] == (ALLIANCE, 2026, 0, 1)


def test_a_year_tells_what_finds_no_date_and_no_host_and_who_is_missing(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "secretary")
    autumn = {"kind": "exchange", "window": {"from": "10-01", "until": "10-08"}, "late": "forfeit"}
    keeping.create(store, Wish(ALLIANCE, "autumn", "anchor", "国庆活动", autumn), by=by, now=NOW)
    seats = {"for": "council", "require": [{"role": "lead_official", "n": 2}]}
    keeping.create(store, Wish(ALLIANCE, "seats", "staffing", "到会", seats), by=by, now=NOW)
    with store.write() as session:
        session.execute(
            update(RuleRow)
            .where(RuleRow.key == "host_turns")
            .values(data={"fills": "host", "for": "exchange", "pool": {"role": "nosuch"}})
        )
    drafts = [planning.draft(store, (ALLIANCE,), year, by=by, now=NOW) for year in (2026, 2027)]
    over = [sum(one.is_over for one in each.plan.unplaced) for each in drafts]
    found = [
        (each.unplaced, each.missed, each.vacant, each.seats)
        for each in listed(store, "secretary").years
    ]
    assert found == [
        (
            len(each.plan.unplaced) - missed,
            missed,
            len(open_turns(each.source, each.plan.placements)),
            1,
        )
        for each, missed in zip(drafts, over, strict=True)
    ]
    assert drafts[0].plan.unplaced
    assert open_turns(drafts[1].source, drafts[1].plan.placements)


def test_turns_that_no_longer_fit_their_ledger_are_counted(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert [each.uneven for each in listed(store, "secretary").years] == [0, 0]
    beta, gamma = "organisation:beta", "organisation:gamma"
    entry = TurnEntry(
        EntryKind.CORRECTION, NOW.date(), host=beta, amount=Fraction(2), counter=gamma
    )
    with store.write() as session:
        charging.write(session, [Charge(ALLIANCE, "host_turns", entry)], "system", NOW)
    drafts = [planning.draft(store, (ALLIANCE,), year, by=SYSTEM, now=NOW) for year in (2026, 2027)]
    assert [len(planning.apart_of(each)) for each in drafts] == [1, 0]
    assert [each.uneven for each in listed(store, "secretary").years] == [1, 0]


def test_who_may_publish_only_part_of_what_they_see_is_told(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    assert listed(store, "admin").whole
    part = replace(
        principal(store, "committee"),
        actions={ALLIANCE: frozenset({Action.VIEW, Action.PLAN}), OTHER: frozenset({Action.VIEW})},
        everywhere=frozenset(),
    )
    found = plan_list(store, by=part, now=NOW)
    assert (found.whole, {each.alliance.key for each in found.years}) == (False, {ALLIANCE})


def test_published_plans_alone_are_listed_without_planning(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    by = principal(store, "member")
    assert published(store, by=by) == listed(store, "member").published == ()
    assert statements(store, lambda: published(store, by=by)) == 3


def test_the_list_costs_the_same_for_one_and_for_many_alliances(sqlite_url: str) -> None:
    store = filled(sqlite_url)
    again = store_at(sqlite_url)
    one, many = (principal(store, role) for role in ("secretary", "admin"))

    assert statements(store, lambda: plan_list(store, by=one, now=NOW)) == statements(
        again, lambda: plan_list(again, by=many, now=NOW)
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
        session.add(NameRow(key="group:one", name="样例一组", name_en="Group one"))
        session.add_all(GroupMemberRow(group_key="both", alliance=key) for key in (ALLIANCE, OTHER))
        session.add(GroupMemberRow(group_key="one", alliance=ALLIANCE))

    one = ("one", Name("样例一组", "样例一组", "Group one"), (ALLIANCE,))
    names = "汽车链、钢铁链"
    english = "Sample Automotive Chain Committee, 钢铁链"
    both = ("both", Name(names, names, english), (ALLIANCE, OTHER))
    assert listed(store, "secretary").groups == (one,)
    assert listed(store, "admin").groups == (both, one)
