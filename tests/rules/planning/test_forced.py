"""Events that cannot stay as they are, and those that make room for them."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import ChangeKind
from scheduler.rules.planning.diff import applied
from tests.rules.planning.meetings import FAR, NARROW, UNIT, days, planned
from tests.rules.strategies import event_of, source_of, unit_of


def test_an_event_follows_its_rule_to_a_new_day_however_well_it_stood_on_the_old_one() -> None:
    old, new = date(2026, 5, 14), date(2026, 5, 21)
    [first] = planned(replace(UNIT, nominal=old)).placements
    event = replace(event_of(UNIT, old), why_date=first.why_date)
    plan = planned(replace(UNIT, nominal=new), events=(event,))
    [change] = plan.changes
    assert (days(plan), change.kind, change.cause["code"]) == (
        ["2026-05-21"],
        ChangeKind.MOVE,
        "rule_changed",
    )
    assert (plan.forced, plan.moved, plan.placements[0].why_date["code"]) == (1, 1, "date_anchor")


def test_an_event_whose_new_day_cannot_be_had_is_cancelled_and_one_that_stands_there_stays() -> (
    None
):
    old, new = date(2026, 5, 14), date(2026, 5, 15)
    [first] = planned(replace(UNIT, nominal=old)).placements
    event = replace(event_of(UNIT, new), why_date=first.why_date)
    narrow = replace(UNIT, nominal=new, start=new, end=new + timedelta(days=1))
    unit = replace(narrow, grace_end=narrow.end)
    kept = planned(unit, events=(event,))
    assert (kept.changes, kept.forced, kept.moved) == ((), 0, 0)
    [retold] = applied(source_of((unit,), events=(event,)), kept).events
    assert retold == replace(event, why_date=kept.placements[0].why_date)
    assert retold.why_date["fields"] != event.why_date["fields"]
    away = Blackout("person:p", new, new + timedelta(days=1))
    lost = planned(unit, events=(event,), away=(away,))
    assert [(each.kind, each.cause["code"]) for each in lost.changes] == [
        (ChangeKind.CANCEL, "rule_changed")
    ]
    assert (lost.forced, lost.moved) == (1, 1)


def test_a_forced_event_moves_as_little_as_it_can_and_names_why() -> None:
    away = Blackout("venue:hall", FAR, FAR + timedelta(days=1))
    plan = planned(UNIT, events=(event_of(UNIT, FAR),), away=(away,))
    [change] = plan.changes
    assert (days(plan), change.kind, change.forced) == (["2026-06-02"], "move", True)
    assert change.cause == {
        "code": "blackout",
        "fields": {"day": "2026-06-03", "resource": "venue:hall"},
    }
    assert (plan.forced, plan.moved) == (1, 1)


def test_a_forced_event_without_another_date_is_cancelled_and_told_twice() -> None:
    away = Blackout("venue:hall", FAR, FAR + timedelta(days=1))
    plan = planned(NARROW, events=(event_of(NARROW, FAR),), away=(away,))
    [change] = plan.changes
    assert (change.kind, change.cause["code"]) == ("cancel", "blackout")
    assert ([missing.unit for missing in plan.unplaced], plan.placements) == ([NARROW.key], ())
    assert (plan.forced, plan.moved) == (1, 1)


def test_a_place_that_people_agreed_on_is_kept_where_the_rules_name_none() -> None:
    unit = replace(UNIT, venue=None)
    away = Blackout("venue:hall", FAR, FAR + timedelta(days=1))
    published = (event_of(unit, FAR, venue="hall"),)
    kept, busy = (planned(unit, events=published, away=each) for each in ((), (away,)))
    assert (kept.changes, [placement.venue for placement in kept.placements]) == ((), ["hall"])
    assert ([change.kind for change in busy.changes], days(busy)) == (["move"], ["2026-06-02"])


def test_an_event_outside_of_its_new_window_is_moved_into_it() -> None:
    plan = planned(NARROW, events=(event_of(NARROW, FAR - timedelta(days=1)),))
    assert [change.cause for change in plan.changes] == [
        {"code": "window", "fields": {"day": "2026-06-02", "resource": ""}}
    ]


@pytest.mark.parametrize(
    ("leaves", "lapses", "told"),
    [
        (FAR, True, {"resource": "organisation:x", "since": "2026-06-03"}),
        (FAR + timedelta(days=1), True, None),
        (FAR, False, None),
    ],
)
def test_an_event_that_moves_for_a_member_that_leaves_tells_who_and_when(
    leaves: date, told: dict[str, str] | None, *, lapses: bool
) -> None:
    short = replace(UNIT, end=FAR, grace_end=FAR)
    unit = replace(short, leaves=leaves, leaver="organisation:x", lapses=lapses)
    [change] = planned(unit, events=(event_of(UNIT, FAR),)).changes
    code, fields = ("leaver", told) if told else ("window", {"resource": ""})
    assert change.cause == {"code": code, "fields": {"day": "2026-06-03", **fields}}


def test_another_time_of_day_counts_as_a_move_that_the_rule_forces() -> None:
    plan = planned(replace(UNIT, clock=time(10, 0)), events=(event_of(UNIT, FAR),))
    [change] = plan.changes
    assert (change.kind, change.cause["code"], change.forced) == ("move", "rule_changed", True)
    assert (days(plan), plan.forced, plan.moved) == (["2026-06-03"], 1, 1)


def test_of_two_published_events_that_clash_one_moves() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    events = (event_of(UNIT, FAR), event_of(other, FAR, uid="e-y"))
    plan = planned(UNIT, other, events=events)
    assert [(change.kind, change.forced) for change in plan.changes] == [("move", True)]
    assert (plan.forced, plan.moved) == (1, 1)


def test_of_three_that_clash_one_move_is_certain_and_two_are_made() -> None:
    units = [unit_of(owner=owner, alliances=(owner,), resources=("person:p",)) for owner in "abc"]
    events = tuple(event_of(unit, FAR, uid=f"e-{unit.owner}") for unit in units)
    plan = planned(*units, events=events)
    assert [change.kind for change in plan.changes] == ["move", "move"]
    assert (plan.forced, plan.moved) == (1, 2)


def test_a_required_unit_without_a_day_makes_one_other_event_leave() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    published = event_of(other, FAR, uid="e-y")
    plan = planned(NARROW, other, events=(published,))
    moves = [change for change in plan.changes if change.kind == "move"]
    assert [(change.uid, change.cause["code"], change.forced) for change in moves] == [
        ("e-y", "made_room", False)
    ]
    assert (plan.unplaced, plan.forced, plan.moved) == ((), 0, 1)


def test_an_optional_unit_makes_nobody_leave() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    plan = planned(
        replace(NARROW, mandatory=False), other, events=(event_of(other, FAR, uid="e-y"),)
    )
    assert [missing.mandatory for missing in plan.unplaced] == [False]
    assert plan.changes == ()


def test_an_event_keeps_the_reason_of_its_day_until_it_moves() -> None:
    why = {"code": "date_chosen", "fields": {"cost": 7}}
    published = event_of(UNIT, FAR, why_date=why)
    [kept] = planned(UNIT, events=(published,)).placements
    assert kept.why_date == why
    away = Blackout("venue:hall", FAR, FAR + timedelta(days=1))
    [moved] = planned(UNIT, events=(published,), away=(away,)).placements
    fields = moved.why_date["fields"]
    assert isinstance(fields, dict)
    assert (moved.why_date["code"], fields["first"], fields["last"], fields["removed"]) == (
        "date_chosen",
        "2026-04-01",
        "2026-06-30",
        {"past": 1, "day_off": 30, "blackout": 1},
    )


def test_who_makes_room_is_told_which_day_it_leaves() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    plan = planned(NARROW, other, events=(event_of(other, FAR, uid="e-y"),))
    [cause] = [change.cause for change in plan.changes if change.uid == "e-y"]
    assert cause == {"code": "made_room", "fields": {"day": "2026-06-03"}}
