"""Units without an event of their own: they share another, or one that lists their matters."""

from collections.abc import Container, Iterable
from dataclasses import replace
from datetime import date
from typing import NamedTuple

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.planning.published import Published
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.units import DemandUnit


class Ride(NamedTuple):
    """An event that units of other rules may share, and those that ride on it as it is known."""

    day: date
    uid: str
    rule: str
    owner: str
    carries: frozenset[UnitKey] = frozenset()


def held_rides(events: Iterable[Event]) -> list[Ride]:
    """List the rides that held events give."""
    return [
        Ride(event.day(), event.uid, event.unit.rule, event.owner, carried_by(event))
        for event in events
        if event.status is EventStatus.HELD and event.unit is not None
    ]


def carried_by(event: Event | None) -> frozenset[UnitKey]:
    """Give the units that ride on an event; none where there is no event yet."""
    return frozenset(() if event is None else (each.unit for each in event.also))


def riding_elsewhere(published: Published) -> dict[UnitKey, date]:
    """Give the units that ride on events which this plan leaves as they are, with their days."""
    return {
        key: event.day()
        for event in published.bookings
        if event.status is EventStatus.PUBLISHED and event.unit not in published.live
        for key in carried_by(event)
    }


def riders(units: Iterable[DemandUnit], rides: Iterable[Ride]) -> dict[UnitKey, str]:
    """Match units to events of the rule they go with, in their windows, the earliest end first.

    An event carries at most one unit of each rule. Units keep the event on which they ride before
    others are given one.
    """
    by_rule: dict[tuple[str, str], list[Ride]] = {}
    for ride in sorted(rides, key=lambda each: each[:4]):
        by_rule.setdefault((ride.owner, ride.rule), []).append(ride)
    found: dict[UnitKey, str] = {}
    used: set[tuple[str, str]] = set()
    ordered = sorted(units, key=lambda unit: (unit.end, unit.start, unit.key))
    for keeping in (True, False):
        for unit in ordered:
            for ride in by_rule.get((unit.owner, unit.with_rule or ""), ()):
                fits = unit.start <= ride.day < unit.end and not (
                    keeping and unit.key not in ride.carries
                )
                if unit.key not in found and fits and (unit.key.rule, ride.uid) not in used:
                    used.add((unit.key.rule, ride.uid))
                    found[unit.key] = ride.uid
    return found


def with_left_over(draft: Draft, asked: Container[UnitKey], source: PlanInput) -> Draft:
    """Let a fixed event keep what rides on it though nobody asks for that on later days any more.

    So does any event with what rides on it by a rule that is set aside. The rule has to stand on
    the day of the event, and no unit of it to ride there that is ``asked`` for. The event's own
    unit lends what is not known.
    """
    known = (*(source.rules if draft.stays else ()), *source.aside)
    rules = {(rule.owner, rule.key): rule for rule in known}
    there = {unit.key.rule for unit in draft.riders}
    kept = []
    for also in () if draft.event is None else draft.event.also:
        rule = rules.get((draft.unit.owner, also.unit.rule))
        if rule is None or also.unit in asked or rule.key in there:
            continue
        if rule.promised.holds(draft.day):
            name, name_en = rule.name, rule.name_en or rule.name
            unit = replace(draft.unit, key=also.unit, kind=also.kind, title=name, title_en=name_en)
            kept.append(unit)
    return replace(draft, riders=(*draft.riders, *kept))


class Settlements:
    """The published and held events that list matters, to find those that fulfil a unit."""

    def __init__(self, events: Iterable[Event]) -> None:
        """Index the events by owner and matter."""
        self._by: dict[tuple[str, str], list[Event]] = {}
        for event in events:
            if event.status in (EventStatus.PUBLISHED, EventStatus.HELD):
                for matter in event.matters:
                    self._by.setdefault((event.owner, matter), []).append(event)

    def fulfil(self, unit: DemandUnit) -> bool:
        """Tell whether an event of a kind that the unit accepts lists all its matters in time."""
        return bool(unit.matters) and any(
            event.kind in unit.accepts
            and event.unit != unit.key
            and set(unit.matters) <= set(event.matters)
            and unit.start <= event.day() < unit.grace_end
            for event in self._by.get((unit.owner, unit.matters[0]), ())
        )
