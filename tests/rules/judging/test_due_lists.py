from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.visit import Visit
from scheduler.rules.expand import demand
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.judging.credit import credit
from scheduler.rules.judging.due_lists import DueCell, checklist, concerns, visitors
from scheduler.rules.model import Rule
from tests.rules.promises import plan_input, quota, rule

VISITS = {"kind": "visit", "per": "year", "min": 1, "output": "visit", "late": "forfeit"}


def coverage(key: str = "visits", **data: object) -> Rule:
    return rule("coverage", VISITS | {"axes": {"organisation": ["x", "y"]}} | data, key)


def turns(*pool: str, **data: object) -> Rule:
    stated = {"fills": "host", "for": "visits", "pool": list(pool)}
    return rule("rotation", stated | data, "turns")


def sharing(source: PlanInput) -> Counter[str | None]:
    return Counter(visitors(source, demand(source)).values())


@given(st.integers(1, 12), st.integers(1, 5))
def test_visits_are_shared_evenly(places: int, people: int) -> None:
    cells = [f"place-{index}" for index in range(places)]
    pool = [f"person:{index}" for index in range(people)]
    shared = sharing(plan_input(coverage(axes={"building": cells}), turns(*pool)))
    assert sum(shared.values()) == places
    assert {shared[person] - places // people for person in pool} <= {0, 1}


def test_visits_without_a_rotation_and_meetings_have_no_visitor() -> None:
    assert sharing(plan_input(coverage())) == {}
    meetings = quota("visits", late="forfeit")
    assert sharing(plan_input(meetings, turns("person:p"))) == {}


def test_where_everybody_is_away_nobody_goes() -> None:
    away = Blackout("person:p", date(2026, 1, 1), date(2027, 1, 1))
    assert sharing(plan_input(coverage(), turns("person:p"), blackouts=(away,))) == {None: 2}


JULY = date(2026, 7, 10)


def visit(cell: str, day: date, key: str = "v") -> Visit:
    return Visit(key, "a", "visits", cell, day)


def listed(rule: Rule, day: date, *visits: Visit) -> tuple[DueCell, ...]:
    units = demand(plan_input(rule))
    return checklist(units, credit(units, (), {}, visits), visits, day)


def test_a_list_shows_what_the_open_period_owes_and_what_was_done() -> None:
    rule = coverage(min=2)
    made = (
        visit("x", date(2026, 3, 2), "v-1"),
        visit("x", date(2026, 5, 4), "v-2"),
        visit("x", date(2026, 6, 1), "v-3"),
        visit("y", date(2025, 12, 1), "v-0"),
    )
    assert listed(rule, JULY, *made) == (
        DueCell("y", 2, 0, date(2026, 12, 31), late=False, mandatory=True),
        DueCell("x", 2, 2, None, late=False, mandatory=True, times=3, last=date(2026, 6, 1)),
    )


def test_what_is_only_in_grace_is_late_and_goes_first() -> None:
    rule = coverage(per="half_year", late="makeup", grace_days=20, status="optional")
    first = visit("x", date(2026, 2, 2))
    found = listed(rule, JULY, first)
    assert [(each.cell, each.owed, each.done, each.until, each.late) for each in found] == [
        ("y", 2, 0, date(2026, 6, 30), True),
        ("x", 2, 1, date(2026, 12, 31), False),
    ]
    assert {each.mandatory for each in found} == {False}
    assert [each.cell for each in listed(rule, date(2026, 6, 30), first)] == ["y", "x"]
    assert [each.late for each in listed(rule, date(2026, 6, 30), first)] == [False, False]


def test_a_list_holds_no_meetings_and_nothing_outside_its_period() -> None:
    assert listed(quota(late="forfeit"), JULY) == ()
    assert listed(coverage(), date(2027, 1, 1)) == ()


def test_a_cell_concerns_those_whom_it_names_and_whose_turn_it_is() -> None:
    cell = DueCell("x|team", 1, 0, JULY, late=False, mandatory=True, visitor="person:p")
    assert [concerns(cell, member) for member in ("x", "team", "person:p", "y")] == [
        True,
        True,
        True,
        False,
    ]
