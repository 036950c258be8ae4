from collections import Counter
from dataclasses import replace
from datetime import date, time, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import Membership, Officer, Tenure
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.expand import demand, expand, expand_rule
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit, uid_of
from tests.rules.promises import (
    ALLIANCE_DAY,
    COMMONS,
    CONSULTATION,
    matter,
    plan_input,
    quota,
    rule,
)

days = st.dates(date(2026, 1, 1), date(2026, 12, 31))
tenures = st.builds(Tenure, st.none() | days)
pers = st.sampled_from(("week", "ten_days", "month", "quarter", "half_year", "year", "3y"))
terms = st.fixed_dictionaries(
    {},
    optional={
        "prorate": st.sampled_from(("full", "floor", "none")),
        "late": st.sampled_from(("makeup", "forfeit")),
        "output": st.sampled_from(("meeting", "deliverable", "visit", "item")),
        "plan": st.booleans(),
    },
)


def of_type(kind: str, data: Any) -> st.SearchStrategy[Rule]:  # noqa: ANN401 - any strategy
    return st.builds(
        lambda stated, shared, tenure: replace(rule(kind, {**stated, **shared}), tenure=tenure),
        data,
        terms,
        tenures,
    )


quotas = of_type(
    "quota",
    st.fixed_dictionaries({"kind": st.just("council"), "per": pers, "min": st.integers(1, 4)}),
)
coverages = of_type(
    "coverage",
    st.fixed_dictionaries(
        {
            "axes": st.sampled_from(
                ({"kind": ["one", "two"]}, {"team": ["x", "y"], "organisation": "@members"})
            ),
            "per": pers,
            "min": st.integers(1, 2),
        }
    ),
)
anchors = of_type(
    "anchor",
    st.sampled_from(("3TH", "-1FR", "5MO")).map(
        lambda nth: {"kind": "day", "rrule": f"FREQ=MONTHLY;BYDAY={nth}", "tolerance_days": 9}
    ),
)
demanding = st.one_of(quotas, coverages, anchors)
rule_lists = st.lists(demanding, max_size=5).map(
    lambda rules: [replace(made, key=f"rule{index}") for index, made in enumerate(rules)]
)
member_lists = st.lists(st.tuples(st.sampled_from("uvwxyz"), tenures), max_size=6).map(
    lambda pairs: tuple(
        Membership(f"organisation:{name}", "a", tenure=tenure) for name, tenure in pairs
    )
)


def input_of(rules: list[Rule], members: tuple[Membership, ...] = ()) -> PlanInput:
    matters = tuple(matter(f"m{day}", date(2026, 3, day)) for day in (2, 3, 9))
    consulting = rule("trigger", CONSULTATION, "consulting")
    return plan_input(*rules, consulting, members={"a": members}, matters=matters)


@given(rule_lists, member_lists, st.randoms(use_true_random=False))
def test_the_order_of_the_input_makes_no_difference(
    rules: list[Rule],
    members: tuple[Membership, ...],
    random: Any,  # noqa: ANN401 - a Random
) -> None:
    source = input_of(rules, members)
    shuffled = replace(
        source,
        rules=tuple(random.sample(source.rules, len(source.rules))),
        members={"a": tuple(random.sample(members, len(members)))},
        matters=tuple(random.sample(source.matters, len(source.matters))),
    )
    assert demand(source) == demand(shuffled)


@given(rule_lists, member_lists)
def test_no_two_units_share_an_identifier(
    rules: list[Rule], members: tuple[Membership, ...]
) -> None:
    uids = Counter(uid_of(unit.key) for unit in demand(input_of(rules, members)))
    assert set(uids.values()) <= {1}


@given(rule_lists, member_lists)
def test_windows_lie_in_their_period_and_its_grace(
    rules: list[Rule], members: tuple[Membership, ...]
) -> None:
    for unit in demand(input_of(rules, members)):
        period = parse_key(unit.key.period)
        if not unit.matters:
            first, end = unit.reckoned
            assert period.start <= first < end <= period.end
            assert unit.start <= first < end <= unit.end
        assert unit.end <= unit.grace_end <= unit.end + timedelta(days=20)


@given(quotas, st.integers(1, 4))
def test_a_raised_quota_keeps_its_first_units(made: Rule, more: int) -> None:
    raised = replace(made, data={**made.data, "min": int(str(made.data["min"])) + more})
    before = demand(plan_input(replace(made, data={**made.data, "prorate": "full"})))
    after = demand(plan_input(replace(raised, data={**raised.data, "prorate": "full"})))
    kept = [unit for unit in after if unit.key.ordinal <= int(str(made.data["min"]))]
    assert kept == list(before)


@given(coverages, member_lists, tenures)
def test_an_organisation_that_joins_changes_no_other_unit(
    made: Rule, members: tuple[Membership, ...], tenure: Tenure
) -> None:
    newcomer = Membership("organisation:new", "a", tenure=tenure)
    before = demand(plan_input(made, members={"a": members}))
    after = demand(plan_input(made, members={"a": (*members, newcomer)}))
    assert [unit for unit in after if "organisation:new" not in unit.key.cell] == list(before)


@given(rule_lists, member_lists)
def test_editing_one_rule_leaves_the_units_of_others(
    rules: list[Rule], members: tuple[Membership, ...]
) -> None:
    source = input_of(rules, members)
    more = replace(source, rules=(*source.rules, quota("another")))
    assert [unit for unit in demand(more) if unit.key.rule != "another"] == list(demand(source))


def test_what_is_only_judged_is_not_placed() -> None:
    source = plan_input(quota(plan=False), quota("placed", late="forfeit"))
    assert {unit.key.rule for unit in expand(source)} == {"placed"}
    assert {unit.key.rule for unit in demand(source)} == {"placed", "promise"}


def test_only_the_rules_of_the_targets_are_expanded() -> None:
    source = plan_input(quota(owner="b"), quota(late="forfeit"))
    assert {unit.owner for unit in expand(source)} == {"a"}


def assigned(*others: Rule, **world: Any) -> DemandUnit:  # noqa: ANN401 - fields of the input
    made = quota(per="year", late="forfeit")
    (unit,) = expand_rule(made, plan_input(made, *others, **world))
    return unit


HOSTS = rule(
    "rotation", {"fills": "host", "for": "council", "pool": {"role": "chain_leader"}}, "host_turns"
)
THEMES = rule(
    "rotation", {"fills": "theme", "for": "promise", "pool": ["safety", "labour"]}, "theme_turns"
)
BASE = rule("constraint", {"hard": {"venue": "hall", "time": "09:00-10:30"}}, "base")
ELSEWHERE = rule("constraint", {"for": "other", "hard": {"venue": "barn"}}, "elsewhere")


def test_rotations_and_constraints_are_laid_over_the_units_they_mean() -> None:
    unit = assigned(HOSTS, THEMES, BASE, ELSEWHERE, replace(ELSEWHERE, owner="b", data=BASE.data))
    assert (unit.host_rule, unit.theme_rule, unit.venue) == ("host_turns", "theme_turns", "hall")
    assert (unit.clock, unit.minutes) == (time(9), 90)


def test_near_a_day_a_unit_is_as_that_day_wants_it_and_keeps_to_its_like() -> None:
    first = replace(BASE, tenure=Tenure(None, date(2026, 5, 20)))
    then = replace(
        BASE, key="then", data={"hard": {"time": "19:00-21:00"}}, tenure=Tenure(date(2026, 5, 20))
    )
    made = quota(per="year", grace_days=20)
    source = plan_input(made, first, then)
    key = expand(source)[-1].key

    found = [expand(source, {key: day})[-1] for day in (date(2026, 5, 19), date(2026, 5, 20))]

    assert [(unit.start, unit.end, unit.grace_end) for unit in found] == [
        (date(2026, 1, 1), date(2026, 5, 20), date(2026, 5, 20)),
        (date(2026, 5, 20), date(2027, 1, 1), date(2027, 1, 21)),
    ]
    assert [(unit.venue, unit.clock) for unit in found] == [("hall", time(9)), (None, time(19))]


def test_rotations_of_others_fill_nothing() -> None:
    unit = assigned(replace(HOSTS, data={**HOSTS.data, "for": "other"}))
    assert unit.host_rule is None


def test_a_fixed_host_and_a_covered_theme_take_no_turn() -> None:
    fixed = quota("fixed", host="organisation:b", per="year", late="forfeit")
    grid = rule(
        "coverage",
        {"axes": {"theme": ["safety"]}, "per": "year", "min": 1, "late": "forfeit"},
        "grid",
    )
    themes = replace(THEMES, data={**THEMES.data, "for": ["fixed", "grid"]})
    made = expand(plan_input(fixed, grid, HOSTS, themes))
    assert [(unit.host_rule, unit.theme_rule) for unit in made] == [
        (None, "theme_turns"),
        (None, None),
    ]


def test_the_people_of_a_staffing_rule_must_be_free() -> None:
    seats = rule(
        "staffing",
        {"for": "promise", "require": [{"role": "leader", "n": "all"}, {"role": "guide", "n": 1}]},
        "seats",
    )
    other = rule(
        "staffing", {"for": "other", "require": [{"role": "liaison", "n": 1}]}, "other_seats"
    )
    officers = {
        "a": (
            Officer("p3", "a", "guide"),
            Officer("p2", "a", "guide"),
            Officer("p4", "a", "leader"),
            Officer("p1", "a", "leader"),
            Officer("p5", "a", "leader", Tenure(None, date(2026, 1, 1))),
            Officer("p6", "a", "leader", Tenure(date(2027, 1, 1))),
            Officer("p7", "a", "liaison"),
        )
    }
    unit = assigned(seats, other, officers=officers)
    assert unit.resources == ("person:p1", "person:p2", "person:p4")


SEATS = rule("staffing", {"for": "promise", "require": [{"role": "guide", "n": 1}]}, "seats")


@pytest.mark.parametrize(
    ("laid", "field", "value"),
    [
        (replace(BASE, data={"hard": {"venue": "hall"}}), "venue", "hall"),
        (HOSTS, "host_rule", "host_turns"),
        (THEMES, "theme_rule", "theme_turns"),
        (SEATS, "resources", ("person:p1",)),
    ],
)
@pytest.mark.parametrize(
    ("tenure", "quarters"),
    [
        (Tenure(date(2026, 1, 1)), [1, 2, 3, 4]),
        (Tenure(date(2026, 7, 1)), [3, 4]),
        (Tenure(date(2026, 1, 2), date(2026, 7, 1)), [1, 2]),
        (Tenure(None, date(2026, 4, 2)), [1, 2]),
    ],
)
def test_what_is_laid_over_units_stands_for_the_days_of_its_rule(
    laid: Rule, field: str, value: object, tenure: Tenure, quarters: list[int]
) -> None:
    source = plan_input(
        quota(late="forfeit"),
        replace(laid, tenure=tenure),
        officers={"a": (Officer("p1", "a", "guide"),)},
    )
    found = {unit.start.month // 3 + 1: getattr(unit, field) for unit in expand(source)}
    bare = getattr(expand(plan_input(quota(late="forfeit")))[0], field)
    assert found == {number: value if number in quarters else bare for number in range(1, 5)}


def test_rules_that_demand_nothing_yield_no_units() -> None:
    assert expand_rule(HOSTS, plan_input(HOSTS)) == ()


@pytest.mark.parametrize("data", [ALLIANCE_DAY, COMMONS])
def test_a_joint_rule_is_one_unit_for_all_members_of_its_group(data: dict[str, object]) -> None:
    kind = "anchor" if data is ALLIANCE_DAY else "coverage"
    made = rule(kind, {**data, "scope": {"group": "both"}})
    units = expand(plan_input(made, groups={"both": ("a", "b")}))
    assert {unit.alliances for unit in units} == {("a", "b")}
