"""Pieces of a promise that are asked for no more: waived, carried to the next period, forfeited."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import replace
from datetime import date
from enum import StrEnum
from itertools import groupby

from scheduler.domain.activity import UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import has_lapsed
from scheduler.rules.kinds import rule_type
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
    if any(version.data.get("late") == Late.CARRY for version in rule.versions):
        plain = make(_without_carry(rule), source)
        found[Closing.CARRIED] += _carried(rule, plain, made, source.today)
    return {closing: tuple(units) for closing, units in found.items()}


def _carried(
    rule: Rule, plain: Iterable[DemandUnit], standing: Iterable[DemandUnit], today: date
) -> Iterable[DemandUnit]:
    """Give what each closed period owed, with what it took over, and did not keep."""
    kept = {unit.key for unit in standing}
    over = 0
    for _, group in groupby(sorted(plain, key=_by_period), key=_by_period):
        own = list(group)
        first = own[0]
        owed = [replace(first.key, ordinal=number) for number in range(1, len(own) + over + 1)]
        missing = [key for key in owed if key not in kept]
        closed = first.end <= today and _late(rule, first) == Late.CARRY
        over = len(missing) if closed else 0
        if over:
            yield from (replace(first, key=key) for key in missing)


def _by_period(unit: DemandUnit) -> tuple[date, str]:
    return (unit.end, unit.key.period)


def _late(rule: Rule, unit: DemandUnit) -> object:
    return rule.on(unit.start).data.get("late")


def _without_carry(rule: Rule) -> Rule:
    former = tuple(_without_carry(version) for version in rule.former)
    late = Late.FORFEIT.value if rule.data.get("late") == Late.CARRY else rule.data.get("late")
    data = {**rule.data, "late": late} if late is not None else rule.data
    return replace(rule, data=data, former=former)
