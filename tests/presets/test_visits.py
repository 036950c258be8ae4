from collections import Counter
from datetime import date, timedelta

from scheduler.presets.visits import sample_visits
from scheduler.rules.units import DemandUnit
from tests.rules.promises import rule, units
from tests.rules.rows.world import CALENDAR, source
from tests.rules.rows.world import units as of_row

FIRST, END = date(2026, 1, 1), date(2027, 1, 1)
YEAR = (FIRST, END)
VISITORS = {("a", "promise"): ("person:1", "person:2")}
COVERAGE = {
    "kind": "visit",
    "axes": {"organisation": [f"organisation:{n}" for n in range(60)]},
    "per": "year",
    "min": 1,
    "output": "visit",
    "late": "forfeit",
}


def due(**more: object) -> tuple[DemandUnit, ...]:
    return units(rule("coverage", COVERAGE | more))


def test_everything_is_done_on_workdays_within_its_time_and_some_twice() -> None:
    made = sample_visits(due(), VISITORS, YEAR, CALENDAR)
    times = Counter(visit.cell for visit in made)
    assert len(times) == 60
    assert set(times.values()) == {1, 2}
    assert all(CALENDAR.is_workday(visit.day) for visit in made)
    assert {visit.visitor for visit in made} == {"person:1", "person:2"}
    assert len({visit.id for visit in made}) == len(made)
    days = Counter((visit.cell, visit.day) for visit in made)
    assert set(days.values()) == {1}


def test_the_past_of_a_day_is_that_of_every_later_day() -> None:
    made = sample_visits(due(), VISITORS, YEAR, CALENDAR)
    for day in (FIRST, date(2026, 5, 9), END):
        until = sample_visits(due(), VISITORS, (FIRST, day), CALENDAR)
        assert until == tuple(visit for visit in made if visit.day < day)


def test_items_are_done_once_by_nobody_in_particular() -> None:
    made = sample_visits(due(output="item"), {}, YEAR, CALENDAR)
    assert set(Counter(visit.cell for visit in made).values()) == {1}
    assert {visit.visitor for visit in made} == {None}


def test_meetings_are_no_visits() -> None:
    assert sample_visits(due(output="meeting"), {}, YEAR, CALENDAR) == ()


def test_nothing_is_done_after_its_window() -> None:
    made = sample_visits(due(), {}, (FIRST, END + timedelta(days=99)), CALENDAR)
    assert max(visit.day for visit in made) < END


def missed(*alliances: str) -> int:
    """Count the visits of row 32 that nobody made in their half-year."""
    given = of_row(source(32, *alliances), "enterprise_visit")
    made = sample_visits(given, {}, YEAR, CALENDAR)
    halves = {(visit.cell, "H1" if visit.day.month < 7 else "H2") for visit in made}
    return sum((unit.key.cell, unit.key.period[5:]) not in halves for unit in given)


def test_one_committee_missed_a_few_visits_and_the_others_none() -> None:
    assert missed("kunshan-german-fine-food") == 0
    assert 0 < missed("kunshan-german-car-making") < 10
