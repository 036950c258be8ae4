"""One unit's event as the search sees it: where it may lie and what each day costs.

Costs are integers in tiers, far enough apart that no sum of a lower tier reaches a higher one:
an unplaced required unit, a published event that moves, an unplaced optional unit, an end in the
grace after the period, each day of a move, each day nearer to a holiday where the guard band had
to give way, and last the preferences.
"""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import lru_cache

from scheduler.rules.placing.board import Claim
from scheduler.rules.placing.horizon import Horizon, between, bits
from scheduler.rules.units import DayPolicy, DemandUnit, IfOff

UNPLACED_MANDATORY = 10**24
MOVED = 10**20
UNPLACED_OPTIONAL = 10**16
LATE = 10**12
DAY_MOVED = 10**7
NEARER = 10**6

_ANCHOR = 100
_WRONG_SIDE = 10_000
_WEEK = 7

Grade = tuple[int, int]
"""A cost and the mask of the days that have it."""


@dataclass(frozen=True, slots=True)
class Domain:
    """The days on which a unit may start, as masks of what stays and of what each filter takes.

    From the days of ``window`` it ends in its period, from those of ``late`` in the grace.
    ``off`` are those with a day off on which one is avoided, ``work`` those with a workday on
    which one seeks days off. ``away`` are those of each absence, by who or what is absent. ``near``
    holds the guard band where it had emptied the window, each mask nearer to the holidays.
    """

    window: int
    late: int
    past: int
    off: int
    guard: int
    away: tuple[tuple[str, int], ...] = ()
    work: int = 0
    near: tuple[int, ...] = ()

    @property
    def days(self) -> int:
        """Give the days that pass every filter."""
        refused = self.past | self.off | self.work | self.guard
        for _, mask in self.away:
            refused |= mask
        return (self.window | self.late) & ~refused

    def absent(self, day: int) -> str | None:
        """Name who or what is absent on a day, the first by key."""
        return next((resource for resource, mask in self.away if mask >> day & 1), None)

    def nearness(self, day: int) -> int:
        """Tell how near to a holiday a day of the relaxed guard band lies, 0 for any other."""
        return _nearness(self.near, day)


@dataclass(frozen=True, slots=True)
class Score:
    """The preferences of a unit among its days."""

    target: int
    weekdays: int = 0
    weight: int = 0
    beside: int = 0
    holiday_weight: int = 0
    anchored: IfOff | None = None

    def at(self, day: int) -> int:
        """Give the cost of a day, in points."""
        cost = 0 if self.weekdays >> day & 1 else self.weight
        if self.beside >> day & 1:
            cost += self.holiday_weight
        distance = abs(day - self.target)
        if self.anchored is None:
            return cost + distance // _WEEK
        wrong = (self.anchored is IfOff.PREVIOUS and day > self.target) or (
            self.anchored is IfOff.NEXT and day < self.target
        )
        return cost + distance * _ANCHOR + (_WRONG_SIDE if wrong else 0)


@dataclass(frozen=True, slots=True)
class Wanted:
    """A unit with its claim, its days and its preferences.

    ``free`` are the days of the domain that no fixed booking takes; ``home`` is the day on which
    the event is published now.
    """

    unit: DemandUnit
    claim: Claim
    domain: Domain
    score: Score
    free: int
    home: int | None = None

    @property
    def uid(self) -> str:
        """Give the UID of the event, or of the first that a unit without one could have."""
        return self.claim.uid

    @property
    def order(self) -> tuple[object, ...]:
        """Order the units of a chain: the earliest deadline first."""
        unit = self.unit
        return (unit.end, unit.start, unit.key, self.claim.uid)

    def cost(self, day: int) -> int:
        """Give the whole cost of lying on a day."""
        return _cost(self.score, self.domain.late, self.domain.near, self.home, day)

    def grades(self, days: int) -> list[Grade]:
        """Grade those of the days that are free to the unit, the cheapest first."""
        days &= self.free
        domain = self.domain
        reach = domain.window | domain.late
        graded = _graded(self.score, reach, domain.late, domain.near, self.home)
        return [(cost, among & days) for cost, among in graded if among & days]

    def ranked(self, days: int) -> Iterator[int]:
        """List those of the days that are free to the unit, the cheapest and earliest first."""
        return (day for _, among in self.grades(days) for day in bits(among))

    def cheapest(self, days: int) -> int | None:
        """Give the first of the ranked days, if there is one."""
        return next(self.ranked(days), None)

    @property
    def unplaced(self) -> int:
        """Give the cost of having no date."""
        cost = UNPLACED_MANDATORY if self.unit.mandatory else UNPLACED_OPTIONAL
        return cost if self.home is None else cost + MOVED


def _cost(score: Score, late: int, near: tuple[int, ...], home: int | None, day: int) -> int:
    cost = score.at(day) + NEARER * _nearness(near, day)
    if late >> day & 1:
        cost += LATE
    if home is not None and day != home:
        cost += MOVED + DAY_MOVED * abs(day - home)
    return cost


def _nearness(near: tuple[int, ...], day: int) -> int:
    return sum(mask >> day & 1 for mask in near)


@lru_cache(maxsize=2048)
def _graded(
    score: Score, days: int, late: int, near: tuple[int, ...], home: int | None
) -> tuple[Grade, ...]:
    """Grade the days of a window; the units of many alliances share one window and its score."""
    found: dict[int, int] = {}
    for day in bits(days):
        cost = _cost(score, late, near, home, day)
        found[cost] = found.get(cost, 0) | 1 << day
    return tuple(sorted(found.items()))


def domain_of(unit: DemandUnit, days: Horizon, today: int, away: Mapping[str, int]) -> Domain:
    """Filter the unit's days; when its window has passed, its grace becomes the window.

    ``away`` holds the days on which a resource is absent.
    """
    more = unit.span_days - 1
    start, end, grace = (days.index(day) for day in (unit.start, unit.end, unit.grace_end))
    past = between(0, today + 1)
    if end <= today + 1:
        window, late = between(max(start, today + 1), max(grace, end) - more), 0
    else:
        window = between(start, end - more)
        late = between(max(start, end - more), max(grace, end) - more)
    off = work = guard = 0
    if unit.days is DayPolicy.WORKDAY:
        off = _any_day(~days.workdays, unit.span_days)
        guard = _any_day(days.guarded[0], unit.span_days)
    elif unit.days is DayPolicy.HOLIDAY:
        work = _any_day(days.workdays, unit.span_days)
    law = window & ~past & ~off
    near: tuple[int, ...] = ()
    if law and not law & ~guard:
        near = tuple(_any_day(mask, unit.span_days) & window for mask in days.guarded)
        guard &= ~window
    return Domain(window, late, past, off, guard, _absence(unit, away), work, near)


def score_of(unit: DemandUnit, days: Horizon, position: int, count: int) -> Score:
    """Weigh the unit's days; ``position`` of ``count`` equal units spreads them over the window."""
    anchored = None if unit.nominal is None else unit.if_off
    if unit.nominal is not None:
        target = days.index(unit.nominal)
    else:
        start, end = days.index(unit.start), days.index(unit.end)
        target = start + (2 * position + 1) * (end - start) // (2 * count)
    weight = unit.weight if unit.prefer else 0
    return Score(target, days.on(unit.prefer), weight, days.beside, unit.holiday_weight, anchored)


def _any_day(refused: int, count: int) -> int:
    """Give the first days of which one of ``count`` days on is refused."""
    mask = refused
    for offset in range(1, count):
        mask |= refused >> offset
    return mask


def _absence(unit: DemandUnit, away: Mapping[str, int]) -> tuple[tuple[str, int], ...]:
    if not away:
        return ()
    named = {*unit.resources, *(f"body:{key}" for key in unit.alliances)}
    named |= {f"body:{unit.owner}", f"venue:{unit.venue}"}
    return tuple(
        (resource, _any_day(away[resource], unit.span_days))
        for resource in sorted(named & away.keys())
    )
