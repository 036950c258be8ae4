"""Anchor: an event on or near a fixed day, a festival, or within a few days of every year."""

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta

from scheduler.rules.calendar.festivals import FESTIVALS, FIRST_YEAR, LAST_YEAR
from scheduler.rules.calendar.periods import Period, periods_between
from scheduler.rules.calendar.recurrence import Recurrence, parse_rrule, yearly
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.cycle import (
    WINDOW_ENDS,
    Cycle,
    YearlyDays,
    not_leap_day,
    yearly_days,
)
from scheduler.rules.language.days import month_day
from scheduler.rules.language.making import Content, Maker, applies, maker_of, within
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.terms import TERMS, Late, Terms, read_terms
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit, IfOff, Output

_DAY = timedelta(days=1)
_FIRST, _END = date(FIRST_YEAR, 1, 1), date(LAST_YEAR + 1, 1, 1)
_WAYS = ("rrule", "date", "festival", "window")

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "kind",
        (JsonType.STRING,),
        "活动类型",
        "The kind of activity.",
        "alliance_day",
        required=True,
        form=Shape.KIND,
    ),
    Parameter(
        "rrule",
        (JsonType.STRING,),
        "每月或每年的第几个星期几，或每月几号（1至28，倒数-1至-28）",
        "The nth weekday, MONTHLY or YEARLY with BYDAY=nXX; or a day of every month, BYMONTHDAY=1 "
        "to 28 or -1 to -28, which with YEARLY means every month too (RFC 5545).",
        "FREQ=MONTHLY;BYDAY=3TH",
        form=Shape.RECURRENCE,
    ),
    Parameter(
        "date",
        (JsonType.STRING,),
        "每年的几月几日",
        "A day of every year.",
        "07-01",
        form=Shape.DAY,
    ),
    Parameter(
        "festival",
        (JsonType.STRING,),
        "节日",
        "A festival.",
        "qingming",
        choices=tuple(FESTIVALS),
    ),
    Parameter(
        "window",
        (JsonType.OBJECT,),
        "每年的一段日子，不含结束日（8月中旬为08-11至08-21），可跨年",
        "Some days of every year, the end excluded; they may lie over New Year.",
        {"from": "08-11", "until": "08-21"},
        parts=WINDOW_ENDS,
    ),
    Parameter(
        "tolerance_days",
        (JsonType.INTEGER,),
        "可偏离几天",
        "The days by which the event may lie beside its day.",
        5,
        default=5,
        bounds=(0, 183),
    ),
    Parameter(
        "if_off",
        (JsonType.STRING,),
        "当天休息时：就近、提前或顺延",
        "When the day is off: nearest, previous or next.",
        "previous",
        default="nearest",
        choices=tuple(IfOff),
    ),
    *TERMS,
)


@dataclass(frozen=True, slots=True)
class Spec:
    """An anchor as checked values; either ``recurrence`` or ``window`` is set."""

    kind: str
    recurrence: Recurrence | None
    window: YearlyDays | None
    tolerance: timedelta
    if_off: IfOff
    terms: Terms

    @property
    def days(self) -> int:
        """Give the most days that one of its windows has."""
        if self.window is not None:
            return Cycle("year", yearly=self.window).days
        sides = 2 if self.if_off is IfOff.NEAREST else 1
        return sides * self.tolerance.days + 1

    def around(self, day: date) -> tuple[date, date]:
        """Give the days [start, end) on which the event of a day that it names may lie."""
        before = timedelta() if self.if_off is IfOff.NEXT else self.tolerance
        after = timedelta() if self.if_off is IfOff.PREVIOUS else self.tolerance
        return day - before, day + after + _DAY

    def window_of(self, period: Period) -> tuple[date, date] | None:
        """Give the days [start, end) of a civil period's event; None where it names no day."""
        if self.recurrence is None:
            return Cycle("year", yearly=self.window).of_year(period)
        (day,) = self.recurrence.nominals([period])
        return None if day is None else self.around(day)


def parse(rule: Rule) -> Spec:
    """Check an anchor rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    ways = [way for way in _WAYS if reader.has(way)]
    if not ways:
        reader.refuse("rrule", "no_day")
    if len(ways) > 1:
        reader.refuse(ways[1], "contradiction", beside=ways[0])
    terms = read_terms(reader)
    if terms.late is Late.CARRY:
        reader.refuse("late", "contradiction", beside="type")
    window = yearly_days(reader) if ways == ["window"] else None
    for name in ("tolerance_days", "if_off"):
        if window and reader.has(name):
            reader.refuse(name, "contradiction", beside="window")
    return Spec(
        reader.text("kind"),
        None if window else _recurrence(reader, ways[0]),
        window,
        timedelta(days=reader.integer("tolerance_days")),
        reader.choice("if_off", IfOff),
        terms,
    )


def expand(rule: Rule, spec: Spec, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give one unit for each period with such a day; its window may lie beyond the period.

    Units of the periods around come along where their windows meet those of the planned span: their
    events are theirs.
    """
    if not applies(rule, spec.terms, source):
        return ()
    maker = maker_of(rule, spec.terms, source)
    content = maker.own(spec.kind)
    if spec.recurrence is None:
        cycle = Cycle("year", yearly=spec.window)
        years = cycle.periods(maker.opening, source.end)
        units = [_within(maker, cycle, content, year) for year in years]
    else:
        reach = timedelta(days=spec.days)
        first, end = max(maker.opening - reach, _FIRST), min(source.end + reach, _END)
        periods = periods_between(spec.recurrence.per, first, end)
        days = zip(periods, spec.recurrence.nominals(periods), strict=True)
        units = [_around(maker, spec, content, *each) for each in days]
    return _meeting(source, [unit for unit in units if unit is not None])


def _meeting(source: PlanInput, units: Iterable[DemandUnit]) -> tuple[DemandUnit, ...]:
    """Leave out what meets neither the planned span nor the window of a unit that is of it."""
    mine = [
        unit for unit in units if unit.reckoned[0] < source.end and source.start < unit.reckoned[1]
    ]
    first = min([source.start, *(unit.start for unit in mine)])
    last = max([source.end, *(unit.grace_end for unit in mine)])
    return tuple(unit for unit in units if unit.start < last and first < unit.grace_end)


def _within(maker: Maker, cycle: Cycle, content: Content, year: Period) -> DemandUnit | None:
    whole = cycle.span(year, maker.rule.tenure)
    span = whole and within(*whole, maker.belongs)
    if whole is None or span is None:
        return None
    unit = maker.unit(maker.key(year.key), *span, content)
    return maker.while_member(unit, whole[1])


def _around(
    maker: Maker, spec: Spec, content: Content, period: Period, nominal: date | None
) -> DemandUnit | None:
    if nominal is None or not maker.rule.tenure.holds(nominal):
        return None
    start, end = spec.around(nominal)
    if spec.terms.output is Output.DELIVERABLE:
        end = min(end, max(period.end, _settled(maker, spec, nominal) + _DAY))
    span = within(start, end, maker.belongs)
    if span is None or not maker.belongs.holds(nominal):
        return None
    key = maker.key(period.key)
    unit = maker.unit(key, *span, content, nominal=nominal, if_off=spec.if_off)
    return maker.while_member(replace(unit, anchor_day=nominal), end)


def _settled(maker: Maker, spec: Spec, nominal: date) -> date:
    """Give the workday to which a day goes that is off; what is due leaves its period only so."""
    calendar = maker.source.calendar
    ways = {
        IfOff.NEAREST: calendar.nearest,
        IfOff.PREVIOUS: calendar.previous,
        IfOff.NEXT: calendar.next,
    }
    return ways[spec.if_off](nominal)


def _recurrence(reader: Reader, way: str) -> Recurrence:
    text = reader.text(way)
    if way == "rrule":
        found = reader.read(way, text, parse_rrule)
        if not found.in_every_month:
            reader.refuse(way, "short_month")
        return found
    if way == "date":
        return yearly(*reader.read(way, not_leap_day(reader, way, text), month_day))
    if text not in FESTIVALS:
        reader.refuse(way, "choice")
    return Recurrence("year", festival=text)
