"""One chain placed at least cost, given everything else: dynamic programming over its days.

Costs are reckoned above those of each unit's best day. A day that alone costs more than a known
solution does in all is of no use, so a search among a few good days of each unit bounds the
second one, and mostly makes it needless.
"""

from bisect import bisect_right
from collections.abc import Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.wanted import Grade, Wanted

_BEFORE_ALL = -(10**9)
_FEW = 6  # good days of a unit, among which most chains already lie best


class _State(NamedTuple):
    """The least cost with the last event no later than ``day``."""

    cost: int
    day: int
    unit: int
    chosen: int | None
    before: "_State | None"

    @property
    def choices(self) -> dict[int, int | None]:
        """Give the choice of each unit by its place in the input."""
        found: dict[int, int | None] = {}
        state = self
        while state.before is not None:
            found[state.unit] = state.chosen
            state = state.before
        return found


_START = _State(0, _BEFORE_ALL, -1, None, None)


class _Unit(NamedTuple):
    """The grades of a unit's days, and what having none costs, above ``least``."""

    place: int
    least: int
    unplaced: int
    grades: list[Grade]

    def few(self) -> int:
        """Count the grades that hold a few days."""
        found = 0
        for number, (_, days) in enumerate(self.grades, start=1):
            found += days.bit_count()
            if found >= _FEW:
                return number
        return len(self.grades)

    def within(self, cost: int) -> int:
        """Count the grades that cost no more."""
        return bisect_right(self.grades, cost, key=itemgetter(0))

    def days(self, first: int) -> list[tuple[int, int]]:
        """List the days of the first grades in their order, each with its cost."""
        return sorted((day, cost) for cost, days in self.grades[:first] for day in bits(days))


def solve(
    wanted: Sequence[Wanted], days: Sequence[int], *, entering: bool = False
) -> tuple[int, list[int | None]]:
    """Choose a day, or none, for each unit in the order given, keeping the gap between them.

    ``days`` holds the open days of each unit, all of them free ones. Of equal costs the earlier
    days win. Where one is ``entering``, the last unit takes whatever place in the order is best.
    Gives the whole cost and one day or None a unit.
    """
    gap = max((max(item.claim.gap, item.claim.shape.days, 1) for item in wanted), default=1)
    places = range(len(days)) if entering else _hopeful(wanted, days, gap)
    units = [_unit(place, wanted[place], days[place]) for place in places]
    search = _search_entering if entering else _search
    few = [unit.few() for unit in units]
    state = search(units, few, gap)
    enough = [unit.within(state.cost) for unit in units]
    if any(more > some for more, some in zip(enough, few, strict=True)):
        state = search(units, enough, gap)
    choices = state.choices
    total = state.cost + sum(unit.least for unit in units)
    total += sum(item.unplaced for place, item in enumerate(wanted) if place not in choices)
    return total, [choices.get(place) for place in range(len(wanted))]


def _hopeful(wanted: Sequence[Wanted], days: Sequence[int], gap: int) -> list[int]:
    """Leave out, evenly spread, those of a run of new units with equal days that cannot all fit."""
    places: list[int] = []
    runs = groupby(range(len(days)), key=lambda place: (days[place], wanted[place].home is None))
    for (open_days, new), run in runs:
        alike = list(run)
        room = len(alike)
        if new and room * gap > open_days.bit_count():
            room = min(room, _room(open_days, gap))
        places += (alike[number * len(alike) // room] for number in range(room))
    return places


def _room(days: int, gap: int) -> int:
    """Count the days that can be taken with the gap between them."""
    found = 0
    while days:
        found += 1
        taken = (days & -days).bit_length() - 1 + gap
        days = days >> taken << taken
    return found


def _unit(place: int, item: Wanted, days: int) -> _Unit:
    grades = item.grades(days)
    least = grades[0][0] if grades else item.unplaced
    above = [(cost - least, among) for cost, among in grades]
    return _Unit(place, least, item.unplaced - least, above)


def _search(units: Sequence[_Unit], counts: Sequence[int], gap: int) -> _State:
    """Find the best choice among the first so many grades of each unit."""
    front = [_START]
    for unit, few in zip(units, counts, strict=True):
        front = _advance(front, unit, unit.days(few), gap)
    return front[-1]


def _search_entering(units: Sequence[_Unit], counts: Sequence[int], gap: int) -> _State:
    """Find the best choice with the last unit before, between or after the others."""
    *steps, last = ((unit, unit.days(few)) for unit, few in zip(units, counts, strict=True))
    before = [_START]
    after = _advance(before, *last, gap)
    for step in steps:
        before = _advance(before, *step, gap)
        after = _merged(_advance(after, *step, gap), _advance(before, *last, gap))
    return after[-1]


def _merged(one: list[_State], other: list[_State]) -> list[_State]:
    """Keep of two fronts what is cheaper than all earlier ones."""
    kept: list[_State] = []
    for state in sorted([*one, *other], key=itemgetter(1, 0)):
        if not kept or state.cost < kept[-1].cost:
            kept.append(state)
    return kept


def _advance(
    front: list[_State], unit: _Unit, days: Iterable[tuple[int, int]], gap: int
) -> list[_State]:
    """Add one unit: a later state stays only where it is cheaper than all earlier ones."""
    merged: list[_State] = []
    last = len(front) - 1
    base = skipped = 0
    for day, cost in days:
        while base < last and front[base + 1].day <= day - gap:
            base += 1
        while skipped <= last and front[skipped].day <= day:
            _keep(merged, front[skipped], unit, unit.unplaced, None)
            skipped += 1
        _keep(merged, front[base], unit, cost, day)
    for state in front[skipped:]:
        _keep(merged, state, unit, unit.unplaced, None)
    return merged


def _keep(merged: list[_State], state: _State, unit: _Unit, added: int, chosen: int | None) -> None:
    cost = state.cost + added
    if not merged or cost < merged[-1].cost:
        day = state.day if chosen is None else chosen
        if merged and merged[-1].day == day:
            merged.pop()
        merged.append(_State(cost, day, unit.place, chosen, state))
