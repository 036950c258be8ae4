"""The days that single units take: chosen, anchored, made up for, or shared with others."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import Also, EventStatus
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.plan import Unplaced
from scheduler.rules.planner import plan_units
from scheduler.rules.units import IfOff, Output, uid_of
from tests.rules.planning.meetings import FAR, NARROW, UNIT, days, planned
from tests.rules.strategies import CALENDARS, TODAY, event_of, source_of, unit_of


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


def test_what_rides_on_an_event_is_written_on_it_and_stays_there() -> None:
    own = unit_of("party_day", with_rule="council", title="党日", title_en="Party day")
    other = replace(UNIT, key=replace(UNIT.key, ordinal=2))
    also = (Also(own.key, "party_day"),)
    late = event_of(other, FAR + timedelta(days=7), uid="e-late", also=also, title="议事会暨党日")
    early = event_of(UNIT, FAR, uid="e-early")
    plan = planned(UNIT, other, own, events=(early, late))
    found = {each.uid: (each.also, each.title, each.title_en) for each in plan.placements}
    assert found == {
        "e-early": ((), "议事会", "Council"),
        "e-late": (also, "议事会暨党日", "Council and Party day"),
    }
    fresh = planned(UNIT, own, events=(early,))
    assert [(each.kind, each.cause["code"]) for each in fresh.changes] == [
        ("detail", "rides_changed"),
        ("rename", "rides_changed"),
    ]


def test_what_rides_goes_with_the_event_that_takes_the_place_of_a_cancelled_one() -> None:
    own = unit_of("party_day", with_rule="council")
    also = (Also(own.key, "party_day"),)
    off = event_of(UNIT, FAR, uid=uid_of(UNIT.key), also=also, status=EventStatus.CANCELLED)
    [placement] = planned(UNIT, own, events=(off,)).placements
    assert (placement.uid, placement.also) == (uid_of(UNIT.key, 2), also)


def test_a_unit_that_rides_on_an_event_of_another_plan_asks_for_nothing() -> None:
    own = unit_of("party_day", with_rule="council")
    gone = event_of(unit_of("talk"), FAR, uid="e-talk", pinned=True, also=(Also(own.key, "x"),))
    assert [each.also for each in planned(UNIT, own, events=(gone,)).placements] == [()]


def test_a_published_event_of_its_own_is_kept_by_a_unit_that_could_share() -> None:
    own = unit_of("party_day", with_rule="council")
    plan = planned(UNIT, own, events=(event_of(own, FAR, uid="e-own"),))
    assert "e-own" in {placement.uid for placement in plan.placements}


def test_what_is_only_judged_or_belongs_to_others_is_not_placed() -> None:
    visit = unit_of("visit", output=Output.VISIT)
    judged = unit_of("duty", plan=False)
    before = unit_of("old", end=date(2026, 1, 1), grace_end=date(2026, 6, 1))
    units = (visit, judged, before, unit_of("foreign", owner="c"))
    source: PlanInput = replace(source_of(units), targets=("a",))
    assert plan_units(source, units).placements == ()
