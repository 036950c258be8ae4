"""The types of rules, one module each."""

from collections.abc import Callable
from dataclasses import dataclass

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
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit


@dataclass(frozen=True, slots=True)
class RuleType:
    """One type: how a rule of it is checked and, if it demands anything, which units it yields."""

    name: str
    parameters: tuple[Parameter, ...]
    check: Callable[[Rule], object]
    units: Callable[[Rule, PlanInput], tuple[DemandUnit, ...]] | None = None


TYPES: tuple[RuleType, ...] = (
    RuleType(
        "quota",
        quota.PARAMETERS,
        quota.parse,
        lambda rule, source: quota.expand(rule, quota.parse(rule), source),
    ),
    RuleType(
        "coverage",
        coverage.PARAMETERS,
        coverage.parse,
        lambda rule, source: coverage.expand(rule, coverage.parse(rule), source),
    ),
    RuleType(
        "anchor",
        anchor.PARAMETERS,
        anchor.parse,
        lambda rule, source: anchor.expand(rule, anchor.parse(rule), source),
    ),
    RuleType(
        "trigger",
        trigger.PARAMETERS,
        trigger.parse,
        lambda rule, source: trigger.expand(rule, trigger.parse(rule), source),
    ),
    RuleType("rotation", rotation.PARAMETERS, rotation.parse),
    RuleType("staffing", staffing.PARAMETERS, staffing.parse),
    RuleType("constraint", constraint.PARAMETERS, constraint.parse),
    RuleType("credit", credit.PARAMETERS, credit.parse),
)
"""Every type, demand first."""

_BY_NAME = {kind.name: kind for kind in TYPES}


def rule_type(rule: Rule) -> RuleType:
    """Give the type of a rule; an unknown one is refused."""
    if rule.type not in _BY_NAME:
        raise RuleError(rule=rule.key, field="type", reason="choice")
    return _BY_NAME[rule.type]
