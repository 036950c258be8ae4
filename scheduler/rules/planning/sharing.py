"""What rides on the events of a plan, written on them once their hosts and themes are known."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date

from scheduler.domain.activity import Also
from scheduler.rules.language.naming import jointly
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.units import DemandUnit


@dataclass(slots=True)
class _Seat:
    """The place that one unit of a rule has on an event of this day and these kind and theme."""

    draft: int
    day: date
    marks: frozenset[str | None]
    unit: DemandUnit

    def fits(self, unit: DemandUnit) -> bool:
        """Tell whether the event lies in the window of a unit."""
        return unit.start <= self.day < unit.end

    def suits(self, unit: DemandUnit) -> bool:
        """Tell whether a unit is of the kind or the theme of the event."""
        return unit.kind in self.marks or (unit.theme is not None and unit.theme in self.marks)


def with_rides(drafts: Sequence[Draft]) -> list[Draft]:
    """Write on each event the units that ride on it, and name it together with them.

    Units of one rule change places where one of them then rides on an event of its theme; events
    that a plan may not move keep theirs.
    """
    seats: dict[tuple[str, str, str], list[_Seat]] = {}
    for number, draft in enumerate(drafts):
        marks = frozenset({draft.placement.kind, draft.placement.theme})
        for unit in () if draft.stays else draft.riders:
            seat = _Seat(number, draft.day, marks, unit)
            seats.setdefault((unit.owner, *unit.chain), []).append(seat)
    found = [list(draft.riders) if draft.stays else [] for draft in drafts]
    for _, of_rule in sorted(seats.items()):
        of_rule.sort(key=lambda seat: (seat.day, seat.unit.key))
        while _change_places(of_rule):
            pass
        for seat in of_rule:
            found[seat.draft].append(seat.unit)
    return [_ridden(draft, units) for draft, units in zip(drafts, found, strict=True)]


def _change_places(seats: Sequence[_Seat]) -> bool:
    """Let a unit change places with one that its event does not suit either, if any gains by it."""
    for seat in seats:
        for other in () if seat.suits(seat.unit) else seats:
            suits = seat.suits(other.unit) and not other.suits(other.unit)
            if suits and seat.fits(other.unit) and other.fits(seat.unit):
                seat.unit, other.unit = other.unit, seat.unit
                return True
    return False


def _ridden(draft: Draft, units: Sequence[DemandUnit]) -> Draft:
    """Let units ride on an event: those of other kinds are named with it.

    An event that no plan touches keeps its name while the same kinds ride on it.
    """
    placement, event = draft.placement, draft.event
    also = tuple(sorted(Also(unit.key, unit.kind) for unit in units))
    others = [unit for unit in units if unit.kind != placement.kind]
    kinds = {each.kind for each in (event.also if event else ())} - {placement.kind}
    if not draft.stays or kinds != {unit.kind for unit in others}:
        title, title_en = jointly(draft.unit, others)
        placement = replace(placement, title=title, title_en=title_en)
    return replace(draft, placement=replace(placement, also=also), riders=tuple(units))
