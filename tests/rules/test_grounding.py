"""What a rule names has to be there; each refusal names the rule and the field."""

from dataclasses import replace
from datetime import date, time

import pytest

from scheduler.domain.activity import ActivityKind
from scheduler.domain.roster import Membership, Officer, Tenure, Venue
from scheduler.domain.text import say
from scheduler.rules.grounding import groundless, orphaned
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from tests.rules.promises import ALLIANCE_DAY, COMMONS, CONSULTATION, plan_input, quota, rule

NIGHT = ActivityKind("night", "夜谈", start=time(22), minutes=120)
CAMP = ActivityKind("camp", "研修", start=time(22), minutes=600, days=2)
BATCH = {"same": "category", "k": 3, "within": "15d", "emit": "night"}
KINDS = ("council", "exchange", "alliance_day", "consultation", "party_lecture", "volunteering")
HOSTS = {"fills": "host", "for": "council", "pool": {"role": "chain_leader"}}
SEATS = {"for": "council", "require": [{"role": "guide", "n": 1}]}


def stepwise(**said: str) -> Rule:
    step = {"role": "committee", "do": "dispatch", "due": "2wd"} | said
    return rule("trigger", {"on": "matter.raised", "steps": [step], "escalate": "liaison"})


def world(*rules: Rule) -> PlanInput:
    leader = Membership("organisation:x", "a", "chain_leader", tenure=Tenure(date(2026, 3, 1)))
    return plan_input(
        *rules,
        kinds={key: ActivityKind(key, key) for key in KINDS} | {"night": NIGHT, "camp": CAMP},
        members={"a": (leader, Membership("person:guest", "a"))},
        officers={
            "a": (Officer("p", "a", "guide"),),
            "b": (Officer("stranger", "b", "guide"),),
        },
        groups={"both": ("a", "b"), "others": ("b", "c"), "empty": ()},
        lists={
            ("a", "base"): ("venue:hall",),
            ("a", "delegates"): ("body:b", "person:stranger"),
            ("a", "late"): ("council", "night"),
            ("a", "ruin"): ("venue:ruin",),
            ("a", "nothing"): (),
            ("a", "wide"): tuple(f"w{number}" for number in range(2000)),
        },
        venues={"hall": Venue("hall", "样例会场")},
        names={
            "organisation:office": ("科技局", ""),
            "body:b": ("乙联盟", ""),
            "venue:hall": ("样例会场", ""),
            "theme": ("主题", ""),
        },
        today=date(2026, 3, 2),
    )


def found(made: Rule) -> list[tuple[object, object]]:
    faults = groundless(made, world(made))
    assert {fault.fields["rule"] for fault in faults} <= {made.key}
    return [(fault.fields["field"], fault.fields["reason"]) for fault in faults]


@pytest.mark.parametrize(
    "made",
    [
        quota(),
        quota(host="organisation:x", scope={"group": "both"}, **{"with": "council"}),
        quota(scope={"organisation": "x"}),
        quota(scope={"organisation": "office"}),
        quota(scope={"person": "p"}),
        quota(scope={"person": "guest"}),
        quota(applies_if={"count": "@members"}),
        rule("coverage", COMMONS),
        rule("coverage", {"axes": {"theme": ["safety"]}, "per": "year", "min": 1}),
        rule("anchor", ALLIANCE_DAY),
        rule("trigger", {**CONSULTATION, "satisfied_by": ["council"]}),
        rule(
            "trigger",
            {
                "on": "matter.raised",
                "steps": [{"role": "committee", "do": "dispatch", "due": "2wd"}],
                "catalogue": {"version": "1", "routes": {"labour": "organisation:office"}},
            },
        ),
        stepwise(role="guide", do="theme"),
        rule("rotation", HOSTS),
        rule("rotation", {**HOSTS, "pool": ["safety", "labour"], "fills": "theme"}),
        rule("rotation", {**HOSTS, "pool": ["organisation:x", "organisation:office", "body:a"]}),
        rule("rotation", {**HOSTS, "pool": ["person:p", "@delegates"]}),
        rule("rotation", {**HOSTS, "pool": "organisation:x"}),
        rule(
            "rotation",
            {**HOSTS, "pool": ["organisation:x+organisation:office", "@base"], "fills": "theme"},
        ),
        rule("staffing", {**SEATS, "require": [{"role": "theme", "n": 1000}]}),
        rule("staffing", {**SEATS, "require": [{"role": "chain_leader", "n": "all"}]}),
        quota(applies_if={"count": ["@members", "@base"], "min": 1}),
        rule("staffing", {**SEATS, "for": ["promise", "council"]}),
        rule("staffing", {**SEATS, "for": "body:alliance"}),
        rule("staffing", {**SEATS, "require": [{"role": "guide", "n": "@members"}]}),
        rule("constraint", {"hard": {"venue": "@base"}}),
        rule("constraint", {"hard": {"venue": "hall"}, "for": "council"}),
        rule("constraint", {"hard": {"venue": "@host", "time": "09:00-10:00"}}),
        rule("constraint", {"soft": [{"prefer": "MO"}]}),
        rule("credit", {"share": [["one", "two"]]}),
        quota(start="22:00"),
        quota(minutes=570),
        quota(minutes=1440, days=2),
        quota(kind="night"),
        quota(kind="night", start="23:00", minutes=60),
        quota(kind="camp"),
        quota(kind="camp", start="23:00"),
        quota(kind="night", start="22:30", days=2),
        quota(kind="camp", start="23:00", minutes=120),
    ],
)
def test_a_rule_whose_world_is_there_stands(made: Rule) -> None:
    assert found(made) == []


@pytest.mark.parametrize(
    ("made", "field", "reason"),
    [
        (quota(kind="dance"), "kind", "unknown_kind"),
        (quota(start="22:01"), "start", "past_midnight"),
        (quota(minutes=571), "minutes", "past_midnight"),
        (quota(kind="night", start="22:01"), "start", "past_midnight"),
        (quota(kind="night", minutes=121), "minutes", "past_midnight"),
        (quota(kind="camp", days=1), "start", "past_midnight"),
        (quota(start="23:00", minutes=61), "minutes", "past_midnight"),
        (rule("anchor", {**ALLIANCE_DAY, "start": "22:01"}), "start", "past_midnight"),
        (rule("trigger", {**CONSULTATION, "start": "22:01"}), "start", "past_midnight"),
        (
            rule("trigger", {**CONSULTATION, "batch": BATCH, "minutes": 121}),
            "minutes",
            "past_midnight",
        ),
        (
            rule("coverage", {**COMMONS, "axes": {"kind": ["council", "night"]}, "minutes": 121}),
            "minutes",
            "past_midnight",
        ),
        (
            rule("coverage", {**COMMONS, "axes": {"kind": "@late"}, "minutes": 121}),
            "minutes",
            "past_midnight",
        ),
        (rule("anchor", {**ALLIANCE_DAY, "kind": "dance"}), "kind", "unknown_kind"),
        (rule("coverage", {**COMMONS, "axes": {"kind": ["dance"]}}), "axes.kind", "unknown_kind"),
        (rule("trigger", {**CONSULTATION, "emit": "dance"}), "emit", "unknown_kind"),
        (
            rule("trigger", {**CONSULTATION, "satisfied_by": ["dance"]}),
            "satisfied_by",
            "unknown_kind",
        ),
        (
            rule(
                "trigger",
                {
                    **CONSULTATION,
                    "batch": {"same": "category", "k": 3, "within": "15d", "emit": "dance"},
                },
            ),
            "batch.emit",
            "unknown_kind",
        ),
        (quota(host="organisation:nobody"), "host", "unknown_member"),
        (quota(scope={"group": "nothing"}), "scope.group", "unknown_group"),
        (quota(scope={"group": "empty"}), "scope.group", "unknown_group"),
        (quota(scope={"group": "others"}), "scope.group", "not_in_group"),
        (quota(scope={"organisation": "nobody"}), "scope.organisation", "unknown_member"),
        (quota(scope={"organisation": "organisation:x"}), "scope.organisation", "unknown_member"),
        (quota(scope={"person": "nobody"}), "scope.person", "unknown_person"),
        (quota(scope={"person": "stranger"}), "scope.person", "unknown_person"),
        (quota(applies_if={"count": "@none"}), "applies_if", "unknown_list"),
        (rule("rotation", {**HOSTS, "for": "dance"}), "for", "unknown_target"),
        (rule("rotation", {**HOSTS, "for": "body:alliance"}), "for", "unknown_target"),
        (rule("rotation", {**HOSTS, "pool": {"role": "town"}}), "pool", "nobody"),
        (rule("rotation", {**HOSTS, "pool": {"officer": "chair"}}), "pool", "nobody"),
        (rule("rotation", {**HOSTS, "pool": "@nothing"}), "pool", "nobody"),
        (rule("rotation", {**HOSTS, "pool": "@none"}), "pool", "unknown_list"),
        (rule("rotation", {**HOSTS, "cooldown": 1}), "cooldown", "no_rest"),
        (rule("rotation", {**HOSTS, "pool": ["organisation:nosuch"]}), "pool", "unknown_member"),
        (rule("rotation", {**HOSTS, "pool": ["@delegates", "body:z"]}), "pool", "unknown_member"),
        (rule("rotation", {**HOSTS, "pool": ["theme"]}), "pool", "unknown_member"),
        (rule("rotation", {**HOSTS, "pool": "theme"}), "pool", "unknown_member"),
        (rule("rotation", {**HOSTS, "pool": ["person:p", "@base"]}), "pool", "unknown_member"),
        (
            rule("rotation", {**HOSTS, "pool": ["safety", "body:z"], "fills": "theme"}),
            "pool",
            "unknown_member",
        ),
        (
            rule("staffing", {**SEATS, "require": [{"role": "nosuch", "n": 1000}]}),
            "require.role",
            "unknown_role",
        ),
        (
            rule("staffing", {**SEATS, "require": [{"role": "guide", "n": "@none"}]}),
            "require.n",
            "unknown_list",
        ),
        (
            rule(
                "staffing",
                {"for": "body:alliance", "require": [{"role": "guide", "n": "@none"}]},
            ),
            "require.n",
            "unknown_list",
        ),
        (stepwise(role="nope"), "steps.role", "unknown_role"),
        (stepwise(do="zork"), "steps.do", "unknown_step"),
        (rule("trigger", {**stepwise().data, "escalate": "nope"}), "escalate", "unknown_role"),
        (rule("staffing", {**SEATS, "for": ["council", "dance"]}), "for", "unknown_target"),
        (rule("constraint", {"hard": {"venue": "barn"}}), "hard.venue", "unknown_venue"),
        (rule("constraint", {"hard": {"venue": "@ruin"}}), "hard.venue", "unknown_venue"),
        (rule("constraint", {"hard": {"venue": "@nothing"}}), "hard.venue", "empty"),
        (rule("constraint", {"hard": {"venue": "@none"}}), "hard.venue", "unknown_list"),
        (
            rule("coverage", {"axes": {"w": "@wide"}, "per": "month", "min": 1}),
            "axes",
            "too_many",
        ),
        (
            rule("coverage", {"axes": {"w": "@none"}, "per": "month", "min": 1}),
            "axes.w",
            "unknown_list",
        ),
    ],
)
def test_what_is_not_there_is_named(made: Rule, field: str, reason: str) -> None:
    assert found(made) == [(field, reason)]


def test_a_refused_pool_tells_who_is_unknown_in_it() -> None:
    pool = ["person:p", "theme", "@base", *(f"w{number}" for number in range(9))]
    made = rule("rotation", {**HOSTS, "pool": pool})
    (fault,) = groundless(made, world(made))
    assert fault.fields["words"] == ("theme", "venue:hall", *(f"w{number}" for number in range(6)))
    assert say("rule_fault", fault.fields | {"words": ("theme", "w1")}, "zh") == (
        "从谁里轮：“theme、w1”不在名册里，请从成员里选。"
    )
    assert say("rule_fault", fault.fields | {"words": ("theme",)}, "en") == (
        "Who takes turns “theme”: not on the roster. Choose a member."
    )


def test_a_refused_kind_is_told() -> None:
    made = quota(kind="dance")
    (fault,) = groundless(made, world(made))
    assert say("rule_fault", fault.fields, "zh") == (
        "活动种类里有没登记的活动种类：“dance”，请从已有的里面选。"
    )
    assert say("rule_fault", fault.fields, "en") == (
        "Kind of activity names an activity kind that is not known: “dance”. Choose one that is."
    )


def test_a_meeting_past_midnight_is_refused_before_it_is_due() -> None:
    made = replace(quota(kind="night", minutes=121), tenure=Tenure(date(2030, 1, 1)))
    assert found(made) == [("minutes", "past_midnight")]


def test_a_pool_counts_on_the_day_from_which_the_rule_stands() -> None:
    made = replace(rule("rotation", HOSTS), tenure=Tenure(date(2026, 2, 1)))
    early = replace(world(made), today=date(2026, 1, 5))
    assert [fault.fields["reason"] for fault in groundless(made, early)] == ["nobody"]
    later = replace(made, tenure=Tenure(date(2026, 3, 1)))
    assert groundless(later, early) == ()


SEATS_OF_RULE = {"for": ["promise"], "require": [{"role": "guide", "n": 1}]}


@pytest.mark.parametrize(
    ("other", "told"),
    [
        (rule("constraint", {"for": "promise", "hard": {"venue": "@host"}}), ["for"]),
        (rule("rotation", HOSTS | {"for": "promise"}), ["for"]),
        (rule("staffing", SEATS_OF_RULE), ["for"]),
        (rule("constraint", {"for": "council", "hard": {"venue": "@host"}}), []),
        (rule("constraint", {"hard": {"venue": "@host"}}), []),
        # What rides on it is refused by the checks of all rules together.
        (quota(**{"with": "promise"}), []),
        (rule("dance", {"for": "promise"}), []),
    ],
)
def test_a_rule_that_another_is_for_cannot_be_taken_away(other: Rule, told: list[str]) -> None:
    gone, other = quota(), replace(other, key="other")
    elsewhere = replace(other, owner="b")
    before = replace(other, key="before", tenure=Tenure(None, date(2026, 1, 1)))
    since = replace(gone, tenure=Tenure(date(2026, 1, 1)))
    assert [
        (each.fields["rule"], each.fields["field"], each.fields["reason"])
        for each in orphaned(since, world(since, other, elsewhere, before))
    ] == [("other", field, "unknown_target") for field in told]


def test_a_rule_whose_key_is_also_a_kind_can_be_taken_away() -> None:
    gone = quota("council")
    assert list(orphaned(gone, world(gone, rule("rotation", HOSTS, "other")))) == []
