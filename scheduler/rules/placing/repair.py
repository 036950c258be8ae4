"""The last resort for units without a date: others make room, each for a date of its own.

Where to look depends only on the days as they are, and all of it is looked at: where nothing helps
now, nothing helps once these days are published. So a plan that was applied is final.
"""

from collections import defaultdict, deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import NamedTuple

from scheduler.rules.placing.board import blocked
from scheduler.rules.placing.chains import enter, room
from scheduler.rules.placing.horizon import bits
from scheduler.rules.placing.schedule import Schedule
from scheduler.rules.placing.wanted import LATE, Wanted

_DEEPEST = 4  # events that make room one for the other


class _Way(NamedTuple):
    """New days for some units, and what all costs more than now."""

    cost: int
    days: list[tuple[Wanted, int | None]]


class _Link(NamedTuple):
    """A unit in search of a day because the one before takes its own on ``taken``."""

    item: Wanted
    taken: int = -1
    before: "_Link | None" = None

    @property
    def depth(self) -> int:
        """Count the units before this one."""
        return 0 if self.before is None else self.before.depth + 1

    @property
    def taking(self) -> list[tuple[Wanted, int]]:
        """List the units before this one with the days that they take."""
        if self.before is None:
            return []
        return [*self.before.taking, (self.before.item, self.taken)]


def repair(schedule: Schedule, component: Sequence[Wanted], frozen_until: int) -> None:
    """Place what has no date for as long as that succeeds, required units first."""
    mover = _Mover(schedule, component, frozen_until)
    while mover.helped():
        pass


class _Mover:
    """Finds days for the units of one component that have none."""

    def __init__(self, schedule: Schedule, component: Sequence[Wanted], frozen_until: int) -> None:
        self._schedule = schedule
        self._component = component
        self._frozen_until = frozen_until
        self._touching: dict[object, list[Wanted]] = defaultdict(list)
        for item in component:
            for tie in (*item.claim.resources, item.unit.chain):
                self._touching[tie].append(item)

    def helped(self) -> bool:
        """Try each unit without a date; what failed for one fails for its like till days change."""
        helped = False
        hopeless: set[object] = set()
        for item in self._missing():
            like = (_kind(item), item.home)
            if like in hopeless:
                continue
            best = min(self._ways(item), key=lambda way: way.cost, default=None)
            if best is None:
                hopeless.add(like)
                continue
            for other, _ in best.days:
                self._schedule.lift(other)
            for other, day in best.days:
                self._schedule.put(other, day)
            helped = True
            hopeless.clear()
        return helped

    def _missing(self) -> list[Wanted]:
        missing = [item for item in self._component if item.uid not in self._schedule.days]
        return sorted(missing, key=lambda item: (not item.unit.mandatory, item.free.bit_count()))

    def _ways(self, item: Wanted) -> Iterator[_Way]:
        """Give the ways to place a unit, other than to leave out one like it instead."""
        day = item.cheapest(self._schedule.open_days(item))
        if day is not None:
            yield _Way(item.cost(day) - item.unplaced, [(item, day)])
        elif item.free and not self._is_full(item):
            ways = (self._with_chain(item), *map(self._tried, self._links(item)))
            yield from (way for way in ways if way is not None and way.cost < -LATE)

    def _is_full(self, item: Wanted) -> bool:
        """Tell whether as many of the very same kind lie on the unit's days as ever can."""
        kind = _kind(item)
        alike = sum(
            other.uid in self._schedule.days and _kind(other) == kind
            for other in self._touching[item.unit.chain]
        )
        return alike >= room(item.free, max(item.claim.gap, item.claim.shape.days))

    def _with_chain(self, item: Wanted) -> _Way | None:
        """Place the chain anew in the order of its days, the unit entering wherever is best."""
        schedule = self._schedule
        chain = [
            other
            for other in self._touching[item.unit.chain]
            if schedule.days.get(other.uid, -1) >= self._frozen_until
        ]
        chain.sort(key=lambda other: schedule.days[other.uid])
        chain.append(item)
        before = schedule.cost(chain)
        with schedule.without(chain):
            masks = [schedule.open_days(other) for other in chain]
        found = enter(chain, masks, before - LATE)
        if found is None:
            return None
        total, days = found
        return _Way(total - before, list(zip(chain, days, strict=True)))

    def _links(self, item: Wanted) -> Iterator[_Link]:
        """List those that may take a day in the end: every way to one, else one way to each."""
        waiting = deque([_Link(item)])
        seen = {item.uid}
        placed = self._placed()
        while waiting:
            link = waiting.popleft()
            rivals = self._rivals(link.item, placed) if link.depth < _DEEPEST else {}
            for uid, (other, days) in rivals.items():
                if link.before is None:
                    yield from (_Link(other, day, link) for day in bits(days))
                if uid in seen:
                    continue
                seen.add(uid)
                found = _Link(other, min(bits(days), key=link.item.score.at), link)
                waiting.append(found)
                if link.before is not None:
                    yield found

    def _placed(self) -> dict[object, list[tuple[Wanted, int]]]:
        """List what lies where, by all that it touches."""
        days = self._schedule.days
        return {
            tie: [(other, days[other.uid]) for other in items if other.uid in days]
            for tie, items in self._touching.items()
        }

    def _rivals(
        self, item: Wanted, placed: Mapping[object, Iterable[tuple[Wanted, int]]]
    ) -> dict[str, tuple[Wanted, int]]:
        """Give those that alone keep the unit from some days, which may be taken from them."""
        found: dict[str, tuple[Wanted, int]] = {}
        once = twice = 0
        for tie in (item.unit.chain, *item.claim.resources):
            for other, day in placed[tie]:
                if other is not item and other.uid not in found:
                    days = item.free & blocked(item.claim, other.claim, day)
                    found[other.uid] = (other, days)
                    twice |= once & days
                    once |= days
        return {
            uid: (other, days & ~twice)
            for uid, (other, days) in found.items()
            if days & ~twice and self._schedule.days[uid] >= self._frozen_until
        }

    def _tried(self, link: _Link) -> _Way | None:
        """Let each unit of the way take its day, and the last one the best that is open then."""
        schedule = self._schedule
        moved = [item for item, _ in link.taking] + [link.item]
        before = schedule.cost(moved)
        days: list[tuple[Wanted, int | None]] = []
        with schedule.without(moved):
            for item, day in link.taking:
                if not schedule.open_days(item) >> day & 1:
                    break
                schedule.put(item, day)
                days.append((item, day))
            else:
                days.append((link.item, link.item.cheapest(schedule.open_days(link.item))))
            for item, _ in days:
                schedule.lift(item)
        if len(days) < len(moved):
            return None
        total = sum(item.unplaced if day is None else item.cost(day) for item, day in days)
        return _Way(total - before, days)


def _kind(item: Wanted) -> tuple[object, ...]:
    return (item.unit.chain, item.claim.shape, item.claim.resources, item.free)
