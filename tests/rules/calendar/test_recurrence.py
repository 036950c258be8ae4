from datetime import date, datetime

import pytest
from dateutil.rrule import rrulestr
from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.calendar.periods import periods_between
from scheduler.rules.calendar.recurrence import WEEKDAYS, Recurrence, parse_rrule, yearly

numbers = st.integers(1, 5).flatmap(lambda number: st.sampled_from((number, -number)))
by_weekday = st.builds(
    lambda number, weekday: f"FREQ=MONTHLY;BYDAY={number}{weekday}",
    numbers,
    st.sampled_from(WEEKDAYS),
)
by_weekday_of_year = st.builds(
    lambda number, weekday: f"FREQ=YEARLY;BYDAY={number}{weekday}",
    st.integers(-53, 53).filter(bool),
    st.sampled_from(WEEKDAYS),
)
by_day = st.builds(
    lambda frequency, number: f"FREQ={frequency};BYMONTHDAY={number}",
    st.sampled_from(("MONTHLY", "YEARLY")),
    st.integers(-31, 31).filter(bool),
)


@given(st.one_of(by_weekday, by_weekday_of_year, by_day), st.integers(2000, 2090))
def test_nominal_days_are_those_of_the_standard(text: str, year: int) -> None:
    start, end = date(year, 1, 1), date(year + 3, 1, 1)
    recurrence = parse_rrule(text)
    nominals = recurrence.nominals(periods_between(recurrence.per, start, end))
    expected = rrulestr(text, dtstart=datetime(year, 1, 1)).between(  # noqa: DTZ001 - dates only
        datetime(year, 1, 1),  # noqa: DTZ001 - the library compares naive values
        datetime(year + 2, 12, 31),  # noqa: DTZ001 - the library compares naive values
        inc=True,
    )
    assert [day for day in nominals if day] == [moment.date() for moment in expected]


@pytest.mark.parametrize(
    ("recurrence", "days"),
    [
        (parse_rrule("FREQ=MONTHLY;BYDAY=5TH"), [date(2026, 1, 29), None, None]),
        (parse_rrule("FREQ=MONTHLY;BYDAY=-5SA"), [date(2026, 1, 3), None, None]),
        (parse_rrule("FREQ=MONTHLY;BYMONTHDAY=-30"), [date(2026, 1, 2), None, date(2026, 3, 2)]),
    ],
)
def test_each_period_has_its_day_or_none(recurrence: Recurrence, days: list[date | None]) -> None:
    periods = periods_between("month", date(2026, 1, 1), date(2026, 4, 1))
    assert recurrence.nominals(periods) == days


@pytest.mark.parametrize(
    "text",
    [
        *(f"FREQ=MONTHLY;BYDAY={number}TH" for number in (1, 4, 5, -4, -5)),
        *(f"FREQ=YEARLY;BYDAY={number}MO" for number in (1, 20, 52, 53, -53)),
        *(f"FREQ=YEARLY;BYMONTHDAY={number}" for number in (1, 28, -1, -28)),
    ],
)
def test_a_year_has_as_many_days_as_are_told(text: str) -> None:
    recurrence = parse_rrule(text)
    found = set()
    for year in range(2000, 2040):
        periods = periods_between(recurrence.per, date(year, 1, 1), date(year + 1, 1, 1))
        found.add(sum(day is not None for day in recurrence.nominals(periods)))
    assert (min(found), max(found)) == recurrence.per_year


def test_a_festival_and_a_day_of_every_year_are_one_a_year() -> None:
    every = (yearly(7, 1), Recurrence("year", festival="mid_autumn"))
    assert [each.per_year for each in every] == [(1, 1), (1, 1)]


YEARS = periods_between("year", date(2026, 1, 1), date(2028, 1, 1))


def test_a_day_of_every_year() -> None:
    assert yearly(7, 1).nominals(YEARS) == [date(2026, 7, 1), date(2027, 7, 1)]


def test_a_festival_of_every_year() -> None:
    recurrence = Recurrence("year", festival="mid_autumn")
    assert recurrence.nominals(YEARS) == [date(2026, 9, 25), date(2027, 9, 15)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "FREQ=DAILY;BYMONTHDAY=1",
        "FREQ=MONTHLY;BYDAY=TH",
        "FREQ=MONTHLY;BYDAY=3TH,4TH",
        "FREQ=MONTHLY;BYDAY=3TH;COUNT=2",
        "FREQ=YEARLY;BYDAY=54MO",
        "FREQ=MONTHLY;BYMONTHDAY=32",
    ],
)
def test_anything_else_is_refused(text: str) -> None:
    with pytest.raises(ValueError, match="recurrence"):
        parse_rrule(text)
