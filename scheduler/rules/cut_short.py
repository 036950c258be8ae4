"""First and last periods that a rule's own days cut so short that what they owe has no room.

Reason: cut_short, with the days from ``first`` to ``last`` that are left, how many events are
``asked`` for and how many there is room for at ``most``, as far as the rule alone tells it.
"""

from collections.abc import Iterator
from datetime import date, timedelta

from scheduler.domain.errors import RuleError
from scheduler.rules.demands import Demand, demands
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.language.terms import Prorate
from scheduler.rules.model import Rule
from scheduler.rules.refusals import refusal

_DAY = timedelta(days=1)


def cut_short(rule: Rule, today: date) -> Iterator[RuleError]:
    """Tell of the periods of a sound rule, not over yet, that it cuts too short for what they owe.

    Only where they owe all: a share of it has room wherever the whole has room in the whole.
    """
    for demand in demands(rule):
        if demand.cycle and demand.is_placed and demand.terms.prorate is Prorate.FULL:
            yield from _cut(demand, demand.cycle, today)


def _cut(demand: Demand, cycle: Cycle, today: date) -> Iterator[RuleError]:
    since, until = demand.rule.promised.since, demand.rule.promised.until
    # What an earlier version began is its own affair.
    ends = {since if not demand.rule.former else None, until and until - _DAY}
    days = sorted(day for day in ends if day is not None)
    periods = (period for day in days for period in cycle.periods(day, day + _DAY))
    for period in dict.fromkeys(periods):
        (start, close), left = cycle.of_year(period), cycle.span(period, demand.rule.promised)
        if left is None or left == (start, close) or left[1] <= today:
            continue
        first, end = left
        # Nothing is made up after the end of a rule.
        late = 0 if end == until else demand.terms.grace_days
        most = ((end - first).days + late - 1) // max(demand.terms.gap_days, 1) + 1
        if demand.least > most:
            field = "until" if first == start else "since"
            told = {"first": first, "last": end - _DAY, "asked": demand.least, "most": most}
            yield refusal(demand.rule, field, "cut_short", **told)
