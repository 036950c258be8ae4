from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.domain.activity import ActivityKind, EventStatus, UnitKey
from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Membership, Tenure
from scheduler.rules.kinds import quota as quotas
from scheduler.rules.units import DayPolicy, DemandUnit, Output, uid_of
from tests.rules.promises import (
    COUNCIL,
    Told,
    assert_refused,
    clashes,
    event,
    misread,
    out_of,
    quota,
    rule,
    units,
    wants,
)


def keys(made: tuple[DemandUnit, ...]) -> list[tuple[str, int]]:
    return [(unit.key.period, unit.key.ordinal) for unit in made]


def test_one_council_a_quarter_as_the_source_document_promises() -> None:
    council = quota(max=1, gap_days=30, late="makeup", grace_days=20, prorate="full")
    made = units(council, kinds={"council": ActivityKind("council", "议事会", start=time(9))})
    assert made[0] == DemandUnit(
        key=UnitKey("promise", "body:a", "2025-Q4"),
        owner="a",
        alliances=("a",),
        kind="council",
        title="第四季度承诺",
        title_en="Promise, fourth quarter",
        start=date(2025, 10, 1),
        end=date(2026, 1, 1),
        grace_end=date(2026, 1, 21),
        clock=time(9),
        gap_days=30,
    )
    assert keys(made) == [(f"2026-Q{n}", 1) if n else ("2025-Q4", 1) for n in range(5)]


def test_ten_exchanges_a_year_share_the_window_of_the_year() -> None:
    made = units(quota(per="year", min=10, late="forfeit"))
    assert keys(made) == [("2026", ordinal) for ordinal in range(1, 11)]
    assert {(unit.start, unit.end, unit.grace_end) for unit in made} == {
        (date(2026, 1, 1), date(2027, 1, 1), date(2027, 1, 1))
    }


def test_three_seminars_a_half_year_belong_to_both_committees_together() -> None:
    made = units(
        quota(per="half_year", min=3, scope={"group": "pilots"}, late="forfeit"),
        groups={"pilots": ("b", "a")},
    )
    assert [(unit.key.scope, unit.owner, unit.alliances) for unit in made] == [
        ("group:pilots", "a", ("a", "b"))
    ] * 6


def test_an_unknown_group_is_refused() -> None:
    with pytest.raises(RuleError, match="unknown_group"):
        units(quota(scope={"group": "nobody"}))


@pytest.mark.parametrize(
    ("scope", "key"),
    [({"organisation": "x"}, "organisation:x"), ({"person": "p"}, "person:p")],
)
def test_a_promise_of_an_organisation_or_a_person_needs_them(
    scope: dict[str, str], key: str
) -> None:
    made = units(quota(per="year", scope=scope, late="forfeit"))
    assert [(unit.key.scope, unit.alliances, unit.resources) for unit in made] == [
        (key, ("a",), (key,))
    ]
    other = units(quota(per="year", late="forfeit"))
    assert {uid_of(unit.key) for unit in made}.isdisjoint(uid_of(unit.key) for unit in other)


def test_a_rule_of_another_body_carries_its_scope() -> None:
    made = units(quota(per="year", scope={"body": "branch"}, late="forfeit"))
    assert [(unit.key.scope, unit.alliances) for unit in made] == [("body:branch", ("a",))]


def test_a_resource_list_is_due_on_the_last_workday_of_its_quarter() -> None:
    made = units(quota(output="deliverable", late="forfeit"))
    assert [unit.nominal for unit in made] == [
        date(2026, 3, 31),
        date(2026, 6, 30),
        date(2026, 9, 30),
        date(2026, 12, 31),
    ]
    assert (made[0].output, made[0].end) == (Output.DELIVERABLE, date(2026, 4, 1))


def test_a_deliverable_may_be_due_a_term_after_its_period_opens() -> None:
    first = units(quota(output="deliverable", due="10wd", late="forfeit"))[0]
    assert (first.start, first.nominal) == (date(2026, 1, 1), date(2026, 1, 15))


def test_a_deliverable_of_a_window_without_workdays_is_due_on_its_first_day() -> None:
    window = {"from": "10-01", "until": "10-04"}
    made = units(quota(per="year", output="deliverable", window=window, late="forfeit"))
    assert made[0].nominal == date(2026, 10, 1)


@pytest.mark.parametrize(("prorate", "count"), [("full", 4), ("floor", 1), ("none", 0)])
def test_a_scheme_that_starts_in_august_owes_its_share_of_the_year(
    prorate: str, count: int
) -> None:
    made = quota(per="year", min=4, prorate=prorate, late="forfeit")
    begun = type(made)(
        made.key, made.type, made.owner, made.name, data=made.data, tenure=Tenure(date(2026, 8, 1))
    )
    found = units(begun)
    assert keys(found) == [("2026", ordinal) for ordinal in range(1, count + 1)]
    assert {unit.start for unit in found} <= {date(2026, 8, 1)}


def test_a_rule_that_has_ended_owes_nothing() -> None:
    made = quota()
    over = type(made)(
        made.key,
        made.type,
        made.owner,
        made.name,
        data=made.data,
        tenure=Tenure(None, date(2025, 1, 1)),
    )
    assert units(over) == ()


def test_a_campaign_narrows_each_year() -> None:
    window = {"from": "01-15", "until": "04-01"}
    made = units(quota(per="year", window=window, late="forfeit"))
    assert [(unit.start, unit.end) for unit in made] == [(date(2026, 1, 15), date(2026, 4, 1))]


WINTER = {"from": "11-15", "until": "02-01"}


def test_a_campaign_over_new_year_belongs_to_the_year_in_which_it_begins() -> None:
    made = units(quota(per="year", window=WINTER, late="forfeit"))
    assert [(unit.key.period, unit.start, unit.end) for unit in made] == [
        ("2025", date(2025, 11, 15), date(2026, 2, 1)),
        ("2026", date(2026, 11, 15), date(2027, 2, 1)),
    ]
    later = units(quota(per="year", window=WINTER, late="forfeit"), start=date(2026, 2, 1))
    assert later == made[1:]


def test_a_campaign_may_last_until_the_end_of_the_year() -> None:
    made = units(quota(per="year", window={"from": "12-01", "until": "01-01"}, late="forfeit"))
    assert [(unit.start, unit.end) for unit in made] == [(date(2026, 12, 1), date(2027, 1, 1))]


@pytest.mark.parametrize(
    ("window", "days"),
    [
        ({"from": "02-01", "until": "03-01"}, 29),
        ({"from": "11-15", "until": "03-01"}, 107),
        ({"from": "02-01", "until": "01-31"}, 365),
        (WINTER, 78),
    ],
)
def test_the_days_of_a_campaign_are_the_most_that_a_year_can_have(
    window: dict[str, str], days: int
) -> None:
    assert quotas.parse(quota(per="year", window=window)).cycle.days == days


def test_a_single_campaign_has_one_period_named_by_its_rule() -> None:
    campaign = {"from": "2026-02-01", "until": "2026-05-01"}
    spring = quota(per="window", window=campaign, min=2, late="forfeit")
    assert keys(units(spring)) == [("window:promise", 1), ("window:promise", 2)]
    assert units(spring, start=date(2026, 5, 1)) == ()


def test_a_period_of_three_years_begins_where_the_rule_says() -> None:
    made = units(quota(per="3y", first_year=2025, late="forfeit"))
    assert keys(made) == [("2025..2027", 1)]


def test_what_was_not_held_is_carried_into_the_next_quarter() -> None:
    carrying = quota(min=2, late="carry")
    held = event(date(2026, 2, 3), UnitKey("promise", "body:a", "2026-Q1", "", 2))
    gone = event(
        date(2026, 2, 5),
        UnitKey("promise", "body:a", "2026-Q1"),
        status=EventStatus.CANCELLED,
    )
    made = units(carrying, today=date(2026, 4, 1), events=(held, gone))
    assert keys(made) == [
        ("2026-Q1", 2),
        *(("2026-Q2", ordinal) for ordinal in (1, 2, 3)),
        *(("2026-Q3", ordinal) for ordinal in (1, 2)),
        *(("2026-Q4", ordinal) for ordinal in (1, 2)),
    ]


def test_the_rule_states_its_own_times_and_days() -> None:
    made = units(
        quota(
            per="year",
            start="19:00",
            minutes=90,
            days=3,
            host="organisation:b",
            on_holiday="allow",
            status="optional",
            plan=False,
            late="forfeit",
            **{"with": "alliance_day"},
        )
    )[0]
    assert (made.clock, made.minutes, made.span_days) == (time(19), 90, 3)
    assert (made.host, made.days, made.mandatory) == ("organisation:b", DayPolicy.ANY, False)
    assert (made.plan, made.with_rule) == (False, "alliance_day")


@pytest.mark.parametrize(("least", "count"), [(1, 4), (2, 0)])
def test_a_rule_may_hold_only_from_a_number_of_members_on(least: int, count: int) -> None:
    made = quota(applies_if={"count": "@members", "min": least}, late="forfeit")
    assert len(units(made, members={"a": (Membership("organisation:b", "a"),)})) == count


YEARS = {"reason": "year", "low": "2000", "high": "2099"}
TURNED = {"from": "04-01", "until": "04-01"}
REFUSED: list[tuple[dict[str, object], str, str | Told]] = [
    ({"colour": "red"}, "colour", "unknown"),
    ({"kind": ""}, "kind", "empty"),
    ({"kind": 5}, "kind", wants("string")),
    ({"kind": None}, "kind", wants("string")),
    ({"min": 0}, "min", out_of(1, 5000)),
    ({"min": True}, "min", wants("integer")),
    ({"min": 10_001}, "min", out_of(1, 5000)),
    ({"min": 3, "max": 2}, "max", {"reason": "below", "low": 3}),
    ({"per": "fortnight"}, "per", "choice"),
    ({"first_year": 2026}, "first_year", clashes("per")),
    ({"per": "window"}, "window.from", "missing"),
    ({"window": {"from": "01-01", "until": "02-01"}}, "window", clashes("per")),
    (
        {"per": "year", "window": {"from": "02-30", "until": "04-01"}},
        "window.from",
        misread("01-15"),
    ),
    (
        {"per": "year", "window": {"from": "W01-1", "until": "04-01"}},
        "window.from",
        misread("01-15"),
    ),
    ({"per": "year", "window": TURNED}, "window", "same_day"),
    (
        {"per": "window", "window": {"from": "2026-05-01", "until": "2026-05-01"}},
        "window",
        "order",
    ),
    (
        {"per": "window", "window": TURNED},
        "window.from",
        misread("2026-01-15"),
    ),
    ({"per": "year", "window": {"from": "04-01", "to": "05-01"}}, "window.to", "unknown"),
    ({"per": "year", "window": {"from": 4, "until": "04-01"}}, "window.from", wants("string")),
    ({"per": "year", "window": {"from": " ", "until": "04-01"}}, "window.from", "empty"),
    ({"scope": {}}, "scope", "empty"),
    ({"scope": {"group": "g", "body": "b"}}, "scope.body", clashes("scope.group")),
    (
        {"scope": {"person": "p", "organisation": "x"}},
        "scope.person",
        clashes("scope.organisation"),
    ),
    ({"scope": {"body": "b", "person": "p"}}, "scope.person", clashes("scope.body")),
    ({"scope": {"group": ""}}, "scope.group", "empty"),
    ({"scope": {"person": ""}}, "scope.person", "empty"),
    ({"scope": {"organisation": 1}}, "scope.organisation", wants("string")),
    ({"output": "party"}, "output", "choice"),
    ({"late": "carry", "grace_days": 3}, "grace_days", clashes("late")),
    (
        {"per": "window", "window": {"from": "1899-01-01", "until": "2026-01-01"}},
        "window.from",
        YEARS,
    ),
    (
        {"per": "window", "window": {"from": "2026-01-01", "until": "9999-01-01"}},
        "window.until",
        YEARS,
    ),
    ({"due": "10wd"}, "due", clashes("output")),
    ({"output": "deliverable", "due": "soon"}, "due", misread("10wd")),
    ({"output": "visit", "gap_days": 3}, "gap_days", clashes("output")),
    ({"start": "25:00"}, "start", misread("14:00")),
    ({"start": "9"}, "start", misread("14:00")),
    (
        {"applies_if": {"count": "@members", "min": 3, "max": 2}},
        "applies_if.max",
        {"reason": "below", "low": 3},
    ),
    ({"applies_if": {"min": 3}}, "applies_if.count", "missing"),
    ({"applies_if": {"count": []}}, "applies_if.count", "no_list"),
    ({"applies_if": {"count": ""}}, "applies_if.count", "no_list"),
    ({"applies_if": {"count": "members"}}, "applies_if.count", "no_list"),
    ({"applies_if": {"count": ["y", "y"]}}, "applies_if.count", "no_list"),
    ({"applies_if": {"count": ["@members", "y"]}}, "applies_if.count", "no_list"),
    ({"applies_if": {"count": ["@members", 3]}}, "applies_if.count", wants("string_array")),
    ({"applies_if": {"count": ["@members", "@members"]}}, "applies_if.count", "duplicate"),
    ({"applies_if": {"count": "@members", "min": "3"}}, "applies_if.min", wants("integer")),
]


@pytest.mark.parametrize(("data", "field", "reason"), REFUSED)
def test_a_quota_that_cannot_stand_is_refused(
    data: dict[str, object], field: str, reason: str | Told
) -> None:
    assert_refused(rule("quota", COUNCIL | data), field, reason)


def test_a_quota_without_a_kind_is_refused() -> None:
    assert_refused(rule("quota", {"per": "year", "min": 1}), "kind", "missing")


def test_an_unknown_list_is_refused_when_it_is_needed() -> None:
    made = quota(applies_if={"count": "@nobody"})
    with pytest.raises(RuleError, match="unknown_list"):
        units(made)


def test_what_one_organisation_owes_begins_and_ends_with_its_membership() -> None:
    scoped = quota(per="quarter", late="forfeit", scope={"organisation": "x"})
    span = Tenure(date(2026, 5, 1), date(2026, 11, 1))
    found = units(scoped, members={"a": (Membership("organisation:x", "a", tenure=span),)})
    assert [(unit.start, unit.end, unit.leaves, unit.lapses) for unit in found] == [
        (date(2026, 5, 1), date(2026, 7, 1), span.until, False),
        (date(2026, 7, 1), date(2026, 10, 1), span.until, False),
        (date(2026, 10, 1), date(2026, 11, 1), span.until, True),
    ]
    assert {unit.leaver for unit in found} == {"organisation:x"}


def test_who_joins_takes_over_nothing_from_before_and_owes_a_share_of_its_first_period() -> None:
    member = Membership("organisation:x", "a", tenure=Tenure(date(2026, 8, 16)))
    world = {"members": {"a": (member,)}, "today": date(2026, 10, 5)}
    carried = quota(per="quarter", scope={"organisation": "x"}, late="carry")
    assert keys(units(carried, **world)) == [("2026-Q4", 1), ("2026-Q4", 2)]
    share = replace(carried, data={**carried.data, "min": 2, "late": "forfeit", "prorate": "floor"})
    assert keys(units(share, **world)) == [("2026-Q3", 1), ("2026-Q4", 1), ("2026-Q4", 2)]
