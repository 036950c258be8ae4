from datetime import date

from scheduler.domain.roster import Membership, Officer, Tenure
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


def test_a_condition_counts_those_who_belong_today_or_on_the_nearest_planned_day() -> None:
    left, joined = Tenure(until=date(2026, 6, 1)), Tenure(since=date(2026, 9, 1))
    spans = {"x": Tenure(), "y": left, "z": joined}
    members = {"a": tuple(Membership(f"organisation:{n}", "a", tenure=t) for n, t in spans.items())}
    lists = {("a", "kept"): ("organisation:x", "organisation:y", "organisation:guest")}
    days = [date(2025, 1, 1), date(2026, 5, 31), date(2026, 6, 1), date(2026, 9, 1)]
    found = {
        (word, most): [
            bool(
                units(
                    quota(applies_if={"count": word, "min": 2, "max": most}, late="forfeit"),
                    members=members,
                    lists=lists,
                    today=day,
                )
            )
            for day in (*days, date(2027, 5, 1))
        ]
        for word, most in (("@members", 2), ("@kept", 2), ("@kept", 3))
    }
    assert found == {
        ("@members", 2): [True, True, False, True, True],
        ("@kept", 2): [False, False, True, True, True],
        ("@kept", 3): [True, True, True, True, True],
    }


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
