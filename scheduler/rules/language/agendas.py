"""The events of a promise about matters as each of its units has them, with what they handle."""

from collections.abc import Iterator
from dataclasses import dataclass

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput, is_fixed
from scheduler.rules.language.making import Maker


@dataclass(frozen=True, slots=True)
class Agenda:
    """What one unit's event lists.

    ``over``: it was held, or was given up with a reason. ``fixed``: no plan may touch it.
    """

    unit: UnitKey
    kind: str
    matters: tuple[str, ...]
    over: bool
    fixed: bool


def agendas(maker: Maker) -> Iterator[Agenda]:
    """Give the agenda of each unit of the promise that has an event, the latest attempt's.

    Those of several held events of one unit are one; a cancelled event has one only where its
    unit was given up.
    """
    source = maker.source
    found: dict[UnitKey, list[Event]] = {}
    for event in sorted(source.events, key=lambda each: (-each.attempt, each.uid)):
        unit = event.unit
        if unit is None or (unit.rule, unit.scope) != (maker.rule.key, maker.scope):
            continue
        if event.status is not EventStatus.CANCELLED or str(unit) in source.waived:
            found.setdefault(unit, []).append(event)
    for unit in sorted(found):
        yield _agenda(unit, found[unit], source)


def _agenda(unit: UnitKey, events: list[Event], source: PlanInput) -> Agenda:
    held = [event for event in events if event.status is EventStatus.HELD]
    meant = held or events[:1]
    fixed = meant[0].status is EventStatus.PUBLISHED and is_fixed(meant[0], source)
    listed = (key for event in meant for key in event.matters)
    return Agenda(
        unit=unit,
        kind=meant[0].kind,
        matters=tuple(dict.fromkeys((unit.cell, *listed))),
        over=bool(held) or str(unit) in source.waived,
        fixed=fixed,
    )
