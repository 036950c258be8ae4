"""The types of rules, one module each."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import TypeVar

from scheduler.domain.errors import RuleError
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import (
    anchor,
    constraint,
    coverage,
    credit,
    quota,
    rotation,
    staffing,
    trigger,
)
from scheduler.rules.language.parameters import Parameter
from scheduler.rules.language.versions import across
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

Spec = TypeVar("Spec")
Units = tuple[DemandUnit, ...]


@dataclass(frozen=True, slots=True)
class RuleType:
    """One type: how a rule of it is checked and, if it demands anything, which units it yields."""

    name: str
    parameters: tuple[Parameter, ...]
    check: Callable[[Rule], object]
    units: Callable[[Rule, PlanInput], Units] | None = None


def _units(
    parse: Callable[[Rule], Spec],
    expand: Callable[[Rule, Spec, PlanInput], Units],
    *,
    counted: bool = False,
) -> Callable[[Rule, PlanInput], Units]:
    """Join the units of all versions of a rule; ``counted``: each period owes a number."""

    def make(rule: Rule, source: PlanInput) -> Units:
        return across(lambda each, world: expand(each, parse(each), world), rule, source, counted)

    return make


TYPES: tuple[RuleType, ...] = (
    RuleType(
        "quota", quota.PARAMETERS, quota.parse, _units(quota.parse, quota.expand, counted=True)
    ),
    RuleType(
        "coverage",
        coverage.PARAMETERS,
        coverage.parse,
        _units(coverage.parse, coverage.expand, counted=True),
    ),
    RuleType("anchor", anchor.PARAMETERS, anchor.parse, _units(anchor.parse, anchor.expand)),
    RuleType("trigger", trigger.PARAMETERS, trigger.parse, _units(trigger.parse, trigger.expand)),
    RuleType("rotation", rotation.PARAMETERS, rotation.parse),
    RuleType("staffing", staffing.PARAMETERS, staffing.parse),
    RuleType("constraint", constraint.PARAMETERS, constraint.parse),
    RuleType("credit", credit.PARAMETERS, credit.parse),
)
"""Every type, demand first."""

_BY_NAME = {kind.name: kind for kind in TYPES}


def makes(rule: Rule) -> bool:
    """Tell whether a rule asks for events; one of an unknown type asks for none."""
    kind = _BY_NAME.get(rule.type)
    return kind is not None and kind.units is not None


def rule_type(rule: Rule) -> RuleType:
    """Give the type of a rule; an unknown one is refused."""
    if rule.type not in _BY_NAME:
        raise RuleError(rule=rule.key, field="type", reason="choice")
    return _BY_NAME[rule.type]
