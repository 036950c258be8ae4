from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.explain import two_places


@given(st.fractions(min_value=-100, max_value=100, max_denominator=60))
def test_debts_are_written_with_two_places(number: Fraction) -> None:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    assert two_places(number) == str(abs(rounded) if rounded == 0 else rounded)


def test_a_negative_debt_keeps_its_sign() -> None:
    assert two_places(Fraction(-1, 3)) == "-0.33"
