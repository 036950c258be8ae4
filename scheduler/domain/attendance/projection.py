"""Marks as a function of the set of operations: the order of arrival never matters."""

from collections import defaultdict
from collections.abc import Iterable

from scheduler.domain.attendance.values import Mark, Op, Presence, RosterLine


def project(ops: Iterable[Op], roster: Iterable[RosterLine]) -> dict[str, Mark]:
    """Give a mark for every person of the roster, in the order of the persons' ids.

    Operations on people who are not on the roster change nothing.
    """
    known = {op.op_id: op for op in ops}
    gone = _retracted(known)
    by_person: dict[str, list[Op]] = defaultdict(list)
    for op in known.values():
        if op.value is not None:
            by_person[op.person].append(op)
    people = sorted({line.person for line in roster})
    return {person: _mark(person, by_person[person], gone) for person in people}


def _retracted(known: dict[str, Op]) -> frozenset[str]:
    return frozenset(
        target
        for op in known.values()
        for target in op.retracts
        if target in known and known[target].actor == op.actor
    )


def _mark(person: str, ops: list[Op], gone: frozenset[str]) -> Mark:
    hidden = _superseded(ops, gone)
    left = [op for op in ops if op.op_id not in gone and op.op_id not in hidden]
    if not left:
        return Mark(person)
    top = max(op.source.rank for op in left)
    deciding = sorted((op for op in left if op.source.rank == top), key=lambda op: op.op_id)
    values = sorted({op.value for op in deciding if op.value is not None})
    names = tuple(op.op_id for op in deciding)
    if len(values) > 1:
        return Mark(person, Presence.UNMARKED, None, names, tuple(values))
    return Mark(person, values[0], deciding[0].source, names)


def _superseded(ops: list[Op], gone: frozenset[str]) -> frozenset[str]:
    """Name what later statements replaced, also through steps that were withdrawn since.

    A step counts only towards the same or a lower class, so a forged ``seen`` of a self scan
    hides nothing that a secretary stated.
    """
    by_id = {op.op_id: op for op in ops}
    hidden: set[str] = set()
    for op in ops:
        if op.op_id in gone:
            continue
        reached: set[str] = set()
        waiting = [op]
        while waiting:
            here = waiting.pop()
            for name in here.seen - reached:
                earlier = by_id.get(name)
                if earlier is not None and earlier.source.rank <= here.source.rank:
                    reached.add(name)
                    waiting.append(earlier)
        hidden |= reached - {op.op_id}
    return frozenset(hidden)
