"""Rules in words: each type as one sentence, with what goes with it, in both languages."""

from collections.abc import Mapping

import pytest

from scheduler.presets import load
from scheduler.rules.model import Rule
from scheduler.services.rules.words import Told, tell
from tests.rules.test_bad_rules import STATED

NAMES = {
    "council": ("议事会", "Council"),
    "exchange": ("交流", "Exchange"),
    "guide": ("指导员", "Guide"),
    "liaison": ("联络员", ""),
    "body:office": ("专班", "Office"),
    "group:both": ("两链", "Both chains"),
    "venue:hall": ("会场", "Hall"),
    "@base": ("阵地", "The base"),
    "organisation:x": ("甲公司", "Alpha"),
    "organisation:y": ("乙院所", "Beta"),
    "labour": ("用工", "Labour"),
    "one": ("其一", "One"),
    "two": ("其二", "Two"),
}


def said(kind: str, data: Mapping[str, object], lang: str = "zh") -> Told:
    return tell(Rule("promise", kind, "a", "承诺", "Promise", data), NAMES, lang)


QUOTA = STATED["quota"]


@pytest.mark.parametrize(
    ("data", "promise", "more"),
    [
        ({}, "每季至少1次：议事会", ()),
        ({"max": 1}, "每季1次：议事会", ()),
        ({"max": 3}, "每季至少1次：议事会", ("至多3次",)),
        ({"per": "7y"}, "每7年至少1次：议事会", ()),
        (
            {"per": "window", "window": {"from": "2026-03-01", "until": "2026-04-01"}},
            "活动期内至少1次：议事会",
            ("只在2026年3月1日至2026年3月31日之间",),
        ),
        (
            {"per": "year", "window": {"from": "03-01", "until": "03-01"}},
            "这条规则读不懂：已排的活动原样不动，新的先不排。请改。",
            (),
        ),
        (
            {"per": "year", "window": {"from": "02-20", "until": "03-01"}},
            "每年至少1次：议事会",
            ("只在2月20日至2月28日之间",),
        ),
        ({"output": "deliverable"}, "每季发布1份：议事会", ()),
        (
            {
                "gap_days": 21,
                "organiser": "body:office",
                "host": "organisation:x",
                "scope": {"group": "both"},
                "status": "optional",
                "late": "makeup",
                "grace_days": 9,
            },
            "每季至少1次：议事会",
            (
                "两次之间至少隔21天",
                "由专班牵头",
                "由甲公司主办",
                "与两链合计",
                "自选动作",
                "误期9天内补办",
            ),
        ),
        (
            {
                "with": "one",
                "on_holiday": "require",
                "plan": False,
                "late": "carry",
                "scope": {"body": "office"},
            },
            "每季至少1次：议事会",
            ("适用于专班", "与“其一”合办", "专选休息日", "只考核，不排日子", "误期加到下一期"),
        ),
        ({"late": "forfeit"}, "每季至少1次：议事会", ("误期不补",)),
        ({"scope": {"organisation": "x"}}, "每季至少1次：议事会", ("适用于甲公司",)),
        ({"scope": {"person": "p"}}, "每季至少1次：议事会", ("适用于一位人员",)),
    ],
)
def test_a_quota_is_told(data: dict[str, object], promise: str, more: tuple[str, ...]) -> None:
    assert said("quota", {**QUOTA, **data}) == Told(promise, more)


@pytest.mark.parametrize(
    ("data", "promise"),
    [
        ({}, "每季至少1次，每样都要：议事会、交流"),
        (
            {"axes": {"team": ["one"], "organisation": "@enterprises"}, "kind": "exchange"},
            "每季至少1次交流，每样都要：成员企业 \N{MULTIPLICATION SIGN} 其一",
        ),
        (
            {"axes": {"pair": ["organisation:x+organisation:y"]}},
            "每季至少1次承诺，每样都要：甲公司—乙院所",
        ),
    ],
)
def test_a_coverage_is_told(data: dict[str, object], promise: str) -> None:
    assert said("coverage", {**STATED["coverage"], **data}).promise == promise


@pytest.mark.parametrize(
    ("data", "promise", "more"),
    [
        ({"rrule": "FREQ=MONTHLY;BYDAY=3TH"}, "每月第3个周四：议事会", ("前后可差5天",)),
        ({"rrule": "FREQ=YEARLY;BYDAY=-1FR"}, "每年倒数第1个周五：议事会", ("前后可差5天",)),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=15"}, "每月15日：议事会", ("前后可差5天",)),
        ({"rrule": "FREQ=MONTHLY;BYMONTHDAY=-1"}, "每月倒数第1天：议事会", ("前后可差5天",)),
        (
            {"rrule": "FREQ=YEARLY;BYMONTHDAY=-1", "tolerance_days": 0},
            "每月倒数第1天：议事会",
            ("一年12次",),
        ),
        (
            {"rrule": "FREQ=MONTHLY;BYDAY=5TH"},
            "每月第5个周四：议事会",
            ("前后可差5天", "一年4至5次"),
        ),
        ({"date": "07-01", "tolerance_days": 0}, "每年7月1日：议事会", ()),
        ({"festival": "qingming", "tolerance_days": 0}, "每年清明节：议事会", ()),
        (
            {"window": {"from": "08-11", "until": "08-21"}},
            "每年8月11日至8月20日之间：议事会",
            (),
        ),
        (
            {"window": {"from": "12-20", "until": "01-11"}},
            "每年12月20日至次年1月10日之间：议事会",
            (),
        ),
        (
            {"window": {"from": "12-20", "until": "01-01"}},
            "每年12月20日至12月31日之间：议事会",
            (),
        ),
    ],
)
def test_an_anchor_is_told(data: dict[str, object], promise: str, more: tuple[str, ...]) -> None:
    assert said("anchor", {"kind": "council", **data}) == Told(promise, more)


@pytest.mark.parametrize(
    ("kind", "data", "told"),
    [
        (
            "trigger",
            {**STATED["trigger"], "where": {"major": True, "category": ["labour"]}},
            Told("要事受理后10个工作日内办：议事会", ("只限要事", "只限用工")),
        ),
        (
            "trigger",
            {"on": "matter.raised", "steps": [{"role": "liaison", "do": "dispatch", "due": "3d"}]},
            Told("要事提出后：联络员3天内派单"),
        ),
        (
            "rotation",
            {"fills": "host", "for": "council", "pool": {"role": "guide"}, "cooldown": 1},
            Told("议事会由指导员轮流承办", ("办过后隔1次再轮",)),
        ),
        (
            "rotation",
            {
                "fills": "theme",
                "for": ["council", "one"],
                "pool": ["labour", "safety"],
                "policy": "latin_with:two",
            },
            Told("议事会、其一轮换主题：用工、safety", ("同一家尽量不重复主题",)),
        ),
        (
            "staffing",
            {
                "for": "council",
                "require": [
                    {"role": "guide", "n": 2},
                    {"role": "liaison", "n": "all"},
                    {"role": "chief", "n": "@leaders"},
                ],
                "attendance_min": "1/2",
            },
            Told("议事会须到场：指导员2人、全部联络员、链主企业每家1名chief", ("到会不少于1/2",)),
        ),
        (
            "staffing",
            {"for": "body:alliance", "require": [{"role": "guide", "n": 1}]},
            Told("须配齐：指导员1人"),
        ),
        (
            "constraint",
            {
                "for": "council",
                "hard": {"venue": "hall", "time": "19:00-21:00"},
                "soft": [{"prefer": "TH,TU"}, {"avoid": "adjacent_holiday"}],
            },
            Told("议事会：在会场，19:00–21:00，尽量安排在周二、四，尽量不挨着节假日"),
        ),
        ("constraint", {"hard": {"venue": "@host"}}, Told("本联盟各项活动：在主办单位处")),
        (
            "credit",
            {
                "share": [["two", "one"]],
                "tags": {"labour": ["one"]},
                "to": ["home_branch", "host_alliance"],
            },
            Told(
                "一场可同时计入其一、其二",
                ("“用工”统计其一", "参加者计入所在支部、举办联盟"),
            ),
        ),
        ("credit", {"tags": {"labour": ["one"]}}, Told("“用工”统计其一")),
        ("lottery", {}, Told("这条规则读不懂：已排的活动原样不动，新的先不排。请改。")),
        (
            "quota",
            {"colour": "red"},
            Told("这条规则读不懂：已排的活动原样不动，新的先不排。请改。"),
        ),
    ],
)
def test_the_other_types_are_told(kind: str, data: dict[str, object], told: Told) -> None:
    assert said(kind, data) == told


def test_english_falls_back_to_the_chinese_name() -> None:
    data = {"for": "council", "require": [{"role": "liaison", "n": 1}, {"role": "guide", "n": 2}]}
    assert said("staffing", data, "en").promise == "Must be at Council: 1 联络员, 2 Guide"
    soft = {"soft": [{"prefer": "MO"}], "hard": {"venue": "@base"}}
    assert said("constraint", soft, "en").promise == (
        "all events of the alliance: at The base; if possible on Mon"
    )


def test_a_coverage_of_its_own_kind_goes_by_its_name_in_each_language() -> None:
    data = {**STATED["coverage"], "axes": {"pair": ["organisation:x+organisation:y"]}}
    assert said("coverage", data, "en").promise == (
        "Promise: Each quarter, once for each of: Alpha—Beta"
    )


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_every_rule_of_the_sources_is_told(lang: str) -> None:
    broken = said("lottery", {}, lang).promise
    for preset in load():
        for rule in (*preset.rules, *preset.offered):
            told = tell(rule, preset.names, lang)
            assert told.promise not in {"", broken}
            assert "{" not in told.promise + "".join(told.more)


def test_a_theme_with_the_key_of_a_kind_keeps_its_own_name() -> None:
    names = NAMES | {"council": ("议事主题", "Theme"), "kind:council": NAMES["council"]}
    rules = (
        ("quota", QUOTA),
        ("coverage", STATED["coverage"] | {"axes": {"kind": ["council"]}}),
        ("coverage", STATED["coverage"] | {"axes": {"theme": ["council"]}}),
    )
    told = [tell(Rule("promise", kind, "a", "承诺", "", data), names, "zh") for kind, data in rules]
    assert [each.promise for each in told] == [
        "每季至少1次：议事会",
        "每季至少1次，每样都要：议事会",
        "每季至少1次承诺，每样都要：议事主题",
    ]
