"""What is published stays: events that still stand keep their days, the others are forced."""

from collections.abc import Iterable
from dataclasses import dataclass

from scheduler.rules.placing.rivals import Rivals
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.placing.wanted import Wanted


@dataclass(frozen=True, slots=True)
class Kept:
    """The forced units, and how many moves no plan can avoid.

    Of two published events that clash one must move; pairs that share no event are counted once
    each, so ``bound`` never exceeds what a least plan moves.
    """

    forced: tuple[Wanted, ...]
    bound: int


def keep(schedule: Schedule, wanted: Iterable[Wanted]) -> Kept:
    """Put each published unit on its own day where it still stands, the scarcest first."""
    placed = Rivals()
    forced: list[Wanted] = []
    paired: set[str] = set()
    bound = 0
    for item in sorted(wanted, key=_scarcity):
        home = item.home
        if home is None:
            continue
        if schedule.open_days(item) >> home & 1:
            schedule.put(item, home)
            placed.add(item.claim, home)
            continue
        forced.append(item)
        rivals = placed.of(item.claim, home) - paired
        if not item.free >> home & 1:
            bound += 1
        elif rivals:
            paired.add(min(rivals))
            bound += 1
    return Kept(tuple(forced), bound)


def insert(schedule: Schedule, forced: Iterable[Wanted]) -> list[Wanted]:
    """Give each forced unit, the scarcest first, its best open day; list those without one."""
    left = []
    for item in sorted(forced, key=_scarcity):
        day = item.cheapest(schedule.open_days(item))
        schedule.put(item, day)
        if day is None:
            left.append(item)
    return left


def _scarcity(item: Wanted) -> tuple[bool, int, str]:
    return (not item.unit.mandatory, item.free.bit_count(), item.uid)
