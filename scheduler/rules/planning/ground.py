"""What the dates of one plan stand on: its horizon, absences and the bookings that do not move."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.domain.activity import Event, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.placing.board import Board, Claim
from scheduler.rules.placing.horizon import Horizon, horizon
from scheduler.rules.placing.wanted import Domain, Score, Wanted, domain_of, score_of
from scheduler.rules.planning.published import claim_of
from scheduler.rules.units import DemandUnit

_LONGER = timedelta(days=62)


@dataclass(frozen=True, slots=True)
class Ground:
    """Everything that is settled before the first unit is placed.

    ``positions`` holds each unit's place among the equal units of its chain and their number.
    """

    days: Horizon
    today: int
    frozen_until: int
    away: Mapping[str, int]
    fixed: Board
    positions: Mapping[UnitKey, tuple[int, int]]

    def wanted(self, unit: DemandUnit, claim: Claim, home: int | None, taken: Board) -> Wanted:
        """Make a unit ready for the search; ``taken`` holds what was placed before."""
        domain = self.domain(unit)
        free = domain.days
        for board in (self.fixed, taken):
            free &= ~board.busy(claim) & ~board.near(claim)
        return Wanted(unit, claim, domain, self.score(unit), free, home)

    def domain(self, unit: DemandUnit) -> Domain:
        """Give the days on which a unit may start."""
        return domain_of(unit, self.days, self.today, self.away)

    def longer(self, unit: DemandUnit) -> Domain:
        """Give the days on which a unit might start if its window ended two months later."""
        return self.domain(replace(unit, grace_end=unit.grace_end + _LONGER))

    def score(self, unit: DemandUnit) -> Score:
        """Weigh a unit's days."""
        position, count = self.positions.get(unit.key, (0, 1))
        return score_of(unit, self.days, position, count)


def ground_of(
    source: PlanInput,
    units: Sequence[DemandUnit],
    bookings: Iterable[Event],
    known: Mapping[UnitKey, DemandUnit],
) -> Ground:
    """Lay the ground for placing the units; ``known`` names the people of booked events."""
    first = min((unit.start for unit in units), default=source.today)
    last = max((max(unit.grace_end, unit.end) for unit in units), default=source.today)
    start = min(first, source.today)
    end = max(last, source.today) + _LONGER + timedelta(days=1)
    days = horizon(source.calendar, start, end)
    fixed = Board()
    for event in bookings:
        unit = known.get(event.unit) if event.unit is not None else None
        fixed.put(claim_of(event, unit), days.index(event.day()))
    today = days.index(source.today)
    return Ground(
        days, today, today + source.freeze_days, _absences(source, days), fixed, _positions(units)
    )


def _absences(source: PlanInput, days: Horizon) -> dict[str, int]:
    away: dict[str, int] = {}
    for blackout in source.blackouts:
        mask = days.span(blackout.start, blackout.end)
        away[blackout.resource] = away.get(blackout.resource, 0) | mask
    return away


def _positions(units: Iterable[DemandUnit]) -> dict[UnitKey, tuple[int, int]]:
    groups: dict[tuple[object, date, date], list[UnitKey]] = {}
    for unit in sorted(units, key=lambda unit: unit.key):
        groups.setdefault((unit.chain, unit.start, unit.end), []).append(unit.key)
    return {
        key: (position, len(keys)) for keys in groups.values() for position, key in enumerate(keys)
    }
