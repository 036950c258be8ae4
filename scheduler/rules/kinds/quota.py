"""Quota: at least so many events of a kind in every period."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, replace
from datetime import date

from scheduler.rules.calendar.periods import Period
from scheduler.rules.inputs import PlanInput, is_over
from scheduler.rules.language.carrying import Kept, carries, kept, reckoned_from
from scheduler.rules.language.cycle import CYCLE, Cycle, read_cycle
from scheduler.rules.language.lists import common
from scheduler.rules.language.making import Maker, applies, maker_of, owed, within
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.terms import TERMS, Late, Terms, read_terms
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "kind",
        (JsonType.STRING,),
        "活动类型",
        "The kind of activity.",
        "council",
        required=True,
        form=Shape.KIND,
    ),
    *CYCLE,
    Parameter(
        "max",
        (JsonType.INTEGER,),
        "每期至多几次",
        "The greatest number in each period.",
        4,
        bounds=(1, MOST_UNITS),
    ),
    *TERMS,
)


@dataclass(frozen=True, slots=True)
class Spec:
    """A quota as checked values."""

    kind: str
    cycle: Cycle
    least: int
    most: int | None
    terms: Terms


def parse(rule: Rule) -> Spec:
    """Check a quota rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    least = reader.integer("min")
    most = reader.integer("max") if reader.has("max") else None
    if most is not None and most < least:
        reader.refuse("max", "below", low=least)
    cycle = read_cycle(reader, rule.key)
    if least * cycle.per_year > MOST_UNITS:
        reader.refuse("min", "too_many")
    return Spec(reader.text("kind"), cycle, least, most, read_terms(reader))


def expand(rule: Rule, spec: Spec, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units of the periods that touch the planned span or are made up in it.

    Under ``carry`` a closed period has only the units that were kept; the others are owed by the
    next period on top of its own.
    """
    if not applies(rule, spec.terms, source):
        return ()
    return tuple(
        unit
        for account in _accounts(rule, spec, source)
        if account.maker.rule is rule
        for unit in account.units(account.standing)
    )


def carried(rule: Rule, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give what each closed period owed, with what it took over, and left to the next one."""
    spec = parse(rule)
    if not carries(rule) or not applies(rule, spec.terms, source):
        return ()
    return tuple(
        unit for account in _accounts(rule, spec, source) for unit in account.units(account.carried)
    )


@dataclass(frozen=True, slots=True)
class _Account:
    """What one period owes, with what it took over: the ordinals 1 to ``count``.

    ``maker`` and ``spec`` are of the version that stands at the end of its window: that one says
    how much. Of a period that is over under ``carry``, ``kept`` are those that nobody owes any
    more.
    """

    maker: Maker
    spec: Spec
    period: Period
    count: int = 0
    kept: frozenset[int] | None = None

    @property
    def last(self) -> date:
        """Give the first day after the period and its window."""
        return max(self.period.end, self.spec.cycle.of_year(self.period)[1])

    @property
    def over(self) -> int:
        """Count what the next period owes instead."""
        return 0 if self.kept is None else self.count - len(self.kept)

    @property
    def standing(self) -> Iterable[int]:
        """List the ordinals that the period still owes, or that were kept."""
        return range(1, self.count + 1) if self.kept is None else sorted(self.kept)

    @property
    def carried(self) -> Iterable[int]:
        """List the ordinals that the next period owes instead."""
        return sorted(frozenset(range(1, self.count + 1)).difference(self.standing))

    def owing(self, over: int) -> "_Account":
        """Let the period owe its own, and ``over`` that the one before it left."""
        promised = common((self.maker.rule.promised, self.maker.belongs))
        if promised is None or self.spec.cycle.span(self.period, promised) is None:
            return self
        own = owed(self.spec.least, self.spec.terms.prorate, self.period, promised)
        return replace(self, count=own + over)

    def closed(self, done: Kept) -> "_Account":
        """Leave to the next period what was not kept, once this one is over under ``carry``."""
        first = next(iter(self.units([1] if self.count else [])), None)
        late = self.spec.terms.late
        if first is None or late is not Late.CARRY or not is_over(first.end, self.maker.source):
            return self
        return replace(self, kept=done.of(first, self.count))

    def units(self, ordinals: Iterable[int]) -> list[DemandUnit]:
        """Make some of its units; none where its version stands on no day of it."""
        whole = self.spec.cycle.span(self.period, self.maker.rule.tenure)
        span = whole and within(*whole, self.maker.belongs)
        if whole is None or span is None:
            return []
        content = self.maker.own(self.spec.kind, self.period)
        keys = (self.maker.key(self.period.key, ordinal=ordinal) for ordinal in ordinals)
        units = (self.maker.unit(key, *span, content) for key in keys)
        return [self.maker.while_member(unit, whole[1]) for unit in units]


def _accounts(rule: Rule, spec: Spec, source: PlanInput) -> Iterator[_Account]:
    """Account for the periods that touch the planned span or are made up in it.

    Under ``carry`` they are reckoned from the first day of the rule.
    """
    maker = maker_of(rule, spec.terms, source)
    if not carries(rule):
        for period in spec.cycle.periods(maker.opening, source.end):
            yield _Account(maker, spec, period).owing(0)
        return
    over = 0
    for blank, done in _through(rule, min(maker.opening, reckoned_from(rule, source)), source):
        account = blank.owing(over).closed(done)
        over = account.over
        if account.last > maker.opening:
            yield account


def _through(rule: Rule, start: date, source: PlanInput) -> Iterator[tuple[_Account, Kept]]:
    """Give the periods from a day on, each of the version that stands at the end of its window."""
    versions = rule.versions
    changes = [version.tenure.since for version in versions[1:]]
    for version, since, until in zip(versions, [None, *changes], [*changes, None], strict=True):
        spec = parse(version)
        maker = maker_of(version, spec.terms, source)
        any_unit = maker.unit(maker.key(""), source.start, source.end, maker.own(spec.kind))
        done = kept(any_unit, version, source)
        first, end = max(since or start, start), min(until or source.end, source.end)
        for period in spec.cycle.periods(first, end):
            last = spec.cycle.of_year(period)[1]
            if (since is None or since < last) and (until is None or last <= until):
                yield _Account(maker, spec, period), done
