from collections import Counter
from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.activity import UnitKey
from scheduler.rules.expand import demand
from scheduler.rules.inputs import Blackout, PlanInput
from scheduler.rules.judging.due_lists import DueItem, due_list, visitors
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


def test_a_member_sees_what_is_due_and_what_is_done() -> None:
    optional = coverage("items", output="item", status="optional", per="half_year")
    source = plan_input(coverage(), optional, quota(late="forfeit"))
    done = UnitKey("items", "body:a", "2026-H1", "x")
    assert due_list("x", demand(source), {done}) == (
        DueItem(done, "承诺：x", "Promise: x", date(2026, 6, 30), mandatory=False, done=True),
        DueItem(
            UnitKey("visits", "body:a", "2026", "x"),
            "承诺：x",
            "Promise: x",
            date(2026, 12, 31),
            mandatory=True,
            done=False,
        ),
        DueItem(
            UnitKey("items", "body:a", "2026-H2", "x"),
            "承诺：x",
            "Promise: x",
            date(2026, 12, 31),
            mandatory=False,
            done=False,
        ),
    )
    assert due_list("z", demand(source), {done}) == ()


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
