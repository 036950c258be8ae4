"""Pieces of a promise that are asked for no more: waived, carried to the next period, forfeited."""

from collections.abc import Collection, Iterable, Mapping
from enum import StrEnum

from scheduler.domain.activity import UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import has_lapsed
from scheduler.rules.kinds import quota, rule_type
from scheduler.rules.language.terms import Late
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit


class Closing(StrEnum):
    """How a piece was closed without being kept."""

    WAIVED = "waived"
    CARRIED = "carried"
    FORFEITED = "forfeited"


def closings(
    rule: Rule, source: PlanInput, kept: Collection[UnitKey]
) -> Mapping[Closing, tuple[DemandUnit, ...]]:
    """Give the pieces of a rule by how they close, as on the day of ``source``.

    A piece is carried once its period is over; one of a rule without grace is forfeited with its
    window, which may still be open. What a member that has left owed lapses.
    """
    make = rule_type(rule).units
    if make is None:
        return {}
    made = make(rule, source)
    found: dict[Closing, list[DemandUnit]] = {each: [] for each in Closing}
    for unit in made:
        if str(unit.key) in source.waived:
            found[Closing.WAIVED].append(unit)
        elif unit.key in kept or has_lapsed(unit, source.today):
            continue
        elif _late(rule, unit) == Late.FORFEIT:
            found[Closing.FORFEITED].append(unit)
    found[Closing.CARRIED] += left_to_next(rule, source)
    return {closing: tuple(units) for closing, units in found.items()}


def left_to_next(rule: Rule, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give what each period that is over owed, did not keep and left to the next one."""
    if rule.type != "quota":
        return ()
    return tuple(unit for unit in quota.carried(rule, source) if not has_lapsed(unit, source.today))


def counted_once(
    units: Iterable[DemandUnit], carried: Iterable[DemandUnit]
) -> tuple[DemandUnit, ...]:
    """Give of what one rule's periods left to the next what no later one of these took over.

    So several periods owe what is their own and what was brought into the first of them.
    """
    left = tuple(carried)
    last = max((unit.end for unit in (*units, *left)), default=None)
    return tuple(unit for unit in left if unit.end == last)


def _late(rule: Rule, unit: DemandUnit) -> object:
    return rule.on(unit.start).data.get("late")
