"""Rules, roster and matters to demand units: which single pieces of a promise need a date."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from types import MappingProxyType
from typing import Any, TypeVar

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import constraint, rotation, rule_type, staffing
from scheduler.rules.language.making import within
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from scheduler.rules.views import Views

_DAY = timedelta(days=1)

Days = Mapping[UnitKey, date]
NOWHERE: Days = MappingProxyType({})


def expand(source: PlanInput, near: Days = NOWHERE) -> tuple[DemandUnit, ...]:
    """Give the units to be placed for the target alliances, by owner and key.

    The order of the rules, and of everything else in the input, makes no difference. The units of
    ``near`` are as the rules that stand on that day lay things over them, and keep to the days
    about it on which the same ones stand.
    """
    return tuple(unit for unit in demand(source, near) if unit.plan)


def demand(source: PlanInput, near: Days = NOWHERE) -> tuple[DemandUnit, ...]:
    """Give all units of the target alliances, also those that are judged and never placed."""
    targets = frozenset(source.targets)
    views = Views(source)
    assigning = _assigning(source, targets, views, near)
    units = [
        unit
        for rule in source.rules
        if rule.owner in targets
        for unit in _units(rule, views.of(rule), assigning[rule.owner])
    ]
    units.sort(key=lambda unit: (unit.owner, unit.key))
    return tuple(units)


def expand_rule(rule: Rule, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units of one rule with the assignments of its owner; none for other types."""
    assigning = _assigning(source, frozenset({rule.owner}), Views(source), NOWHERE)
    return _units(rule, source, assigning[rule.owner])


def changing(source: PlanInput) -> bool:
    """Tell whether a rule that lays something over units begins, changes or ends in the span."""
    return any(_is_dated(rule, source) for rule in source.rules)


T = TypeVar("T")
Versions = tuple[tuple[Rule, T], ...]
"""The versions of one rule with their checked values, the oldest first."""


@dataclass(frozen=True, slots=True)
class _Assigning:
    """The rules of one alliance that lay something over its units, in key order.

    ``days`` gives the day of each event with a unit where a rule changes, begins or ends within the
    planned span; empty where all rules mean all units alike. ``near`` are the days to keep to.
    """

    constraints: tuple[Versions[constraint.Spec], ...]
    rotations: tuple[Versions[rotation.Spec], ...]
    staffings: tuple[Versions[staffing.Spec], ...]
    days: Days | None
    near: Days

    def span(self, unit: DemandUnit) -> tuple[date, date]:
        """Give the day of the unit's event, or without one all days on which it may lie."""
        day = (self.days or {}).get(unit.key)
        return (unit.start, unit.end) if day is None else (day, day + _DAY)

    def stretch(self, day: date) -> tuple[date, date]:
        """Give the days about a day on which the same versions of all rules stand."""
        laid = (*self.constraints, *self.rotations, *self.staffings)
        tenures = [version.tenure for versions in laid for version, _ in versions]
        edges = {edge for each in tenures for edge in (each.since, each.until) if edge is not None}
        return (
            max((edge for edge in edges if edge <= day), default=date.min),
            min((edge for edge in edges if edge > day), default=date.max),
        )


def _assigning(
    source: PlanInput, owners: frozenset[str], views: Views, near: Days
) -> dict[str, _Assigning]:
    owned: dict[str, list[Rule]] = {owner: [] for owner in owners}
    for rule in sorted(source.rules, key=lambda each: each.key):
        if rule.owner in owners:
            owned[rule.owner].append(rule)
    return {
        owner: _Assigning(
            _parsed(rules, "constraint", constraint.parse),
            _parsed(rules, "rotation", rotation.parse),
            _parsed(rules, "staffing", staffing.parse),
            _days(views.owned(owner), rules, near),
            near,
        )
        for owner, rules in owned.items()
    }


def _parsed(
    rules: Iterable[Rule], kind: str, parse: Callable[[Rule], T]
) -> tuple[Versions[T], ...]:
    return tuple(
        tuple((version, parse(version)) for version in rule.versions)
        for rule in rules
        if rule.type == kind
    )


def _days(source: PlanInput, rules: Iterable[Rule], near: Days) -> Days | None:
    if not any(_is_dated(rule, source) for rule in rules):
        return None
    days = {
        event.unit: event.day()
        for event in source.events
        if event.unit is not None and event.status is not EventStatus.CANCELLED
    }
    return {**days, **near}


def _is_dated(rule: Rule, source: PlanInput) -> bool:
    since, until = rule.promised.since, rule.promised.until
    begins = since is not None and since > source.start
    lays = rule.type in ("constraint", "rotation", "staffing")
    return lays and (bool(rule.former) or begins or until is not None)


def _units(rule: Rule, source: PlanInput, assigning: _Assigning) -> tuple[DemandUnit, ...]:
    make = rule_type(rule).units
    if make is None:
        return ()
    # All units of a rule that share a kind and a span share what constraints and rotations say.
    shared: dict[object, dict[str, Any]] = {}
    units = []
    for unit in make(rule, source):
        alike = unit.kind if assigning.days is None else (unit.kind, assigning.span(unit))
        if alike not in shared:
            shared[alike] = _fields(unit, source, assigning)
        fields = shared[alike] | _people(unit, source, assigning)
        if unit.key in assigning.near:
            fields |= _kept_near(unit, assigning)
        units.append(replace(unit, **fields) if fields else unit)
    return tuple(units)


def _kept_near(unit: DemandUnit, assigning: _Assigning) -> dict[str, Any]:
    first, last = assigning.stretch(assigning.near[unit.key])
    start = max(unit.start, first)
    end = max(start, min(unit.end, last))  # what is late has no other days than those of grace
    return {"start": start, "end": end, "grace_end": max(end, min(unit.grace_end, last))}


def _fields(unit: DemandUnit, source: PlanInput, assigning: _Assigning) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for rule, limits in _standing(assigning.constraints, unit, assigning):
        if not limits.targets or _meant(unit, limits.targets):
            fields |= constraint.changes(rule, limits, source)
    for rule, turns in _standing(assigning.rotations, unit, assigning):
        if _meant(unit, turns.targets):
            fields |= rotation.changes(rule, turns, unit)
    return fields


def _people(unit: DemandUnit, source: PlanInput, assigning: _Assigning) -> dict[str, Any]:
    people = [
        staffing.people(spec, unit, source)
        for _, spec in _standing(assigning.staffings, unit, assigning)
        if _meant(unit, spec.targets)
    ]
    if not people:
        return {}
    return {"resources": tuple(sorted(frozenset(unit.resources).union(*people)))}


def _standing(
    laid: Iterable[Versions[T]], unit: DemandUnit, assigning: _Assigning
) -> Iterator[tuple[Rule, T]]:
    """Give of each rule the version that stands last on the unit's days, if one does."""
    if assigning.days is None:
        yield from (versions[-1] for versions in laid)
        return
    span = assigning.span(unit)
    for versions in laid:
        stand = [each for each in versions if within(*span, each[0].tenure) is not None]
        yield from stand[-1:]


def _meant(unit: DemandUnit, targets: tuple[str, ...]) -> bool:
    return unit.key.rule in targets or unit.kind in targets
