"""Pairs: words of an axis that ask for several members together."""

from collections.abc import Iterable

from scheduler.domain.errors import RuleError
from scheduler.rules.model import Rule
from scheduler.rules.units import PAIR

_PAIR_AXIS = "pair"
_TWO = 2


def check_pairs(rule: Rule, axis: str, words: Iterable[str]) -> None:
    """Refuse what is no pair on an axis of pairs, and the same pair twice, in whatever order.

    Such an axis is called ``pair``, or by what it joins, as ``team+organisation``.
    """
    size = _TWO if axis == _PAIR_AXIS else len(axis.split(PAIR))
    if size < _TWO:
        return
    known: set[frozenset[str]] = set()
    for word in words:
        parts = frozenset(part for part in word.split(PAIR) if part.strip())
        if len(parts) < size or word.count(PAIR) >= size:
            raise RuleError(rule=rule.key, field=f"axes.{axis}", reason="no_pair", words=(word,))
        if parts in known:
            raise RuleError(rule=rule.key, field=f"axes.{axis}", reason="duplicate")
        known.add(parts)
