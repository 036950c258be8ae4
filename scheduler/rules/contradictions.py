"""Rules that can never all be kept, as far as they alone prove it.

Reasons: no_room (so many with that gap do not fit into the period), no_days (more than it has
days), too_low (a maximum below what another rule demands), too_few (more rides than events to ride
on), contradiction (two rules name different places or times for the same events). ``other`` names
the other rule, ``most`` how many would fit.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import combinations
from math import prod

from scheduler.domain.errors import RuleError
from scheduler.rules.kinds import anchor, constraint, coverage, quota, trigger
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.language.terms import Terms
from scheduler.rules.model import Rule
from scheduler.rules.units import Output

_MONTHS = {"month": 1, "quarter": 3, "half_year": 6, "year": 12}


@dataclass(frozen=True, slots=True)
class _Demand:
    """What one rule wants in each of its periods: at least and, if it says so, at most."""

    rule: Rule
    kinds: frozenset[str]
    terms: Terms
    months: int | None = None
    least: int = 0
    most: int | None = None
    cycle: Cycle | None = None


def contradictions(rules: Sequence[Rule]) -> Iterator[RuleError]:
    """Give every proven contradiction, of rules each of which is sound by itself."""
    demands = [demand for rule in rules for demand in _demands(rule)]
    for demand in demands:
        yield from _room(demand)
        yield from _rides(demand, demands)
    for cap in demands:
        if cap.most is not None:
            yield from _cap(cap, demands)
    yield from _places(rules, demands)


def _demands(rule: Rule) -> Iterator[_Demand]:
    if rule.type == "quota":
        quotas = quota.parse(rule)
        yield _Demand(
            rule,
            frozenset({quotas.kind}),
            quotas.terms,
            _months(quotas.cycle),
            quotas.least,
            quotas.most,
            quotas.cycle,
        )
    elif rule.type == "coverage":
        grid = coverage.parse(rule)
        axes = dict(grid.axes)
        cells = prod(
            sum(not word.startswith("@") for word in words) or 1 for words in axes.values()
        )
        kinds = frozenset(axes.get("kind", (grid.kind,)))
        least = grid.least * cells
        yield _Demand(rule, kinds, grid.terms, _months(grid.cycle), least, cycle=grid.cycle)
    elif rule.type == "anchor":
        anchored = anchor.parse(rule)
        monthly = anchored.recurrence is not None and anchored.recurrence.per == "month"
        months = _MONTHS["month" if monthly else "year"]
        yield _Demand(rule, frozenset({anchored.kind}), anchored.terms, months, 1, 1)
    elif rule.type == "trigger":
        case = trigger.parse(rule)
        emitted = (case.emit, case.batch.emit if case.batch else None)
        yield _Demand(rule, frozenset(filter(None, emitted)), case.terms)


def _months(cycle: Cycle) -> int | None:
    """Give the months of a period; None for weeks, parts of months and campaigns."""
    if cycle.campaign is not None:
        return None
    years = cycle.per.removesuffix("y")
    return _MONTHS["year"] * int(years) if years.isdecimal() else _MONTHS.get(cycle.per)


def _room(demand: _Demand) -> Iterator[RuleError]:
    terms, cycle = demand.terms, demand.cycle
    placed = terms.output is Output.MEETING and terms.plan and terms.with_rule is None
    if cycle is None or not placed:
        return
    # Events of one rule never share a day, whether a gap is asked for or not.
    most = (cycle.days - 1) // max(terms.gap_days, 1) + 1
    if demand.least > most:
        field, reason = ("gap_days", "no_room") if terms.gap_days else ("min", "no_days")
        yield _fault(demand.rule, field, reason, most=most)


def _rides(demand: _Demand, demands: Sequence[_Demand]) -> Iterator[RuleError]:
    """Refuse more rides than its host has events, where the host says how many at most."""
    for host in demands:
        ridden = (host.rule.owner, host.rule.key) == (demand.rule.owner, demand.terms.with_rule)
        if ridden and _exceeds(demand, host):
            yield _fault(demand.rule, "with", "too_few", other=host.rule.key)


def _cap(cap: _Demand, demands: Sequence[_Demand]) -> Iterator[RuleError]:
    """Refuse a maximum of a kind below what another rule wants of that kind."""
    for demand in demands:
        alike = demand.rule.scope == cap.rule.scope and demand.kinds == cap.kinds
        if demand is not cap and alike and cap.rule.type == "quota" and _exceeds(demand, cap):
            yield _fault(cap.rule, "max", "too_low", other=demand.rule.key)


def _exceeds(demand: _Demand, cap: _Demand) -> bool:
    """Compare by the month, where one period divides the other."""
    if demand.months is None or cap.months is None or cap.most is None:
        return False
    longer, shorter = max(demand.months, cap.months), min(demand.months, cap.months)
    if longer % shorter or not demand.rule.tenure.meets(cap.rule.tenure):
        return False
    return demand.least * cap.months > cap.most * demand.months


def _places(rules: Sequence[Rule], demands: Sequence[_Demand]) -> Iterator[RuleError]:
    limits = [(rule, constraint.parse(rule)) for rule in rules if rule.type == "constraint"]
    for (one, first), (two, second) in combinations(limits, 2):
        if one.owner != two.owner or not one.tenure.meets(two.tenure):
            continue
        owned = [demand for demand in demands if demand.rule.owner == one.owner]
        if not _overlap(first.targets, second.targets, owned):
            continue
        for field, values in _stated(first, second).items():
            if None not in values and len(set(values)) > 1:
                yield _fault(two, field, "contradiction", other=one.key)


def _stated(first: constraint.Spec, second: constraint.Spec) -> Mapping[str, tuple[object, object]]:
    times = tuple(
        None if spec.clock is None else (spec.clock, spec.minutes) for spec in (first, second)
    )
    return {"hard.venue": (first.venue, second.venue), "hard.time": (times[0], times[1])}


def _overlap(one: tuple[str, ...], two: tuple[str, ...], owned: Sequence[_Demand]) -> bool:
    """Tell whether some event is meant by both; no targets mean all events."""
    if not one or not two or set(one) & set(two):
        return True
    return any(
        _means(one, demand, kind) and _means(two, demand, kind)
        for demand in owned
        for kind in demand.kinds
    )


def _means(targets: tuple[str, ...], demand: _Demand, kind: str) -> bool:
    return demand.rule.key in targets or kind in targets


def _fault(rule: Rule, field: str, reason: str, **more: object) -> RuleError:
    return RuleError(rule=rule.key, field=field, reason=reason, **more)
