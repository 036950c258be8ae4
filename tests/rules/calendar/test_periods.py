from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.errors import ChoiceError, DateError
from scheduler.rules.calendar.periods import (
    KINDS,
    Period,
    parse_key,
    period_of,
    periods_between,
    window,
)

DAY = timedelta(days=1)
kinds = st.sampled_from([*KINDS, "2y", "3y", "5y", "99y"])
days = st.dates(date(1900, 1, 1), date(2199, 12, 31))
first_years = st.integers(1950, 2050)


@given(kinds, days, first_years)
def test_periods_of_a_kind_tile_the_line(kind: str, day: date, first_year: int) -> None:
    period = period_of(kind, day, first_year=first_year)

    assert day in period
    assert period_of(kind, period.start, first_year=first_year) == period
    assert period_of(kind, period.end - DAY, first_year=first_year) == period
    assert period_of(kind, period.end, first_year=first_year).start == period.end
    assert period_of(kind, period.start - DAY, first_year=first_year).end == period.start


@given(kinds, days, first_years)
def test_a_key_gives_back_its_period(kind: str, day: date, first_year: int) -> None:
    period = period_of(kind, day, first_year=first_year)

    assert parse_key(period.key) == period


@given(kinds, days, st.integers(0, 1500), first_years)
def test_periods_between_are_those_that_share_a_day(
    kind: str, start: date, length: int, first_year: int
) -> None:
    end = start + timedelta(days=length)
    walked: list[Period] = []
    day = start
    while day < end:
        walked.append(period_of(kind, day, first_year=first_year))
        day = walked[-1].end

    assert periods_between(kind, start, end, first_year=first_year) == tuple(walked)


@given(days)
def test_a_week_runs_from_monday_to_monday(day: date) -> None:
    week = period_of("week", day)

    assert (week.start.weekday(), week.days) == (0, 7)
    assert week.key == f"{day.isocalendar().year}-W{day.isocalendar().week:02}"


@given(days)
def test_ten_days_lie_in_one_month_and_the_third_ends_with_it(day: date) -> None:
    month = period_of("month", day)
    tenths = periods_between("ten_days", month.start, month.end)

    assert [tenth.start.day for tenth in tenths] == [1, 11, 21]
    assert tenths[-1].end == month.end


@pytest.mark.parametrize(
    ("kind", "key", "start", "end"),
    [
        ("week", "2026-W07", date(2026, 2, 9), date(2026, 2, 16)),
        ("week", "2020-W53", date(2020, 12, 28), date(2021, 1, 4)),
        ("ten_days", "2026-08-T2", date(2026, 8, 11), date(2026, 8, 21)),
        ("ten_days", "2028-02-T3", date(2028, 2, 21), date(2028, 3, 1)),
        ("month", "2026-08", date(2026, 8, 1), date(2026, 9, 1)),
        ("quarter", "2026-Q3", date(2026, 7, 1), date(2026, 10, 1)),
        ("half_year", "2026-H1", date(2026, 1, 1), date(2026, 7, 1)),
        ("year", "2026", date(2026, 1, 1), date(2027, 1, 1)),
        ("3y", "2024..2026", date(2024, 1, 1), date(2027, 1, 1)),
    ],
)
def test_keys_never_change_their_form(kind: str, key: str, start: date, end: date) -> None:
    expected = Period(kind, key, start, end)

    assert period_of(kind, start) == expected
    assert parse_key(key) == expected


def test_the_first_year_aligns_blocks_of_years_on_both_sides() -> None:
    blocks = periods_between("3y", date(2022, 6, 1), date(2026, 1, 1), first_year=2025)

    assert [block.key for block in blocks] == ["2022..2024", "2025..2027"]


@pytest.mark.parametrize("kind", KINDS)
def test_periods_reach_to_the_ends_of_the_calendar(kind: str) -> None:
    assert period_of(kind, date.min).start == date.min
    assert date(9998, 12, 31) in period_of(kind, date(9998, 12, 31))


@pytest.mark.parametrize(
    ("kind", "day"),
    [("month", date.max), ("week", date.max), ("3y", date.max), ("99y", date.min)],
)
def test_a_period_past_the_ends_of_the_calendar_is_refused(kind: str, day: date) -> None:
    with pytest.raises(DateError) as refused:
        period_of(kind, day)

    assert refused.value.fields["reason"] == "range"


@pytest.mark.parametrize("kind", ["", "day", "1y", "0y", "03y", "100y", "y", "window"])
def test_an_unknown_kind_is_refused_with_the_known_ones(kind: str) -> None:
    with pytest.raises(ChoiceError) as refused:
        period_of(kind, date(2026, 8, 12))

    assert refused.value.fields == {
        "field": "per",
        "value": kind,
        "allowed": (*KINDS, "2y..99y"),
    }


@pytest.mark.parametrize(
    "key",
    [
        "",
        "26",
        "2026-",
        "2026-00",
        "2026-13",
        "2026-Q5",
        "2026-H0",
        "2026-08-T4",
        "2026-W00",
        "2026-W54",
        "2025-W53",
        "2026-08-12",
        "2026..2026",
        "2026..2024",
        "2000..2100",
        "2026 ",
        "\uff12\uff10\uff12\uff16",
        "window:spring_breeze",
    ],
)
def test_a_malformed_key_is_refused(key: str) -> None:
    with pytest.raises(DateError) as refused:
        parse_key(key)

    assert refused.value.fields == {"field": "period", "value": key, "reason": "period"}


def test_a_window_keeps_its_key_when_its_dates_are_mended() -> None:
    planned = window("spring_breeze-2026", date(2026, 2, 1), date(2026, 4, 1))
    mended = window("spring_breeze-2026", date(2026, 2, 10), date(2026, 4, 1))

    assert planned == Period(
        "window", "window:spring_breeze-2026", date(2026, 2, 1), date(2026, 4, 1)
    )
    assert planned.key == mended.key
    assert (date(2026, 3, 31) in planned, date(2026, 4, 1) in planned) == (True, False)


def test_a_period_without_a_day_is_refused() -> None:
    with pytest.raises(DateError) as refused:
        window("nothing", date(2026, 2, 1), date(2026, 2, 1))

    assert refused.value.fields == {
        "field": "end",
        "value": "2026-02-01",
        "start": "2026-02-01",
        "reason": "order",
    }


def test_blocks_of_years_reach_to_the_last_day_asked_for() -> None:
    def keys(end: date) -> list[str]:
        return [period.key for period in periods_between("2y", date(2026, 1, 1), end)]

    assert keys(date(2028, 1, 1)) == ["2026..2027"]
    assert keys(date(2028, 1, 2)) == ["2026..2027", "2028..2029"]


def test_periods_of_a_year_reach_to_the_last_day_asked_for() -> None:
    def keys(end: date) -> list[str]:
        return [period.key for period in periods_between("month", date(2026, 1, 1), end)]

    assert keys(date(2026, 2, 1)) == ["2026-01"]
    assert keys(date(2026, 2, 2)) == ["2026-01", "2026-02"]
