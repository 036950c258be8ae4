"""Units of a rule through its versions: each version's own, none twice, nothing after its end."""

from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

Make = Callable[[Rule, PlanInput], tuple[DemandUnit, ...]]


def across(
    make: Make,
    rule: Rule,
    source: PlanInput,
    counted: bool,  # noqa: FBT001 - handed on by the one caller
) -> tuple[DemandUnit, ...]:
    """Give the units of all versions of a rule.

    A unit whose event lies before a change, or the event on which it rides, belongs to the version
    of that day, whatever the change says; every other unit is what the later version makes of it,
    from the change on. ``counted`` tells that each period owes a number: the later version decides
    it for the period of the change. Nothing is made up after the last day of the rule.
    """
    if not rule.former:
        return _closed(rule, make(rule, source))
    days = _days(rule, source)
    found: dict[UnitKey, DemandUnit] = {}
    for version in rule.versions:
        change = version.tenure.since
        made = {unit.key: unit for unit in make(version, source)}
        decided = {key.period for key in made} if counted else set()
        stay = {
            key: unit
            for key, unit in found.items()
            if (key in days and change is not None and days[key] < change)
            or (key not in made and key.period not in decided)
        }
        found = made | stay
    return _closed(rule, (unit for _, unit in sorted(found.items())))


def _days(rule: Rule, source: PlanInput) -> dict[UnitKey, date]:
    """Give the days of a rule's units that have an event or ride on one."""
    events = [each for each in source.events if each.status is not EventStatus.CANCELLED]
    riding = {also.unit: event.day() for event in events for also in event.also}
    own = {event.unit: event.day() for event in events if event.unit is not None}
    return {key: day for key, day in (riding | own).items() if key.rule == rule.key}


def _closed(rule: Rule, units: Iterable[DemandUnit]) -> tuple[DemandUnit, ...]:
    until = rule.promised.until
    if until is None:
        return tuple(units)
    return tuple(
        replace(unit, grace_end=max(unit.end, min(unit.grace_end, until))) for unit in units
    )
