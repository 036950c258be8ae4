from datetime import date, timedelta

import holidays
import pytest

from scheduler.domain.errors import ChoiceError, DateError
from scheduler.rules.calendar.festivals import FESTIVALS, check_year, festival_day, statutory_days

ALL_YEARS = range(2000, 2100)
YEARS_OF_THE_KNOWN_LAWS = range(2008, 2100)


def days_by_the_other_library(year: int) -> set[date]:
    """Give the days that the library knows as the festivals themselves, moved days left out."""
    known = holidays.country_holidays("CN", years=year, language="zh_CN")
    by_law = {"元旦", "农历除夕", "春节", "清明节", "劳动节", "端午节", "中秋节", "国庆节"}
    return {day for day, names in known.items() if by_law & set(names.split("; "))}


@pytest.mark.parametrize("year", YEARS_OF_THE_KNOWN_LAWS)
def test_statutory_days_agree_with_an_independent_library(year: int) -> None:
    assert set(statutory_days(year)) == days_by_the_other_library(year)


@pytest.mark.parametrize("year", [1999, 2100, -1])
def test_a_year_of_which_nothing_is_known_is_refused(year: int) -> None:
    with pytest.raises(DateError) as refused:
        check_year(year)
    assert refused.value.fields == {
        "field": "year",
        "value": str(year),
        "reason": "year",
        "first": "2000",
        "last": "2099",
    }


def test_every_year_that_is_known_can_be_planned() -> None:
    for year in ALL_YEARS:
        check_year(year)


@pytest.mark.parametrize("year", ALL_YEARS)
def test_qingming_agrees_with_the_formula_of_the_century(year: int) -> None:
    # Day = floor(0.2422 Y + 4.81) - floor(Y / 4), in integers.
    short = year % 100
    day = (2422 * short + 48100) // 10000 - short // 4

    assert festival_day("qingming", year) == date(year, 4, day)


@pytest.mark.parametrize("year", ALL_YEARS)
def test_the_number_of_days_follows_the_law(year: int) -> None:
    expected = 11 if year < 2025 else 13
    shared = sum("、" in name for name in statutory_days(year).values())

    assert len(statutory_days(year)) + shared == expected
    assert list(statutory_days(year)) == sorted(statutory_days(year))


def test_the_days_of_2024_are_those_of_the_law_of_2014() -> None:
    assert dict(statutory_days(2024)) == {
        date(2024, 1, 1): "元旦",
        date(2024, 2, 10): "春节",
        date(2024, 2, 11): "春节",
        date(2024, 2, 12): "春节",
        date(2024, 4, 4): "清明节",
        date(2024, 5, 1): "劳动节",
        date(2024, 6, 10): "端午节",
        date(2024, 9, 17): "中秋节",
        date(2024, 10, 1): "国庆节",
        date(2024, 10, 2): "国庆节",
        date(2024, 10, 3): "国庆节",
    }


def test_the_days_of_2025_have_the_eve_and_the_second_of_may() -> None:
    assert dict(statutory_days(2025)) == {
        date(2025, 1, 1): "元旦",
        date(2025, 1, 28): "春节",
        date(2025, 1, 29): "春节",
        date(2025, 1, 30): "春节",
        date(2025, 1, 31): "春节",
        date(2025, 4, 4): "清明节",
        date(2025, 5, 1): "劳动节",
        date(2025, 5, 2): "劳动节",
        date(2025, 5, 31): "端午节",
        date(2025, 10, 1): "国庆节",
        date(2025, 10, 2): "国庆节",
        date(2025, 10, 3): "国庆节",
        date(2025, 10, 6): "中秋节",
    }


def test_before_2014_the_eve_was_off_and_the_third_day_was_not() -> None:
    spring = festival_day("spring_festival", 2013)

    assert [day for day, name in statutory_days(2013).items() if name == "春节"] == [
        spring - timedelta(days=1),
        spring,
        spring + timedelta(days=1),
    ]


def test_two_festivals_on_one_day_are_both_named() -> None:
    assert statutory_days(2020)[date(2020, 10, 1)] == "中秋节、国庆节"


@pytest.mark.parametrize("year", [1, 1999, 2100, 9999])
def test_a_year_without_a_lunar_table_has_its_fixed_days(year: int) -> None:
    assert {day.month for day in statutory_days(year)} == {1, 5, 10}


@pytest.mark.parametrize("festival", ["spring_festival", "qingming"])
@pytest.mark.parametrize("year", [1999, 2100])
def test_a_moving_festival_outside_the_tables_is_refused(festival: str, year: int) -> None:
    with pytest.raises(DateError) as refused:
        festival_day(festival, year)

    assert refused.value.fields == {"field": "year", "value": str(year), "reason": "range"}


def test_an_unknown_festival_is_refused_with_the_known_ones() -> None:
    with pytest.raises(ChoiceError) as refused:
        festival_day("lantern", 2026)

    assert refused.value.fields == {
        "field": "festival",
        "value": "lantern",
        "allowed": tuple(FESTIVALS),
    }
