from datetime import date

import pytest

from scheduler.rules.planner import plan
from tests.rules.promises import plan_input, quota


@pytest.mark.parametrize(("first", "late"), [("2026-03-07", True), ("2026-03-05", False)])
def test_a_placement_tells_whether_it_is_made_up(first: str, *, late: bool) -> None:
    # The last two days of the window are a Saturday and a Sunday.
    council = quota(per="window", window={"from": first, "until": "2026-03-09"})
    (placement,) = plan(plan_input(council)).placements
    assert (placement.late, placement.start.date() >= date(2026, 3, 9)) == (late, late)
