"""How long the meetings of a rule last, and whether a time of day is long enough for them.

Reasons: narrow (``minutes`` is shorter than the ``low`` minutes that ``other`` asks for), narrowed
(``other`` leaves ``minutes`` for the ``low`` minutes that the rule asks for).
"""

from collections.abc import Iterator
from contextlib import suppress
from itertools import islice

from scheduler.domain.activity import ActivityKind
from scheduler.domain.errors import RuleError
from scheduler.rules.demands import Demand, demands
from scheduler.rules.inputs import PlanInput
from scheduler.rules.kinds import constraint
from scheduler.rules.language.lists import entries
from scheduler.rules.model import Rule
from scheduler.rules.refusals import against
from scheduler.rules.units import Output


def usual(demand: Demand, source: PlanInput) -> tuple[ActivityKind, ...]:
    """Give the kinds of a demand's events, with their usual times."""
    words = entries(demand.rule, source, "axes.kind", sorted(demand.kinds))
    return tuple(source.kinds.get(word.value, ActivityKind(word.value, "")) for word in words)


def narrow(rule: Rule, source: PlanInput) -> Iterator[RuleError]:
    """Refuse a time of day that would cut short what another rule asks for, and such a rule.

    Other rules that cannot be read are passed over.
    """
    beside = [
        other
        for other in source.rules
        if other.owner == rule.owner and other.key != rule.key and other.tenure.meets(rule.tenure)
    ]
    if rule.type == "constraint":
        cut = ((other, _cut(rule, other, source)) for other in beside)
        told = (against(rule, "hard.time", "narrow", each, **more) for each, more in cut if more)
    else:
        limits = (other for other in beside if other.type == "constraint")
        cut = ((limit, _cut(limit, rule, source)) for limit in limits)
        told = (against(rule, "minutes", "narrowed", each, **more) for each, more in cut if more)
    yield from islice(told, 1)


def _cut(limit: Rule, rule: Rule, source: PlanInput) -> dict[str, int]:
    """Tell how many minutes a rule asks for and a constraint leaves; empty where they suffice."""
    with suppress(RuleError):
        spec = constraint.parse(limit)
        if spec.minutes is None:
            return {}
        for demand in demands(rule):
            asked = _asked(demand, spec.targets, source)
            if asked > spec.minutes:
                return {"minutes": spec.minutes, "low": asked}
    return {}


def _asked(demand: Demand, targets: tuple[str, ...], source: PlanInput) -> int:
    """Give the minutes of the longest meeting of one day that is meant; 0 where none is."""
    terms = demand.terms
    if terms.output is not Output.MEETING:
        return 0
    lasting = [
        terms.minutes or kind.minutes
        for kind in usual(demand, source)
        if not targets or {kind.key, demand.rule.key} & {*targets}
        if (terms.span_days or kind.days) == 1
    ]
    return max(lasting, default=0)
