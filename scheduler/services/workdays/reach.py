"""Which events a holiday notice reaches: in whose calendars, in which years, and how many."""

from collections import Counter
from collections.abc import Collection, Mapping
from dataclasses import dataclass

from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Body
from scheduler.store.workdays import Touched


@dataclass(frozen=True, slots=True)
class Reach:
    """Some events: how many stand with each alliance, how many they are, and in which years.

    A joint event counts for each of its alliances and once in ``events``.
    """

    alliances: tuple[tuple[Body, int], ...] = ()
    events: int = 0
    years: tuple[int, ...] = ()


NOTHING = Reach()
"""No event at all."""


def reach_of(
    touched: Collection[Touched], bodies: Mapping[str, Body], *, without: Collection[Touched] = ()
) -> Reach:
    """Count events, but for those that another list holds."""
    apart = {each.uid for each in without}
    found = [each for each in touched if each.alliance in bodies and each.uid not in apart]
    counts = Counter(each.alliance for each in found)
    return Reach(
        tuple((bodies[key], count) for key, count in counts.items()),
        len({each.uid for each in found}),
        tuple(sorted({each.start.astimezone(SHANGHAI).year for each in found})),
    )
