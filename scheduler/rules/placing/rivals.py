"""Which bookings clash with a claim on a day: an index by what they touch and when."""

from collections import defaultdict
from collections.abc import Iterable, Iterator

from scheduler.rules.placing.board import Chain, Claim


class Rivals:
    """Bookings that may clash among themselves, each known by its UID."""

    def __init__(self, bookings: Iterable[tuple[Claim, int]] = ()) -> None:
        """Index claims on their days."""
        self._on: dict[tuple[str, int], list[tuple[int, int, str]]] = defaultdict(list)
        self._of: dict[tuple[Chain, int], list[str]] = defaultdict(list)
        for claim, day in bookings:
            self.add(claim, day)

    def add(self, claim: Claim, day: int) -> None:
        """Book a claim from the day on."""
        for offset, start, end in claim.shape.pieces:
            for resource in claim.resources:
                self._on[resource, day + offset].append((start, end, claim.uid))
        if claim.chain is not None:
            self._of[claim.chain, day].append(claim.uid)

    def of(self, claim: Claim, day: int) -> set[str]:
        """Name the other bookings that the claim would overlap or come too near to."""
        found = set(self.near(claim, day))
        for resource in claim.resources:
            found.update(self.overlapping(claim, day, resource))
        return found

    def overlapping(self, claim: Claim, day: int, resource: str) -> Iterator[str]:
        """Name the other bookings that take the resource when the claim would."""
        for offset, start, end in claim.shape.pieces:
            for other_start, other_end, uid in self._on.get((resource, day + offset), ()):
                if start < other_end and other_start < end and uid != claim.uid:
                    yield uid

    def near(self, claim: Claim, day: int) -> Iterator[str]:
        """Name the other events of the claim's chain that lie closer than its gap."""
        if claim.chain is not None:
            for other in range(day - claim.gap + 1, day + claim.gap):
                for uid in self._of.get((claim.chain, other), ()):
                    if uid != claim.uid:
                        yield uid
