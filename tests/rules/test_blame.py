"""Of two rules that contradict each other the one that is entered is refused, however called."""

from dataclasses import replace

import pytest

from scheduler.domain.text import say
from scheduler.rules.consistency import faults
from scheduler.rules.model import Rule
from tests.rules.promises import quota, rule

TURNS = {"fills": "host", "for": "council", "pool": {"role": "chain_leader"}}
THEMES = {"fills": "theme", "for": "council", "pool": ["safety"]}
OTHER_THEMES = THEMES | {"for": "exchange"}
KINDS = {"kind": "council", "per": "quarter"}
DAY = {"kind": "council", "date": "07-01"}
CAP = KINDS | {"min": 1, "max": 2}
NAMED = ("承诺", "Promise")
SHARE = {"share": [["one", "two"]]}
OTHERS = (quota("one", kind="talk"), quota("two", kind="walk"))


@pytest.mark.parametrize("entered", ["aa", "zz"])
@pytest.mark.parametrize(
    ("old", "new", "field", "reason"),
    [
        (("rotation", TURNS), ("rotation", TURNS), "for", "filled"),
        (("credit", SHARE), ("credit", SHARE), "share", "counted"),
        (
            ("constraint", {"hard": {"venue": "hall"}}),
            ("constraint", {"hard": {"venue": "barn"}}),
            "hard.venue",
            "contradiction",
        ),
        (("quota", KINDS | {"min": 3}), ("quota", CAP), "max", "too_low"),
        (("quota", CAP), ("quota", KINDS | {"min": 3}), "min", "too_high"),
        (("quota", CAP | {"per": "2y", "max": 1}), ("anchor", DAY), "kind", "too_high"),
        (
            ("quota", KINDS | {"min": 1}),
            ("quota", KINDS | {"min": 2, "with": "mm"}),
            "with",
            "too_few",
        ),
        (
            ("quota", KINDS | {"min": 2, "with": "{new}"}),
            ("quota", KINDS | {"min": 1}),
            "min",
            "too_short",
        ),
        (
            ("rotation", OTHER_THEMES | {"policy": "latin_with:{new}"}),
            ("rotation", THEMES),
            "fills",
            "varied",
        ),
    ],
)
def test_the_rule_that_is_entered_is_refused(
    old: tuple[str, dict[str, object]],
    new: tuple[str, dict[str, object]],
    field: str,
    reason: str,
    entered: str,
) -> None:
    kind, data = old
    said = {
        name: value.replace("{new}", entered) if isinstance(value, str) else value
        for name, value in data.items()
    }
    rules = (rule(kind, said, "mm"), rule(new[0], new[1], entered), *OTHERS)
    (refused,) = faults(rules, frozenset({("a", entered)}))
    told = [refused.fields[name] for name in ("rule", "field", "reason", "other")]
    assert told == [entered, field, reason, "mm"]


@pytest.mark.parametrize("entered", ["aa", "zz"])
def test_a_circle_is_told_of_the_rule_that_closes_it(entered: str) -> None:
    def riding(key: str, host: str) -> Rule:
        return quota(key, **{"with": host})

    def varying(key: str, other: str) -> Rule:
        target = "talk" if key == "mm" else "council"
        return rule("rotation", THEMES | {"for": target, "policy": f"latin_with:{other}"}, key)

    for made, field in ((riding, "with"), (varying, "policy")):
        rules = [made("mm", entered), made(entered, "mm")]
        (refused,) = faults(rules, frozenset({("a", entered)}))
        assert refused.fields == {
            "rule": entered,
            "field": field,
            "reason": "cycle",
            "other": "mm",
            "names": {"mm": NAMED},
        }


def test_hosts_that_vary_against_what_varies_against_them_are_told_of_the_circle() -> None:
    themes = rule("rotation", THEMES | {"policy": "latin_with:hosts"}, "themes")
    hosts = rule("rotation", THEMES | {"fills": "host", "policy": "latin_with:themes"}, "hosts")
    told = {
        "rule": "hosts",
        "field": "policy",
        "reason": "cycle",
        "other": "themes",
        "names": {"themes": NAMED},
    }
    (refused,) = faults([themes, hosts], frozenset({("a", "hosts")}))
    assert refused.fields == told
    assert say("rule_fault", refused.fields, "zh") == (
        "怎样轮绕回了自己（经过规则“承诺”），请改成不循环的。"
    )
    assert [fault.fields["rule"] for fault in faults([themes, hosts])] == ["hosts", "themes"]
    found = [fault.fields for fault in faults([themes, hosts], frozenset({("a", "themes")}))]
    kept = {"rule": "hosts", "field": "policy", "reason": "contradiction", "beside": "fills"}
    assert found == [kept, {**told, "rule": "themes", "other": "hosts", "names": {"hosts": NAMED}}]
    coloured = replace(hosts, data={**hosts.data, "cooldown": -1})
    fields = [
        fault.fields["field"] for fault in faults([themes, coloured], frozenset({("a", "hosts")}))
    ]
    assert sorted(map(str, fields)) == ["cooldown", "policy"]


@pytest.mark.parametrize("entered", ["aa", "zz"])
def test_themes_varied_against_themes_of_the_same_events_speak_against_what_is_entered(
    entered: str,
) -> None:
    rules = [
        rule("rotation", THEMES, "mm"),
        rule("rotation", THEMES | {"policy": "latin_with:mm"}, entered),
    ]
    found = [tuple(each.fields.values())[:3] for each in faults(rules, frozenset({("a", entered)}))]
    assert found == [(entered, "policy", "no_hosts"), (entered, "for", "filled")]
