"""Whether turns can be shared out so that everybody's number stays within bounds.

A sharing-out that gives every turn a host within the upper bounds, and one that gives every
member its lower bound, can always be merged into one that does both (Mendelsohn and Dulmage,
1958); so two plain matchings decide.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, replace


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many more turns each member must take at least and may take at most."""

    low: Mapping[str, int]
    high: Mapping[str, int]

    def allow(self, member: str) -> bool:
        """Tell whether the member may take one more."""
        return self.high.get(member, 0) > 0

    def after(self, member: str) -> "Bounds":
        """Give the bounds once the member has taken one more."""
        return replace(
            self,
            low={**self.low, member: self.low.get(member, 0) - 1},
            high={**self.high, member: self.high.get(member, 0) - 1},
        )


def fits(turns: Sequence[frozenset[str]], bounds: Bounds) -> bool:
    """Tell whether each turn, given by those able to host it, finds a host within the bounds."""
    low = {member: count for member, count in bounds.low.items() if count > 0}
    if len(set(turns)) <= 1:
        able = turns[0] if turns else frozenset()
        most = sum(max(bounds.high.get(member, 0), 0) for member in able)
        return low.keys() <= able and sum(low.values()) <= len(turns) <= most
    return _all_hosted(turns, bounds.high) and _all_served(turns, low)


def _all_hosted(turns: Sequence[frozenset[str]], high: Mapping[str, int]) -> bool:
    """Match every turn to a member with room left."""
    taken: dict[str, list[int]] = {}
    return all(_host(turn, turns, high, taken, set()) for turn in range(len(turns)))


def _host(
    turn: int,
    turns: Sequence[frozenset[str]],
    high: Mapping[str, int],
    taken: dict[str, list[int]],
    seen: set[str],
) -> bool:
    for member in sorted(turns[turn] - seen):
        seen.add(member)
        mine = taken.setdefault(member, [])
        if len(mine) < high.get(member, 0):
            mine.append(turn)
            return True
        for place, other in enumerate(mine):
            if _host(other, turns, high, taken, seen):
                mine[place] = turn
                return True
    return False


def _all_served(turns: Sequence[frozenset[str]], low: Mapping[str, int]) -> bool:
    """Match every member's required number to turns of its own."""
    owner: dict[int, str] = {}
    return all(
        _serve(member, turns, owner, set())
        for member, count in sorted(low.items())
        for _ in range(count)
    )


def _serve(
    member: str, turns: Sequence[frozenset[str]], owner: dict[int, str], seen: set[int]
) -> bool:
    for turn, able in enumerate(turns):
        if member in able and turn not in seen:
            seen.add(turn)
            if turn not in owner or _serve(owner[turn], turns, owner, seen):
                owner[turn] = member
                return True
    return False
