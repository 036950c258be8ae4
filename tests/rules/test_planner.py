"""The laws of planning on small random instances, then the plan of one alliance's year."""

import os
import random
import subprocess
import sys
from collections import Counter
from dataclasses import replace
from datetime import date
from itertools import pairwise

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.plan import ChangeKind, Placement, Plan
from scheduler.rules.planner import plan, plan_units
from scheduler.rules.planning.diff import VISIBLE, applied
from tests.rules.alliance import LEADERS, alliance, matter
from tests.rules.checker import violations
from tests.rules.strategies import Case, cases, disturbed, event_of


@given(cases(), st.randoms(use_true_random=False))
def test_equal_inputs_in_any_order_give_equal_plans(case: Case, chance: random.Random) -> None:
    source, units = case.source, case.units
    events, absences, shuffled = list(source.events), list(source.blackouts), list(units)
    for values in (events, absences, shuffled):
        chance.shuffle(values)
    mixed = replace(
        source,
        events=tuple(events),
        blackouts=tuple(absences),
        targets=tuple(reversed(source.targets)),
    )
    assert repr(plan_units(mixed, shuffled)) == repr(plan_units(source, units))


@given(disturbed())
def test_a_plan_after_apply_is_empty(case: Case) -> None:
    source, plan = case.source, case.plan()
    again = replace(case, source=applied(source, plan)).plan()
    assert (again.changes, again.forced, again.moved) == ((), 0, 0)


@given(cases())
def test_a_first_plan_breaks_nothing(case: Case) -> None:
    source, units = case.source, case.units
    assert violations(source, units, plan_units(source, units)) == []


@given(disturbed())
def test_a_plan_over_a_published_one_breaks_nothing(
    case: Case,
) -> None:
    source, plan = case.source, case.plan()
    assert violations(source, case.units, plan) == []


@given(disturbed())
def test_held_frozen_and_pinned_events_never_move(
    case: Case,
) -> None:
    source, plan = case.source, case.plan()
    moved = {change.uid for change in plan.changes}
    placed = {placement.uid: placement for placement in plan.placements}
    for event in source.events:
        frozen = (event.day() - source.today).days < source.freeze_days
        if event.status is EventStatus.HELD or event.status is EventStatus.CANCELLED:
            assert event.uid not in moved | placed.keys()
        elif (frozen or event.pinned) and event.uid in placed:
            assert placed[event.uid].start == event.start
            assert placed[event.uid].end == event.end
        elif frozen or event.pinned:
            assert event.uid not in moved


@given(disturbed())
def test_moves_are_at_least_the_forced_ones_and_name_their_cause(
    case: Case,
) -> None:
    plan = case.plan()
    assert plan.moved >= plan.forced
    assert [change for change in plan.changes if "code" not in change.cause] == []


@given(disturbed())
def test_every_unit_is_held_planned_unplaced_or_shares_an_event(
    case: Case,
) -> None:
    source, plan = case.source, case.plan()
    held = Counter(
        event.unit for event in source.events if event.status is EventStatus.HELD and event.unit
    )
    found = (
        set(held)
        | {placement.unit for placement in plan.placements}
        | {missing.unit for missing in plan.unplaced}
    )
    expected = {
        unit.key
        for unit in case.units
        if str(unit.key) not in source.waived and unit.with_rule is None
    }
    assert expected <= found


@given(disturbed())
def test_one_uid_is_one_unit_and_attempt(
    case: Case,
) -> None:
    source, plan = case.source, case.plan()
    after = applied(source, plan)
    names = {(event.unit, event.attempt) for event in after.events if event.unit is not None}
    assert len(names) == sum(1 for event in after.events if event.unit is not None)
    before = {event.uid: event for event in source.events}
    for event in after.events:
        old = before.get(event.uid, event)
        same = old.status is event.status and all(
            getattr(old, name) == getattr(event, name) for name in VISIBLE
        )
        assert event.revision - old.revision == (0 if same else 1)


@given(cases(), st.data())
def test_taking_away_an_absence_leaves_no_more_units_without_a_date(
    case: Case, data: st.DataObject
) -> None:
    source, units = case.source, case.units
    plan = plan_units(source, units)
    after = applied(source, plan)
    kept = after.blackouts[: data.draw(st.integers(0, len(after.blackouts)))]
    freer = plan_units(replace(after, blackouts=kept), units)
    assert _required(freer) <= _required(plan)
    assert [change.kind for change in freer.changes if change.kind is not ChangeKind.ADD] == []


def _required(plan: Plan) -> int:
    return sum(missing.mandatory for missing in plan.unplaced)


def test_a_year_of_one_alliance_keeps_its_promises_and_its_turns() -> None:
    source = alliance()
    made = plan(source)
    days = {
        kind: sorted(_day(placement) for placement in made.placements if placement.kind == kind)
        for kind in ("council", "exchange", "resource_list")
    }
    assert [(day.month + 2) // 3 for day in days["council"]] == [1, 2, 3, 4]
    assert [day for day in days["council"] if not source.calendar.is_workday(day)] == []
    assert [day.isoformat() for day in days["resource_list"]] == [
        "2026-03-31",
        "2026-06-30",
        "2026-09-30",
        "2026-12-31",
    ]
    gaps = [(after - before).days for before, after in pairwise(days["exchange"])]
    assert (len(days["exchange"]), min(gaps) >= 21) == (10, True)
    hosts = Counter(placement.host for placement in made.placements if placement.host)
    assert hosts == dict.fromkeys(LEADERS, 2)
    assert (made.unplaced, made.conflicts, made.forced, made.moved) == ((), (), 0, 0)
    assert {change.kind for change in made.changes} == {ChangeKind.ADD}
    assert not made.empty
    assert plan(applied(source, made)).empty


def test_a_major_matter_adds_one_consultation_before_its_deadline() -> None:
    source = alliance()
    source = applied(source, plan(source))
    today = date(2026, 3, 2)
    again = plan(replace(source, today=today, matters=(matter(),)))
    [change] = again.changes
    [added] = [placement for placement in again.placements if placement.matters]
    assert (change.kind, change.uid, change.cause["code"]) == (
        ChangeKind.ADD,
        added.uid,
        "new_unit",
    )
    assert (added.kind, added.matters) == ("consultation", ("matter-1",))
    assert today < _day(added) <= source.calendar.add_workdays(today, 10)
    listed = [
        replace(event, matters=("matter-1",)) if event.day() == date(2026, 3, 13) else event
        for event in source.events
    ]
    council = event_of(None, date(2026, 3, 6), owner="food", kind="council", matters=("matter-1",))
    settled = replace(source, today=today, matters=(matter(),), events=(*listed, council))
    assert plan(settled).empty


def test_the_same_plan_comes_out_whatever_the_hash_seed() -> None:
    code = (
        "from scheduler.rules.planner import plan\n"
        "from tests.rules.alliance import alliance\n"
        "print(plan(alliance()))"
    )
    outputs = {
        subprocess.run(
            [sys.executable, "-c", code],
            env={**os.environ, "PYTHONHASHSEED": seed},
            check=True,
            capture_output=True,
        ).stdout
        for seed in ("1", "2")
    }
    assert len(outputs) == 1


def _day(placement: Placement) -> date:
    return placement.start.astimezone(SHANGHAI).date()
