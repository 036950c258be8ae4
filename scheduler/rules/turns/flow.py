"""Sharing turns out so that everybody's number stays within bounds.

Turns that the same members can host are alike and only counted. A sharing-out that breaks one
bound by one can be mended exactly when a path of single turns handed on from member to member
leads to where the bound is kept; so each question about one more turn costs one search.
"""

from collections import Counter, defaultdict, deque
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass

Able = frozenset[str]
_Step = tuple[Able, str, str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """How many more turns each member must take at least and may take at most."""

    low: Mapping[str, int]
    high: Mapping[str, int]


def fits(turns: Iterable[Able], bounds: Bounds) -> bool:
    """Tell whether each turn, given by those able to host it, finds a host within the bounds."""
    return share_out(turns, bounds) is not None


def share_out(turns: Iterable[Able], bounds: Bounds) -> "Sharing | None":
    """Find some sharing-out of the turns within the bounds; None where there is none."""
    sharing = Sharing(bounds)
    hosted = all(sharing.add(able) for able in turns)
    return sharing if hosted and sharing.serve() else None


class Sharing:
    """Turns to come with a host each, within bounds; made by ``share_out``."""

    def __init__(self, bounds: Bounds) -> None:
        """Start without turns."""
        self._low = Counter(dict(bounds.low))
        self._high = Counter(dict(bounds.high))
        self._load: Counter[str] = Counter()
        self._members: set[str] = set()
        self._hosts: dict[Able, set[str]] = defaultdict(set)
        self._turns: dict[str, Counter[Able]] = defaultdict(Counter)

    def add(self, able: Able) -> bool:
        """Give one more turn a host with room, handing others on where that is needed."""
        self._members |= able
        path = self._path(able, self._has_room)
        if path is None:
            return False
        first = path[0][1] if path else next(filter(self._has_room, able))
        self._hand_on(path)
        self._give(able, first, 1)
        return True

    def serve(self) -> bool:
        """Hand turns on until every member has its least number."""
        for member, count in sorted(self._low.items()):
            while self._load[member] < count:
                path = self._path(self._with_more(), member.__eq__)
                if path is None:
                    return False
                self._hand_on(path)
        return True

    def settle(self, able: Able, member: str) -> bool:
        """Let the member host one of these turns, if it may, and share out only the others."""
        before = member if member in self._hosts[able] else min(self._hosts[able])
        self._charge(able, before, member, 1)
        steps: list[_Step] = []
        mended = self._mended(member, before, steps)
        if not mended:
            self._hand_on([(among, to, giver) for among, giver, to in reversed(steps)])
            self._charge(able, before, member, -1)
        return mended

    def widen(self) -> None:
        """Let everybody take one turn less and one more."""
        for member in {*self._low, *self._high, *self._members}:
            self._low[member] -= 1
            self._high[member] += 1

    def _charge(self, able: Able, before: str, member: str, sign: int) -> None:
        """Take a turn out of the sharing-out and count it for the member, or the reverse."""
        self._give(able, before, -sign)
        self._low[member] -= sign
        self._high[member] -= sign

    def _mended(self, member: str, before: str, steps: list[_Step]) -> bool:
        """Bring the one with a turn more and the one with a turn less back within their bounds."""
        if self._load[member] > self._high[member]:
            path = self._path([member], self._has_room)
            if path is None:
                return False
            self._hand_on(path)
            steps += path
        if self._load[before] < self._low[before]:
            path = self._path(self._with_more(), before.__eq__)
            if path is None:
                return False
            self._hand_on(path)
            steps += path
        return True

    def _has_room(self, member: str) -> bool:
        return self._load[member] < self._high[member]

    def _with_more(self) -> Iterable[str]:
        return (member for member, load in self._load.items() if load > max(self._low[member], 0))

    def _path(self, sources: Iterable[str], found: Callable[[str], object]) -> list[_Step] | None:
        """Find the fewest turns to hand on from a source to one that is looked for, if any."""
        came: dict[str, _Step | None] = dict.fromkeys(sources)
        waiting = deque(came)
        spent: set[Able] = set()
        while waiting:
            giver = waiting.popleft()
            if found(giver):
                return _back(came, giver)
            if len(came) == len(self._members):
                continue
            for able in self._turns[giver].keys() - spent:
                spent.add(able)
                for member in able - came.keys():
                    came[member] = (able, giver, member)
                    waiting.append(member)
        return None

    def _hand_on(self, path: Iterable[_Step]) -> None:
        for able, giver, taker in path:
            self._give(able, giver, -1)
            self._give(able, taker, 1)

    def _give(self, able: Able, member: str, count: int) -> None:
        self._load[member] += count
        turns = self._turns[member]
        turns[able] += count
        if turns[able]:
            self._hosts[able].add(member)
        else:
            del turns[able]
            self._hosts[able].discard(member)


def _back(came: Mapping[str, _Step | None], last: str) -> list[_Step]:
    """Retrace the steps to the last one, the first step first."""
    path: list[_Step] = []
    step = came[last]
    while step is not None:
        path.append(step)
        step = came[step[1]]
    return path[::-1]
