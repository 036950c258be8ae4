"""Who is busy when: bookings of resources by day and time, and the gaps within chains.

Two bookings of one resource conflict when less than ``PAUSE`` minutes lie between them. Each
booking is therefore kept with that pause at its end: padded bookings conflict when they overlap.
"""

from collections import defaultdict
from dataclasses import dataclass
from functools import lru_cache

from scheduler.rules.placing.horizon import between, smeared

PAUSE = 30
DAY = 24 * 60

Piece = tuple[int, int, int]
Chain = tuple[str, str]


@dataclass(frozen=True, slots=True)
class Shape:
    """The time an event takes from its day on, as (days later, from minute, to minute)."""

    pieces: tuple[Piece, ...]

    @property
    def days(self) -> int:
        """Count the days that it touches, its pause included."""
        return len(self.pieces)


@dataclass(frozen=True, slots=True)
class Claim:
    """What an event takes wherever it is put: resources in a shape, and its place in a chain."""

    uid: str
    shape: Shape
    resources: tuple[str, ...]
    chain: Chain | None = None
    gap: int = 0


FREE = Shape(())
"""The shape of what takes no time, such as a deliverable."""


@lru_cache(maxsize=4096)
def shape(start: int, end: int) -> Shape:
    """Cut [start, end), in minutes from the midnight of the first day, and its pause into days."""
    pieces = []
    offset, stop = 0, end + PAUSE
    while offset * DAY < stop:
        low = max(start - offset * DAY, 0)
        pieces.append((offset, low, min(stop - offset * DAY, DAY)))
        offset += 1
    return Shape(tuple(pieces))


class Board:
    """Bookings that can be put and taken again; equal pieces of one resource merge."""

    def __init__(self) -> None:
        """Start empty."""
        self._busy: dict[str, dict[tuple[int, int], int]] = defaultdict(dict)
        self._chains: dict[Chain | None, dict[str, int]] = defaultdict(dict)

    def put(self, claim: Claim, day: int) -> None:
        """Book the claim from the day on; what lies before bit 0 is of no interest."""
        for offset, start, end in claim.shape.pieces:
            if day + offset < 0:
                continue
            bit = 1 << (day + offset)
            for resource in claim.resources:
                slots = self._busy[resource]
                slots[start, end] = slots.get((start, end), 0) | bit
        if claim.chain is not None:
            self._chains[claim.chain][claim.uid] = day

    def take(self, claim: Claim, day: int) -> None:
        """Remove a claim that was put on the day and that nothing else overlaps."""
        for offset, start, end in claim.shape.pieces:
            keep = ~(1 << (day + offset))
            for resource in claim.resources:
                self._busy[resource][start, end] &= keep
        if claim.chain is not None:
            del self._chains[claim.chain][claim.uid]

    def busy(self, claim: Claim) -> int:
        """Give the days on which the claim cannot start because a resource is taken."""
        blocked = 0
        for resource in claim.resources:
            blocked |= self.taken(resource, claim.shape)
        return blocked

    def taken(self, resource: str, shape: Shape) -> int:
        """Give the days on which the shape would find the resource taken."""
        blocked = 0
        slots = self._busy.get(resource)
        if slots:
            for offset, start, end in shape.pieces:
                for (other_start, other_end), days in slots.items():
                    if start < other_end and other_start < end:
                        blocked |= days >> offset
        return blocked

    def near(self, claim: Claim) -> int:
        """Give the days that lie closer than the gap to another event of the chain."""
        if not claim.gap or claim.chain not in self._chains:
            return 0
        last = 0
        for day in self.others(claim):
            if day + claim.gap > 0:
                last |= 1 << (day + claim.gap - 1)
        return smeared(last, 2 * claim.gap - 1)

    def others(self, claim: Claim) -> list[int]:
        """List the days of the other events of the claim's chain, those before bit 0 as well."""
        chain = self._chains.get(claim.chain, {})
        return [day for uid, day in chain.items() if uid != claim.uid]


def blocked(one: Claim, other: Claim, day: int) -> int:
    """Give the days on which the other claim, on its day, leaves no room for the one."""
    found = 0
    if one.chain is not None and one.chain == other.chain:
        found = between(day - one.gap + 1, day + one.gap)
    if not set(one.resources).isdisjoint(other.resources):
        for offset, start, end in one.shape.pieces:
            for other_offset, other_start, other_end in other.shape.pieces:
                first = day + other_offset - offset
                if start < other_end and other_start < end and first >= 0:
                    found |= 1 << first
    return found
