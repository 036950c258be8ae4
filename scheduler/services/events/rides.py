"""What rides on an event besides its own promise: the words that its cells are made of."""

from collections.abc import Callable, Iterable

from scheduler.domain.activity import Also
from scheduler.rules.units import PAIR

_SEPARATOR = "|"


def cell_keys(also: Iterable[Also]) -> frozenset[str]:
    """List the keys in the cells of what rides on an event."""
    cells = (each.unit.cell.replace(PAIR, _SEPARATOR) for each in also)
    return frozenset(key for cell in cells for key in cell.split(_SEPARATOR) if key)


def cell_words(cell: str, name: Callable[[str], str]) -> tuple[str, ...]:
    """Name what a cell consists of, a pair by both its names; what has no name is left out."""
    values = ([name(key) for key in value.split(PAIR)] for value in cell.split(_SEPARATOR))
    return tuple("—".join(words) for words in values if all(words))
