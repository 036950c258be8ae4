"""The days of a unit and what they cost: April 2026, in which Qingming lasts from 4th to 6th."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.placing.horizon import Horizon, bits, horizon
from scheduler.rules.placing.wanted import (
    DAY_MOVED,
    LATE,
    MOVED,
    NEARER,
    UNPLACED_MANDATORY,
    UNPLACED_OPTIONAL,
    Domain,
    Score,
    Wanted,
    domain_of,
    score_of,
)
from scheduler.rules.units import DayPolicy, DemandUnit, IfOff
from tests.rules.placing.wishes import days, wanted
from tests.rules.strategies import CALENDARS, unit_of

UNIT = unit_of(
    start=date(2026, 4, 7),
    end=date(2026, 4, 14),
    grace_end=date(2026, 4, 21),
    days=DayPolicy.ANY,
)


def april(calendar: WorkdayCalendar = CALENDARS[0]) -> Horizon:
    """April, so that bit 0 is its first day."""
    return horizon(calendar, date(2026, 4, 1), date(2026, 5, 1))


def dates(mask: int) -> list[int]:
    """The days of April in a mask."""
    return [day + 1 for day in bits(mask)]


def domain(
    unit: DemandUnit = UNIT,
    *,
    today: int = 1,
    away: dict[str, int] | None = None,
    calendar: WorkdayCalendar = CALENDARS[0],
) -> Domain:
    """The domain of a unit on a day of April."""
    return domain_of(unit, april(calendar), today - 1, away or {})


def test_a_window_is_followed_by_its_grace_and_what_has_passed_is_told() -> None:
    assert domain(today=8) == Domain(
        window=days(*range(6, 13)),
        late=days(*range(13, 20)),
        past=days(*range(8)),
        off=0,
        guard=0,
    )
    assert dates(domain(today=8).days) == list(range(9, 21))


@pytest.mark.parametrize(("today", "over"), [(12, False), (13, True), (14, True)])
def test_after_the_last_day_of_its_window_the_grace_becomes_the_window(
    today: int, *, over: bool
) -> None:
    found = domain(today=today)
    assert dates(found.days) == list(range(today + 1, 21))
    assert dates(found.window) == list(range(today + 1, 21) if over else range(7, 14))
    assert dates(found.late) == ([] if over else list(range(14, 21)))


def test_a_grace_that_begins_later_than_today_waits_for_the_first_day_of_the_unit() -> None:
    early = replace(UNIT, end=date(2026, 4, 2), grace_end=date(2026, 4, 10))
    assert dates(domain(early).window) == [7, 8, 9]


def test_an_event_of_several_days_ends_within_its_window() -> None:
    long = replace(UNIT, span_days=3)
    assert dates(domain(long).window) == [7, 8, 9, 10, 11]
    assert dates(domain(long).late) == list(range(12, 19))
    assert dates(domain(long, today=13).window) == [14, 15, 16, 17, 18]


def test_an_event_longer_than_its_window_begins_in_it_and_never_before() -> None:
    longer = domain(replace(UNIT, span_days=10))
    assert (dates(longer.window), dates(longer.late)) == ([], [7, 8, 9, 10, 11])


@pytest.mark.parametrize(
    ("span", "policy", "expected"),
    [
        (1, DayPolicy.WORKDAY, [1, 2, 3, 7, 8, 9, 10, 13]),
        (2, DayPolicy.WORKDAY, [1, 2, 7, 8, 9, 13]),
        (5, DayPolicy.WORKDAY, [13]),
        (6, DayPolicy.WORKDAY, []),
        (1, DayPolicy.HOLIDAY, [4, 5, 6, 11, 12]),
        (2, DayPolicy.HOLIDAY, [4, 5, 11]),
        (3, DayPolicy.HOLIDAY, [4]),
        (1, DayPolicy.ANY, list(range(1, 14))),
        (6, DayPolicy.ANY, list(range(1, 14))),
    ],
)
def test_all_days_of_an_event_are_workdays_or_days_off_as_its_rule_asks(
    span: int, policy: DayPolicy, expected: list[int]
) -> None:
    unit = replace(UNIT, start=date(2026, 4, 1), days=policy, span_days=span)
    assert dates(domain(unit, today=-30).days & days(*range(13))) == expected


def test_near_a_holiday_that_is_not_announced_a_day_is_guarded_unless_all_are() -> None:
    unit = replace(UNIT, start=date(2026, 4, 24), end=date(2026, 5, 1), days=DayPolicy.WORKDAY)
    unit = replace(unit, grace_end=unit.end)
    guarded = domain(unit, calendar=CALENDARS[1])
    assert (dates(guarded.days), guarded.near) == ([24], ())
    only = replace(unit, start=date(2026, 4, 25))
    relaxed = domain(only, calendar=CALENDARS[1])
    assert dates(relaxed.days) == [27, 28, 29, 30]
    assert [relaxed.nearness(day - 1) for day in dates(relaxed.days)] == [2, 3, 4, 5]
    assert domain(replace(only, days=DayPolicy.ANY), calendar=CALENDARS[1]).near == ()


def test_of_several_days_the_one_nearest_to_a_holiday_counts() -> None:
    unit = replace(UNIT, start=date(2026, 4, 25), end=date(2026, 5, 1), days=DayPolicy.WORKDAY)
    relaxed = domain(replace(unit, grace_end=unit.end, span_days=2), calendar=CALENDARS[1])
    assert dates(relaxed.days) == [27, 28, 29]
    assert [relaxed.nearness(day - 1) for day in dates(relaxed.days)] == [3, 4, 5]


def test_a_unit_is_away_with_its_people_its_place_and_its_bodies() -> None:
    unit = replace(UNIT, resources=("person:p",), venue="hall", alliances=("a", "b"), owner="c")
    away = {
        "person:p": days(6),
        "venue:hall": days(7),
        "body:a": days(8),
        "body:b": days(9),
        "body:c": days(10),
        "person:q": days(11),
    }
    absent = domain(unit, away=away)
    assert absent.away == (
        ("body:a", days(8)),
        ("body:b", days(9)),
        ("body:c", days(10)),
        ("person:p", days(6)),
        ("venue:hall", days(7)),
    )
    assert dates(absent.days) == [12, 13, *range(14, 21)]
    assert [absent.absent(day) for day in (6, 8, 11)] == ["person:p", "body:a", None]
    long = replace(unit, span_days=2)
    assert domain(long, away={"venue:hall": days(9)}).away == (("venue:hall", days(8, 9)),)


def test_equal_units_are_spread_over_their_window() -> None:
    april_days = april()
    spread = [score_of(UNIT, april_days, place, 3) for place in range(3)]
    assert [score.target for score in spread] == [7, 9, 11]
    assert spread[0] == Score(7, 0, 0, april_days.beside, 1)
    fridays = replace(UNIT, prefer=frozenset({4}), weight=9, nominal=date(2026, 4, 12))
    assert score_of(fridays, april_days, 0, 3) == Score(
        11, days(2, 9, 16, 23), 9, april_days.beside, 1, IfOff.NEAREST
    )


@pytest.mark.parametrize(
    ("anchored", "expected"),
    [
        (None, [4, 0, 10, 7, 4]),
        (IfOff.NEAREST, [1003, 100, 10, 107, 1003]),
        (IfOff.PREVIOUS, [1003, 100, 10, 10107, 11003]),
        (IfOff.NEXT, [11003, 10100, 10, 107, 1003]),
    ],
)
def test_a_day_costs_points_for_its_weekday_its_neighbours_and_its_distance(
    anchored: IfOff | None, expected: list[int]
) -> None:
    score = Score(20, days(19, 21, 31), 3, days(20, 21), 7, anchored)
    assert [score.at(day) for day in (10, 19, 20, 21, 30)] == expected


def test_lateness_and_moves_cost_more_than_any_points() -> None:
    item = replace(wanted(days(1, 4), 1, home=1), domain=Domain(days(1), days(4), 0, 0, 0))
    assert [item.cost(day) for day in (1, 4)] == [0, 300 + LATE + MOVED + 3 * DAY_MOVED]
    fresh = replace(item, home=None)
    optional = replace(fresh, unit=replace(fresh.unit, mandatory=False))
    assert [each.unplaced for each in (item, fresh, optional)] == [
        UNPLACED_MANDATORY + MOVED,
        UNPLACED_MANDATORY,
        UNPLACED_OPTIONAL,
    ]


def test_each_day_nearer_to_a_holiday_costs_more_than_any_points_and_less_than_a_move() -> None:
    near = Domain(days(1, 2, 3), 0, 0, 0, 0, near=(days(1, 2, 3), days(2, 3), days(3)))
    item = replace(wanted(days(1, 2, 3), 3, home=3), domain=near)
    assert [item.cost(day) for day in (1, 2, 3)] == [
        200 + NEARER + MOVED + 2 * DAY_MOVED,
        100 + 2 * NEARER + MOVED + DAY_MOVED,
        3 * NEARER,
    ]
    assert list(replace(item, home=None).ranked(-1)) == [1, 2, 3]


def test_only_days_that_are_asked_for_and_free_are_graded() -> None:
    item: Wanted = replace(wanted(days(2, 4, 5), 4), domain=Domain(days(1, 2, 3, 4, 5), 0, 0, 0, 0))
    assert item.grades(-1) == [(0, days(4)), (100, days(5)), (200, days(2))]
    assert item.grades(days(1, 2, 3)) == [(200, days(2))]
    assert item.grades(days(3)) == []
    assert list(item.ranked(-1)) == [4, 5, 2]
    assert (item.cheapest(days(2, 5)), item.cheapest(days(1))) == (5, None)
