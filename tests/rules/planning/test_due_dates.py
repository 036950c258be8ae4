"""Deliverables: on their due date, and what a notice or the end of their time does to it."""

from dataclasses import replace
from datetime import date, time

from scheduler.domain.activity import Event, Explanation
from scheduler.rules.calendar.notices import Notice, NoticeDay
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.planner import plan_units
from scheduler.rules.units import DayPolicy, DemandUnit, Output
from tests.rules.planning.meetings import FAR, days, planned
from tests.rules.strategies import CALENDARS, event_of, source_of, unit_of


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
    """The code of why a deliverable is due on another day under a calendar."""
    return cause(event, unit, calendar)["code"]


def cause(event: Event, unit: DemandUnit, calendar: WorkdayCalendar) -> Explanation:
    """Why a deliverable is due on another day under a calendar."""
    source = source_of((unit,), events=(event,), calendar=calendar)
    [change] = [each for each in plan_units(source, (unit,)).changes if each.kind == "move"]
    return change.cause


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
    assert cause(sunday, due, known) == {
        "code": "day_off",
        "fields": {"day": "2026-06-28", "resource": ""},
    }
    assert due_code(sunday, replace(due, days=DayPolicy.ANY), known) == "rule_changed"
    left = replace(due, end=date(2026, 6, 29), leaves=date(2026, 6, 29), lapses=True)
    assert due_code(worked, left, known) == "leaver"


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
        ({"period_over": 1}, {})
    ]
    event = event_of(due, FAR, clock=time(0, 0), minutes=1440, all_day=True)
    lost = planned(due, events=(event,), today=date(2026, 4, 20))
    assert [(change.kind, change.cause["code"]) for change in lost.changes] == [
        ("cancel", "period_over")
    ]


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
