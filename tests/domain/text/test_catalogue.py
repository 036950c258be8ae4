import importlib
import pkgutil
import re
import string
from collections.abc import Iterator
from datetime import UTC, date, datetime, time
from enum import StrEnum
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

import scheduler.domain
import scheduler.rules
from scheduler.domain.activity import EventStatus
from scheduler.domain.attendance.judging import Flag, Rejection
from scheduler.domain.attendance.values import Expectation, Presence, RegisterState, Source
from scheduler.domain.errors import DomainError
from scheduler.domain.matter import MatterState, Method, Step
from scheduler.domain.text import CATALOGUE, explain, fields_of, say
from scheduler.domain.text.catalogue import SUBJECTS
from scheduler.domain.text.render import Sentence

for root in (scheduler.domain, scheduler.rules):
    for module in pkgutil.walk_packages(root.__path__, f"{root.__name__}."):
        importlib.import_module(module.name)

ROW = {"member": "organisation:a", "debt": "0.90", "reason": "cooldown"}
SAMPLES: dict[str, object] = {
    "action": "edit",
    "allowed": ("read", "write"),
    "causes": {"venue_busy": 4},
    "debt": "1.40",
    "entity": "event",
    "field": "title",
    "from": datetime(2026, 9, 16, 6, 30, tzinfo=UTC),
    "to": datetime(2026, 9, 9, 6, 30, tzinfo=UTC),
    "method": Method.CONSULTATION,
    "methods": [Method.CONSULTATION, Method.ASSIGNMENT],
    "passed": [ROW],
    "reason": "by_hand",
    "relaxation": {"code": "relax_none", "fields": {}},
    "removed": {"gap": 7},
    "rows": [ROW],
    "state": "open",
    "step": "resolve",
    "value": "2026-09-09",
    "values": ["absent", "present"],
    "wanted": "sealed",
    **dict.fromkeys(("day", "first", "last", "next_day", "nominal", "until"), "2026-09-09"),
    **dict.fromkeys(("acted", "entitled"), Fraction(12, 5)),
    **dict.fromkeys(("alliance", "host", "member"), "organisation:a"),
    "late": True,
}
OF_ITS_OWN: dict[str, dict[str, object]] = {
    **{
        code: {"away": ["venue:hall", "person:p"]}
        for code in ("away.listed", "unplaced_why", "plan.no_days")
    },
    **{
        code: {"left": [{"member": "organisation:a", "since": "2026-09-01"}]}
        for code in ("bad_rule.listed_left", "rule_fault.listed_left")
    },
    **{
        code: {"rides": [{"title": "春风行动", "title_en": "Spring Breeze"}]}
        for code in ("rides_changed", "rides.some")
    },
    "turns_uneven": {"members": [{"member": "organisation:a", "due": "2", "hosts": 1}]},
}
"""Fields that mean something else in one sentence than in all others."""
NAMES = {"organisation:a": ("甲公司", "A Ltd")}


def descendants(kind: type[DomainError]) -> Iterator[type[DomainError]]:
    yield kind
    for child in kind.__subclasses__():
        yield from descendants(child)


@pytest.mark.parametrize("kind", [*descendants(DomainError)], ids=lambda kind: str(kind.code))
def test_every_refusal_has_its_sentence_in_both_languages(kind: type[DomainError]) -> None:
    sentence = CATALOGUE[kind.code]

    assert re.search("[。？]", sentence.zh) or "：" in sentence.zh
    assert re.search("[a-z]", sentence.en)


def test_what_a_publication_did_names_nothing_that_is_nought() -> None:
    none = dict.fromkeys(("added", "moved", "changed", "firm", "cancelled"), 0)
    told = [
        say("plan.published", {"alliance": "甲", **none, **more}, lang)
        for lang in ("zh", "en")
        for more in ({}, {"added": 2, "firm": 1})
    ]
    assert told == [
        "甲：没有改动",
        "甲：新增2、转为确定1",
        "甲: nothing changed",
        "甲: 2 added, 1 now firm",
    ]


def test_no_two_subjects_share_a_code() -> None:
    assert sum(len(subject) for subject in SUBJECTS) == len(CATALOGUE)


@pytest.mark.parametrize("code", CATALOGUE)
def test_every_sentence_is_filled_by_its_fields_in_both_languages(code: str) -> None:
    samples = SAMPLES | OF_ITS_OWN.get(code, {})
    fields = {name: samples.get(name, 2) for name in fields_of(code)}

    for lang in ("zh", "en"):
        told = say(code, fields, lang, names=NAMES)
        assert not re.search(r"—|[{}#]|\s{2}|。。|\.\.", told), told


def test_both_languages_name_the_same_fields() -> None:
    def names(template: str) -> set[str]:
        return {each[1] for each in string.Formatter().parse(template) if each[1]}

    assert [code for code, each in CATALOGUE.items() if names(each.zh) != names(each.en)] == []


def test_english_holds_no_chinese_and_chinese_no_english_punctuation() -> None:
    def mixed(sentence: Sentence) -> bool:
        chinese = re.sub(r"\{[^}]*\}", "", sentence.zh)
        found = re.search("[\u4e00-\u9fff，。；：（）]", sentence.en)
        return bool(found or re.search(r"[,;!?]|[\u4e00-\u9fff]\.", chinese))

    assert [code for code, each in CATALOGUE.items() if mixed(each)] == []


def test_every_sentence_inside_a_sentence_exists() -> None:
    ways = [
        way or ""
        for sentence in CATALOGUE.values()
        for template in (sentence.zh, sentence.en)
        for _, _, way, _ in string.Formatter().parse(template)
    ]
    inner = {re.sub(r"^(\?|!|all )", "", way) for way in ways if re.match(r"\?|!|all ", way)}
    groups = {re.sub(r"^(each )?=", "", way) for way in ways if re.match("(each )?=", way)}

    assert inner - CATALOGUE.keys() == set()
    known = {code[: dot.start()] for code in CATALOGUE for dot in re.finditer(r"\.", code)}
    assert groups - known == set()


@pytest.mark.parametrize(
    ("group", "words"),
    [
        ("mark", Presence),
        ("expectation", Expectation),
        ("source", Source),
        ("op", Rejection),
        ("op", Flag),
        ("register", RegisterState),
        ("event", EventStatus),
        ("matter", MatterState),
        ("step", Step),
        ("method", Method),
    ],
)
def test_every_value_of_the_domain_has_its_word(group: str, words: type[StrEnum]) -> None:
    assert {f"{group}.{word}" for word in words} - CATALOGUE.keys() == set()


ANYTHING = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.text()
    | st.fractions()
    | st.dates()
    | st.datetimes()
    | st.times()
    | st.decimals(),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(), inner, max_size=3),
    max_leaves=5,
)


@given(st.sampled_from(sorted(CATALOGUE)), st.sampled_from(["zh", "en"]), st.data())
def test_no_value_makes_a_sentence_fail(code: str, lang: str, data: st.DataObject) -> None:
    fields = {name: data.draw(ANYTHING) for name in sorted(fields_of(code))}

    assert isinstance(say(code, fields, lang), str)


def test_a_field_that_is_missing_reads_as_a_dash() -> None:
    assert say("missing_field", {}, "zh") == "请填—。"


def test_an_unknown_code_stands_for_itself() -> None:
    assert say("nobody.knows", {"field": "x"}, "en") == "nobody.knows"


def test_a_reason_has_its_own_sentence() -> None:
    fields = {"field": "title", "reason": "too_long", "limit": 200}

    assert say("bad_text", fields, "zh") == "标题太长：最多200个字，请缩短。"
    assert say("bad_text", fields, "en") == (
        "Title is too long: at most 200 characters. Shorten it."
    )
    assert say("bad_text", fields | {"reason": "odd"}, "zh") == "标题填得不对，请重写。"


def test_any_other_language_reads_chinese() -> None:
    assert [say("event.held", {}, lang) for lang in ("zh-CN", "fr", "en-GB", "EN")] == [
        "已举行",
        "已举行",
        "held",
        "held",
    ]


def test_an_explanation_is_told_by_its_code_and_fields() -> None:
    told = {"code": "host_kept", "fields": {"host": "organisation:a"}}

    assert explain(told, "zh", names=NAMES) == "已经发布由甲公司主办，照旧不动。"
    assert explain(told, "en") == "a was published as host and stays."
    assert explain({}, "zh") == ""


@pytest.mark.parametrize(
    ("code", "fields", "zh", "en"),
    [
        (
            "change.move_day",
            {"from": date(2026, 9, 16), "to": date(2026, 9, 9), "reason": "venue_repair"},
            "已改期：9月16日 → 9月9日。会场检修。只改了日期。",
            "Moved: 16 September → 9 September. Venue under repair. Only the date changed.",
        ),
        (
            "change.cancel",
            {"reason": ""},
            "已取消。",
            "Cancelled.",
        ),
        (
            "light.missing",
            {"need": 1, "until": "2026-12-31"},
            "还差1次，截止12月31日",
            "1 more is due by 31 December",
        ),
        (
            "bulk.done",
            {"count": 12},
            "已把其余12人记为到。",
            "The other 12 are marked present.",
        ),
        (
            "seal_refused",
            {"unmarked": 0, "conflicts": 1},
            "还不能封存：0人未记，1处记录互相矛盾。请先补记、核对。",
            (
                "It cannot be sealed yet: 0 people are unmarked, 1 contradiction is open. "
                "Settle these first."
            ),
        ),
        (
            "sign_in_failed",
            {"retry_after": 0},
            "用户名与密码不符，或账号暂时锁定。请核对后再试。",
            (
                "Name and password do not fit, or the account is locked for now. "
                "Check them and try again."
            ),
        ),
        (
            "op.conflict",
            {"values": ["absent", "present"]},
            "两处记得不一样：缺席、到。请点正确的一个。",
            "Two marks differ: absent, present. Press the right one.",
        ),
        (
            "matter.resolved_by",
            {"method": Method.CONSULTATION, "day": date(2026, 8, 13), "days": 12},
            "共商解决 · 8月13日 · 用时12天",
            "Resolved by consultation · 13 August · took 12 days",
        ),
        (
            "pool_empty",
            {"rule": "轮值支部", "rule_en": "Branches"},
            "没有承办：“轮值支部”里那天一个成员也没有。请补成员，或指定一家。",
            "No host: nobody stands in “Branches” on that day. Complete it, or name a host.",
        ),
        (
            "rotation_late",
            {"rule": "轮值支部", "rule_en": ""},
            "没有承办：“轮值支部”定下时这场已经临近，不再派。请在这场的页面上指定一家。",
            "No host: the event was near already when “轮值支部” began. Name a host on its page.",
        ),
    ],
)
def test_sentences_read_as_agreed(code: str, fields: dict[str, object], zh: str, en: str) -> None:
    assert (say(code, fields, "zh"), say(code, fields, "en")) == (zh, en)


def test_times_are_told_in_the_zone_of_the_rules() -> None:
    fields = {"to": datetime(2026, 9, 8, 16, 30, tzinfo=UTC)}

    assert say("change.confirm", fields, "zh") == "日期已定：9月9日 00:30。"
    assert say("change.confirm", {"to": time(9, 5)}, "zh") == "日期已定：09:05:00。"


@pytest.mark.parametrize(
    ("field", "zh", "en"),
    [
        (
            "patch.rules.0.since",
            "请填假设里第1条规则的开始日期。",
            "First day (rule 1 of what is supposed) is missing. Enter it.",
        ),
        (
            "what-if.notices.1.days.2.date",
            "请填假设里第2份放假通知第3条日期的日期。",
            "Date (day 3, holiday notice 2 of what is supposed) is missing. Enter it.",
        ),
        (
            "patch.pins.0",
            "请填假设里第1场改期。",
            "moved event 1 of what is supposed is missing. Enter it.",
        ),
        (
            "patch.colours.0.red",
            "请填patch.colours.0.red。",
            "patch.colours.0.red is missing. Enter it.",
        ),
    ],
)
def test_a_field_of_what_is_supposed_is_told_by_its_place(field: str, zh: str, en: str) -> None:
    told = [say("missing_field", {"field": field}, lang) for lang in ("zh", "en")]
    assert told == [zh, en]


def test_dates_in_the_wrong_order_are_both_told() -> None:
    ends = {"field": "until", "value": "2026-03-01", "start": "2027-03-02", "reason": "order"}
    assert [say("bad_date", ends, lang) for lang in ("zh", "en")] == [
        "结束的次日（2026年3月1日）应晚于开始（2027年3月2日），请改其中一个。",
        (
            "The day after the last (1 March 2026) has to come after the start (2 March 2027). "
            "Change one of them."
        ),
    ]
    rule = ends | {"rule": "salon"}
    assert [say("bad_rule", rule, lang) for lang in ("zh", "en")] == [
        "规则“salon”：结束的次日（2027年3月2日至2026年3月1日）的先后不对：开始应早于结束，请改。",
        (
            "Rule “salon”: The day after the last (2 March 2027 to 1 March 2026) is in the wrong "
            "order: the start comes before the end. Correct it."
        ),
    ]


def test_a_rotation_of_nobody_is_told_by_the_field_that_finds_nobody() -> None:
    fields = {"rule": "轮流", "field": "pool"}

    assert [say("rule_fault.nobody", fields, lang) for lang in ("zh", "en")] == [
        "按“从谁里轮”找不到一个成员，没有人可轮。请换一类，或先补名册。",
        "“Who takes turns” finds nobody. Choose another, or complete the roster first.",
    ]
