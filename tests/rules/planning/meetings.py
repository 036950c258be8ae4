"""One meeting to be planned, with a person and a place of its own."""

from dataclasses import replace
from datetime import date, timedelta

from scheduler.domain.activity import Event
from scheduler.rules.inputs import Blackout
from scheduler.rules.plan import Plan
from scheduler.rules.planner import plan_units
from scheduler.rules.units import DemandUnit
from tests.rules.strategies import TODAY, source_of, unit_of

FAR = date(2026, 6, 3)
UNIT = unit_of(resources=("person:p",), venue="hall")
NARROW = replace(UNIT, start=FAR, end=FAR + timedelta(days=1), grace_end=FAR + timedelta(days=1))


def planned(
    *units: DemandUnit,
    events: tuple[Event, ...] = (),
    away: tuple[Blackout, ...] = (),
    today: date = TODAY,
) -> Plan:
    """The plan of units over events and absences."""
    return plan_units(replace(source_of(units, events=events, today=today), blackouts=away), units)


def days(plan: Plan) -> list[str]:
    """The local days of the placements."""
    return [
        (placement.start + timedelta(hours=8)).date().isoformat() for placement in plan.placements
    ]
