"""Placements made of units: what a unit says, what its event keeps, and when a list is due."""

from dataclasses import replace
from datetime import UTC, date, datetime, time

import pytest

from scheduler.rules.plan import Placement
from scheduler.rules.planning.drafting import drafted, due_day, mirrored
from scheduler.rules.units import DemandUnit, Output, uid_of
from tests.rules.strategies import CALENDARS, event_of, unit_of

DAY = date(2026, 6, 3)
UNIT = unit_of(
    kind="salon",
    alliances=("a", "b"),
    title="样例沙龙",
    title_en="Salon",
    clock=time(9, 30),
    minutes=90,
    venue="hall",
    matters=("m-2",),
)
WHY = {"code": "date_chosen", "fields": {}}


def placed(unit: DemandUnit = UNIT, **changes: object) -> Placement:
    """The placement of the unit on its day, with some fields changed."""
    made = Placement(
        uid_of(unit.key, 2),
        unit.key,
        2,
        "a",
        ("a", "b"),
        "salon",
        "样例沙龙",
        "Salon",
        datetime(2026, 6, 3, 1, 30, tzinfo=UTC),
        datetime(2026, 6, 3, 3, 0, tzinfo=UTC),
        venue="hall",
        matters=("m-2",),
        why_date=WHY,
    )
    return replace(made, **changes)  # type: ignore[arg-type]  # the fields of a placement by name


def test_a_placement_says_what_its_unit_says() -> None:
    draft = drafted(UNIT, DAY, CALENDARS[0], attempt=2, why=WHY)
    assert (draft.placement, draft.unit, draft.event) == (placed(), UNIT, None)


def test_an_event_keeps_its_name_its_attempt_and_the_matters_added_to_it() -> None:
    event = event_of(UNIT, DAY, uid="e-old", attempt=3, matters=("m-1",), host="organisation:x")
    draft = drafted(UNIT, DAY, CALENDARS[1], attempt=2, event=event, why=WHY)
    assert draft.placement == placed(uid="e-old", attempt=3, tentative=True, matters=("m-1", "m-2"))
    fewer = replace(event, matters=())
    assert drafted(UNIT, DAY, CALENDARS[0], event=fewer, why=WHY).placement.matters == ("m-2",)


@pytest.mark.parametrize(
    ("changes", "end"),
    [({"span_days": 3}, 5), ({"output": Output.DELIVERABLE}, 3)],
)
def test_several_days_and_lists_run_from_midnight_to_midnight(
    changes: dict[str, object], end: int
) -> None:
    unit = replace(UNIT, **changes)  # type: ignore[arg-type]  # the fields of a unit by name
    assert drafted(unit, DAY, CALENDARS[0], attempt=2, why=WHY).placement == placed(
        start=datetime(2026, 6, 2, 16, tzinfo=UTC),
        end=datetime(2026, 6, end, 16, tzinfo=UTC),
        all_day=True,
    )


def test_an_event_that_no_plan_touches_is_taken_over_with_its_own_matters_and_times() -> None:
    event = event_of(UNIT, DAY, uid="e-old", clock=time(19, 0), matters=("m-1",), venue=None)
    draft = mirrored(UNIT, event, CALENDARS[0])
    assert draft.event == event
    assert draft.placement == placed(
        uid="e-old",
        attempt=1,
        start=event.start,
        end=event.end,
        title_en="Council",
        venue=None,
        matters=("m-1",),
        why_date={"code": "date_kept", "fields": {"day": "2026-06-03"}},
    )


DUE = unit_of(output=Output.DELIVERABLE, grace_end=date(2026, 7, 13))


@pytest.mark.parametrize(
    ("unit", "today", "expected"),
    [
        (DUE, date(2026, 6, 29), date(2026, 6, 30)),
        (DUE, date(2026, 6, 30), date(2026, 7, 10)),
        (DUE, date(2026, 7, 9), date(2026, 7, 10)),
        (DUE, date(2026, 7, 10), None),
        (replace(DUE, nominal=DAY), date(2026, 6, 2), DAY),
        (replace(DUE, nominal=DAY, start=date(2026, 6, 8)), date(2026, 6, 2), date(2026, 6, 8)),
    ],
)
def test_a_list_is_due_on_its_day_or_on_the_last_workday_and_then_of_its_grace(
    unit: DemandUnit, today: date, expected: date | None
) -> None:
    assert due_day(unit, CALENDARS[0], today) == expected
