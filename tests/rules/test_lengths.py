"""A time of day cuts no meeting short: what is asked for has to fit into it."""

from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.activity import ActivityKind
from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.rules.grounding import groundless
from scheduler.rules.model import Rule
from tests.rules.promises import plan_input, quota, rule

KINDS = {
    "council": ActivityKind("council", "议事会"),
    "talk": ActivityKind("talk", "夜谈", minutes=30),
    "camp": ActivityKind("camp", "研修", minutes=600, days=2),
}
BOTH = {"axes": {"kind": ["talk", "council"]}, "per": "year", "min": 1}


def told(limit: Rule, *others: Rule) -> list[tuple[object, ...]]:
    source = plan_input(limit, *others, kinds=KINDS, lists={("a", "late"): ("talk", "council")})
    names = ("field", "reason", "other", "minutes", "low")
    return [tuple(fault.fields[name] for name in names) for fault in groundless(limit, source)]


def limit(time: str = "19:00-19:30", **more: object) -> Rule:
    return rule("constraint", {"hard": {"time": time}, **more}, "limit")


@pytest.mark.parametrize(
    ("made", "others", "low"),
    [
        (limit(), [quota()], 120),
        (limit("19:00-20:59"), [quota()], 120),
        (limit(**{"for": "council"}), [quota()], 120),
        (limit(**{"for": "promise"}), [quota(minutes=45)], 45),
        (limit(), [quota("first", kind="talk"), quota()], 120),
        (limit(), [rule("coverage", BOTH)], 120),
        (limit(), [rule("coverage", {**BOTH, "axes": {"kind": "@late"}})], 120),
        (limit(), [quota(kind="camp", days=1)], 600),
        (limit(), [quota("first", applies_if={}), quota()], 120),
        (limit(), [rule("coverage", {**BOTH, "axes": {"kind": "@gone"}}, "first"), quota()], 120),
    ],
)
def test_a_time_of_day_too_short_for_a_meeting_is_refused(
    made: Rule, others: list[Rule], low: int
) -> None:
    minutes = 119 if made.data["hard"] == {"time": "19:00-20:59"} else 30
    assert told(made, *others) == [("hard.time", "narrow", "promise", minutes, low)]


@pytest.mark.parametrize(
    ("made", "others"),
    [
        (limit("19:00-21:00"), [quota()]),
        (limit(), [quota(minutes=30)]),
        (limit(), [quota(kind="talk")]),
        (limit(**{"for": "talk"}), [quota("late", kind="talk"), rule("coverage", BOTH)]),
        (limit(), [quota(kind="camp"), quota("days", days=2)]),
        (limit(), [quota(output="item")]),
        (limit(), [quota(owner="b")]),
        (limit(), [replace(quota(), tenure=Tenure(None, date(2026, 1, 1)))]),
        (rule("constraint", {"hard": {"venue": "@host"}}, "limit"), [quota()]),
    ],
)
def test_a_time_of_day_that_is_long_enough_or_not_for_it_stands(
    made: Rule, others: list[Rule]
) -> None:
    since = replace(made, tenure=Tenure(date(2026, 1, 1)))
    assert told(since, *others) == []


def test_the_refusal_tells_both_lengths_and_the_rule() -> None:
    source = plan_input(limit(), quota(), kinds=KINDS)
    (fault,) = groundless(limit(), source)
    assert say("rule_fault", fault.fields, "zh") == (
        "时段只有30分钟，规则“承诺”的活动要120分钟。请放宽，或先在那条规则里写明较短的时长。"
    )
    assert say("rule_fault", fault.fields, "en") == (
        "Time of day has 30 minutes, but the events of rule “Promise” last 120. "
        "Make it longer, or give that rule fewer minutes first."
    )


@pytest.mark.parametrize(
    ("made", "low"),
    [(quota(), 120), (quota(minutes=45), 45), (rule("coverage", BOTH), 120)],
)
def test_a_rule_that_an_earlier_time_of_day_would_cut_short_is_refused(
    made: Rule, low: int
) -> None:
    assert told(made, quota("other"), limit()) == [("minutes", "narrowed", "limit", 30, low)]
    (fault,) = groundless(made, plan_input(made, limit(), kinds=KINDS))
    assert say("rule_fault", fault.fields, "en") == (
        f"Length in minutes: {low} are asked for, but rule “Promise” leaves 30. Give fewer, or "
        "give that rule more time first."
    )


@pytest.mark.parametrize(
    "other",
    [
        limit("19:00-21:00"),
        limit(**{"for": "talk"}),
        replace(limit(), tenure=Tenure(None, date(2026, 1, 1))),
        rule("constraint", {"hard": {"time": "late"}}, "limit"),
        rule("constraint", {"hard": {"venue": "@host"}}, "limit"),
    ],
)
def test_a_rule_that_fits_into_every_time_of_day_stands(other: Rule) -> None:
    made = replace(quota(), tenure=Tenure(date(2026, 1, 1)))
    assert told(made, other) == []
