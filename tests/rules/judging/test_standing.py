from dataclasses import replace
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import ActivityKind, Event, EventStatus, UnitKey
from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.visit import Visit
from scheduler.rules.expand import demand
from scheduler.rules.judging.standing import Light, Mark, Standing, light, standings
from scheduler.rules.model import Rule
from scheduler.rules.units import Output, uid_of
from tests.rules.promises import (
    ALLIANCE_DAY,
    COMMONS,
    CONSULTATION,
    event,
    matter,
    plan_input,
    quota,
    rule,
    units,
)


def council(quarter: int, day: date, **changes: object) -> Event:
    return event(day, UnitKey("promise", "body:a", f"2026-Q{quarter}"), **changes)  # type: ignore[arg-type]  # fields of an event


def judged(made: Rule, today: date, *events: Event, **world: object) -> Standing:
    (standing,) = standings(plan_input(made, events=events, **world), 2026, today)
    return standing


def test_a_year_of_councils_with_one_held_one_planned_and_two_to_do() -> None:
    held = council(1, date(2026, 3, 18), host="organisation:b")
    planned = council(2, date(2026, 5, 20), status=EventStatus.PUBLISHED, tentative=True)
    names = {"organisation:b": ("乙禾", "Yihe")}
    standing = judged(quota(), date(2026, 4, 1), held, planned, names=names)
    third, fourth = units(quota())[3:]
    assert standing == Standing(
        rule="promise",
        owner="a",
        name="承诺",
        name_en="Promise",
        state=Light.TO_ARRANGE,
        held=1,
        planned=1,
        due=4,
        missing=(third, fourth),
        until=date(2026, 9, 30),
        cells={
            3: (Mark(date(2026, 3, 18), held.uid, Light.KEPT, "乙禾", "Yihe"),),
            5: (Mark(date(2026, 5, 20), planned.uid, Light.SET, tentative=True),),
            9: (Mark(date(2026, 9, 30), "", Light.TO_ARRANGE),),
            12: (Mark(date(2026, 12, 31), "", Light.TO_ARRANGE),),
        },
    )


def test_what_the_year_left_to_the_next_one_is_due_and_missing_no_more() -> None:
    kept = [council(quarter, date(2026, quarter * 3 - 1, 4)) for quarter in (1, 2, 2)]
    second = UnitKey("promise", "body:a", "2026-Q2", "", 2)
    events = (kept[1], replace(kept[2], uid=uid_of(second), unit=second))
    carried = judged(quota(late="carry"), date(2027, 1, 1), *events)
    assert (carried.state, carried.held, carried.due, carried.carried) == (Light.LATE, 2, 4, 2)
    assert (carried.missing, carried.until) == ((), None)
    assert carried.cells[12] == (Mark(date(2026, 12, 31), "", Light.LATE),)
    running = judged(quota(late="carry"), date(2026, 12, 31), *events)
    assert (running.due, running.carried, len(running.missing)) == (4, 0, 2)
    nothing = judged(quota(late="carry", output="visit"), date(2027, 1, 1))
    assert (nothing.due, nothing.carried, nothing.output) == (4, 4, Output.VISIT)


@pytest.mark.parametrize(
    ("today", "state"),
    [
        (date(2026, 3, 17), Light.TO_ARRANGE),
        (date(2026, 3, 18), Light.LATE),
        (date(2026, 4, 20), Light.LATE),
        (date(2026, 4, 21), Light.LATE),
    ],
)
def test_one_unscheduled_council_needs_fourteen_days(today: date, state: Light) -> None:
    first = units(quota())[1]
    assert light([first], {}, today) is state


def test_a_planned_council_is_set_until_its_grace_is_over() -> None:
    planned = council(1, date(2026, 3, 18), status=EventStatus.PUBLISHED)
    source = plan_input(quota(), events=(planned,))

    def first_quarter(today: date) -> tuple[Light, int]:
        (found,) = standings(source, 2026, today)
        return found.cells[3][0].state, len(found.missing)

    assert first_quarter(date(2026, 4, 20)) == (Light.SET, 3)
    assert first_quarter(date(2026, 4, 21)) == (Light.SET, 4)
    assert judged(quota(), date(2026, 4, 21), planned).state is Light.LATE


def test_a_matter_is_to_do_for_the_first_half_of_its_term() -> None:
    consulting = rule("trigger", CONSULTATION)
    accepted = matter("m1", date(2026, 3, 2))
    states = [
        judged(consulting, date(2026, 3, 2) + timedelta(days=days), matters=(accepted,)).state
        for days in (0, 7, 8, 40)
    ]
    assert states == [Light.TO_ARRANGE, Light.TO_ARRANGE, Light.LATE, Light.LATE]


def test_a_missing_consultation_names_its_matter() -> None:
    consulting = rule("trigger", CONSULTATION)
    standing = judged(consulting, date(2026, 3, 3), matters=(matter("m1", date(2026, 3, 2)),))
    assert standing.cells == {3: (Mark(date(2026, 3, 16), "", Light.TO_ARRANGE, "m1", "m1"),)}


def test_a_visit_to_each_of_many_enterprises_is_not_late_from_the_start() -> None:
    visits = rule(
        "coverage",
        {
            "axes": {"organisation": "@enterprises"},
            "per": "year",
            "min": 1,
            "output": "visit",
            "late": "forfeit",
        },
    )
    members = {"a": tuple(Membership(f"organisation:{n:03}", "a") for n in range(100))}
    visit = event(
        date(2026, 2, 3),
        UnitKey("promise", "body:a", "2026", "organisation:007"),
        kind="promise",
    )
    standing = judged(visits, date(2026, 1, 5), visit, members=members)
    assert (standing.state, standing.held, standing.due, len(standing.missing)) == (
        Light.TO_ARRANGE,
        1,
        100,
        99,
    )
    assert standing.cells == {
        2: (Mark(date(2026, 2, 3), visit.uid, Light.KEPT, "organisation:007", "organisation:007"),)
    }


def test_the_kind_that_is_missing_is_named() -> None:
    commons = rule("coverage", COMMONS | {"late": "forfeit"})
    kinds = {"volunteering": ActivityKind("volunteering", "志愿服务", "Volunteering")}
    lectures = [
        event(day, UnitKey("promise", "body:a", half, "party_lecture"), kind="party_lecture")
        for half, day in (("2026-H1", date(2026, 3, 4)), ("2026-H2", date(2026, 9, 4)))
    ]
    standing = judged(commons, date(2026, 5, 1), *lectures, kinds=kinds)
    assert [unit.title for unit in standing.missing] == ["志愿服务", "志愿服务"]
    assert standing.cells[6] == (
        Mark(date(2026, 6, 30), "", Light.TO_ARRANGE, "志愿服务", "Volunteering"),
    )
    assert standing.until == date(2026, 6, 30)


def test_an_event_beyond_the_promise_is_shown_and_not_counted() -> None:
    one = quota(per="year", late="forfeit")
    first = event(date(2026, 2, 3), UnitKey("promise", "body:a", "2026"), theme="safety")
    second = event(date(2026, 5, 3), UnitKey("promise", "body:a", "2026", "", 2))
    cancelled = replace(second, uid="e-gone", status=EventStatus.CANCELLED)
    other = event(date(2026, 5, 4), UnitKey("other", "body:a", "2026"))
    standing = judged(one, date(2026, 6, 1), first, second, cancelled, other)
    assert (standing.state, standing.held, standing.due) == (Light.KEPT, 1, 1)
    assert standing.cells == {
        2: (Mark(date(2026, 2, 3), first.uid, Light.KEPT, "safety", "safety"),),
        5: (Mark(date(2026, 5, 3), second.uid, Light.KEPT),),
    }


def test_a_make_up_held_in_january_is_credited_to_the_old_year() -> None:
    made_up = event(date(2026, 1, 8), UnitKey("promise", "body:a", "2025-Q4"))
    standing = judged(quota(), date(2026, 1, 9), made_up)
    assert (standing.held, standing.due, standing.state) == (0, 4, Light.TO_ARRANGE)
    assert standing.cells[1] == (Mark(date(2026, 1, 8), made_up.uid, Light.KEPT),)


def test_an_event_is_shown_where_it_lies_and_counted_where_it_is_promised() -> None:
    first = rule("anchor", {"kind": "day", "date": "01-01", "if_off": "previous"})
    dated = event(
        date(2026, 12, 31),
        UnitKey("promise", "body:a", "2027"),
        kind="day",
        status=EventStatus.PUBLISHED,
    )
    source = plan_input(first, events=(dated,))
    this, following = (standings(source, year, date(2026, 6, 1))[0] for year in (2026, 2027))
    new_year = Mark(date(2026, 1, 1), "", Light.LATE)
    december = Mark(date(2026, 12, 31), dated.uid, Light.SET)
    assert (this.held, this.planned, this.due) == (0, 0, 1)
    assert this.cells == {1: (new_year,), 12: (december,)}
    assert (following.planned, following.due, following.state) == (1, 1, Light.SET)
    assert following.cells == {}


def test_what_an_anchor_misses_is_shown_in_the_month_of_its_day() -> None:
    last = rule("anchor", {"kind": "day", "rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"})
    assert judged(last, date(2025, 6, 1)).cells == {
        month: (Mark(day, "", Light.TO_ARRANGE),)
        for month, day in enumerate((unit.reckoned[0] for unit in units(last)[1:]), start=1)
    }
    (middle,) = units(rule("anchor", {"kind": "day", "date": "07-15"}))
    shown = judged(rule("anchor", {"kind": "day", "date": "07-15"}), date(2025, 6, 1)).cells
    assert shown == {7: (Mark(middle.end - timedelta(days=1), "", Light.TO_ARRANGE),)}


def test_a_waived_unit_and_a_condition_that_fails_are_not_applicable() -> None:
    one = quota(per="year", late="forfeit")
    given_up = frozenset({str(UnitKey("promise", "body:a", "2026"))})
    waived = judged(one, date(2026, 6, 1), waived=given_up)
    unfit = judged(quota(applies_if={"count": "@members", "min": 1}), date(2026, 6, 1))
    assert [(each.state, each.due, each.until) for each in (waived, unfit)] == [
        (Light.NA, 0, None)
    ] * 2


def test_a_period_of_three_years_is_judged_in_each_of_them() -> None:
    made = quota(per="3y", first_year=2025, late="forfeit")
    assert judged(made, date(2026, 6, 1)).due == 1


def test_promises_are_sorted_by_need_and_those_not_counted_are_left_out() -> None:
    held = event(date(2026, 2, 3), UnitKey("kept", "body:a", "2026"))
    year = {"per": "year", "late": "forfeit"}
    source = plan_input(
        quota("never", **year, applies_if={"count": "@members", "min": 1}),
        quota("kept", **year),
        quota("set", **year, kind="exchange"),
        quota("todo", **year, kind="salon"),
        quota("late", kind="forum", **{**year, "per": "quarter"}),
        replace(quota("over"), tenure=Tenure(None, date(2025, 1, 1))),
        quota("foreign", owner="b"),
        quota("joint", owner="b", kind="seminar", scope={"group": "both"}, **year),
        rule("credit", {"share": [["kept", "set"]]}, "credits"),
        rule(
            "trigger",
            {"on": "matter.raised", "steps": [{"role": "r", "do": "dispatch", "due": "2wd"}]},
            "steps",
        ),
        events=(
            held,
            event(
                date(2026, 9, 3),
                UnitKey("set", "body:a", "2026"),
                kind="exchange",
                status=EventStatus.PUBLISHED,
            ),
        ),
        groups={"both": ("a", "b")},
    )
    found = standings(source, 2026, date(2026, 6, 1))
    assert [(each.rule, each.state) for each in found] == [
        ("late", Light.LATE),
        ("todo", Light.TO_ARRANGE),
        ("joint", Light.TO_ARRANGE),
        ("set", Light.SET),
        ("kept", Light.KEPT),
        ("never", Light.NA),
    ]


def test_a_mark_of_another_year_is_not_shown() -> None:
    days = rule("anchor", ALLIANCE_DAY)
    stray = event(date(2025, 12, 30), UnitKey("promise", "body:a", "2026-01"), kind="alliance_day")
    assert date(2025, 12, 30) not in {
        mark.day for marks in judged(days, date(2026, 1, 1), stray).cells.values() for mark in marks
    }


@given(st.sets(st.integers(0, 11)), st.sets(st.integers(0, 11)))
def test_held_planned_and_missing_make_up_what_is_due(held: set[int], planned: set[int]) -> None:
    made = quota(min=3, late="forfeit")
    wanted = demand(plan_input(made))
    events = tuple(
        event(
            wanted[index].start + timedelta(days=index % 3),
            wanted[index].key,
            status=EventStatus.HELD if index in held else EventStatus.PUBLISHED,
        )
        for index in sorted(held | planned)
    )
    standing = judged(made, date(2026, 1, 1), *events)
    assert standing.held == len(held)
    assert standing.planned == len(planned - held)
    assert standing.held + standing.planned + len(standing.missing) == standing.due == 12
    assert {uid_of(unit.key) for unit in standing.missing}.isdisjoint(each.uid for each in events)


def test_each_of_two_unscheduled_ones_needs_fourteen_days() -> None:
    both = units(quota(min=2))[2:4]
    last = both[0].end - timedelta(days=1)
    assert light(both, {}, last - timedelta(days=28)) is Light.TO_ARRANGE
    assert light(both, {}, last - timedelta(days=27)) is Light.LATE


def test_a_window_of_fourteen_days_for_each_is_long_enough_for_that_notice() -> None:
    start = date(2026, 3, 1)
    tight = [
        replace(unit, start=start, end=start + timedelta(days=28)) for unit in units(quota(min=2))
    ][2:4]
    assert light(tight, {}, start - timedelta(days=1)) is Light.TO_ARRANGE
    assert light(tight, {}, start) is Light.LATE


def test_a_year_ends_with_its_last_day() -> None:
    new_year = rule("anchor", {"kind": "council", "date": "01-01", "tolerance_days": 0})
    assert judged(new_year, date(2026, 1, 1)).due == 1
    assert judged(quota(per="month"), date(2026, 1, 1)).due == 12
    assert judged(quota(per="3y", first_year=2026), date(2026, 6, 1)).due == 1


def test_another_year_than_the_planned_one_may_be_judged() -> None:
    source = plan_input(quota(), replace(quota("over"), tenure=Tenure(None, date(2026, 7, 1))))
    assert [(each.rule, each.due) for each in standings(source, 2027, date(2027, 1, 4))] == [
        ("promise", 4)
    ]


def test_what_one_list_shares_counts_for_both() -> None:
    lectures = rule("coverage", {"axes": {"kind": ["lecture"]}, "per": "year", "min": 1}, "grid")
    shared = rule("credit", {"share": [["days", "grid"]]}, "credits")
    day = event(
        date(2026, 5, 21), UnitKey("days", "body:a", "2026"), kind="alliance_day", theme="lecture"
    )
    source = plan_input(
        quota("days", kind="alliance_day", per="year"), lectures, shared, events=(day,)
    )
    assert {each.rule: each.held for each in standings(source, 2026, date(2026, 6, 1))} == {
        "days": 1,
        "grid": 1,
    }


def test_a_month_shows_its_marks_by_day() -> None:
    first, second = (
        event(date(2026, 5, day), UnitKey("promise", "body:a", "2026-Q2", "", ordinal))
        for day, ordinal in ((20, 1), (6, 2))
    )
    standing = judged(quota(min=2), date(2026, 6, 1), first, second)
    assert [mark.uid for mark in standing.cells[5]] == [second.uid, first.uid]


def test_a_cell_of_two_axes_is_named_by_both() -> None:
    grid = rule(
        "coverage",
        {"axes": {"kind": ["salon"], "theme": ["staff"]}, "per": "year", "min": 1},
    )
    kinds = {"salon": ActivityKind("salon", "沙龙", "Salon")}
    standing = judged(grid, date(2026, 6, 1), kinds=kinds, names={"staff": ("人才", "Staff")})
    [mark] = standing.cells[12]
    assert (mark.note, mark.note_en) == ("沙龙、人才", "Salon, Staff")


VISITS = {
    "axes": {"organisation": ["x", "y"]},
    "kind": "visit",
    "per": "half_year",
    "min": 1,
    "output": "visit",
    "late": "forfeit",
}


def visit(cell: str, day: date, key: str = "v") -> Visit:
    return Visit(key, "a", "promise", cell, day)


def visited(today: date, *visits: Visit) -> Standing:
    (standing,) = standings(plan_input(rule("coverage", VISITS)), 2026, today, visits)
    return standing


def test_all_visits_of_a_month_are_one_sign_and_what_is_missing_has_none() -> None:
    made = (
        visit("x", date(2026, 2, 3), "v-1"),
        visit("y", date(2026, 2, 20), "v-2"),
        visit("x", date(2026, 2, 21), "v-3"),
        visit("x", date(2026, 8, 4), "v-4"),
    )
    standing = visited(date(2026, 8, 18), *made)
    assert (standing.held, standing.due, standing.output) == (3, 4, Output.VISIT)
    assert standing.cells == {
        2: (Mark(date(2026, 2, 21), "", Light.KEPT, times=3),),
        8: (Mark(date(2026, 8, 4), "", Light.KEPT, times=1),),
    }
    assert (standing.state, standing.overdue, standing.until) == (
        Light.TO_ARRANGE,
        0,
        date(2026, 12, 31),
    )


def test_only_what_is_late_is_overdue() -> None:
    standing = visited(date(2026, 8, 18), visit("x", date(2026, 2, 3)))
    assert (standing.state, len(standing.missing), standing.overdue) == (Light.LATE, 3, 1)
    assert standing.until == date(2026, 6, 30)


def test_who_has_left_is_owed_nothing_more_and_turns_no_light() -> None:
    left = {"a": (Membership("x", "a", tenure=Tenure(None, date(2026, 8, 4))),)}
    before, after = date(2026, 8, 3), date(2026, 8, 4)

    def told(today: date, *made: Visit) -> tuple[Light, int, int, int]:
        source = plan_input(rule("coverage", VISITS), members=left)
        (standing,) = standings(source, 2026, today, made)
        return standing.state, standing.held, standing.due, standing.overdue

    first = (visit("x", date(2026, 2, 3), "v-1"), visit("y", date(2026, 2, 3), "v-2"))
    assert told(before, *first) == (Light.LATE, 2, 4, 1)
    assert told(after, *first) == (Light.TO_ARRANGE, 2, 3, 0)
    assert told(after, *first, visit("x", before, "v-3")) == (Light.TO_ARRANGE, 3, 4, 0)


def test_a_promise_of_one_organisation_stands_under_its_name() -> None:
    made, names = quota(scope={"organisation": "x"}), {"organisation:x": ("甲公司", "X")}
    found = judged(made, date(2026, 4, 1), names=names)
    assert (found.name, found.name_en) == ("承诺（甲公司）", "Promise (X)")
