"""Units without an event of their own: they share another, or one that lists their matters."""

from collections.abc import Iterable
from datetime import date
from typing import NamedTuple

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.units import DemandUnit


class Ride(NamedTuple):
    """An event that units of other rules may share."""

    day: date
    uid: str
    rule: str
    owner: str


def held_rides(events: Iterable[Event]) -> list[Ride]:
    """List the rides that held events give."""
    return [
        Ride(event.day(), event.uid, event.unit.rule, event.owner)
        for event in events
        if event.status is EventStatus.HELD and event.unit is not None
    ]


def riders(units: Iterable[DemandUnit], rides: Iterable[Ride]) -> dict[UnitKey, str]:
    """Match units to events of the rule they go with, in their windows, the earliest end first.

    An event carries at most one unit of each rule.
    """
    ordered = sorted(rides)
    found: dict[UnitKey, str] = {}
    used: set[tuple[str, str]] = set()
    for unit in sorted(units, key=lambda unit: (unit.end, unit.start, unit.key)):
        for ride in ordered:
            if (unit.key.rule, ride.uid) not in used and _carries(ride, unit):
                used.add((unit.key.rule, ride.uid))
                found[unit.key] = ride.uid
                break
    return found


def is_satisfied(unit: DemandUnit, events: Iterable[Event]) -> bool:
    """Tell whether an event of a kind that the unit accepts lists all its matters in time."""
    return bool(unit.matters) and any(
        event.kind in unit.accepts
        and event.status in (EventStatus.PUBLISHED, EventStatus.HELD)
        and event.owner == unit.owner
        and event.unit != unit.key
        and set(unit.matters) <= set(event.matters)
        and unit.start <= event.day() < unit.grace_end
        for event in events
    )


def _carries(ride: Ride, unit: DemandUnit) -> bool:
    same = ride.rule == unit.with_rule and ride.owner == unit.owner
    return same and unit.start <= ride.day < unit.end
