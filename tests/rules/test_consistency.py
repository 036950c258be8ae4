from dataclasses import replace
from datetime import date

import pytest

from scheduler.domain.errors import RuleError
from scheduler.domain.roster import Tenure
from scheduler.domain.text import say
from scheduler.rules.consistency import check_rules, faults
from scheduler.rules.model import Rule
from tests.rules.promises import quota, rule


def share(*keys: str, key: str = "credits", owner: str = "a") -> Rule:
    return rule("credit", {"share": [list(keys)]}, key, owner)


def turns(key: str, **data: object) -> Rule:
    stated = {"fills": "host", "for": "council", "pool": {"role": "chain_leader"}}
    return rule("rotation", stated | data, key)


ONE, TWO, THREE = quota("one"), quota("two"), quota("three")
THEMES = {"fills": "theme", "pool": ["safety"]}


def test_rules_that_fit_together_are_accepted() -> None:
    check_rules(
        [
            ONE,
            quota("two", **{"with": "one"}),
            quota("one", owner="b"),
            quota("two", owner="b"),
            share("one", "two"),
            share("one", "two", owner="b"),
            rule("credit", {"tags": {"talk": ["one"]}}, "tags"),
            turns("host_turns"),
            turns("theme_turns", **THEMES, policy="latin_with:host_turns"),
        ]
    )


@pytest.mark.parametrize(
    ("rules", "key", "field", "words"),
    [
        ([quota("one", **{"with": "two"}), quota("two", owner="b")], "one", "with", ("two",)),
        ([quota("one", **{"with": "t"}), turns("t")], "one", "with", ("t",)),
        ([quota("one", **{"with": "two"})], "one", "with", ("two",)),
        ([ONE, share("two", "one", "more")], "credits", "share", ("more", "two")),
        ([ONE, rule("credit", {"tags": {"x": ["two"]}}, "t")], "t", "tags", ("two",)),
        ([turns("t", **THEMES, policy="latin_with:none")], "t", "policy", ("none",)),
    ],
)
def test_a_rule_that_is_not_there_is_refused_by_its_key(
    rules: list[Rule], key: str, field: str, words: tuple[str, ...]
) -> None:
    with pytest.raises(RuleError) as caught:
        check_rules(rules)
    told = {"rule": key, "field": field, "reason": "unknown_rule", "words": words}
    assert caught.value.fields == told


@pytest.mark.parametrize(
    ("rules", "key", "field", "reason"),
    [
        ([ONE, quota("one")], "one", "key", "duplicate"),
        ([quota("one", colour="red")], "one", "colour", "unknown"),
        ([quota("one", **{"with": "one"})], "one", "with", "cycle"),
        (
            [
                turns("s", **THEMES),
                turns("t", **{**THEMES, "for": "x"}, policy="latin_with:s"),
            ],
            "t",
            "policy",
            "no_hosts",
        ),
        ([turns("t", **THEMES, policy="latin_with:t")], "t", "policy", "cycle"),
    ],
)
def test_rules_that_contradict_one_another_are_refused(
    rules: list[Rule], key: str, field: str, reason: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_rules(rules)
    assert caught.value.fields == {"rule": key, "field": field, "reason": reason}


@pytest.mark.parametrize(
    ("rules", "key", "field", "other"),
    [
        (
            [quota("one", **{"with": "two"}), quota("two", **{"with": "one"})],
            "one",
            "with",
            "two",
        ),
        (
            [
                turns("s", **THEMES, policy="latin_with:t"),
                turns("t", **{**THEMES, "for": "x"}, policy="latin_with:s"),
            ],
            "s",
            "policy",
            "t",
        ),
    ],
)
def test_a_circle_names_the_rule_to_which_it_leads(
    rules: list[Rule], key: str, field: str, other: str
) -> None:
    with pytest.raises(RuleError) as caught:
        check_rules(rules)
    assert caught.value.fields == {
        "rule": key,
        "field": field,
        "reason": "cycle",
        "other": other,
        "names": {other: ("承诺", "Promise")},
    }


def test_a_ride_into_a_circle_of_others_is_no_circle_of_its_own() -> None:
    circle = [quota("one", **{"with": "two"}), quota("two", **{"with": "one"})]
    found = list(faults([*circle, quota("three", **{"with": "one"})]))
    assert [fault.fields["rule"] for fault in found] == ["one", "two"]


def test_everything_that_speaks_against_rules_is_listed() -> None:
    found = list(
        faults(
            [
                rule("lottery", {}, "first"),
                quota("second", colour="red"),
                quota("third", **{"with": "nothing"}),
                turns("fourth", **THEMES, policy="latin_with:none"),
            ]
        )
    )
    assert [tuple(fault.fields.values()) for fault in found] == [
        ("first", "type", "choice"),
        ("second", "colour", "unknown"),
        ("third", "with", "unknown_rule", ("nothing",)),
        ("fourth", "policy", "unknown_rule", ("none",)),
    ]


def test_two_rotations_never_fill_the_same_events() -> None:
    two = [turns("s"), turns("t", **{"for": ["talk", "council"]})]
    (refused,) = faults(two)
    assert refused.fields == {
        "rule": "t",
        "field": "for",
        "reason": "filled",
        "other": "s",
        "names": {"s": ("承诺", "Promise")},
    }
    assert list(faults([turns("s"), turns("t", **THEMES)])) == []


def test_a_rotation_may_follow_one_that_ended() -> None:
    day = date(2026, 10, 1)
    ended = replace(turns("s"), tenure=Tenure(None, day))
    assert list(faults([ended, replace(turns("t"), tenure=Tenure(day))])) == []
    early = replace(turns("t"), tenure=Tenure(date(2026, 9, 30)))
    assert [fault.fields["other"] for fault in faults([ended, early])] == ["s"]


def test_a_key_that_two_alliances_share_names_the_other_rule() -> None:
    made = [quota("one", owner, scope={"group": "both"}) for owner in ("a", "b")]
    with pytest.raises(RuleError) as caught:
        check_rules(made)
    assert caught.value.fields == {
        "rule": "one",
        "field": "key",
        "reason": "shared_key",
        "other": "one",
        "alliance": "body:a",
        "names": {"one": ("承诺", "Promise")},
    }


def test_a_rule_counts_in_one_group_whichever_credit_rule_says_so() -> None:
    lists = [share("one", "two"), share("two", "three", key="more")]
    (refused,) = faults([ONE, TWO, THREE, *lists])
    assert refused.fields == {
        "rule": "more",
        "field": "share",
        "reason": "counted",
        "other": "credits",
        "names": {"credits": ("承诺", "Promise")},
    }
    assert say("bad_rule", refused.fields, "zh") == (
        "规则“more”：可同时计入的规则里有规则“承诺”已经算过的，一条规则只能归在一组里，请去掉一处。"
    )


def test_a_credit_names_rules_of_its_own_alliance_and_is_refused_once() -> None:
    made = rule("credit", {"share": [["one", "two"], ["x", "y"]]}, "credits")
    assert told(ONE, quota("two", owner="b"), made) == [("credits", "share", "unknown_rule")]


def test_a_rule_that_cannot_be_read_is_there_for_those_that_name_it() -> None:
    broken = [quota("one", min=0), turns("hosts", cooldown=-1)]
    naming = [
        quota("two", **{"with": "one"}),
        share("one", "two"),
        rule("credit", {"tags": {"talk": ["one"]}}, "tags"),
        turns("themes", **THEMES, policy="latin_with:hosts"),
    ]
    assert told(*broken, *naming) == [("hosts", "cooldown", "range"), ("one", "min", "range")]


def told(*rules: Rule) -> list[tuple[object, ...]]:
    return [
        tuple(fault.fields[name] for name in ("rule", "field", "reason")) for fault in faults(rules)
    ]
