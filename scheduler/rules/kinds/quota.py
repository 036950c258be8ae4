"""Quota: at least so many events of a kind in every period."""

from dataclasses import dataclass
from datetime import timedelta

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.rules.calendar.periods import Period
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.cycle import CYCLE, Cycle, read_cycle
from scheduler.rules.language.lists import common
from scheduler.rules.language.making import Maker, applies, maker_of, owed, within
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.terms import TERMS, Late, Terms, read_terms
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

_DAY = timedelta(days=1)

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

    Under ``carry`` a closed period keeps only the units that have an event; the others are owed
    by the next period on top of its own, counted from the first period of the span.
    """
    if not applies(rule, spec.terms, source):
        return ()
    maker = maker_of(rule, spec.terms, source)
    live = {event.unit for event in source.events if event.status is not EventStatus.CANCELLED}
    units: list[DemandUnit] = []
    carried = 0
    for period in spec.cycle.periods(maker.opening, source.end):
        keys = _keys(maker, spec, period, carried)
        made = _made(maker, spec, period, keys)
        carried = 0
        # Where an earlier version stood, that one makes the units and this one counts on.
        closed = (made[0].end if made else period.end) <= source.today
        if spec.terms.late is Late.CARRY and closed:
            carried = sum(key not in live for key in keys)
            made = [unit for unit in made if unit.key in live]
        units += made
    return tuple(units)


def _keys(maker: Maker, spec: Spec, period: Period, carried: int) -> list[UnitKey]:
    """Name what a period owes: the version that stands at its end says how much."""
    rule = maker.rule
    promised = common((rule.promised, maker.belongs))
    if promised is None or spec.cycle.span(period, promised) is None:
        return []
    version = rule.on(period.end - _DAY)
    least = spec.least if version is rule else parse(version).least
    count = owed(least, spec.terms.prorate, period, promised) + carried
    return [maker.key(period.key, ordinal=ordinal) for ordinal in range(1, count + 1)]


def _made(maker: Maker, spec: Spec, period: Period, keys: list[UnitKey]) -> list[DemandUnit]:
    whole = spec.cycle.span(period, maker.rule.tenure)
    span = whole and within(*whole, maker.belongs)
    if whole is None or span is None or not keys:
        return []
    content = maker.own(spec.kind, period)
    units = (maker.unit(key, *span, content) for key in keys)
    return [maker.while_member(unit, whole[1]) for unit in units]
