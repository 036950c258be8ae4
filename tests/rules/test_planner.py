"""The laws of planning on small random instances, then the plan of one alliance's year."""

import random
from collections import Counter
from dataclasses import replace

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import EventStatus
from scheduler.rules.diff import VISIBLE, applied
from scheduler.rules.plan import ChangeKind, Plan
from scheduler.rules.planner import plan_units
from tests.rules.checker import violations
from tests.rules.strategies import Case, cases, disturbed


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
