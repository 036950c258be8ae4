from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import DateError
from scheduler.rules.calendar.durations import Duration, parse_duration
from scheduler.rules.calendar.workdays import shipped_calendar


@given(st.integers(0, 9999))
def test_both_units_are_read(count: int) -> None:
    assert parse_duration(f"{count}d") == Duration(count, in_workdays=False)
    assert parse_duration(f"{count}wd") == Duration(count, in_workdays=True)


@given(st.dates(date(2009, 1, 1), date(2027, 12, 31)), st.integers(0, 60))
def test_a_term_ends_after_its_days(day: date, count: int) -> None:
    calendar = shipped_calendar()

    assert parse_duration(f"{count}d").after(day, calendar) == day + timedelta(days=count)
    assert parse_duration(f"{count}wd").after(day, calendar) == calendar.add_workdays(day, count)


def test_workdays_step_over_a_long_holiday() -> None:
    # 2026-10-01 to 07 are off, Saturday 2026-10-10 is worked.
    term = parse_duration("3wd")

    assert term.after(date(2026, 9, 30), shipped_calendar()) == date(2026, 10, 10)


@pytest.mark.parametrize(
    "text", ["", "10", "wd", "-1d", "1 d", "1.5d", "10000d", "10WD", "\uff11d"]
)
def test_a_malformed_term_is_refused(text: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_duration(text)

    assert refused.value.fields == {"field": "duration", "value": text, "reason": "malformed"}
