"""How long the meetings of a rule last, and whether a time of day is long enough for them.

Reason: narrow (``minutes`` is shorter than the ``low`` minutes that ``other`` asks for).
"""

from collections.abc import Iterator
from contextlib import suppress

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
    """Refuse a time of day that would cut short what another rule asks for.

    Other rules that cannot be read are passed over.
    """
    if rule.type != "constraint":
        return
    spec = constraint.parse(rule)
    for other in source.rules:
        beside = other.owner == rule.owner and other.tenure.meets(rule.tenure)
        if spec.minutes is None or not beside:
            continue
        with suppress(RuleError):
            for demand in demands(other):
                asked = _asked(demand, spec.targets, source)
                if asked > spec.minutes:
                    more = {"minutes": spec.minutes, "low": asked}
                    yield against(rule, "hard.time", "narrow", other, **more)
                    return


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
