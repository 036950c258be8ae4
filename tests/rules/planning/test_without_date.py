"""Units for which no date is left: what took the days, and the way out."""

from dataclasses import replace
from datetime import date, timedelta

import pytest

from scheduler.domain.activity import EventStatus
from scheduler.rules.inputs import Blackout
from scheduler.rules.planner import plan_units
from scheduler.rules.units import DayPolicy, Output
from tests.rules.planning.meetings import FAR, NARROW, planned
from tests.rules.strategies import event_of, source_of, unit_of


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
    assert (missing.causes, missing.relaxation, missing.away) == (
        {"blackout": 1},
        {"code": "relax_blackout", "fields": {"day": "2026-06-03", "resource": "person:p"}},
        ("person:p",),
    )
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


def test_days_off_that_are_sought_tell_how_many_workdays_they_left_out() -> None:
    week = replace(NARROW, start=date(2026, 6, 1), end=date(2026, 6, 8), days=DayPolicy.HOLIDAY)
    gone = Blackout("person:p", date(2026, 6, 8), date(2026, 12, 31))
    [missing] = planned(replace(week, grace_end=week.end, span_days=3), away=(gone,)).unplaced
    assert (missing.causes, missing.relaxation) == (
        {"workday": 5},
        {
            "code": "relax_workday",
            "fields": {"day": "2026-06-01", "last": "2026-06-03", "resource": ""},
        },
    )


def test_a_meeting_longer_than_a_working_week_has_no_date_without_days_off() -> None:
    june = replace(NARROW, start=date(2026, 6, 1), end=date(2026, 6, 15), span_days=6)
    [missing] = planned(replace(june, grace_end=june.end)).unplaced
    assert (missing.causes, missing.relaxation) == (
        {"day_off": 9},
        {
            "code": "relax_day_off",
            "fields": {"day": "2026-06-02", "last": "2026-06-07", "resource": ""},
        },
    )


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


def test_what_one_organisation_is_promised_and_has_no_date_names_it() -> None:
    over = replace(NARROW, key=replace(NARROW.key, scope="organisation:x"))
    away = (Blackout("person:p", FAR, date(2026, 9, 30)),)
    names = {"organisation:x": ("甲公司", "X")}
    source = replace(source_of((over,)), blackouts=away, names=names)
    [missing] = plan_units(source, (over,)).unplaced
    assert (missing.title, missing.title_en) == ("议事会（甲公司）", "Council (X)")
