from datetime import date

import pytest

from scheduler.rules.calendar.period_labels import label
from scheduler.rules.calendar.periods import parse_key, period_of, periods_between, window


@pytest.mark.parametrize(
    ("key", "chinese", "chinese_with_year", "english", "english_with_year"),
    [
        ("2026-W07", "第7周", "2026年第7周", "week 7", "week 7 of 2026"),
        ("2026-08-T2", "8月中旬", "2026年8月中旬", "mid August", "mid August 2026"),
        ("2026-08", "8月", "2026年8月", "August", "August 2026"),
        ("2026-Q3", "第三季度", "2026年第三季度", "third quarter", "third quarter of 2026"),
        ("2026-H1", "上半年", "2026年上半年", "first half", "first half of 2026"),
        ("2026", "2026年", "2026年", "2026", "2026"),
        ("2024..2026", "2024至2026年", "2024至2026年", "2024 to 2026", "2024 to 2026"),
    ],
)
def test_a_period_is_named_in_both_languages(
    key: str, chinese: str, chinese_with_year: str, english: str, english_with_year: str
) -> None:
    period = parse_key(key)

    assert label(period) == chinese
    assert label(period, with_year=True) == chinese_with_year
    assert label(period, "en") == english
    assert label(period, "en", with_year=True) == english_with_year


def test_a_week_is_named_after_its_own_year_even_if_it_begins_before() -> None:
    week = period_of("week", date(2024, 12, 31))

    assert label(week, with_year=True) == "2025年第1周"


@pytest.mark.parametrize("kind", ["ten_days", "month", "quarter", "half_year"])
@pytest.mark.parametrize("lang", ["zh", "en"])
def test_the_periods_of_a_year_have_different_names(kind: str, lang: str) -> None:
    periods = periods_between(kind, date(2026, 1, 1), date(2027, 1, 1))

    assert len({label(period, lang) for period in periods}) == len(periods)


def test_a_window_answers_with_its_own_name() -> None:
    spring = window("春风行动", date(2026, 2, 1), date(2026, 4, 1))

    assert (label(spring), label(spring, "en", with_year=True)) == ("春风行动", "春风行动")
