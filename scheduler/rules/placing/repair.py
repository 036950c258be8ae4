"""The last resort for units without a date: their chain placed anew, or one other event moved.

Everything tried here depends only on the days as they are, and all of it is tried: where nothing
helps now, nothing helps once these days are published. So a plan that was applied is final.
"""

from collections.abc import Iterator, Sequence
from dataclasses import dataclass

from scheduler.rules.placing.board import clash
from scheduler.rules.placing.chains import solve
from scheduler.rules.placing.horizon import between, bits
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.placing.wanted import Wanted


@dataclass(frozen=True, slots=True)
class _Swap:
    """A unit on a day that another one leaves for a day of its own."""

    cost: int
    day: int
    other: Wanted
    other_day: int


def repair(schedule: Schedule, component: Sequence[Wanted], frozen_until: int) -> None:
    """Place what has no date for as long as that succeeds, required units first."""
    while _helped(schedule, component, frozen_until):
        pass


def _helped(schedule: Schedule, component: Sequence[Wanted], frozen_until: int) -> bool:
    """Try each unit without a date; what failed for one fails for its like until a day changes."""
    helped = False
    hopeless: set[object] = set()
    for item in _missing(schedule, component):
        like = (item.unit.chain, item.claim.shape, item.claim.resources, item.free, item.home)
        if like in hopeless:
            continue
        if (
            _alone(schedule, item)
            or _with_chain(schedule, item, component, frozen_until)
            or _instead(schedule, item, component, frozen_until)
        ):
            helped = True
            hopeless.clear()
        else:
            hopeless.add(like)
    return helped


def _missing(schedule: Schedule, component: Sequence[Wanted]) -> list[Wanted]:
    missing = [item for item in component if item.uid not in schedule.days]
    return sorted(missing, key=lambda item: (not item.unit.mandatory, item.free.bit_count()))


def _alone(schedule: Schedule, item: Wanted) -> bool:
    day = item.cheapest(schedule.open_days(item))
    schedule.put(item, day)
    return day is not None


def _with_chain(
    schedule: Schedule, item: Wanted, component: Sequence[Wanted], frozen_until: int
) -> bool:
    """Place the whole chain anew in the order of its days, the unit entering wherever is best."""
    chain = [
        other
        for other in component
        if schedule.days.get(other.uid, -1) >= frozen_until and other.unit.chain == item.unit.chain
    ]
    if not chain or not item.free:
        return False
    chain.sort(key=lambda other: schedule.days[other.uid])
    chain.append(item)
    before = schedule.cost(chain)
    old = [schedule.lift(other) for other in chain]
    masks = [schedule.open_days(other) for other in chain]
    total, days = solve(chain, masks, entering=True)
    for other, day in zip(chain, days if total < before else old, strict=True):
        schedule.put(other, day)
    return total < before


def _instead(
    schedule: Schedule, item: Wanted, component: Sequence[Wanted], frozen_until: int
) -> bool:
    """Let one other event make room, wherever that costs least."""
    before = schedule.cost_of(item)
    swaps = [
        swap
        for other in component
        if _may_leave(schedule, other, item, frozen_until)
        for swap in _swaps(schedule, item, other)
    ]
    best = min(swaps, key=lambda swap: swap.cost, default=None)
    if best is None or best.cost >= before:
        return False
    schedule.lift(best.other)
    schedule.put(item, best.day)
    schedule.put(best.other, best.other_day)
    return True


def _may_leave(schedule: Schedule, other: Wanted, item: Wanted, frozen_until: int) -> bool:
    """Tell whether the other may move and takes days that the unit could use."""
    day = schedule.days.get(other.uid, -1)
    if day < frozen_until:
        return False
    reach = max(item.claim.shape.days, other.claim.shape.days)
    if item.unit.chain == other.unit.chain:
        reach = max(reach, item.claim.gap)
    elif not set(item.claim.resources) & set(other.claim.resources):
        return False
    return any(
        clash(item.claim, own, other.claim, day)
        for own in bits(item.free & between(day - reach, day + reach + 1))
    )


def _swaps(schedule: Schedule, item: Wanted, other: Wanted) -> Iterator[_Swap]:
    """Try every day that the other's leaving opens; costs are differences to the other's now."""
    now = schedule.cost_of(other)
    old = schedule.lift(other)
    for day in bits(schedule.open_days(item)):
        schedule.put(item, day)
        other_day = other.cheapest(schedule.open_days(other))
        schedule.lift(item)
        if other_day is not None:
            yield _Swap(item.cost(day) + other.cost(other_day) - now, day, other, other_day)
    schedule.put(other, old)
