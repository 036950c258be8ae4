"""One chain placed at least cost, given everything else: dynamic programming over its days.

Costs are reckoned above those of each unit's best day. A day that alone costs more than a known
solution does in all is of no use, so a search among a few good days of each unit bounds the
second one, and mostly makes it needless.
"""

from bisect import bisect_left
from collections.abc import Callable, Iterable, Sequence
from itertools import groupby
from operator import itemgetter
from typing import NamedTuple

from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.wanted import Grade, Wanted

_BEFORE_ALL = -(10**9)
_ANY_COST = 10**40
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

    def below(self, limit: int) -> int:
        """Count the grades that cost less."""
        return bisect_left(self.grades, limit, key=itemgetter(0))

    def days(self, first: int) -> list[tuple[int, int]]:
        """List the days of the first grades in their order, each with its cost."""
        return sorted((day, cost) for cost, days in self.grades[:first] for day in bits(days))


_Step = tuple[_Unit, list[tuple[int, int]]]
_Search = Callable[[Sequence[_Step], int, int], list[_State]]


def solve(wanted: Sequence[Wanted], days: Sequence[int]) -> tuple[int, list[int | None]]:
    """Choose a day, or none, for each unit in the order given, keeping the gap between them.

    ``days`` holds the open days of each unit, all of them free ones. Of equal costs the earlier
    days win. Gives the whole cost and one day or None a unit.
    """
    gap = _gap(wanted)
    units = [_unit(place, wanted[place], days[place]) for place in _hopeful(wanted, days, gap)]
    front = _least(units, gap, _search, _ANY_COST)
    return _outcome(wanted, units, front[-1])


def settle(wanted: Sequence[Wanted], days: Sequence[int]) -> tuple[int, list[int | None]]:
    """Choose days as ``solve`` does, also in the order of the last day that each unit has.

    A unit that is late on any day then goes after those that would be late behind it. Of equal
    costs the order given wins.
    """
    found = solve(wanted, days)
    order = sorted(range(len(wanted)), key=lambda place: _last(wanted[place], days[place]))
    if order == list(range(len(wanted))):
        return found
    total, chosen = solve([wanted[place] for place in order], [days[place] for place in order])
    if total >= found[0]:
        return found
    by_place = dict(zip(order, chosen, strict=True))
    return total, [by_place[place] for place in range(len(wanted))]


def _last(item: Wanted, days: int) -> int:
    """Give the last open day of a unit's window, or else of its grace."""
    return (days & ~item.domain.late or days).bit_length()


def enter(
    wanted: Sequence[Wanted], days: Sequence[int], below: int
) -> tuple[int, list[int | None]] | None:
    """Choose days as ``solve`` does, the last unit taking whatever place in the order is best.

    Gives None where all of it would cost ``below`` or more.
    """
    units = [_unit(place, item, days[place]) for place, item in enumerate(wanted)]
    limit = below - sum(unit.least for unit in units)
    front = _least(units, _gap(wanted), _search_entering, limit)
    return _outcome(wanted, units, front[-1]) if front else None


def _gap(wanted: Sequence[Wanted]) -> int:
    return max([1, *(max(item.claim.gap, item.claim.shape.days) for item in wanted)])


def _least(units: Sequence[_Unit], gap: int, search: _Search, limit: int) -> list[_State]:
    """Search among a few days, then among all that cost no more than what was found in all."""
    front = search([(unit, unit.days(unit.few())) for unit in units], gap, limit)
    if front:
        limit = front[-1].cost + 1
    if any(unit.below(limit) > unit.few() for unit in units):
        front = search([(unit, unit.days(unit.below(limit))) for unit in units], gap, limit)
    return front


def _outcome(
    wanted: Sequence[Wanted], units: Iterable[_Unit], state: _State
) -> tuple[int, list[int | None]]:
    choices = state.choices
    total = state.cost + sum(unit.least for unit in units)
    total += sum(item.unplaced for place, item in enumerate(wanted) if place not in choices)
    return total, [choices.get(place) for place in range(len(wanted))]


def room(days: int, gap: int) -> int:
    """Count the days that can be taken with the gap between them."""
    found = 0
    while days:
        found += 1
        taken = (days & -days).bit_length() - 1 + gap
        days = days >> taken << taken
    return found


def _hopeful(wanted: Sequence[Wanted], days: Sequence[int], gap: int) -> list[int]:
    """Leave out, evenly spread, those of a run of new units with equal days that cannot all fit."""
    places: list[int] = []
    runs = groupby(range(len(days)), key=lambda place: (days[place], wanted[place].home is None))
    for (open_days, new), run in runs:
        alike = list(run)
        most = len(alike)
        if new and most * gap > open_days.bit_count():
            most = min(most, room(open_days, gap))
        places += (alike[number * len(alike) // most] for number in range(most))
    return places


def _unit(place: int, item: Wanted, days: int) -> _Unit:
    grades = item.grades(days)
    least = grades[0][0] if grades else item.unplaced
    above = [(cost - least, among) for cost, among in grades]
    return _Unit(place, least, item.unplaced - least, above)


def _search(steps: Sequence[_Step], gap: int, limit: int) -> list[_State]:
    """Find the best choice among the days of each unit, below the limit."""
    front = [_START]
    for step in steps:
        front = _advance(front, step, gap, limit)
    return front


def _search_entering(steps: Sequence[_Step], gap: int, limit: int) -> list[_State]:
    """Find the best choice with the last unit before, between or after the others."""
    *others, last = steps
    before = [_START]
    after = _advance(before, last, gap, limit)
    for step in others:
        before = _advance(before, step, gap, limit)
        entered = _advance(before, last, gap, limit)
        after = _merged(_advance(after, step, gap, limit), entered)
    return after


def _merged(one: list[_State], other: list[_State]) -> list[_State]:
    """Keep of two fronts what is cheaper than all earlier ones."""
    kept: list[_State] = []
    for state in sorted([*one, *other], key=itemgetter(1, 0)):
        if not kept or state.cost < kept[-1].cost:
            kept.append(state)
    return kept


def _advance(front: list[_State], step: _Step, gap: int, limit: int) -> list[_State]:
    """Add one unit: a later state stays only where it is cheaper than all earlier ones."""
    merged: list[_State] = []
    unit, days = step
    last = len(front) - 1
    base, skipped = -1, 0
    for day, cost in days:
        while base < last and front[base + 1].day <= day - gap:
            base += 1
        while skipped <= last and front[skipped].day <= day:
            limit = _keep(merged, front[skipped], unit, unit.unplaced, limit)
            skipped += 1
        if base >= 0:
            limit = _keep(merged, front[base], unit, cost, limit, day)
    for state in front[skipped:]:
        limit = _keep(merged, state, unit, unit.unplaced, limit)
    return merged


def _keep(
    merged: list[_State],
    state: _State,
    unit: _Unit,
    added: int,
    limit: int,
    chosen: int | None = None,
) -> int:
    """Add a state that costs less than the limit, and give the limit for the next one."""
    cost = state.cost + added
    if cost >= limit:
        return limit
    day = state.day if chosen is None else chosen
    if merged and merged[-1].day == day:
        merged.pop()
    merged.append(_State(cost, day, unit.place, chosen, state))
    return cost
