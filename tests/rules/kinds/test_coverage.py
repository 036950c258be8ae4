from datetime import date

import pytest

from scheduler.domain.activity import ActivityKind
from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.model import Rule
from scheduler.rules.units import Output
from tests.rules.promises import COMMONS, Told, assert_refused, clashes, rule, units, wants

KINDS = {
    "party_lecture": ActivityKind("party_lecture", "同上党课", "Party lecture"),
    "volunteering": ActivityKind("volunteering", "志愿服务"),
}


def coverage(**data: object) -> Rule:
    return rule("coverage", COMMONS | {"late": "forfeit"} | data)


def test_each_kind_is_covered_in_each_half_year_under_its_own_name() -> None:
    made = units(coverage(joint=True), kinds=KINDS)
    assert [(u.key.period, u.key.cell, u.kind, u.title, u.title_en) for u in made] == [
        (period, kind, kind, title, title_en)
        for period in ("2026-H1", "2026-H2")
        for kind, title, title_en in (
            ("party_lecture", "同上党课", "Party lecture"),
            ("volunteering", "志愿服务", "志愿服务"),
        )
    ]


def test_industries_times_themes_are_a_grid_whose_cells_read_in_the_order_of_the_axes() -> None:
    axes = {"theme": ["staff", "supply"], "industry": ["robots", "vehicles"]}
    made = units(coverage(axes=axes, per="year", kind="salon"), names={"robots": ("机器人", "")})
    assert [(unit.key.cell, unit.theme, unit.kind) for unit in made] == [
        ("robots|staff", "staff", "salon"),
        ("robots|supply", "supply", "salon"),
        ("vehicles|staff", "staff", "salon"),
        ("vehicles|supply", "supply", "salon"),
    ]
    assert made[0].title == "承诺：机器人·staff"
    assert made[0].title_en == "Promise: 机器人, staff"


def test_teams_visit_each_enterprise_once_a_year_by_list() -> None:
    members = (
        Membership("organisation:two", "a"),
        Membership("organisation:one", "a", tenure=Tenure(date(2026, 7, 1))),
        Membership("body:branch", "a"),
    )
    made = units(
        coverage(
            axes={"team": "@service_teams", "organisation": "@enterprises"},
            per="year",
            output="visit",
        ),
        lists={("a", "service_teams"): ("legal", "tax")},
        members={"a": members},
    )
    assert [(unit.key.cell, unit.start, unit.output, unit.kind) for unit in made] == [
        (f"organisation:{name}|{team}", start, Output.VISIT, "promise")
        for name, start in (("one", date(2026, 7, 1)), ("two", date(2026, 1, 1)))
        for team in ("legal", "tax")
    ]


def test_a_member_that_joins_midway_may_owe_nothing_yet() -> None:
    members = (
        Membership("organisation:old", "a"),
        Membership("organisation:new", "a", tenure=Tenure(date(2026, 7, 1))),
    )
    made = units(
        coverage(axes={"organisation": "@members"}, per="year", prorate="none"),
        members={"a": members},
    )
    assert [unit.key.cell for unit in made] == ["organisation:old"]


def test_a_member_of_another_time_owes_nothing() -> None:
    members = (
        Membership("organisation:gone", "a", tenure=Tenure(None, date(2020, 1, 1))),
        Membership("organisation:one", "a", tenure=Tenure(None, date(2026, 3, 1))),
    )
    made = units(
        coverage(axes={"organisation": "@members"}, per="quarter", prorate="floor"),
        members={"a": members},
    )
    assert made == ()


def test_values_that_were_never_members_together_make_no_cell() -> None:
    members = (
        Membership("organisation:early", "a", "chain_leader", tenure=Tenure(None, AT)),
        Membership("organisation:late", "a", tenure=Tenure(AT)),
    )
    made = units(
        coverage(axes={"leader": "@leaders", "organisation": "@members"}, per="year"),
        members={"a": members},
    )
    assert [unit.key.cell for unit in made] == ["organisation:early|organisation:early"]


def test_a_member_that_is_written_owes_while_it_is_one_and_a_guest_always() -> None:
    members = (
        Membership("organisation:left", "a", tenure=Tenure(None, AT)),
        Membership("organisation:stays", "a"),
        Membership("organisation:back", "a", tenure=Tenure(None, date(2026, 2, 1))),
        Membership("organisation:back", "a", tenure=Tenure(date(2026, 8, 1))),
        Membership("organisation:slip", "a", tenure=Tenure(AT, AT)),
    )
    names = ("left", "stays", "back", "slip", "guest")
    made = units(
        coverage(axes={"organisation": [f"organisation:{name}" for name in names]}, per="quarter"),
        members={"a": members},
    )
    quarters = {
        name: [unit.key.period[-2:] for unit in made if unit.key.cell == f"organisation:{name}"]
        for name in names
    }
    every = ["Q1", "Q2", "Q3", "Q4"]
    assert quarters == dict.fromkeys(names, every) | {"left": ["Q1", "Q2"]}
    assert max(u.end for u in made if u.key.cell == "organisation:left") == AT


def test_a_pair_is_asked_for_while_all_its_members_are_there() -> None:
    members = (
        Membership("organisation:one", "a", tenure=Tenure(None, AT)),
        Membership("organisation:two", "a", tenure=Tenure(date(2026, 4, 1))),
        Membership("organisation:late", "a", tenure=Tenure(AT)),
    )
    pairs = ["organisation:one+organisation:two", "organisation:one+organisation:late"]
    made = units(
        coverage(axes={"pair": "@pairs"}, per="year"),
        lists={("a", "pairs"): tuple(pairs)},
        members={"a": members},
    )
    assert [(u.key.cell, u.start, u.end) for u in made] == [(pairs[0], date(2026, 4, 1), AT)]


AT = date(2026, 6, 1)


def test_a_coverage_does_not_apply_without_its_condition() -> None:
    assert units(coverage(applies_if={"count": "@leaders", "min": 1})) == ()


def test_a_list_that_makes_too_many_units_is_refused() -> None:
    crowd = {("a", "crowd"): tuple(f"m{number}" for number in range(5001))}
    with pytest.raises(RuleError, match="too_many"):
        units(coverage(axes={"organisation": "@crowd"}, min=2), lists=crowd)


@pytest.mark.parametrize(("listed", "reason"), [(("one",), "no_pair"), (("two+one",), "duplicate")])
def test_a_list_that_holds_no_pairs_or_one_twice_is_refused(
    listed: tuple[str, ...], reason: str
) -> None:
    stated = coverage(axes={"pair": ["one+two", "@pairs"]}, per="year")
    with pytest.raises(RuleError, match=reason) as refused:
        units(stated, lists={("a", "pairs"): listed})
    assert refused.value.fields["field"] == "axes.pair"


REFUSED: list[tuple[dict[str, object], str, str | Told]] = [
    ({"axes": {}}, "axes", "empty"),
    ({"axes": {"": ["x"]}}, "axes", "unnamed"),
    ({"axes": []}, "axes", wants("object")),
    ({"axes": {"kind": []}}, "axes.kind", "empty"),
    ({"axes": {"kind": [1]}}, "axes.kind", wants("string_array")),
    ({"axes": {"kind": ["one", "one"]}}, "axes.kind", "duplicate"),
    ({"axes": {"kind": ["one|two"]}}, "axes.kind", "separator"),
    ({"min": 1251}, "axes", "too_many"),
    ({"kind": "salon"}, "kind", clashes("axes.kind")),
    ({"late": "carry"}, "late", clashes("type")),
]


NO_PAIR = [(word, {"reason": "no_pair", "words": (word,)}) for word in ("x", "x+x", "x+", "x+y+z")]


@pytest.mark.parametrize("axis", ["pair", "organisation+organisation"])
@pytest.mark.parametrize(("word", "told"), [*NO_PAIR, ("other+one", "duplicate")])
def test_what_is_no_pair_or_one_again_is_refused(axis: str, word: str, told: str | Told) -> None:
    stated = coverage(axes={axis: ["one+other", word]})
    assert_refused(stated, f"axes.{axis}", told)


@pytest.mark.parametrize(("data", "field", "reason"), REFUSED)
def test_a_coverage_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(coverage(**data), field, reason)


@pytest.mark.parametrize(
    ("until", "told"),
    [
        (date(2026, 3, 1), [(date(2026, 3, 1), date(2026, 3, 1), True)]),
        (date(2026, 7, 11), [(date(2026, 7, 1), date(2026, 7, 11), True)]),
        (date(2026, 7, 21), [(date(2026, 7, 1), date(2026, 7, 21), False)]),
    ],
)
@pytest.mark.parametrize("output", ["visit", "meeting"])
def test_what_concerns_one_that_leaves_before_the_time_is_over_lapses(
    until: date, told: list[tuple[date, date, bool]], output: str
) -> None:
    stated = {"per": "half_year", "late": "makeup", "grace_days": 20, "output": output}
    leaving = Membership("organisation:x", "a", tenure=Tenure(None, until))
    made = units(coverage(axes={"organisation": "@members"}, **stated), members={"a": (leaving,)})
    first = [unit for unit in made if unit.key.period == "2026-H1"]
    assert [(unit.end, unit.grace_end, unit.lapses) for unit in first] == told
    assert {(unit.leaves, unit.leaver) for unit in made} == {(until, "organisation:x")}


def test_of_a_pair_the_one_that_leaves_first_is_named() -> None:
    first, later = date(2026, 5, 1), date(2026, 9, 1)
    ends = {"organisation:x": later, "organisation:y": first, "organisation:z": later}
    members = tuple(Membership(who, "a", tenure=Tenure(None, day)) for who, day in ends.items())
    stated = {"per": "year", "late": "forfeit"}
    pairs = ["organisation:x+organisation:y", "organisation:x+organisation:guest"]
    made = units(coverage(axes={"pair": pairs}, **stated), members={"a": members})
    assert {(unit.leaves, unit.leaver) for unit in made} == {
        (first, "organisation:y"),
        (later, "organisation:x"),
    }


@pytest.mark.parametrize("until", [date(2026, 3, 1), date(2026, 7, 11), date(2026, 7, 21)])
@pytest.mark.parametrize("prorate", ["full", "floor", "none"])
def test_a_list_of_one_organisation_owes_and_lapses_as_one_over_organisations(
    until: date, prorate: str
) -> None:
    stated = {
        "per": "half_year",
        "min": 2,
        "late": "makeup",
        "grace_days": 20,
        "output": "item",
        "prorate": prorate,
    }
    joined = Membership("organisation:x", "a", tenure=Tenure(date(2026, 2, 1), until))
    own = coverage(axes={"item": ["one"]}, scope={"organisation": "x"}, **stated)
    over = coverage(axes={"item": ["one"], "organisation": ["organisation:x"]}, **stated)

    def owed(made: Rule) -> list[tuple[object, ...]]:
        return [
            (u.key.period, u.key.ordinal, u.start, u.end, u.grace_end, u.leaves, u.lapses)
            for u in units(made, members={"a": (joined,)})
        ]

    assert owed(own) == owed(over)
    assert {unit.leaves for unit in units(own, members={})} == {None}
    plain = {"axes": {"theme": ["one"]}, "per": "year", "late": "forfeit"}
    scoped = units(coverage(scope={"organisation": "x"}, **plain), members={"a": (joined,)})
    assert [(u.start, u.end, u.leaves) for u in scoped] == [(joined.tenure.since, until, until)]
    assert len(units(coverage(scope={"organisation": "guest"}, **plain))) == 1
