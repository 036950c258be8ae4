from datetime import date
from fractions import Fraction

import pytest

from scheduler.services.turns.standing import ComingTurn, MemberTurns, TurnView
from scheduler.web.turns import cards as turn_cards
from tests.web.preview import preview_app


@pytest.mark.parametrize(
    ("debt", "difference", "balance"),
    [
        (Fraction(1, 3), "+0.33", 33),
        (Fraction(-2, 3), "\u22120.67", -67),
        (Fraction(0), "0.00", 0),
        (Fraction(1, 1000), "0.00", 0),
        (Fraction(-1, 1000), "0.00", 0),
    ],
)
def test_a_difference_has_a_sign_unless_it_is_zero(
    debt: Fraction, difference: str, balance: int
) -> None:
    row = MemberTurns("m", "甲川", entitled=debt + 2, acted=Fraction(2), last=None, next=None)
    view = TurnView("host_turns", "轮值", (row,), ())
    with preview_app().test_request_context("/"):
        (line,) = turn_cards.ledger(view, "zh").lines
    assert (line.difference, line.balance) == (difference, balance)


def test_a_turn_that_nobody_takes_says_so() -> None:
    turn = ComingTurn(
        number=4,
        uid="e-1",
        day=date(2026, 9, 1),
        host=None,
        host_name="",
        theme="",
        why="",
        committed=False,
    )
    with preview_app().test_request_context("/"):
        shown = turn_cards.turn(turn, first=False)
    assert (shown.host, shown.note) == ("还没有人承办", "")
