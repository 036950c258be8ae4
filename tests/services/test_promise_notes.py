import pytest

from scheduler.domain.roster import Tenure
from scheduler.presets import load
from scheduler.rules.model import Rule
from scheduler.services import promise_notes


def _rule(kind: str, **data: object) -> Rule:
    return Rule(
        key="sample", owner="auto", type=kind, name="样例", name_en="", data=data, tenure=Tenure()
    )


@pytest.mark.parametrize(
    ("rule", "zh", "en"),
    [
        (_rule("quota", per="year", min=10), "每年10次", "Each year 10 times"),
        (_rule("quota", per="half_year"), "每半年1次", "Each half-year once"),
        (
            _rule("quota", per="quarter", output="deliverable", min=2),
            "每季发布2份",
            "Each quarter 2 issues",
        ),
        (_rule("quota", per={"from": "2026-03-01"}), "活动期内1次", "During the campaign once"),
        (
            _rule("coverage", per="half_year", axes={"kind": ["a", "b", "c"], "body": ["x", "y"]}),
            "每半年6类各1次",
            None,
        ),
        (_rule("coverage", per="year", axes={"theme": "@themes"}), "每年每项1次", None),
        (_rule("coverage", per="year"), "每年1类各1次", None),
        (_rule("anchor", rrule="FREQ=MONTHLY;BYDAY=3TH"), "每月一天", "One day each month"),
        (_rule("anchor", rrule="FREQ=YEARLY;BYMONTHDAY=-1"), "每月一天", "One day each month"),
        (_rule("anchor", rrule="FREQ=YEARLY;BYDAY=20MO"), "每年一次", "Once a year"),
        (_rule("anchor", rrule="FREQ=MONTHLY;BYDAY=5TH"), "每年4至5次", "4 to 5 times a year"),
        (_rule("anchor", festival="spring_festival"), "每年一次", "Once a year"),
        (_rule("trigger", due="10wd"), "受理后10个工作日内", "Within 10 workdays of acceptance"),
        (_rule("trigger", due="1d"), "受理后1天内", "Within 1 day of acceptance"),
        (_rule("trigger"), "受理后0天内", None),
        (_rule("rotation", pool={"role": "chain_leader"}), "", ""),
    ],
)
def test_a_rule_says_what_it_promises(rule: Rule, zh: str, en: str | None) -> None:
    assert promise_notes.note(rule, "zh") == zh
    assert en is None or promise_notes.note(rule, "en") == en


def test_every_rule_of_the_examples_says_something_or_demands_nothing() -> None:
    silent = {
        rule.type
        for preset in load()
        for rule in preset.rules
        if not promise_notes.note(rule, "zh")
    }
    assert silent <= {"rotation", "constraint", "staffing", "credit"}
