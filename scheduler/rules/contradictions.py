"""Rules that can never all be kept, as far as they alone prove it.

Reasons: due_after (a due date after the end of its period), too_lasting (a meeting of more days
than its period and grace have), no_room (so many with that gap do not fit into the period), no_days
(more than it has days), too_low (a maximum below what another rule demands), too_high (a demand
above the maximum of another), too_few (more rides ``asked`` than the ``most`` events to ride on in
a ``per``), too_short (fewer events than another rides on), contradiction (two rules name different
places or times for the same events). ``other`` names the other
rule, ``most`` how many would fit.
"""

from collections.abc import Iterator, Mapping, Sequence
from itertools import combinations

from scheduler.domain.errors import RuleError
from scheduler.rules.demands import Demand, demands
from scheduler.rules.kinds import constraint
from scheduler.rules.model import Rule
from scheduler.rules.refusals import Places, against, refusal
from scheduler.rules.rides import overloaded

_WEEK, _WORKDAYS = 7, 5
_SWAPPED = 2
"""The workdays that make up for days off beyond the period, at most."""


def contradictions(rules: Sequence[Rule], entered: Places = frozenset()) -> Iterator[RuleError]:
    """Give every proven contradiction, of rules each of which is sound by itself.

    Of two the one that is being ``entered`` is refused, else the later one in the order given.
    """
    wanted = [demand for rule in rules for demand in demands(rule)]
    for demand in wanted:
        yield from _due(demand)
        yield from _room(demand)
    yield from overloaded(wanted, entered)
    for cap in wanted:
        if cap.most is not None:
            yield from _cap(cap, wanted, entered)
    yield from _places(rules, wanted)


def _due(demand: Demand) -> Iterator[RuleError]:
    """Refuse a term that no period is long enough for; it would be cut short."""
    due = demand.terms.due
    if due is None:
        return
    weeks, rest = divmod(demand.days, _WEEK)
    workdays = weeks * _WORKDAYS + min(rest, _WORKDAYS) + _SWAPPED
    most = min(demand.days, workdays) if due.in_workdays else demand.days
    if due.count > most:
        yield refusal(demand.rule, "due", "due_after", most=most)


def _room(demand: Demand) -> Iterator[RuleError]:
    terms, cycle = demand.terms, demand.cycle
    if cycle is None or not demand.is_placed:
        return
    longest = cycle.days + terms.grace_days
    if (terms.span_days or 1) > longest:
        yield refusal(demand.rule, "days", "too_lasting", most=longest)
    # Events of one rule never share a day, whether a gap is asked for or not.
    most = (cycle.days - 1) // max(terms.gap_days, 1) + 1
    if demand.least > most:
        field, reason = ("gap_days", "no_room") if terms.gap_days else ("min", "no_days")
        yield refusal(demand.rule, field, reason, most=most)


def _cap(cap: Demand, wanted: Sequence[Demand], entered: Places) -> Iterator[RuleError]:
    """Refuse a maximum of a kind below what another rule wants of that kind."""
    for demand in wanted:
        alike = demand.rule.scope == cap.rule.scope and demand.kinds == cap.kinds
        if demand is cap or not alike or cap.rule.type != "quota" or not _exceeds(demand, cap):
            continue
        if demand.place in entered and cap.place not in entered:
            yield against(demand.rule, demand.field, "too_high", cap.rule)
        else:
            yield against(cap.rule, "max", "too_low", demand.rule)


def _exceeds(demand: Demand, cap: Demand) -> bool:
    """Compare by the month, where one period divides the other."""
    if demand.months is None or cap.months is None or cap.most is None:
        return False
    longer, shorter = max(demand.months, cap.months), min(demand.months, cap.months)
    if longer % shorter or not demand.rule.tenure.meets(cap.rule.tenure):
        return False
    return demand.least * cap.months > cap.most * demand.months


def _places(rules: Sequence[Rule], wanted: Sequence[Demand]) -> Iterator[RuleError]:
    limits = [(rule, constraint.parse(rule)) for rule in rules if rule.type == "constraint"]
    for (one, first), (two, second) in combinations(limits, 2):
        if one.owner != two.owner or not one.tenure.meets(two.tenure):
            continue
        owned = [demand for demand in wanted if demand.rule.owner == one.owner]
        if not _overlap(first.targets, second.targets, owned):
            continue
        for field, values in _stated(first, second).items():
            if None not in values and len(set(values)) > 1:
                yield against(two, field, "contradiction", one)


def _stated(first: constraint.Spec, second: constraint.Spec) -> Mapping[str, tuple[object, object]]:
    times = tuple(
        None if spec.clock is None else (spec.clock, spec.minutes) for spec in (first, second)
    )
    return {"hard.venue": (first.venue, second.venue), "hard.time": (times[0], times[1])}


def _overlap(one: tuple[str, ...], two: tuple[str, ...], owned: Sequence[Demand]) -> bool:
    """Tell whether some event is meant by both; no targets mean all events."""
    if not one or not two or set(one) & set(two):
        return True
    return any(
        _means(one, demand, kind) and _means(two, demand, kind)
        for demand in owned
        for kind in demand.kinds
    )


def _means(targets: tuple[str, ...], demand: Demand, kind: str) -> bool:
    return demand.rule.key in targets or kind in targets
