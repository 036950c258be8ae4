"""Which alliances can be planned apart from each other, because they share nothing."""

from collections.abc import Iterable


def parts(alliances: Iterable[str], ties: Iterable[tuple[str, str]]) -> tuple[frozenset[str], ...]:
    """Part the alliances into those that a chain of ties joins; the order is that of their keys."""
    above: dict[str, str] = {}
    for one, other in ties:
        above[_top(above, one)] = _top(above, other)
    found: dict[str, set[str]] = {}
    for key in sorted(set(alliances)):
        found.setdefault(_top(above, f"body:{key}"), set()).add(key)
    return tuple(map(frozenset, found.values()))


def _top(above: dict[str, str], key: str) -> str:
    while above.get(key, key) != key:
        above[key] = above.get(above[key], above[key])
        key = above[key]
    return key
