"""What each rule demands in each of its periods, as far as the rule alone tells it."""

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from math import prod

from scheduler.rules.kinds import anchor, coverage, quota, trigger
from scheduler.rules.language.cycle import Cycle
from scheduler.rules.language.terms import Terms
from scheduler.rules.model import Rule
from scheduler.rules.units import Output

_MONTHS = {
    "ten_days": Fraction(1, 3),
    "month": Fraction(1),
    "quarter": Fraction(3),
    "half_year": Fraction(6),
    "year": Fraction(12),
}


@dataclass(frozen=True, slots=True)
class Demand:
    """What one rule wants in each of its periods: at least and, if it says so, at most.

    ``kinds`` are those of its events, lists among them as ``@name``; ``counted`` tells that
    ``least`` is all there is, and not only the part that does not depend on a list. ``days`` are
    the most that one of its windows has.
    """

    rule: Rule
    kinds: frozenset[str]
    terms: Terms
    cycle: Cycle | None = None
    least: int = 0
    most: int | None = None
    counted: bool = True
    days: int = 0

    @property
    def place(self) -> tuple[str, str]:
        """Give the rule by owner and key."""
        return (self.rule.owner, self.rule.key)

    @property
    def is_placed(self) -> bool:
        """Tell whether its events are meetings that find days of their own."""
        terms = self.terms
        return terms.output is Output.MEETING and terms.plan and terms.with_rule is None

    @property
    def field(self) -> str:
        """Name the parameter that says how many."""
        return "min" if self.rule.type in {"quota", "coverage"} else "kind"

    @property
    def months(self) -> Fraction | None:
        """Give the months of a period; None for weeks, campaigns, and what has no period."""
        if self.cycle is None or self.cycle.campaign is not None:
            return None
        years = self.cycle.per.removesuffix("y")
        return Fraction(12 * int(years)) if years.isdecimal() else _MONTHS.get(self.cycle.per)


def demands(rule: Rule) -> Iterator[Demand]:
    """Give what a sound rule demands: nothing for one that only lays something over others."""
    if rule.type == "quota":
        quotas = quota.parse(rule)
        kinds = frozenset({quotas.kind})
        yield Demand(
            rule,
            kinds,
            quotas.terms,
            quotas.cycle,
            quotas.least,
            quotas.most,
            days=quotas.cycle.days,
        )
    elif rule.type == "coverage":
        yield _coverage(rule)
    elif rule.type == "anchor":
        anchored = anchor.parse(rule)
        monthly = anchored.recurrence is not None and anchored.recurrence.per == "month"
        cycle = Cycle("month" if monthly else "year", yearly=anchored.window)
        yield Demand(
            rule, frozenset({anchored.kind}), anchored.terms, cycle, 1, 1, days=anchored.days
        )
    elif rule.type == "trigger":
        case = trigger.parse(rule)
        emitted = (case.emit, case.batch.emit if case.batch else None)
        yield Demand(rule, frozenset(filter(None, emitted)), case.terms, counted=False)


def _coverage(rule: Rule) -> Demand:
    grid = coverage.parse(rule)
    axes = dict(grid.axes)
    cells = prod(sum(not word.startswith("@") for word in words) or 1 for words in axes.values())
    counted = not any(word.startswith("@") for words in axes.values() for word in words)
    kinds = frozenset(axes.get("kind", (grid.kind,)))
    return Demand(
        rule,
        kinds,
        grid.terms,
        grid.cycle,
        grid.least * cells,
        counted=counted,
        days=grid.cycle.days,
    )
