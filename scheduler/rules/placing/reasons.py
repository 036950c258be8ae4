"""Why a unit lies where it lies, or nowhere: what each filter takes, and the way out."""

from collections.abc import Sequence
from dataclasses import dataclass

from scheduler.rules.placing.board import Board
from scheduler.rules.placing.wanted import Wanted

_CLASSES = {"venue": "venue_busy", "alliance": "alliance_busy"}
_ORDER = ("venue_busy", "person_busy", "alliance_busy")


@dataclass(frozen=True, slots=True)
class Filter:
    """The days that one cause takes; ``resource`` names who or what is busy or absent."""

    code: str
    days: int
    resource: str = ""


def filters(item: Wanted, boards: Sequence[Board]) -> list[Filter]:
    """List the filters of a unit in the order in which they are told."""
    domain = item.domain
    found = [
        Filter("past", domain.past),
        Filter("day_off", domain.off),
        Filter("workday", domain.work),
        Filter("guard", domain.guard),
        *(Filter("blackout", days, resource) for resource, days in domain.away),
    ]
    busy = [_busy(item, resource, boards) for resource in item.claim.resources]
    found += sorted(busy, key=lambda entry: (_ORDER.index(entry.code), entry.resource))
    near = 0
    for board in boards:
        near |= board.near(item.claim)
    found.append(Filter("gap", near))
    return found


def removed(days: int, found: Sequence[Filter]) -> dict[str, int]:
    """Count how many of the days each cause removes, one after the other, where it removes any."""
    counts: dict[str, int] = {}
    for entry in found:
        taken = (days & entry.days).bit_count()
        if taken:
            counts[entry.code] = counts.get(entry.code, 0) + taken
        days &= ~entry.days
    return counts


def absent(days: int, found: Sequence[Filter]) -> tuple[str, ...]:
    """Name whose absence takes any of the days that pass the filters before the absences."""
    named = []
    for entry in found:
        if entry.code != "blackout":
            days &= ~entry.days
        elif days & entry.days:
            named.append(entry.resource)
    return tuple(named)


def left(days: int, found: Sequence[Filter], *, without: Sequence[Filter] = ()) -> int:
    """Give the days that pass all filters but those named."""
    for entry in found:
        if entry not in without:
            days &= ~entry.days
    return days


def _busy(item: Wanted, resource: str, boards: Sequence[Board]) -> Filter:
    days = 0
    for board in boards:
        days |= board.taken(resource, item.claim.shape)
    return Filter(_CLASSES.get(resource.partition(":")[0], "person_busy"), days, resource)
