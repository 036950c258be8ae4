from dataclasses import replace
from datetime import date

from scheduler.domain.activity import EventStatus
from scheduler.rules.planner import plan_units
from scheduler.rules.planning.months import AllianceMonths, Month, months_of
from tests.rules.strategies import event_of, source_of, unit_of

SATURDAY, FRIDAY = date(2026, 6, 6), date(2026, 6, 5)
UNIT = unit_of(start=date(2026, 6, 1))


def test_each_target_sees_its_months_before_and_after() -> None:
    moved = event_of(UNIT, SATURDAY)
    held = event_of(None, date(2026, 3, 4), uid="e-h", status=EventStatus.HELD)
    joint = event_of(None, FRIDAY, uid="e-j", owner="c", alliances=("b", "c"))
    gone = event_of(None, date(2026, 3, 5), uid="e-c", status=EventStatus.CANCELLED)
    far = event_of(None, date(2027, 1, 5), uid="e-f")
    source = replace(source_of((UNIT,), events=(moved, held, joint, gone, far)), targets=("a", "b"))

    found = months_of(plan_units(source, (UNIT,)), source)

    assert found == (
        AllianceMonths(
            "a",
            (
                Month(2026, 3, (date(2026, 3, 4),), (date(2026, 3, 4),)),
                Month(2026, 6, (SATURDAY,), (FRIDAY,)),
            ),
        ),
        AllianceMonths("b", (Month(2026, 6, (FRIDAY,), (FRIDAY,)),)),
    )
