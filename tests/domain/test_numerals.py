import pytest
from hypothesis import given
from hypothesis import strategies as st

from scheduler.domain.numerals import numeral


@given(st.integers(1, 99), st.integers(1, 99))
def test_numerals_differ_when_the_numbers_do(one: int, other: int) -> None:
    assert (numeral(one) == numeral(other)) == (one == other)


@pytest.mark.parametrize(
    ("number", "written"), [(1, "一"), (10, "十"), (11, "十一"), (20, "二十"), (99, "九十九")]
)
def test_a_number_in_chinese(number: int, written: str) -> None:
    assert numeral(number) == written
