import pytest

from scheduler.rules.planner import plan
from tests.rules.rows import (
    jingjiang,
    jinshan_songjiang,
    jiyang_counts,
    jiyang_promises,
    kunshan_bodies,
    kunshan_events,
    wujin,
)
from tests.rules.rows.world import BY_NUMBER, Row, source

ROWS: tuple[Row, ...] = (
    *jiyang_promises.ROWS,
    *jiyang_counts.ROWS,
    *kunshan_bodies.ROWS,
    *kunshan_events.ROWS,
    *wujin.ROWS,
    *jingjiang.ROWS,
    *jinshan_songjiang.ROWS,
)


@pytest.mark.parametrize("row", [pytest.param(row, id=f"row-{row.number:02}") for row in ROWS])
def test_the_row_shows_what_its_document_asks_for(row: Row) -> None:
    assert row.show(row.number) == row.output


def test_there_is_one_row_for_each_of_66_requirements() -> None:
    numbers = list(range(1, 67))
    assert [row.number for row in ROWS] == numbers
    assert list(BY_NUMBER) == numbers


@pytest.mark.parametrize("number", [number for number, each in BY_NUMBER.items() if each.rules])
def test_the_rules_of_a_row_leave_nothing_without_a_date(number: int) -> None:
    assert plan(source(number)).unplaced == ()
