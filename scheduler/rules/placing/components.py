"""Connected components: units that share no resource and no chain never meet."""

from collections.abc import Iterable

from scheduler.rules.placing.wanted import Wanted


def components(wanted: Iterable[Wanted]) -> list[list[Wanted]]:
    """Split units into groups that touch each other, in an order that the input's has no part in.

    Within a group the units are in the order of their keys.
    """
    items = sorted(wanted, key=lambda item: (item.unit.key, item.uid))
    parent = list(range(len(items)))
    seen: dict[object, int] = {}
    for index, item in enumerate(items):
        for tie in (item.unit.chain, *item.claim.resources):
            first = seen.setdefault(tie, index)
            parent[_root(parent, first)] = _root(parent, index)
    groups: dict[int, list[Wanted]] = {}
    for index, item in enumerate(items):
        groups.setdefault(_root(parent, index), []).append(item)
    return list(groups.values())


def _root(parent: list[int], index: int) -> int:
    while parent[index] != index:
        parent[index] = parent[parent[index]]
        index = parent[index]
    return index
