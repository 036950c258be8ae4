from datetime import date

import pytest

from scheduler.domain.text import say
from scheduler.rules.doubts import doubts
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from tests.rules.promises import CONSULTATION, matter, plan_input, quota, rule

NAMES = {"labour": ("用工", "Labour"), "nameless": ("", "")}


def consulting(*categories: str, key: str = "promise", owner: str = "a") -> Rule:
    data = {**CONSULTATION, "where": {"category": list(categories)}}
    return rule("trigger", data, key, owner)


def unmet(made: Rule, source: PlanInput) -> list[tuple[object, object]]:
    return [(each.fields["words"], each.fields["known"]) for each in doubts(made, source)]


def test_a_category_that_nobody_knows_is_doubtful_where_none_is_known() -> None:
    made = consulting("labuor")
    assert unmet(made, plan_input(made)) == [(("labuor",), ())]


def test_a_category_is_known_by_a_matter_a_catalogue_another_rule_or_a_name() -> None:
    made = consulting("labour", "finance", "talent", "named", "labuor")
    steps = [{"role": "committee", "do": "dispatch", "due": "2wd"}]
    routes = {"version": "1", "routes": {"finance": "organisation:bank"}}
    catalogue = rule(
        "trigger", {"on": "matter.raised", "steps": steps, "catalogue": routes}, "catalogue"
    )
    source = plan_input(
        made,
        catalogue,
        consulting("talent", key="other"),
        consulting("elsewhere", key="third", owner="b"),
        rule("trigger", {"where": {"category": ["unread"]}}, "broken"),
        quota("council"),
        matters=(
            matter("m1", date(2026, 2, 1), category="labour.3"),
            matter("m2", None, category="labuor", alliance="b"),
        ),
        names={"named": ("有名", "Named")},
    )
    assert unmet(made, source) == [(("labuor",), ("finance", "labour", "labour.3", "talent"))]


def test_what_a_rule_routes_itself_is_known_to_it() -> None:
    steps = [{"role": "committee", "do": "dispatch", "due": "2wd"}]
    data = {
        "on": "matter.raised",
        "where": {"category": ["finance"]},
        "steps": steps,
        "catalogue": {"version": "1", "routes": {"finance": "organisation:bank"}},
    }
    made = rule("trigger", data)
    assert unmet(made, plan_input(made)) == []


GRID: dict[str, object] = {"per": "year", "min": 1, "kind": "exchange"}
THEMES = {"fills": "theme", "for": "council"}


@pytest.mark.parametrize(
    ("made", "found"),
    [
        (rule("coverage", GRID | {"axes": {"theme": ["mars", "labour", "安全生产"]}}), ["mars"]),
        (rule("coverage", GRID | {"axes": {"planet": ["mars+venus-2"]}}), ["mars", "venus-2"]),
        (rule("coverage", GRID | {"axes": {"theme": ["Mars", "work safety", "3d", "a_"]}}), []),
        (rule("coverage", GRID | {"axes": {"theme": "@themes"}}), ["pluto"]),
        (rule("coverage", GRID | {"axes": {"team": "@members", "item": ["nameless"]}}), []),
        (rule("coverage", {"per": "year", "min": 1, "axes": {"kind": ["council", "mars"]}}), []),
        (rule("rotation", THEMES | {"pool": ["mars", "labour", "organisation:x"]}), ["mars"]),
        (rule("rotation", THEMES | {"pool": "@themes"}), ["pluto"]),
        (rule("rotation", THEMES | {"pool": {"role": "chain_leader"}}), []),
        (rule("rotation", THEMES | {"fills": "host", "pool": ["mars"]}), []),
        (
            rule("rotation", THEMES | {"pool": [f"w{number}" for number in range(9)]}),
            [f"w{number}" for number in range(8)],
        ),
    ],
)
def test_a_word_of_titles_that_is_a_key_without_a_name_is_doubtful(
    made: Rule, found: list[str]
) -> None:
    source = plan_input(made, names=NAMES, lists={("a", "themes"): ("labour", "pluto")})
    told = [each.fields for each in doubts(made, source)]
    axes = made.data.get("axes")
    field = "".join(f"axes.{axis}" for axis in axes) if isinstance(axes, dict) else "pool"
    assert told == (
        [{"rule": "promise", "field": field, "reason": "nameless", "words": tuple(found)}]
        if found
        else []
    )


def test_a_word_without_a_name_is_told_with_what_comes_of_it() -> None:
    made = rule("rotation", THEMES | {"pool": ["mars", "venus"]})
    (doubt,) = doubts(made, plan_input(made))
    assert say("rule_fault", doubt.fields, "zh") == (
        "从谁里轮：“mars、venus”没有登记过名称，活动标题里会照写。请核对有没有写错；"
        "自己的说法请直接写成给人看的字。"
    )
    assert say("rule_fault", doubt.fields, "en") == (
        "Who takes turns: “mars, venus” has no name, so titles of events show it as it stands "
        "here. Check the spelling, or write words that people shall read."
    )


@pytest.mark.parametrize("made", [quota(), rule("trigger", CONSULTATION)])
def test_a_rule_that_names_no_category_raises_no_doubt(made: Rule) -> None:
    assert doubts(made, plan_input(made)) == ()


def test_the_known_categories_are_told_by_name_and_key() -> None:
    made = consulting("labuor", "taelnt")
    matters = tuple(
        matter(category, None, category=category) for category in ("labour", "nameless", "plain")
    )
    (doubt,) = doubts(made, plan_input(made, matters=matters, names=NAMES))
    assert say("rule_fault", doubt.fields, "zh") == (
        "还没有“labuor、taelnt”这一类要事，要等报了这一类，这条规则才起作用。"
        "已有的类别：用工 (labour)、nameless、plain。请核对有没有写错。"
    )
    assert say("rule_fault", doubt.fields, "en") == (
        "No matter is of “labuor, taelnt” yet: this rule does nothing before one is. "
        "Known are: Labour (labour), nameless, plain. Check the spelling."
    )
    (alone,) = doubts(made, plan_input(made))
    assert say("rule_fault", alone.fields, "zh") == (
        "还没有“labuor、taelnt”这一类要事，要等报了这一类，这条规则才起作用。请核对有没有写错。"
    )
