"""What becomes of single units: kept, moved, made up for, shared, or left without a date."""

from dataclasses import replace
from datetime import date, time, timedelta

import pytest

from scheduler.domain.activity import Event, EventStatus
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.plan import ChangeKind, Plan, Unplaced
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DayPolicy, DemandUnit, IfOff, Output
from tests.rules.strategies import CALENDARS, TODAY, event_of, source_of, unit_of

FAR = date(2026, 6, 3)
UNIT = unit_of(resources=("person:p",), venue="hall")
NARROW = replace(UNIT, start=FAR, end=FAR + timedelta(days=1), grace_end=FAR + timedelta(days=1))


def planned(
    *units: DemandUnit,
    events: tuple[Event, ...] = (),
    away: tuple[Blackout, ...] = (),
    today: date = TODAY,
) -> Plan:
    """The plan of units over events and absences."""
    return plan_units(replace(source_of(units, events=events, today=today), blackouts=away), units)


def days(plan: Plan) -> list[str]:
    """The local days of the placements."""
    return [
        (placement.start + timedelta(hours=8)).date().isoformat() for placement in plan.placements
    ]


def test_a_chosen_date_tells_what_each_filter_took_and_the_runner_up() -> None:
    away = Blackout("person:p", date(2026, 5, 11), date(2026, 5, 16))
    guest = event_of(None, date(2026, 5, 18), uid="e-guest", owner="b", venue="hall")
    [placement] = planned(UNIT, events=(guest,), away=(away,)).placements
    assert placement.why_date == {
        "code": "date_chosen",
        "fields": {
            "first": "2026-04-01",
            "last": "2026-06-30",
            "days": 91,
            "removed": {"past": 1, "day_off": 30, "blackout": 5, "venue_busy": 1},
            "left": 54,
            "cost": 0,
            "next_day": "2026-05-20",
            "next_cost": 0,
            "next_behind": "later",
            "late": False,
        },
    }


def test_an_anchor_lies_on_its_day_or_on_the_side_its_rule_names() -> None:
    saturday = date(2026, 5, 16)
    for side, expected in (
        (IfOff.NEAREST, "2026-05-15"),
        (IfOff.PREVIOUS, "2026-05-15"),
        (IfOff.NEXT, "2026-05-18"),
    ):
        unit = replace(UNIT, nominal=saturday, if_off=side)
        plan = planned(unit)
        fields = plan.placements[0].why_date["fields"]
        assert isinstance(fields, dict)
        assert (days(plan), fields["nominal"]) == ([expected], "2026-05-16")
        assert fields["offset"] == (date.fromisoformat(expected) - saturday).days


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


def test_preferred_weekdays_and_distance_from_holidays_decide() -> None:
    fridays = replace(UNIT, prefer=frozenset({4}), weight=9)
    assert [date.fromisoformat(day).weekday() for day in days(planned(fridays))] == [4]
    week = replace(UNIT, start=date(2026, 5, 4), end=date(2026, 5, 9), grace_end=date(2026, 5, 9))
    assert days(planned(replace(week, holiday_weight=5))) == ["2026-05-07"]


def test_a_runner_up_of_fewer_points_tells_by_what_it_lost() -> None:
    unit = replace(NARROW, end=FAR + timedelta(days=9), prefer=frozenset({2}), weight=9)
    event = event_of(unit, FAR + timedelta(days=2), venue="hall")
    away = Blackout("person:p", event.day(), event.day() + timedelta(days=1))
    [placement] = planned(unit, events=(event,), away=(away,)).placements
    fields = placement.why_date["fields"]
    assert isinstance(fields, dict)
    assert [fields[name] for name in ("cost", "next_day", "next_cost", "next_behind")] == [
        9,
        "2026-06-03",
        0,
        "farther",
    ]


def test_a_window_emptied_by_the_guard_band_takes_a_lawful_day_and_says_so() -> None:
    unit = replace(UNIT, start=date(2026, 4, 28), end=date(2026, 5, 1))
    plan = plan_units(source_of((unit,), calendar=CALENDARS[1]), (unit,))
    [placement] = plan.placements
    assert (placement.tentative, placement.why_date["code"]) == (True, "guard_relaxed")


def test_where_the_guard_band_gives_way_the_day_farthest_from_the_holiday_is_taken() -> None:
    unit = replace(UNIT, start=date(2026, 5, 3), end=date(2026, 5, 8), prefer=frozenset({0}))
    plan = plan_units(source_of((unit,), calendar=CALENDARS[1]), (replace(unit, weight=9),))
    assert days(plan) == ["2026-05-07"]
    fields = plan.placements[0].why_date["fields"]
    assert isinstance(fields, dict)
    assert [fields[name] for name in ("cost", "next_day", "next_cost", "next_behind")] == [
        9,
        "2026-05-06",
        9,
        "nearer",
    ]


def test_an_overdue_unit_is_made_up_for_within_its_grace() -> None:
    unit = replace(UNIT, start=date(2026, 1, 1), end=date(2026, 4, 1), grace_end=date(2026, 4, 21))
    [placement] = planned(unit).placements
    fields = placement.why_date["fields"]
    assert isinstance(fields, dict)
    assert (days(planned(unit)), fields["late"]) == (["2026-04-02"], True)
    [missing] = planned(unit, today=date(2026, 4, 20)).unplaced
    assert missing == Unplaced(
        unit.key,
        "a",
        "议事会",
        {"period_over": 1},
        {"code": "relax_window", "fields": {"days": 1, "day": "2026-04-21"}},
        title_en="Council",
    )


def test_grace_is_used_only_where_the_window_is_full() -> None:
    unit = replace(NARROW, grace_end=FAR + timedelta(days=5))
    assert days(planned(unit)) == ["2026-06-03"]
    guest = event_of(None, FAR, uid="e-guest", owner="b", venue="hall")
    assert days(planned(unit, events=(guest,))) == ["2026-06-04"]


@pytest.mark.parametrize(
    ("changes", "expected"),
    [
        ({"venue": "hall"}, ("relax_venue", {"day": "2026-06-03", "resource": "venue:hall"})),
        (
            {"owner": "b", "alliances": ("a",)},
            ("relax_alliance", {"day": "2026-06-03", "resource": "alliance:a"}),
        ),
    ],
)
def test_a_unit_without_a_date_names_the_way_out(
    changes: dict[str, object], expected: tuple[str, dict[str, object]]
) -> None:
    guest = replace(event_of(None, FAR, uid="e-guest", owner="b"), **changes)  # type: ignore[arg-type]  # by name
    week = replace(NARROW, grace_end=NARROW.end)
    plan = planned(
        week,
        events=(guest,),
        away=(Blackout("person:p", FAR + timedelta(days=1), date(2026, 9, 30)),),
    )
    [missing] = plan.unplaced
    assert missing.relaxation == {"code": expected[0], "fields": expected[1]}


def test_each_kind_of_obstacle_has_its_way_out() -> None:
    second = replace(NARROW, key=replace(NARROW.key, ordinal=2), gap_days=5)
    held = event_of(second, FAR - timedelta(days=3), uid="e-held", status=EventStatus.HELD)
    gapped = replace(NARROW, gap_days=5)
    [missing] = planned(gapped, second, events=(held,)).unplaced
    assert (missing.causes, missing.relaxation) == (
        {"gap": 1},
        {"code": "relax_gap", "fields": {"gap": 3, "day": "2026-06-03", "resource": ""}},
    )
    away = Blackout("person:p", FAR, FAR + timedelta(days=90))
    [missing] = planned(NARROW, away=(away,)).unplaced
    assert (missing.causes, missing.relaxation["code"]) == ({"blackout": 1}, "relax_blackout")
    sunday = replace(NARROW, start=date(2026, 6, 7), end=date(2026, 6, 8))
    [missing] = planned(replace(sunday, grace_end=sunday.end)).unplaced
    assert missing.relaxation == {
        "code": "relax_window",
        "fields": {"days": 1, "day": "2026-06-08"},
    }
    gone = Blackout("person:p", date(2026, 6, 8), date(2026, 12, 31))
    [missing] = planned(replace(sunday, grace_end=sunday.end), away=(gone,)).unplaced
    assert missing.relaxation["code"] == "relax_day_off"
    both = Blackout("person:p", date(2026, 6, 1), date(2026, 12, 31))
    [missing] = planned(replace(sunday, grace_end=sunday.end), away=(both,)).unplaced
    assert missing.relaxation == {"code": "relax_none", "fields": {}}


def test_a_busy_person_is_named() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    held = event_of(other, FAR, uid="e-held", status=EventStatus.HELD)
    plan = planned(NARROW, other, events=(held,))
    assert [(missing.causes, missing.relaxation) for missing in plan.unplaced] == [
        (
            {"person_busy": 1},
            {"code": "relax_person", "fields": {"day": "2026-06-03", "resource": "person:p"}},
        )
    ]


def test_a_forced_event_moves_as_little_as_it_can_and_names_why() -> None:
    away = Blackout("venue:hall", FAR, FAR + timedelta(days=1))
    plan = planned(UNIT, events=(event_of(UNIT, FAR),), away=(away,))
    [change] = plan.changes
    assert (days(plan), change.kind, change.forced) == (["2026-06-02"], "move", True)
    assert change.cause == {
        "code": "blackout",
        "fields": {"day": "2026-06-03", "resource": ""},
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


def test_a_unit_with_a_long_window_need_not_follow_one_with_a_short_one() -> None:
    long = replace(UNIT, start=date(2026, 6, 1), end=date(2026, 7, 1), gap_days=2)
    short = replace(
        UNIT,
        key=replace(UNIT.key, ordinal=2),
        start=date(2026, 6, 22),
        end=date(2026, 6, 30),
        grace_end=date(2026, 6, 30),
        gap_days=2,
    )
    assert sorted(days(planned(long, short))) == ["2026-06-10", "2026-06-23"]


def test_a_meeting_that_lists_the_matters_of_a_unit_satisfies_it() -> None:
    unit = replace(UNIT, matters=("m-1",), accepts=("council",))
    council = event_of(None, FAR, uid="e-council", kind="council", matters=("m-1", "m-2"))
    assert planned(unit, events=(council,)).placements == ()
    assert days(planned(unit, events=(replace(council, matters=("m-2",)),))) == ["2026-05-11"]


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


def test_a_chain_is_placed_anew_for_a_unit_that_must_come_between() -> None:
    first = replace(UNIT, gap_days=10, start=date(2026, 6, 1), end=date(2026, 6, 24))
    first = replace(first, grace_end=first.end)
    second = replace(first, key=replace(first.key, ordinal=2))
    third = replace(first, key=replace(first.key, ordinal=3))
    events = (
        event_of(first, date(2026, 6, 8), uid="e-1"),
        event_of(second, date(2026, 6, 18), uid="e-2"),
    )
    plan = planned(first, second, third, events=events)
    assert sorted(days(plan)) == ["2026-06-01", "2026-06-11", "2026-06-22"]
    assert (plan.unplaced, plan.moved) == ((), 2)


def test_a_unit_goes_with_the_event_of_another_rule() -> None:
    own = unit_of("party_day", with_rule="council")
    plan = planned(UNIT, own)
    assert [placement.unit for placement in plan.placements] == [UNIT.key]
    twice = (own, replace(own, key=replace(own.key, ordinal=2)))
    assert len(planned(UNIT, *twice).placements) == 2
    held = event_of(UNIT, TODAY - timedelta(days=1), uid="e-held", status=EventStatus.HELD)
    early = replace(own, start=date(2026, 3, 1))
    assert planned(UNIT, early, events=(held,)).placements == ()
    frozen = event_of(UNIT, TODAY + timedelta(days=6), pinned=True)
    assert [placement.uid for placement in planned(UNIT, own, events=(frozen,)).placements] == [
        "e-x"
    ]


def test_a_published_event_of_its_own_is_kept_by_a_unit_that_could_share() -> None:
    own = unit_of("party_day", with_rule="council")
    plan = planned(UNIT, own, events=(event_of(own, FAR, uid="e-own"),))
    assert "e-own" in {placement.uid for placement in plan.placements}


def test_a_deliverable_lies_on_its_due_date_and_takes_no_time() -> None:
    due = unit_of("resource_list", output=Output.DELIVERABLE, nominal=date(2026, 6, 30))
    plan = planned(due)
    [placement] = plan.placements
    assert (placement.all_day, days(plan)) == (True, ["2026-06-30"])
    assert placement.why_date == {
        "code": "date_due",
        "fields": {"day": "2026-06-30", "period": "2026-Q2"},
    }
    event = event_of(due, date(2026, 6, 29), clock=time(0, 0), minutes=1440, all_day=True)
    later = planned(due, events=(event,))
    assert [(change.kind, change.cause["code"]) for change in later.changes] == [
        ("move", "rule_changed")
    ]
    assert (later.forced, later.moved) == (1, 1)


def due_code(event: Event, unit: DemandUnit, calendar: WorkdayCalendar) -> object:
    """Why a deliverable is due on another day under a calendar."""
    source = source_of((unit,), events=(event,), calendar=calendar)
    [change] = [each for each in plan_units(source, (unit,)).changes if each.kind == "move"]
    return change.cause["code"]


def off_on(calendar: WorkdayCalendar, day: date) -> WorkdayCalendar:
    """The calendar with a notice of one day off."""
    notice = Notice(day.year, (NoticeDay(day, is_workday=False, name="样例"),))
    return calendar.with_notice(notice, date(2025, 11, 5))


def test_a_due_date_that_follows_a_notice_does_not_blame_the_rule() -> None:
    due = unit_of("resource_list", output=Output.DELIVERABLE)
    known, unknown = CALENDARS
    worked = event_of(due, date(2026, 6, 29), clock=time(0, 0), minutes=1440, all_day=True)
    assert due_code(worked, due, known) == "rule_changed"
    former = (date(2026, 5, 1), off_on(unknown, date(2026, 6, 30)))
    assert due_code(worked, due, replace(known, earlier=(former,))) == "calendar"
    assert due_code(replace(worked, tentative=True), due, known) == "calendar"
    sunday = event_of(due, date(2026, 6, 28), clock=time(0, 0), minutes=1440, all_day=True)
    assert due_code(sunday, due, known) == "day_off"
    assert due_code(sunday, replace(due, days=DayPolicy.ANY), known) == "rule_changed"


def test_an_overdue_deliverable_is_due_at_the_end_of_its_grace() -> None:
    due = unit_of(
        "resource_list",
        output=Output.DELIVERABLE,
        start=date(2026, 1, 1),
        end=date(2026, 4, 1),
        grace_end=date(2026, 4, 21),
    )
    assert days(planned(due)) == ["2026-04-20"]
    over = planned(due, today=date(2026, 4, 20))
    assert [(missing.causes, missing.relaxation) for missing in over.unplaced] == [
        ({"period_over": 1}, {"code": "relax_none", "fields": {}})
    ]
    event = event_of(due, FAR, clock=time(0, 0), minutes=1440, all_day=True)
    lost = planned(due, events=(event,), today=date(2026, 4, 20))
    assert [(change.kind, change.cause["code"]) for change in lost.changes] == [
        ("cancel", "period_over")
    ]


def test_what_is_only_judged_or_belongs_to_others_is_not_placed() -> None:
    visit = unit_of("visit", output=Output.VISIT)
    judged = unit_of("duty", plan=False)
    before = unit_of("old", end=date(2026, 1, 1), grace_end=date(2026, 6, 1))
    units = (visit, judged, before, unit_of("foreign", owner="c"))
    source: PlanInput = replace(source_of(units), targets=("a",))
    assert plan_units(source, units).placements == ()


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


def test_a_list_whose_time_is_over_names_the_day_that_it_loses() -> None:
    over = unit_of(
        output=Output.DELIVERABLE,
        start=date(2026, 1, 1),
        end=date(2026, 3, 1),
        grace_end=date(2026, 3, 15),
    )
    event = event_of(over, FAR, clock=time(0, 0), minutes=1440, all_day=True)
    [change] = planned(over, events=(event,)).changes
    assert change.cause == {"code": "period_over", "fields": {"day": "2026-06-03"}}


def test_who_makes_room_is_told_which_day_it_leaves() -> None:
    other = unit_of("exchange", owner="b", resources=("person:p",))
    plan = planned(NARROW, other, events=(event_of(other, FAR, uid="e-y"),))
    [cause] = [change.cause for change in plan.changes if change.uid == "e-y"]
    assert cause == {"code": "made_room", "fields": {"day": "2026-06-03"}}


def test_units_without_a_date_are_listed_in_the_order_of_their_keys() -> None:
    sunday = replace(NARROW, start=date(2026, 6, 7), end=date(2026, 6, 8))
    sunday = replace(sunday, grace_end=sunday.end)
    units = [replace(sunday, key=replace(sunday.key, rule=rule)) for rule in ("c", "a", "b")]
    over = [
        unit_of(
            rule,
            output=Output.DELIVERABLE,
            start=date(2026, 1, 1),
            end=date(2026, 2, 1),
            grace_end=date(2026, 2, 1),
        )
        for rule in ("e", "aa")
    ]
    found = planned(*units, *over).unplaced
    assert [missing.unit.rule for missing in found] == ["a", "aa", "b", "c", "e"]
