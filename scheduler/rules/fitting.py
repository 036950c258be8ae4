"""Whether an event is what a demand unit asks for, by its kind and whom or what it names."""

from scheduler.domain.activity import Event
from scheduler.rules.model import PERSONAL
from scheduler.rules.units import PAIR, DemandUnit


def concerns(unit: DemandUnit, event: Event) -> bool:
    """Tell whether an event is of an alliance that takes part in what the unit is of."""
    return not {event.owner, *event.alliances}.isdisjoint(unit.alliances)


def is_alike(unit: DemandUnit, event: Event) -> bool:
    """Tell whether an event is of the unit's kind and cell, or the unit rides on its rule.

    What is promised of one organisation or person is met by what names them.
    """
    if event.unit is not None and event.unit.rule == unit.with_rule:
        return True
    marks = {event.kind, event.theme, event.host, event.venue, *event.co_hosts}
    if event.unit is not None:
        marks.add(event.unit.scope)
    if unit.key.scope.startswith(PERSONAL) and unit.key.scope not in marks:
        return False
    return unit.kind in {event.kind, event.theme} and (
        unit.key.cell in {"", unit.key.scope}
        or set(unit.key.cell.replace(PAIR, "|").split("|")) <= marks
    )
