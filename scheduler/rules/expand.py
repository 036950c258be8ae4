"""Rules, roster and matters to demand units: which single pieces of a promise need a date."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, timedelta
from typing import Any, TypeVar

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import constraint, rotation, rule_type, staffing
from scheduler.rules.language.making import within
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit
from scheduler.rules.views import Views

_DAY = timedelta(days=1)


def expand(source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units to be placed for the target alliances, by owner and key.

    The order of the rules, and of everything else in the input, makes no difference.
    """
    return tuple(unit for unit in demand(source) if unit.plan)


def demand(source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give all units of the target alliances, also those that are judged and never placed."""
    targets = frozenset(source.targets)
    views = Views(source)
    assigning = _assigning(source, targets, views)
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
    assigning = _assigning(source, frozenset({rule.owner}), Views(source))
    return _units(rule, source, assigning[rule.owner])


T = TypeVar("T")
Versions = tuple[tuple[Rule, T], ...]
"""The versions of one rule with their checked values, the oldest first."""


@dataclass(frozen=True, slots=True)
class _Assigning:
    """The rules of one alliance that lay something over its units, in key order.

    ``days`` gives the day of each event with a unit where a rule changes, begins or ends within the
    planned span; empty where all rules mean all units alike.
    """

    constraints: tuple[Versions[constraint.Spec], ...]
    rotations: tuple[Versions[rotation.Spec], ...]
    staffings: tuple[Versions[staffing.Spec], ...]
    days: Mapping[UnitKey, date] | None

    def span(self, unit: DemandUnit) -> tuple[date, date]:
        """Give the day of the unit's event, or without one all days on which it may lie."""
        day = (self.days or {}).get(unit.key)
        return (unit.start, unit.end) if day is None else (day, day + _DAY)


def _assigning(source: PlanInput, owners: frozenset[str], views: Views) -> dict[str, _Assigning]:
    owned: dict[str, list[Rule]] = {owner: [] for owner in owners}
    for rule in sorted(source.rules, key=lambda each: each.key):
        if rule.owner in owners:
            owned[rule.owner].append(rule)
    return {
        owner: _Assigning(
            _parsed(rules, "constraint", constraint.parse),
            _parsed(rules, "rotation", rotation.parse),
            _parsed(rules, "staffing", staffing.parse),
            _days(views.owned(owner), rules),
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


def _days(source: PlanInput, rules: Iterable[Rule]) -> Mapping[UnitKey, date] | None:
    if not any(_is_dated(rule, source) for rule in rules):
        return None
    return {
        event.unit: event.day()
        for event in source.events
        if event.unit is not None and event.status is not EventStatus.CANCELLED
    }


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
        units.append(replace(unit, **fields) if fields else unit)
    return tuple(units)


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
