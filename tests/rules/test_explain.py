from decimal import ROUND_HALF_EVEN, Decimal
from fractions import Fraction

from hypothesis import given
from hypothesis import strategies as st

from scheduler.rules.explain import two_places, why_not
from scheduler.rules.ground import ground_of
from scheduler.rules.placing.board import Board
from scheduler.rules.published import unit_claim
from tests.rules.strategies import source_of, unit_of


@given(st.fractions(min_value=-100, max_value=100, max_denominator=60))
def test_debts_are_written_with_two_places(number: Fraction) -> None:
    exact = Decimal(number.numerator) / Decimal(number.denominator)
    rounded = exact.quantize(Decimal("0.01"), ROUND_HALF_EVEN)
    assert two_places(number) == str(abs(rounded) if rounded == 0 else rounded)


def test_a_negative_debt_keeps_its_sign() -> None:
    assert two_places(Fraction(-1, 3)) == "-0.33"


def test_a_day_that_nothing_takes_any_more_was_left_to_make_room() -> None:
    unit = unit_of()
    ground = ground_of(source_of((unit,)), (unit,), (), {})
    item = ground.wanted(unit, unit_claim(unit, "e-x"), None, Board())
    assert why_not(item, ground.days.index(unit.start) + 6, (), ground.days) == {
        "code": "made_room",
        "fields": {"day": "2026-04-07"},
    }
