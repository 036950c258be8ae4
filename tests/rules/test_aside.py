"""Rules that cannot be read: their events stay, and all else is planned."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.roster import Tenure
from scheduler.rules import planner
from scheduler.rules.aside import hanging, is_aside, set_aside
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.planning.diff import applied
from tests.rules.alliance import NEW_YEAR, alliance, rule

UNREAD: dict[str, object] = {"kind": "council", "rrule": "FREQ=MONTHLY;BYMONTHDAY=31"}


def published() -> PlanInput:
    """The alliance with its first plan published."""
    source = alliance()
    return applied(source, planner.plan(source))


def said(source: PlanInput, key: str, **data: object) -> PlanInput:
    """What a rule is kept with, whatever the checks of today say."""
    rules = tuple(
        replace(each, data={**each.data, **data}) if each.key == key else each
        for each in source.rules
    )
    return replace(source, rules=rules)


def left(source: PlanInput) -> set[str]:
    return {key for _, key in is_aside(set_aside(source))}


def test_nothing_is_set_aside_where_every_rule_can_be_read() -> None:
    source = alliance()
    assert set_aside(source) == source


@pytest.mark.parametrize(
    ("key", "field", "hanging"),
    [
        ("quarterly_council", "min", set()),
        ("matter_consultation", "on", set()),
        ("host_turns", "cooldown", {"exchange", "theme_turns"}),
        ("theme_turns", "cooldown", {"exchange"}),
    ],
)
def test_what_a_broken_rule_fills_is_set_aside_with_it(
    key: str, field: str, hanging: set[str]
) -> None:
    source = said(alliance(), key, **{field: "x"})
    assert left(source) == {key, *hanging}
    rest = set_aside(source)
    assert {each.key for each in source.rules} - {each.key for each in rest.rules} == {key}
    assert set_aside(rest) == rest


def test_what_rides_on_a_broken_rule_is_set_aside_and_what_rides_on_that() -> None:
    riding = rule(
        "guests", "quota", {"kind": "guests", "per": "year", "min": 1, "with": "exchange"}
    )
    further = replace(riding, key="more", data={**riding.data, "with": "guests"})
    elsewhere = replace(riding, owner="steel")
    source = said(alliance(), "exchange", min=0)
    source = replace(source, rules=(*source.rules, riding, further, elsewhere))
    assert is_aside(set_aside(source)) == {
        ("food", "exchange"),
        ("food", "guests"),
        ("food", "more"),
    }


@pytest.mark.parametrize(
    ("stated", "hanging"),
    [
        ({"for": "exchange"}, {"exchange"}),
        ({"for": ["council"]}, {"quarterly_council"}),
        ({"for": ["body:alliance"]}, set()),
        ({}, {"exchange", "quarterly_council", "resource_list", "matter_consultation"}),
        ({"for": [7]}, {"exchange", "quarterly_council", "resource_list", "matter_consultation"}),
        ({"for": {}}, {"exchange", "quarterly_council", "resource_list", "matter_consultation"}),
    ],
)
def test_what_a_broken_rule_is_for_is_set_aside_or_all_where_nobody_can_tell(
    stated: dict[str, object], hanging: set[str]
) -> None:
    source = alliance()
    broken = rule("limits", "constraint", {**stated, "colour": "red"})
    assert left(replace(source, rules=(*source.rules, broken))) == {"limits", *hanging}


def test_kinds_that_a_list_names_may_be_meant() -> None:
    grid = rule("grid", "coverage", {"axes": {"kind": ["@kinds"]}, "per": "year", "min": 1})
    broken = rule("limits", "constraint", {"for": "council", "colour": "red"})
    source = replace(alliance(), lists={("food", "kinds"): ("council",)})
    assert left(replace(source, rules=(*source.rules, grid, broken))) == {
        "limits",
        "grid",
        "quarterly_council",
    }


def test_a_broken_rule_of_an_unknown_type_takes_only_its_riders_along() -> None:
    source = alliance()
    broken = rule("old", "lottery", {})
    riding = rule("guests", "quota", {"kind": "guests", "per": "year", "min": 1, "with": "old"})
    assert left(replace(source, rules=(*source.rules, broken, riding))) == {"old", "guests"}


@pytest.mark.parametrize("key", ["quarterly_council", "exchange", "host_turns"])
def test_what_is_set_aside_stays_as_it_is_published(key: str) -> None:
    source = published()
    plan = planner.plan(set_aside(said(source, key, cooldown="x", min="x")))
    assert (plan.changes, plan.unplaced, plan.conflicts) == ((), (), ())


def test_all_other_rules_go_on_being_planned() -> None:
    source = said(published(), "quarterly_council", min=0)
    monthly = rule("salon", "quota", {"kind": "salon", "per": "month", "min": 1})
    plan = planner.plan(set_aside(replace(source, rules=(*source.rules, monthly))))
    assert {(each.kind.value, each.title) for each in plan.changes} == {("add", "salon")}
    assert len(plan.changes) == 12


def test_nothing_new_is_planned_for_what_is_set_aside() -> None:
    source = said(alliance(), "host_turns", cooldown="x")
    rules = {each.unit.rule for each in planner.plan(set_aside(source)).placements}
    assert rules == {"quarterly_council", "resource_list"}


def test_a_broken_rule_that_ends_loses_what_lies_after_its_end() -> None:
    end = date(2026, 7, 1)
    source = said(published(), "quarterly_council", min=0)
    rules = tuple(
        replace(each, tenure=Tenure(NEW_YEAR, end)) if each.key == "quarterly_council" else each
        for each in source.rules
    )
    plan = planner.plan(set_aside(replace(source, rules=rules)))
    told = [(each.kind.value, each.cause["code"], each.day >= end) for each in plan.changes]
    assert told == [("cancel", "rule_ended", True)] * 2


def test_a_former_version_that_is_over_stands_in_nobodys_way() -> None:
    source = replace(published(), today=date(2026, 3, 10))
    made = next(each for each in source.rules if each.key == "quarterly_council")
    change = date(2026, 3, 1)
    former = replace(made, data=UNREAD, tenure=Tenure(NEW_YEAR, change), superseded=True)

    def changed(day: date) -> Rule:
        return replace(made, former=(former,), tenure=Tenure(day))

    rest = tuple(each for each in source.rules if each is not made)
    over = replace(source, rules=(*rest, changed(change)))
    assert left(over) == set()
    assert set_aside(over).rules == (*rest, replace(changed(change), former=()))
    assert left(replace(over, today=date(2026, 2, 20))) == {"quarterly_council"}


def test_what_hangs_is_told_apart_from_what_cannot_be_read() -> None:
    source = alliance()
    assert hanging(source, frozenset()) == frozenset()
    broken = said(source, "theme_turns", cooldown="x")
    places = {key: owner for owner, key in is_aside(set_aside(broken))}
    wrong = frozenset({(places["theme_turns"], "theme_turns")})
    assert hanging(broken, wrong) == frozenset({(places["exchange"], "exchange")})
