"""Visits and items: what is due from or to one member, and who goes when visitors take turns."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, timedelta

from scheduler.domain.activity import UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.turns.rotas import ledger, rotations, turn_of
from scheduler.rules.turns.walk import assign
from scheduler.rules.units import DemandUnit, Output, uid_of

_LISTED = frozenset({Output.VISIT, Output.ITEM})
_DAY = timedelta(days=1)


@dataclass(frozen=True, slots=True)
class DueItem:
    """One visit or item with its last day, and whether it was done."""

    unit: UnitKey
    title: str
    title_en: str
    until: date
    mandatory: bool
    done: bool


def due_list(
    member: str, units: Iterable[DemandUnit], done: Collection[UnitKey]
) -> tuple[DueItem, ...]:
    """List the visits and items that name the member, the earliest last day first.

    ``member`` is one value of a cell: the organisation visited, or the team responsible.
    """
    items = (
        DueItem(
            unit.key,
            unit.title,
            unit.title_en,
            unit.end - _DAY,
            unit.mandatory,
            unit.key in done,
        )
        for unit in units
        if unit.output in _LISTED and member in unit.key.cell.split("|")
    )
    return tuple(sorted(items, key=lambda item: (item.until, not item.mandatory, item.unit)))


def visitors(source: PlanInput, units: Iterable[DemandUnit]) -> Mapping[UnitKey, str | None]:
    """Share out visits whose rule has a rotation, by its ledger; None where nobody can go."""
    rules = rotations(source)
    groups: dict[tuple[str, str], dict[str, DemandUnit]] = {}
    for unit in units:
        place = (unit.owner, unit.host_rule or "")
        if unit.output in _LISTED and place in rules:
            groups.setdefault(place, {})[uid_of(unit.key)] = unit
    found: dict[UnitKey, str | None] = {}
    for place, by_uid in sorted(groups.items()):
        rule = rules[place]
        turns = [turn_of(source, rule, uid, unit.end - _DAY) for uid, unit in by_uid.items()]
        for choice in assign(turns, ledger(source, rule)):
            found[by_uid[choice.uid].key] = choice.host
    return dict(sorted(found.items()))
