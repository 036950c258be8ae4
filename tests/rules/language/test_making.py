from datetime import date

from scheduler.domain.roster import Membership, Officer
from scheduler.rules.expand import expand_rule
from scheduler.rules.kinds import staffing
from tests.rules.promises import plan_input, quota, rule, units


def test_a_term_counts_from_the_day_before_the_window() -> None:
    made = units(quota(output="deliverable", due="3d", late="forfeit"))
    assert [unit.nominal for unit in made] == [date(2026, month, 3) for month in (1, 4, 7, 10)]


def test_a_condition_holds_at_both_of_its_bounds() -> None:
    members = {"a": tuple(Membership(f"organisation:{name}", "a") for name in "xyz")}
    found = {
        (least, most): len(
            units(
                quota(applies_if={"count": "@members", "min": least, "max": most}, late="forfeit"),
                members=members,
            )
        )
        for least, most in ((3, 3), (4, 9), (0, 2))
    }
    assert found == {(3, 3): 4, (4, 9): 0, (0, 2): 0}


def test_two_constraints_are_laid_one_over_the_other() -> None:
    made = quota(per="year", late="forfeit")
    place = rule("constraint", {"hard": {"venue": "hall"}}, "one")
    clock = rule("constraint", {"hard": {"time": "09:00-10:30"}}, "two")
    (unit,) = expand_rule(made, plan_input(made, place, clock))
    assert (unit.venue, unit.minutes) == ("hall", 90)


def test_alliances_without_officers_need_nobody() -> None:
    made = quota(per="year", late="forfeit", scope={"group": "both"})
    seats = rule("staffing", {"for": "council", "require": [{"role": "guide", "n": "all"}]})
    source = plan_input(
        made, groups={"both": ("a", "b")}, officers={"b": (Officer("p", "b", "guide"),)}
    )
    (unit,) = expand_rule(made, source)
    assert staffing.people(staffing.parse(seats), unit, source) == {"person:p"}
