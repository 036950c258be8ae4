"""Rules that can never all be kept are refused; what might be kept never is."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.roster import Tenure
from scheduler.presets import Preset, load
from scheduler.rules.consistency import faults
from scheduler.rules.kinds import rule_type
from scheduler.rules.model import Rule
from scheduler.rules.planner import plan
from tests.rules.promises import ALLIANCE_DAY, COMMONS, CONSULTATION, plan_input, rule
from tests.rules.promises import COUNCIL as STATED


def quota(key: str = "promise", **data: object) -> Rule:
    return council(data, key)


def council(data: Mapping[str, object], key: str = "promise") -> Rule:
    return rule("quota", {**STATED, **data}, key)


def found(*rules: Rule) -> list[tuple[object, ...]]:
    """List what speaks against the rules; the names of the others are those that they have."""
    listed = [dict(fault.fields) for fault in faults(rules)]
    for fields in listed:
        other = fields.get("other")
        assert fields.pop("names", {}) == ({other: ("承诺", "Promise")} if other else {})
    return [tuple(fields.values()) for fields in listed]


@pytest.mark.parametrize("preset", load(), ids=lambda preset: preset.key)
def test_the_rules_of_the_sources_contradict_nothing(preset: Preset) -> None:
    assert found(*preset.rules, *preset.offered) == []


@pytest.mark.parametrize(
    ("changes", "most"),
    [
        ({"min": 5, "gap_days": 30}, 4),
        ({"per": "week", "min": 2, "gap_days": 7}, 1),
        (
            {
                "per": "year",
                "window": {"from": "03-01", "until": "04-01"},
                "min": 4,
                "gap_days": 15,
            },
            3,
        ),
        (
            {
                "per": "window",
                "window": {"from": "2026-03-01", "until": "2026-03-11"},
                "min": 3,
                "gap_days": 5,
            },
            2,
        ),
        ({"per": "2y", "min": 4, "gap_days": 366}, 2),
    ],
)
def test_more_than_fit_with_their_gap_are_refused(changes: dict[str, object], most: int) -> None:
    made = council(changes)
    assert found(made) == [("promise", "gap_days", "no_room", most)]
    assert found(replace(made, data={**made.data, "min": most})) == []


def test_a_gap_binds_all_cells_of_a_coverage_together() -> None:
    cells = {**COMMONS, "per": "month", "min": 2}
    assert found(rule("coverage", {**cells, "gap_days": 11})) == [
        ("promise", "gap_days", "no_room", 3)
    ]
    assert found(rule("coverage", {**cells, "gap_days": 10})) == []


def test_a_list_counts_as_one_until_it_is_known() -> None:
    listed = {**COMMONS, "axes": {"topic": ["@topics"]}, "per": "month", "min": 3, "gap_days": 11}
    assert found(rule("coverage", listed)) == []
    assert found(rule("coverage", {**listed, "min": 4})) == [("promise", "gap_days", "no_room", 3)]


@pytest.mark.parametrize("more", [{"plan": False}, {"with": "other"}])
def test_a_gap_binds_only_what_is_placed(more: dict[str, object]) -> None:
    other = quota("other", kind="exchange", min=9)
    assert found(council({"min": 9, "gap_days": 30, **more}), other) == []


@given(
    st.sampled_from(("month", "quarter")),
    st.integers(1, 12),
    st.integers(1, 60),
    st.sampled_from(("allow", "avoid")),
)
def test_what_a_plan_can_place_is_never_refused_for_its_gap(
    per: str, least: int, gap: int, days: str
) -> None:
    made = quota(per=per, min=least, gap_days=gap, late="forfeit", on_holiday=days)
    if found(made):
        source = plan_input(made, start=date(2026, 7, 1), end=date(2026, 8, 1))
        assert plan(source).unplaced


@pytest.mark.parametrize(
    ("cap", "other", "fits"),
    [
        ({"per": "quarter", "max": 2}, {"per": "quarter", "min": 3}, False),
        ({"per": "year", "max": 11}, {"per": "month", "min": 1}, False),
        ({"per": "year", "max": 12}, {"per": "month", "min": 1}, True),
        ({"per": "month", "max": 1}, {"per": "year", "min": 13}, False),
        ({"per": "month", "max": 1}, {"per": "year", "min": 12}, True),
        ({"per": "2y", "max": 3}, {"per": "half_year", "min": 1}, False),
        ({"per": "2y", "max": 2}, {"per": "3y", "min": 9}, True),
        ({"per": "week", "max": 1}, {"per": "month", "min": 9}, True),
        ({"per": "quarter", "max": 2}, {"per": "quarter", "min": 3, "kind": "exchange"}, True),
        (
            {"per": "quarter", "max": 2},
            {"per": "quarter", "min": 3, "scope": {"body": "branch"}},
            True,
        ),
    ],
)
def test_a_maximum_is_not_below_what_another_rule_wants(
    cap: dict[str, object], other: dict[str, object], *, fits: bool
) -> None:
    made = found(council(cap, "one"), council(other, "two"))
    assert made == ([] if fits else [("one", "max", "too_low", "two")])


def test_a_maximum_that_ends_before_the_other_begins_is_no_contradiction() -> None:
    day = date(2026, 7, 1)
    cap = replace(quota("one", max=2), tenure=Tenure(None, day))
    more = replace(quota("two", min=3), tenure=Tenure(day))
    assert found(cap, more) == []
    assert found(replace(cap, tenure=Tenure(None, date(2026, 7, 2))), more) != []


@pytest.mark.parametrize(
    ("dated", "per", "most"),
    [({"date": "07-01"}, "2y", 2), ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=1"}, "year", 12)],
)
def test_an_anchor_wants_one_event_each_time(dated: dict[str, object], per: str, most: int) -> None:
    day = rule("anchor", {"kind": "day", **dated}, "day")
    cap = quota("cap", kind="day", max=most, per=per)
    assert found(day, cap) == []
    assert found(day, quota("cap", kind="day", max=most - 1, per=per)) == [
        ("cap", "max", "too_low", "day")
    ]


def place(key: str, venue: str = "hall", targets: object = None) -> Rule:
    more = {"for": targets} if targets else {}
    return rule("constraint", {"hard": {"venue": venue}, **more}, key)


COUNCIL = quota("council_rule")
GRID = rule("coverage", COMMONS, "grid")
MATTERS = rule(
    "trigger",
    {**CONSULTATION, "batch": {"same": "category", "k": 3, "within": "15d", "emit": "batch"}},
    "matters",
)


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (None, None),
        (None, "council"),
        ("council", ["exchange", "council"]),
        ("council_rule", "council"),
        ("grid", "volunteering"),
        ("matters", "batch"),
        ("day", "alliance_day"),
    ],
)
def test_two_places_for_the_same_events_contradict(one: object, two: object) -> None:
    day = rule("anchor", ALLIANCE_DAY, "day")
    rules = (COUNCIL, GRID, MATTERS, day, place("first", "hall", one), place("second", "barn", two))
    assert found(*rules) == [("second", "hard.venue", "contradiction", "first")]


@pytest.mark.parametrize(
    ("one", "two"),
    [
        (place("first"), place("second")),
        (place("first", "hall", "council"), place("second", "barn", "exchange")),
        (place("first"), replace(place("second", "barn"), owner="b")),
        (
            replace(place("first"), tenure=Tenure(None, date(2026, 7, 1))),
            replace(place("second", "barn"), tenure=Tenure(date(2026, 7, 1))),
        ),
        (place("first"), rule("constraint", {"hard": {"time": "19:00-21:00"}}, "second")),
    ],
)
def test_places_that_agree_or_never_meet_do_not_contradict(one: Rule, two: Rule) -> None:
    assert found(COUNCIL, one, two) == []


def test_two_times_for_the_same_events_contradict() -> None:
    one = rule("constraint", {"hard": {"time": "19:00-21:00"}}, "first")
    two = rule("constraint", {"hard": {"time": "19:00-20:00"}, "for": "council"}, "second")
    assert found(one, two) == [("second", "hard.time", "contradiction", "first")]


@pytest.mark.parametrize(
    ("data", "field"),
    [
        ({"min": 10_000}, "min"),
        ({"per": "week", "min": 95}, "min"),
        ({"min": 10**400}, "min"),
    ],
)
def test_ten_thousand_units_are_refused(data: dict[str, object], field: str) -> None:
    ((key, named, reason, *_),) = found(council(data))
    assert (key, named) == ("promise", field)
    assert reason in {"range", "too_many"}
    assert rule_type(quota()).check(quota(per="week", min=94)) is not None


@pytest.mark.parametrize(
    ("data", "most"),
    [({"per": "week", "min": 8}, 7), ({"per": "month", "min": 32}, 31), ({"min": 367}, 366)],
)
def test_more_meetings_than_days_are_refused(data: dict[str, object], most: int) -> None:
    given = {"per": "year"} | data
    assert found(council(given)) == [("promise", "min", "no_days", most)]
    assert found(council(given | {"min": most})) == []
    assert found(council(given | {"output": "visit"})) == []


@pytest.mark.parametrize(
    ("data", "most"),
    [
        ({"per": "week"}, 27),
        ({"per": "week", "grace_days": 5}, 12),
        ({"per": "month", "late": "forfeit"}, 31),
    ],
)
def test_a_meeting_that_lasts_longer_than_its_period_and_grace_is_refused(
    data: dict[str, object], most: int
) -> None:
    given = {"kind": "council", "min": 1} | data
    assert found(rule("quota", given | {"days": most + 1})) == [
        ("promise", "days", "too_lasting", most)
    ]
    assert found(rule("quota", given | {"days": most})) == []
    assert found(rule("quota", given | {"days": most + 1, "plan": False})) == []


DUE: list[tuple[str, dict[str, object], str, int]] = [
    ("quota", {"kind": "list", "min": 1, "per": "quarter"}, "d", 92),
    ("quota", {"kind": "list", "min": 1, "per": "quarter"}, "wd", 68),
    ("quota", {"kind": "list", "min": 1, "per": "week"}, "wd", 7),
    ("coverage", dict(COMMONS), "d", 184),
    ("anchor", {"kind": "list", "date": "07-01", "tolerance_days": 5}, "d", 11),
    ("anchor", {"kind": "list", "date": "07-01", "if_off": "next", "tolerance_days": 5}, "d", 6),
    ("anchor", {"kind": "list", "window": {"from": "12-20", "until": "01-11"}}, "d", 22),
]


@pytest.mark.parametrize(("kind", "data", "unit", "most"), DUE)
def test_a_term_that_ends_after_every_period_is_refused(
    kind: str, data: dict[str, object], unit: str, most: int
) -> None:
    given = data | {"output": "deliverable"}
    assert found(rule(kind, given | {"due": f"{most + 1}{unit}"})) == [
        ("promise", "due", "due_after", most)
    ]
    assert found(rule(kind, given | {"due": f"{most}{unit}"})) == []
