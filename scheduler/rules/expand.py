"""Rules, roster and matters to demand units: which single pieces of a promise need a date."""

from dataclasses import dataclass, replace
from typing import Any

from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import constraint, rotation, rule_type, staffing
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit


def expand(source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units to be placed for the target alliances, by owner and key.

    The order of the rules, and of everything else in the input, makes no difference.
    """
    return tuple(unit for unit in demand(source) if unit.plan)


def demand(source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give all units of the target alliances, also those that are judged and never placed."""
    assigning = _assigning(source, frozenset(source.targets))
    units = [
        unit
        for rule in source.rules
        if rule.owner in source.targets
        for unit in _units(rule, source, assigning[rule.owner])
    ]
    units.sort(key=lambda unit: (unit.owner, unit.key))
    return tuple(units)


def expand_rule(rule: Rule, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units of one rule with the assignments of its owner; none for other types."""
    return _units(rule, source, _assigning(source, frozenset({rule.owner}))[rule.owner])


@dataclass(frozen=True, slots=True)
class _Assigning:
    """The rules of one alliance that lay something over its units, in key order."""

    constraints: tuple[tuple[Rule, constraint.Spec], ...]
    rotations: tuple[tuple[Rule, rotation.Spec], ...]
    staffings: tuple[staffing.Spec, ...]


def _assigning(source: PlanInput, owners: frozenset[str]) -> dict[str, _Assigning]:
    owned: dict[str, list[Rule]] = {owner: [] for owner in owners}
    for rule in sorted(source.rules, key=lambda each: each.key):
        if rule.owner in owners:
            owned[rule.owner].append(rule)
    return {
        owner: _Assigning(
            tuple((rule, constraint.parse(rule)) for rule in rules if rule.type == "constraint"),
            tuple((rule, rotation.parse(rule)) for rule in rules if rule.type == "rotation"),
            tuple(staffing.parse(rule) for rule in rules if rule.type == "staffing"),
        )
        for owner, rules in owned.items()
    }


def _units(rule: Rule, source: PlanInput, assigning: _Assigning) -> tuple[DemandUnit, ...]:
    make = rule_type(rule).units
    if make is None:
        return ()
    # All units of a rule that share a kind share what constraints and rotations say.
    shared: dict[str, dict[str, Any]] = {}
    units = []
    for unit in make(rule, source):
        if unit.kind not in shared:
            shared[unit.kind] = _fields(unit, source, assigning)
        fields = shared[unit.kind] | _people(unit, source, assigning)
        units.append(replace(unit, **fields) if fields else unit)
    return tuple(units)


def _fields(unit: DemandUnit, source: PlanInput, assigning: _Assigning) -> dict[str, Any]:
    fields: dict[str, Any] = {}
    for rule, limits in assigning.constraints:
        if not limits.targets or _meant(unit, limits.targets):
            fields |= constraint.changes(rule, limits, source)
    for rule, turns in assigning.rotations:
        if _meant(unit, turns.targets):
            fields |= rotation.changes(rule, turns, unit)
    return fields


def _people(unit: DemandUnit, source: PlanInput, assigning: _Assigning) -> dict[str, Any]:
    people = [
        staffing.people(spec, unit, source)
        for spec in assigning.staffings
        if _meant(unit, spec.targets)
    ]
    return {"resources": tuple(sorted(frozenset().union(*people)))} if people else {}


def _meant(unit: DemandUnit, targets: tuple[str, ...]) -> bool:
    return unit.key.rule in targets or unit.kind in targets
