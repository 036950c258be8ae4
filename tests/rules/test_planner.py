"""The plan of one alliance's year; the laws of planning are in tests/laws."""

from collections import Counter
from dataclasses import replace
from datetime import date, timedelta
from itertools import pairwise

import pytest

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Officer, Tenure
from scheduler.rules.expand import expand
from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import ChangeKind, Placement
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from tests.rules.alliance import LEADERS, alliance, matter, with_rule
from tests.rules.promises import plan_input, quota, rule
from tests.rules.strategies import event_of


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


def test_what_a_constraint_says_that_begins_in_a_quarter_hangs_on_the_day() -> None:
    evening = rule("constraint", {"for": "promise", "hard": {"time": "19:00-21:00"}}, "evenings")
    evening = replace(evening, tenure=Tenure(date(2026, 5, 20)))
    source = plan_input(quota(min=2, late="forfeit"), evening)

    made = plan(source)

    days = [placement.start.astimezone(SHANGHAI) for placement in made.placements]
    assert sorted(f"{day:%m-%d %H:%M}" for day in days) == [
        *("01-19 14:30", "03-03 14:30", "04-08 14:30", "05-07 14:30"),
        *("07-20 19:00", "09-02 19:00", "10-19 19:00", "12-03 19:00"),
    ]
    assert plan(applied(source, made)).changes == ()


@pytest.mark.parametrize(
    ("scope", "resource"),
    [
        ({"organisation": "leader-2"}, "organisation:leader-2"),
        ({"person": "official"}, "person:official"),
    ],
)
def test_what_one_organisation_or_person_promises_keeps_clear_of_their_absences_and_meetings(
    scope: dict[str, str], resource: str
) -> None:
    talk: dict[str, object] = {"kind": "talk", "per": "year", "min": 1, "scope": scope}
    one = with_rule(alliance(), "talk", "quota", talk)
    one = replace(one, rules=one.rules[-1:])
    [first] = plan(one).placements
    day = _day(first)
    away = replace(one, blackouts=(Blackout(resource, day, day + timedelta(days=1)),))
    [moved] = plan(away).placements
    assert (moved.uid, _day(moved) == day) == (first.uid, False)
    assert moved.unit is not None
    assert moved.unit.scope == resource

    # The same person elsewhere: the second event of theirs takes another day.
    theirs = replace(one.rules[0], key="other", owner="works", former=())
    both = plan(replace(one, targets=("food", "works"), rules=(one.rules[0], theirs)))
    assert len({_day(placement) for placement in both.placements}) == 2
    apart = replace(theirs, data={"kind": "talk", "per": "year", "min": 1})
    free = plan(replace(one, targets=("food", "works"), rules=(one.rules[0], apart)))
    assert {_day(placement) for placement in free.placements} == {day}


def test_a_person_who_must_be_there_besides_is_needed_as_well() -> None:
    talk: dict[str, object] = {"kind": "talk", "per": "year", "min": 1}
    source = with_rule(alliance(), "talk", "quota", {**talk, "scope": {"organisation": "leader-2"}})
    seats: dict[str, object] = {"for": "talk", "require": [{"role": "lead_official", "n": 1}]}
    source = with_rule(source, "seats", "staffing", seats)
    [unit] = [unit for unit in expand(source) if unit.kind == "talk"]
    assert unit.resources == ("organisation:leader-2", "person:official")


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


def test_people_whom_an_alliance_outside_of_the_plan_needs_are_busy() -> None:
    need: dict[str, object] = {"for": "council", "require": [{"role": "lead_official", "n": 1}]}
    source = with_rule(alliance(), "seats", "staffing", need)
    away = {**source.officers, "steel": (Officer("official", "steel", "lead_official"),)}
    steel = tuple(
        replace(rule, owner="steel")
        for rule in source.rules
        if rule.key in {"quarterly_council", "seats"}
    )
    both = replace(source, rules=(*source.rules, *steel), officers=away)
    made = plan(both)
    days = sorted(_day(each) for each in made.placements if each.kind == "council")
    other = plan(replace(both, targets=("steel",)))
    taken = applied(both, other).events
    assert sorted(_day(each) for each in other.placements) == days

    beside = plan(replace(both, events=taken))
    assert {event.owner for event in taken} == {"steel"}
    moved = {_day(each) for each in beside.placements if each.kind == "council"}
    assert (len(moved), moved & set(days)) == (4, set())


@pytest.mark.parametrize(
    ("since", "today", "away", "days"),
    [
        # W53 is cut to days off by the first day of the rule.
        (
            date(2027, 1, 1),
            date(2026, 11, 23),
            (7,),
            {"2026-W53": (11, True), "2027-W01": (8, False), "2027-W02": (12, False)},
        ),
        # W53 is over and not held.
        (
            date(2026, 12, 28),
            date(2027, 1, 4),
            (5, 6, 7),
            {"2026-W53": (11, True), "2027-W01": (8, False), "2027-W02": (12, False)},
        ),
    ],
)
def test_a_unit_that_is_late_anyway_makes_no_other_late(
    since: date, today: date, away: tuple[int, ...], days: dict[str, tuple[int, bool]]
) -> None:
    weekly = replace(quota(per="week"), tenure=Tenure(since, date(2027, 1, 18)))
    absent = (date(2027, 1, day) for day in away)
    source = plan_input(
        weekly,
        start=date(2027, 1, 1),
        end=date(2028, 1, 1),
        today=today,
        blackouts=tuple(Blackout("body:a", day, day + timedelta(days=1)) for day in absent),
    )
    found = {
        each.unit.period: (_day(each).day, fields["late"])
        for each in plan(source).placements
        for fields in [each.why_date["fields"]]
        if isinstance(fields, dict)
    }
    assert found == days


def _day(placement: Placement) -> date:
    return placement.start.astimezone(SHANGHAI).date()
