"""The search of one component: keep, insert, place chains, improve, repair."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from scheduler.rules.placing.components import components
from scheduler.rules.placing.keep import insert, keep
from scheduler.rules.placing.repair import repair
from scheduler.rules.placing.schedule import Schedule, by_chain
from scheduler.rules.placing.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Outcome:
    """The day of each placed unit by UID, the forced ones, and the moves no plan can avoid."""

    days: dict[str, int]
    forced: frozenset[str]
    bound: int


def place(wanted: Iterable[Wanted], frozen_until: int) -> Outcome:
    """Place units on days, each connected component by itself.

    What lies before the day ``frozen_until`` is not moved to make room for others.
    """
    days: dict[str, int] = {}
    forced: set[str] = set()
    bound = 0
    for component in components(wanted):
        schedule = Schedule()
        kept = keep(schedule, component)
        left = insert(schedule, kept.forced)
        fresh = [item for item in component if item.home is None]
        _build(schedule, [*left, *fresh])
        _improve(schedule, fresh)
        repair(schedule, component, frozen_until)
        days.update(schedule.days)
        forced.update(item.uid for item in kept.forced)
        bound += kept.bound
    return Outcome(days, frozenset(forced), bound)


def _build(schedule: Schedule, items: Sequence[Wanted]) -> None:
    """Place each chain once, the one with the scarcest unit first."""
    groups = by_chain(items)
    scarce = {
        chain: min(schedule.open_days(item).bit_count() for item in group)
        for chain, group in groups.items()
    }
    for chain in sorted(groups, key=lambda chain: (scarce[chain], chain)):
        schedule.place_chain(groups[chain])


def _improve(schedule: Schedule, items: Sequence[Wanted]) -> None:
    """Place units, chains and pairs of chains of one alliance anew while that lowers the cost.

    Only chains that cost more than their units would if each were alone are looked at.
    """
    groups = by_chain(items)
    least = {chain: sum(map(_least, group)) for chain, group in groups.items()}
    owned: dict[str, list[list[Wanted]]] = {}
    for group in groups.values():
        owned.setdefault(group[0].unit.owner, []).append(group)

    before = None
    while before != schedule.cost(items):
        before = schedule.cost(items)
        for chain, group in groups.items():
            if schedule.cost(group) > least[chain]:
                schedule.try_chains([group])
                _shift(schedule, group)
                _try_pairs(schedule, group, owned[group[0].unit.owner])


def _least(item: Wanted) -> int:
    day = item.cheapest(item.free)
    return item.unplaced if day is None else item.cost(day)


def _try_pairs(
    schedule: Schedule, group: Sequence[Wanted], groups: Iterable[Sequence[Wanted]]
) -> None:
    """Let the group and each other chain of its alliance that is in its way be placed together."""
    for other in groups:
        in_the_way = other is not group and (
            schedule.least_without(group, other) < schedule.cost(group)
        )
        if in_the_way and not schedule.try_chains([group, other]):
            schedule.try_chains([other, group])


def _shift(schedule: Schedule, group: Sequence[Wanted]) -> None:
    """Let each unit of the group take a better day that is open."""
    for item in group:
        before, old = schedule.cost_of(item), schedule.lift(item)
        day = item.cheapest(schedule.open_days(item))
        schedule.put(item, day if day is not None and item.cost(day) < before else old)
