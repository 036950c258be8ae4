"""One chain placed at least cost, given everything else: dynamic programming over its days."""

from collections.abc import Sequence
from typing import NamedTuple

from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.wanted import Wanted

_BEFORE_ALL = -(10**9)


class _State(NamedTuple):
    """The least cost with the last event no later than ``day``."""

    cost: int
    day: int
    chosen: int | None
    before: "_State | None"


def solve(wanted: Sequence[Wanted], days: Sequence[int]) -> tuple[int, list[int | None]]:
    """Choose a day, or none, for each unit in the order given, keeping the gap between them.

    ``days`` holds the open days of each unit, all of them free ones. Of equal costs the earlier
    days win. Gives the whole cost and one day or None a unit.
    """
    gap = max((max(item.claim.gap, item.claim.shape.days) for item in wanted), default=1)
    front = [_State(0, _BEFORE_ALL, None, None)]
    for item, mask in zip(wanted, days, strict=True):
        front = _advance(front, item, mask, gap)
    state = front[-1]
    total = state.cost
    chosen: list[int | None] = []
    while state.before is not None:
        chosen.append(state.chosen)
        state = state.before
    return total, chosen[::-1]


def _advance(front: list[_State], item: Wanted, mask: int, gap: int) -> list[_State]:
    """Add one unit: a later state stays only where it is cheaper than all earlier ones."""
    merged: list[_State] = []
    penalty, costs = item.unplaced, item.costs
    last = len(front) - 1
    base = skipped = 0
    for day in bits(mask):
        while base < last and front[base + 1].day <= day - gap:
            base += 1
        while skipped <= last and front[skipped].day <= day:
            _keep(merged, front[skipped], front[skipped].cost + penalty, None)
            skipped += 1
        _keep(merged, front[base], front[base].cost + costs[day], day)
    for state in front[skipped:]:
        _keep(merged, state, state.cost + penalty, None)
    return merged


def _keep(merged: list[_State], state: _State, cost: int, chosen: int | None) -> None:
    if not merged or cost < merged[-1].cost:
        merged.append(_State(cost, state.day if chosen is None else chosen, chosen, state))
