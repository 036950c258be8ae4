"""Days as bits, read from April 2026, in which Qingming lasts from Saturday 4th to Monday 6th."""

from datetime import date

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.placing.horizon import Horizon, between, bits, horizon, smeared
from tests.rules.placing.wishes import days
from tests.rules.strategies import CALENDARS

FIRST = date(2026, 4, 1)  # a Wednesday


def test_a_horizon_tells_workdays_and_weekdays_and_what_lies_beside_a_holiday() -> None:
    read = horizon(CALENDARS[0], FIRST, date(2026, 4, 11))
    assert read == Horizon(
        base=FIRST.toordinal(),
        workdays=days(0, 1, 2, 6, 7, 8, 9),
        guarded=(0, 0, 0, 0, 0, 0),
        beside=days(2, 3, 4, 5, 6),
        weekdays=(days(5), days(6), days(0, 7), days(1, 8), days(2, 9), days(3), days(4)),
    )
    assert read.on(frozenset({0, 2, 4})) == days(0, 2, 5, 7, 9)
    assert read.on(frozenset()) == 0
    assert read.span(date(2026, 3, 30), date(2026, 4, 4)) == days(0, 1, 2)
    assert read.span(date(2026, 4, 4), date(2026, 4, 4)) == 0
    assert (read.index(date(2026, 3, 31)), read.day(9)) == (-1, date(2026, 4, 10))


@given(st.integers(-9, 9), st.integers(-9, 9))
def test_a_span_of_bits_starts_with_the_first_and_ends_before_the_last(
    first: int, after: int
) -> None:
    assert list(bits(between(first, after))) == [day for day in range(first, after) if day >= 0]


@given(st.integers(0, 2**12), st.integers(1, 9))
def test_each_bit_is_widened_downwards(mask: int, width: int) -> None:
    assert set(bits(smeared(mask, width))) == {
        day - less for day in bits(mask) for less in range(width) if day >= less
    }
