from datetime import UTC, date, datetime

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.text.reading import ALWAYS, Reading
from scheduler.web import dates

START = datetime(2026, 9, 9, 6, 30, tzinfo=UTC)
END = datetime(2026, 9, 9, 8, 30, tzinfo=UTC)


@pytest.mark.parametrize(("lang", "written"), [("zh", "9月9日"), ("en", "9 September")])
def test_day_has_no_zero_and_no_year(lang: str, written: str) -> None:
    assert dates.day(date(2026, 9, 9), lang) == written


def test_day_of_a_moment_is_that_of_the_zone() -> None:
    assert dates.day(datetime(2026, 9, 8, 16, 0, tzinfo=UTC), "zh") == "9月9日"


@pytest.mark.parametrize(("lang", "written"), [("zh", "2026年9月9日"), ("en", "9 September 2026")])
def test_full_day_has_its_year(lang: str, written: str) -> None:
    assert dates.full_day(date(2026, 9, 9), lang) == written


@pytest.mark.parametrize(("lang", "written"), [("zh", "9月9日 周三"), ("en", "Wed 9 September")])
def test_week_day_stands_where_the_language_puts_it(lang: str, written: str) -> None:
    assert dates.week_day(date(2026, 9, 9), lang) == written


@pytest.mark.parametrize(("lang", "written"), [("zh", "12月"), ("en", "Dec")])
def test_month_heads_a_column(lang: str, written: str) -> None:
    assert dates.month(12, lang) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [("zh", "9月9日 周三 14:30–16:30"), ("en", "Wed 9 September 14:30–16:30")],
)
def test_times_of_one_day_name_it_once(lang: str, written: str) -> None:
    assert dates.times(START, END, lang) == written


def test_times_over_midnight_name_both_days() -> None:
    end = datetime(2026, 9, 9, 16, 30, tzinfo=UTC)
    assert dates.times(START, end, "zh") == "9月9日 周三 14:30–9月10日 周四 00:30"


@pytest.mark.parametrize(
    ("lang", "written"), [("zh", "4月1日至4月3日"), ("en", "1 April to 3 April")]
)
def test_days_leave_out_the_exclusive_end(lang: str, written: str) -> None:
    start = datetime(2026, 3, 31, 16, tzinfo=UTC)
    end = datetime(2026, 4, 3, 16, tzinfo=UTC)
    assert dates.days(start, end, lang) == written


def test_a_single_whole_day_has_its_weekday() -> None:
    start = datetime(2026, 3, 31, 16, tzinfo=UTC)
    end = datetime(2026, 4, 1, 16, tzinfo=UTC)
    assert dates.days(start, end, "zh") == "4月1日 周三"


def test_instant_of_a_moment_has_the_clock_and_of_a_day_has_none() -> None:
    assert dates.instant(START, "zh") == "9月9日 14:30"
    assert dates.instant(date(2026, 9, 9), "zh") == "9月9日"


@pytest.mark.parametrize(
    ("lang", "written"),
    [("zh", "2026年9月9日 周三 14:30–16:30"), ("en", "Wed 9 September 2026 14:30–16:30")],
)
def test_another_year_than_the_readers_is_told(lang: str, written: str) -> None:
    assert dates.times(START, END, Reading(lang, 2027)) == written


@pytest.mark.parametrize(
    ("lang", "written"),
    [
        ("zh", "2026年12月31日至2027年1月3日"),
        (Reading("en", 2026), "31 December 2026 to 3 January 2027"),
    ],
)
def test_a_span_over_the_end_of_a_year_tells_both_years(lang: str, written: str) -> None:
    assert dates.span(date(2026, 12, 31), date(2027, 1, 3), lang) == written


@pytest.mark.parametrize(
    ("lang", "written"), [("zh", "2027年4月1日至4月3日"), ("en", "1 April to 3 April 2027")]
)
def test_a_span_within_another_year_tells_it_once(lang: str, written: str) -> None:
    assert dates.span(date(2027, 4, 1), date(2027, 4, 3), Reading(lang, 2026)) == written


@given(st.dates(date(2000, 1, 1), date(2100, 12, 31)), st.sampled_from(["zh", "en"]))
def test_every_day_that_a_page_writes_is_read_back(day: date, lang: str) -> None:
    reading = Reading(lang, ALWAYS)
    written = (dates.day(day, reading), dates.week_day(day, reading), day.isoformat())
    assert [dates.read(each) for each in written] == [day] * 3
    assert dates.shaped(dates.day(day, lang)) == day.isoformat()[5:]


@pytest.mark.parametrize(
    "typed",
    [
        "2026-09-09",
        " 2026/9/9 ",
        "2026.9.9",
        "\uff12\uff10\uff12\uff16\uff0d9\uff0d9",
        "2026年09月9日",
        "9 sep 2026",
    ],
)
def test_a_day_is_read_as_keyboards_have_it(typed: str) -> None:
    assert dates.read(typed) == date(2026, 9, 9)


@pytest.mark.parametrize(
    "typed", ["明天", "20260909", "9月9日", "2026-02-30", "9 Frimaire 2026", "26-9-9"]
)
def test_what_is_no_day_of_a_year_is_not_read(typed: str) -> None:
    with pytest.raises(ValueError, match=r"."):
        dates.read(typed)


@pytest.mark.parametrize(
    ("typed", "shaped"),
    [("7月1日", "07-01"), ("7-1", "07-01"), ("1 July", "07-01"), ("07-01", "07-01"), ("x", "x")],
)
def test_a_day_of_every_year_is_shaped_as_rules_keep_it(typed: str, shaped: str) -> None:
    assert dates.shaped(typed) == shaped
