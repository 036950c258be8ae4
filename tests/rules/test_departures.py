from datetime import date

import pytest

from scheduler.domain.roster import Membership, Tenure
from scheduler.domain.text import say
from scheduler.rules.departures import departed, departures, named
from scheduler.rules.doubts import doubts
from scheduler.rules.model import Rule
from tests.rules.promises import EXCHANGE, plan_input, quota, rule

LEFT = date(2025, 7, 1)
LATER = date(2026, 7, 1)
GONE = Tenure(until=LEFT)
HOSTS = {"for": "exchange", "fills": "host", "pool": ["organisation:x", "organisation:y"]}
SEATS = {"for": ["body:alliance", "body:z"], "require": [{"role": "chain_leader", "n": 1}]}
GRID = {**EXCHANGE, "axes": {"organisation": ["organisation:y+organisation:x"], "theme": ["t"]}}
ROUTES = {"catalogue": {"version": "1", "routes": {"finance": "organisation:x"}}}


def member(key: str, *spans: Tenure) -> tuple[Membership, ...]:
    return tuple(Membership(key, "a", tenure=span) for span in spans)


@pytest.mark.parametrize(
    ("made", "field", "key"),
    [
        (quota(host="organisation:x"), "host", "organisation:x"),
        (quota(organiser="body:z"), "organiser", "body:z"),
        (quota(scope={"organisation": "x"}), "scope.organisation", "organisation:x"),
        (quota(scope={"body": "z"}), "scope.body", "body:z"),
        (rule("rotation", HOSTS), "pool", "organisation:x"),
        (rule("staffing", SEATS), "for", "body:z"),
        (rule("coverage", GRID), "axes.organisation", "organisation:x"),
        (rule("trigger", ROUTES), "catalogue.routes", "organisation:x"),
    ],
)
def test_a_member_that_left_is_told_by_its_field(made: Rule, field: str, key: str) -> None:
    source = plan_input(
        made,
        members={"a": (*member("organisation:x", GONE), *member("organisation:y", Tenure()))},
        ties={("a", "body:z"): (GONE,)},
        names={"organisation:x": ("样例厂", "Sample Works")},
    )
    names = {key: source.names[key]} if key in source.names else {}
    (told,) = departures(made, source)
    assert told.fields == {
        "rule": "promise",
        "field": field,
        "reason": "has_left",
        "member": key,
        "since": LEFT,
        "names": names,
    }
    assert (field, key) in named(made)
    assert departed(made, source, frozenset({(field, key)})) == ()


def test_who_left_and_since_when_is_said_in_both_languages() -> None:
    made = quota(host="organisation:x")
    names = {"organisation:x": ("样例厂", "Sample Works")}
    source = plan_input(made, members={"a": member("organisation:x", GONE)}, names=names)
    (told,) = doubts(made, source)
    assert say("rule_fault", told.fields, "zh") == (
        "固定主办：样例厂自2025年7月1日起已不在本联盟，请换一个。"
    )
    assert say("rule_fault", told.fields, "en") == (
        "Fixed host: Sample Works left the alliance on 1 July 2025. Choose another."
    )


@pytest.mark.parametrize(
    ("spans", "since", "told"),
    [
        ((), None, []),
        ((Tenure(),), None, []),
        ((GONE, Tenure(since=LATER)), None, []),
        ((GONE, Tenure(date(2025, 9, 1), date(2025, 10, 1))), None, [date(2025, 10, 1)]),
        ((Tenure(LEFT, LEFT),), None, []),
        ((Tenure(until=LATER),), None, []),
        ((Tenure(until=LATER),), LATER, [LATER]),
        ((GONE,), date(2025, 1, 1), [LEFT]),
    ],
)
def test_who_belongs_comes_back_or_never_belonged_may_be_named(
    spans: tuple[Tenure, ...], since: date | None, told: list[date]
) -> None:
    data = {**EXCHANGE, "host": "organisation:x"}
    made = Rule("promise", "quota", "a", "承诺", "Promise", data, tenure=Tenure(since))
    source = plan_input(made, members={"a": member("organisation:x", *spans)})
    assert [each.fields["since"] for each in departures(made, source)] == told


def test_ties_say_more_than_memberships_and_those_of_other_alliances_say_nothing() -> None:
    made = quota(host="body:z")
    source = plan_input(made, members={"a": member("body:z", GONE)})
    assert len(departures(made, source)) == 1
    assert departures(made, plan_input(made, ties={("b", "body:z"): (GONE,)})) == ()
    assert (
        departures(
            made, plan_input(made, members=source.members, ties={("a", "body:z"): (Tenure(),)})
        )
        == ()
    )


def test_somebody_without_home_and_office_is_told_without_a_name() -> None:
    made = quota(scope={"person": "p-1"})
    source = plan_input(made, ties={("a", "person:p-1"): (GONE, Tenure(until=date(2025, 8, 1)))})
    (told,) = departures(made, source)
    assert told.fields == {
        "rule": "promise",
        "field": "scope.person",
        "reason": "person_left",
        "since": date(2025, 8, 1),
    }
    stays = (GONE, Tenure())
    assert departures(made, plan_input(made, ties={("a", "person:p-1"): stays})) == ()


def test_who_belongs_to_one_alliance_of_a_group_has_not_left() -> None:
    made = quota(host="organisation:x", scope={"group": "both"})
    gone = member("organisation:x", GONE)
    members = {"a": gone, "b": (Membership("organisation:x", "b"),)}
    for groups, listed, told in (
        ({"both": ("a", "b")}, members, 0),
        ({"both": ("a", "b")}, {"a": gone}, 1),
        ({}, {"a": gone}, 0),
    ):
        assert len(departures(made, plan_input(made, groups=groups, members=listed))) == told


SITES = {"role": "guide", "n": "@sites"}
OFFICES = {"for": "body:alliance", "require": [SITES]}


@pytest.mark.parametrize(
    ("made", "field"),
    [
        (rule("coverage", {**EXCHANGE, "axes": {"site": "@sites"}}), "axes.site"),
        (rule("rotation", {**HOSTS, "pool": "@sites"}), "pool"),
        (rule("staffing", OFFICES), "require.n"),
        (rule("staffing", {**OFFICES, "require": ["guide", SITES]}), "require.n"),
        (quota(applies_if={"count": "@sites", "min": 1}), "applies_if.count"),
    ],
)
def test_who_left_and_stands_on_a_list_is_told_with_the_list(made: Rule, field: str) -> None:
    values = ("organisation:y+organisation:x", "organisation:guest", "body:z", "hall", "person:p-1")
    source = plan_input(
        made,
        members={"a": (*member("organisation:x", GONE), *member("organisation:y", Tenure()))},
        ties={("a", "body:z"): (GONE,), ("a", "person:p-1"): (GONE,)},
        names={"organisation:x": ("样例厂", "Sample Works"), "@sites": ("驻点", "Sites")},
        lists={("a", "sites"): values, ("b", "sites"): ("organisation:x",)},
    )
    (told,) = departures(made, source)
    assert told.fields == {
        "rule": "promise",
        "field": field,
        "reason": "listed_left",
        "list": "@sites",
        "left": [
            {"member": "organisation:x", "since": LEFT},
            {"member": "body:z", "since": LEFT},
            {"reason": "person", "since": LEFT},
        ],
        "names": {key: source.names[key] for key in ("@sites", "organisation:x")},
    }
    assert departed(made, source) == ()
    assert departures(made, plan_input(made, lists=source.lists)) == ()


def test_a_list_with_who_left_is_said_in_both_languages() -> None:
    made = rule("rotation", {**HOSTS, "pool": "@sites"})
    source = plan_input(
        made,
        members={"a": member("organisation:x", GONE)},
        ties={("a", "person:p-1"): (GONE,)},
        names={"organisation:x": ("样例厂", "Sample Works"), "@sites": ("驻点", "Sites")},
        lists={("a", "sites"): ("organisation:x", "person:p-1")},
    )
    (told,) = doubts(made, source)
    assert say("rule_fault", told.fields, "zh") == (
        "从谁里轮：名单“驻点”里还有已不在本联盟的：样例厂（自2025年7月1日起）、"
        "一位人员（自2025年7月1日起）。请更新名单，或换一份。"
    )
    assert say("rule_fault", told.fields, "en") == (
        "Who takes turns: the list “Sites” holds some that have left the alliance: "
        "Sample Works (on 1 July 2025), a person (on 1 July 2025). "
        "Correct the list or choose another."
    )


def test_a_list_that_follows_the_memberships_holds_nobody_who_left() -> None:
    made = rule("coverage", {**EXCHANGE, "axes": {"organisation": "@members"}})
    assert departures(made, plan_input(made, members={"a": member("organisation:x", GONE)})) == ()
