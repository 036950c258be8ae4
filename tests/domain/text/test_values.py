from datetime import UTC, date, datetime, time, timedelta
from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.matter import Method
from scheduler.domain.text.render import Renderer, Sentence
from scheduler.domain.text.values import hundredths

DAY = date(2026, 8, 12)
MOMENT = datetime(2026, 8, 12, 6, 30, tzinfo=UTC)
MIDNIGHT = datetime(2026, 8, 11, 16, tzinfo=UTC)
HOUR = timedelta(hours=1)
NAMES = {"organisation:a": ("甲公司", "A Ltd"), "theme:b": ("安全生产", "")}
CATALOGUE = {
    "reason.gap": Sentence("间隔不足", "too close"),
    "inner": Sentence("内{x}", "in {x}"),
    "maybe": Sentence("有{y:?inner}{y:!inner}", "has{y:?inner}{y:!inner}"),
}


def written(value: object, way: str = "") -> tuple[str, str]:
    return (
        Renderer(CATALOGUE, "zh", NAMES).write(value, way),
        Renderer(CATALOGUE, "en", NAMES).write(value, way),
    )


@pytest.mark.parametrize(
    ("value", "way", "zh", "en"),
    [
        (DAY, "", "8月12日", "12 August"),
        (DAY, "day", "8月12日", "12 August"),
        ("2026-08-12", "day", "8月12日", "12 August"),
        (MOMENT, "day", "8月12日", "12 August"),
        ("2026-08-12T18:00:00+00:00", "day", "8月13日", "13 August"),
        (DAY, "full", "2026年8月12日", "12 August 2026"),
        (DAY, "weekday", "8月12日 周三", "Wed 12 August"),
        (MOMENT, "", "8月12日 14:30", "12 August 14:30"),
        (MOMENT, "when", "8月12日 14:30", "12 August 14:30"),
        ("2026-08-12T06:30:00+00:00", "when", "8月12日 14:30", "12 August 14:30"),
        ("2026-08-12", "when", "8月12日", "12 August"),
        (MOMENT, "moment", "8月12日 14:30", "12 August 14:30"),
        ("2026-08-12T14:30", "moment", "8月12日 14:30", "12 August 14:30"),
        (MOMENT, "clock", "14:30", "14:30"),
        (time(9, 5), "", "09:05", "09:05"),
        ("09:05", "clock", "09:05", "09:05"),
        (MOMENT, "span", "8月12日 14:30", "12 August 14:30"),
        ((MOMENT, MOMENT + HOUR), "span", "8月12日 14:30–15:30", "12 August 14:30–15:30"),
        (
            (MOMENT, MOMENT + 24 * HOUR),
            "span",
            "8月12日 14:30至8月13日 14:30",
            "12 August 14:30 to 13 August 14:30",
        ),
        ((MIDNIGHT, MIDNIGHT + 24 * HOUR), "span", "8月12日", "12 August"),
        ((MIDNIGHT, MIDNIGHT + 48 * HOUR), "span", "8月12日至8月13日", "12 August to 13 August"),
        ("soon", "day", "soon", "soon"),
        ("\u202eso\x1aon\x00", "", "soon", "soon"),
        ([1], "share", "[1]", "[1]"),
        (Fraction(7, 5), "", "1.40", "1.40"),
        ("7/5", "share", "1.40", "1.40"),
        (Decimal("-1.405"), "share", "−1.41", "−1.41"),  # noqa: RUF001 - a true minus
        ("1.00", "count", "1", "1"),
        ("2.40", "count", "2.40", "2.40"),
        ("1.00", "exact", "1", "1"),
        ("100", "exact", "100", "100"),
        ("2.40", "exact", "2.4", "2.4"),
        ("-1/3", "exact", "-1/3", "-1/3"),
        ("1.40", "debt", "欠1.40", "owes 1.40"),
        ("-0.60", "debt", "领先0.60", "is 0.60 ahead"),
        (0, "debt", "持平", "even"),
        (0, "shift", "当天", "on that day"),
        (1, "shift", "推后1天", "1 day later"),
        (-3, "shift", "提前3天", "3 days earlier"),
        (None, "", "—", "—"),
        ("", "day", "—", "—"),
        (True, "", "是", "yes"),
        (False, "", "否", "no"),
        (12, "", "12", "12"),
        (Method.PROXY, "", "proxy", "proxy"),
        (["甲", "乙"], "", "甲、乙", "甲, 乙"),
        (["甲", "乙"], "choices", "甲、乙", "甲, 乙"),
        ("a, b", "choices", "a, b", "a, b"),
        (", ".join("abcdefghijkl"), "choices", *2 * (", ".join("abcdefghijkl"),)),
        (
            ", ".join("abcdefghijklm"),
            "choices",
            "a、b、c、d、e、f、g、h等13种",
            "a, b, c, d, e, f, g, h and 5 more",
        ),
        (
            tuple("abcdefghijklm"),
            "choices",
            "a、b、c、d、e、f、g、h等13种",
            "a, b, c, d, e, f, g, h and 5 more",
        ),
        (["2026-08-12", DAY], "each day", "8月12日、8月12日", "12 August, 12 August"),
        (DAY, "each day", "8月12日", "12 August"),
        (frozenset({"b", "a"}), "", "a、b", "a, b"),
        ([], "", "—", "—"),
        ("organisation:a", "name", "甲公司", "A Ltd"),
        ("theme:b", "name", "安全生产", "安全生产"),
        ("venue:c", "name", "c", "c"),
        ("plain", "name", "plain", "plain"),
        ({"code": "inner", "fields": {"x": 1}}, "", "内1", "in 1"),
        ({"code": "inner"}, "", "内—", "in —"),
        ({"gap": 7, "odd": 1}, "counts", "间隔不足7、odd1", "too close 7, odd 1"),
        ("none", "counts", "—", "—"),
        ([{"x": 1}, {"x": 2}, "odd"], "all inner", "内1、内2", "in 1, in 2"),
        ("gap", "=reason", "间隔不足", "too close"),
        ("odd", "=reason", "odd", "odd"),
        ("gap", "note", "间隔不足。", " Too close."),
        ("会场漏水。", "note", "会场漏水。", " 会场漏水."),
        ({"code": "inner", "fields": {"x": 1}}, "note", "内1。", " In 1."),
        ("", "note", "", ""),
        (None, "note", "", ""),
        (
            "2027-02-30",
            "unread",
            "日历上没有，请核对",
            "is no day of the calendar. Check it",
        ),
        (
            "27-02-03",
            "unread",
            "看不懂，请按2026-09-09的样子填",
            "cannot be read. Write it as 2026-09-09",
        ),
        (0, "# day|# days", "0 days", "0 days"),
        (1, "# day|# days", "1 day", "1 day"),
        (2, "# day|# days", "2 days", "2 days"),
        (0, "none|one|#", "none", "none"),
        (1, "none|one|#", "one", "one"),
        (-1, "none|one|#", "-1", "-1"),
        ("many", "none|one|#", "many", "many"),
    ],
)
def test_a_value_is_written_in_its_way(value: object, way: str, zh: str, en: str) -> None:
    assert written(value, way) == (zh, en)


def test_a_clause_stands_only_where_its_field_is_given_or_is_not() -> None:
    told = Renderer(CATALOGUE, "zh")

    assert told.say("maybe", {"x": 1, "y": ["z"]}) == "有内1"
    assert told.say("maybe", {"x": 1, "y": []}) == "有内1"
    one_sided = Renderer({**CATALOGUE, "maybe": Sentence("有{y:?inner}", "")}, "zh")
    assert one_sided.say("maybe", {"x": 1}) == "有"


@given(st.fractions(max_denominator=10**6))
def test_two_decimals_are_at_most_half_a_hundredth_away(value: Fraction) -> None:
    shown = Fraction(hundredths(value).replace("\N{MINUS SIGN}", "-"))

    assert abs(shown - value) <= Fraction(1, 200)


def test_halves_are_rounded_away_from_zero_and_zero_has_no_sign() -> None:
    minus = "\N{MINUS SIGN}"

    assert [hundredths(Fraction(text)) for text in ("0.005", "-0.005", "-0.004", "0.015")] == [
        "0.01",
        f"{minus}0.01",
        "0.00",
        "0.02",
    ]
