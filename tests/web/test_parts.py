import re

import segno
from hypothesis import given
from hypothesis import strategies as st

from scheduler.web.parts import Field, Form, Ledger, LedgerLine
from scheduler.web.qr import qr


def test_a_form_lists_its_refused_fields_in_order() -> None:
    good, first, second = Field("a", "A"), Field("b", "B", fault="no"), Field("c", "C", fault="no")
    assert Form("/", "Send", (first, good, second)).faulty == (first, second)


def test_the_largest_balance_fills_half_of_the_bar() -> None:
    lines = (LedgerLine("a", "1", "1", "0", 20), LedgerLine("b", "1", "3", "-2", -233))
    assert Ledger("", "", lines).scale == 233


def test_small_balances_are_not_blown_up() -> None:
    assert Ledger("", "", ()).scale == 100


@given(st.text(min_size=1, max_size=60))
def test_the_path_of_a_qr_code_draws_its_dark_modules(text: str) -> None:
    code = qr(text)
    drawn = {
        (int(x) + step, int(y))
        for x, y, width in re.findall(r"M(\d+) (\d+)h(\d+)v1h-\d+z", code.path)
        for step in range(int(width))
    }
    matrix = segno.make_qr(text, error="m").matrix
    dark = {(x, y) for y, row in enumerate(matrix) for x, cell in enumerate(row) if cell}
    assert (drawn, code.size) == (dark, len(matrix))
