"""The state of a search: which unit lies on which day, and what that costs."""

from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager

from scheduler.rules.placing.board import Board, Chain
from scheduler.rules.placing.chains import settle
from scheduler.rules.placing.wanted import Wanted


class Schedule:
    """Units on days without a conflict; every change goes through ``put`` and ``lift``."""

    def __init__(self) -> None:
        """Start with nothing placed."""
        self.days: dict[str, int] = {}
        self._board = Board()

    def put(self, item: Wanted, day: int | None) -> None:
        """Place a unit on a day that is open to it; None leaves it out."""
        if day is not None:
            self._board.put(item.claim, day)
            self.days[item.uid] = day

    def lift(self, item: Wanted) -> int | None:
        """Take a unit off its day, if it has one, and give that day."""
        day = self.days.pop(item.uid, None)
        if day is not None:
            self._board.take(item.claim, day)
        return day

    def open_days(self, item: Wanted) -> int:
        """Give the days on which the unit, not placed now, fits."""
        return item.free & ~self._board.busy(item.claim) & ~self._board.near(item.claim)

    def cost(self, items: Iterable[Wanted]) -> int:
        """Sum what the units cost where they lie now."""
        return sum(self.cost_of(item) for item in items)

    def cost_of(self, item: Wanted) -> int:
        """Give what one unit costs where it lies now."""
        day = self.days.get(item.uid)
        return item.unplaced if day is None else item.cost(day)

    @contextmanager
    def without(self, items: Iterable[Wanted]) -> Iterator[None]:
        """Take units away for as long as something is asked."""
        old = [(item, self.lift(item)) for item in items]
        yield
        for item, day in old:
            self.put(item, day)

    def place_chain(self, items: Sequence[Wanted]) -> None:
        """Place units of one chain, none of which is placed, at least cost."""
        _, chosen = settle(items, [self.open_days(item) for item in items])
        for item, day in zip(items, chosen, strict=True):
            self.put(item, day)

    def least_without(self, items: Sequence[Wanted], others: Iterable[Wanted]) -> int:
        """Give the least cost of a chain if the others were not there."""
        with self.without((*items, *others)):
            masks = [self.open_days(item) for item in items]
        least, _ = settle(items, masks)
        return least

    def try_chains(self, chains: Iterable[Sequence[Wanted]]) -> bool:
        """Place whole chains anew, one after the other; keep the outcome only if it is cheaper."""
        groups = list(chains)
        items = [item for group in groups for item in group]
        before = self.cost(items)
        old = [(item, self.lift(item)) for item in items]
        for group in groups:
            self.place_chain(group)
        if self.cost(items) < before:
            return True
        for item in items:
            self.lift(item)
        for item, day in old:
            self.put(item, day)
        return False


def by_chain(items: Iterable[Wanted]) -> dict[Chain, list[Wanted]]:
    """Group units by chain, the chains in the order of their names, each by deadline."""
    groups: dict[Chain, list[Wanted]] = {}
    for item in sorted(items, key=lambda item: (item.unit.chain, item.order)):
        groups.setdefault(item.unit.chain, []).append(item)
    return groups
