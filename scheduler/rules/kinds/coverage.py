"""Coverage: every cell of a grid (kinds, themes, teams, members …) at least so often a period."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date
from itertools import product
from math import prod

from scheduler.domain.roster import Tenure
from scheduler.rules.calendar.periods import Period
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.cycle import CYCLE, Cycle, read_cycle
from scheduler.rules.language.lists import Entry, common, entries, first_to_leave, while_members
from scheduler.rules.language.making import Content, Maker, applies, check_count, maker_of, owed
from scheduler.rules.language.naming import names_of
from scheduler.rules.language.pairs import check_pairs
from scheduler.rules.language.parameters import MOST_UNITS, JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.terms import TERMS, Late, Terms, read_terms
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "axes",
        (JsonType.OBJECT,),
        "要覆盖的各轴：每轴列出取值或写名单（@名单）；结对写作“甲+乙”",
        "The axes to cover, each with its values or a list (@name); a pair is written one+other.",
        {"kind": ["party_lecture", "volunteering"]},
        required=True,
        form=Shape.NAMED,
        words=Shape.TEXT,
    ),
    *CYCLE,
    Parameter(
        "kind",
        (JsonType.STRING,),
        "活动类型；有kind轴时不填",
        "The kind of activity where no axis is the kind.",
        "enterprise_visit",
        form=Shape.KIND,
    ),
    Parameter(
        "joint",
        (JsonType.BOOLEAN,),
        "各支部一起参加",
        "Whether all branches take part together.",
        example=True,
        default=False,
    ),
    *TERMS,
)

_SEPARATOR = "|"


@dataclass(frozen=True, slots=True)
class Spec:
    """A coverage as checked values; the axes are sorted by name."""

    axes: tuple[tuple[str, tuple[str, ...]], ...]
    cycle: Cycle
    least: int
    kind: str
    joint: bool
    terms: Terms


@dataclass(frozen=True, slots=True)
class _Cell:
    """One cell of the grid, for as long as its values stand together.

    ``promised`` is that span through all versions of the rule: what a period owes is a share of it.
    ``leaves`` is the day on which the first of its values, or the one that the promise is of, is
    no member any more, and ``leaver`` who that is.
    """

    text: str
    theme: str | None
    tenure: Tenure
    promised: Tenure
    leaves: date | None
    leaver: str
    content: Content


def parse(rule: Rule) -> Spec:
    """Check a coverage rule and give its values."""
    reader = Reader(rule, PARAMETERS)
    axes = _axes(rule, reader)
    least = reader.integer("min")
    cycle = read_cycle(reader, rule.key)
    literal = prod(sum(not word.startswith("@") for word in words) or 1 for _, words in axes)
    if least * literal * cycle.per_year > MOST_UNITS:
        reader.refuse("axes", "too_many")
    kind = reader.text("kind")
    if kind and "kind" in dict(axes):
        reader.refuse("kind", "contradiction", beside="axes.kind")
    terms = read_terms(reader)
    if terms.late is Late.CARRY:
        reader.refuse("late", "contradiction", beside="type")
    return Spec(axes, cycle, least, kind or rule.key, reader.flag("joint"), terms)


def expand(rule: Rule, spec: Spec, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give the units of every cell in the periods that touch the planned span or are made up in it.

    A value that is a member, written or listed, owes only while it is one, by ``prorate``, and so
    does the organisation whose promise this is. What stands in one can be made up only then, too.
    """
    if not applies(rule, spec.terms, source):
        return ()
    maker = maker_of(rule, spec.terms, source)
    cells = _cells(maker, spec)
    units: list[DemandUnit] = []
    for period in spec.cycle.periods(maker.opening, source.end):
        for cell in cells:
            units += _of_cell(maker, spec, period, cell)
    return tuple(units)


def _axes(rule: Rule, reader: Reader) -> tuple[tuple[str, tuple[str, ...]], ...]:
    table = reader.named("axes", reader.value("axes"))
    axes = []
    for axis in sorted(table):
        words = reader.words(f"axes.{axis}", table[axis])
        if any(_SEPARATOR in word for word in words):
            reader.refuse(f"axes.{axis}", "separator")
        check_pairs(rule, axis, [word for word in words if not word.startswith("@")])
        axes.append((axis, words))
    return tuple(axes)


def _cells(maker: Maker, spec: Spec) -> list[_Cell]:
    rule, source = maker.rule, maker.source
    found = [(axis, entries(rule, source, f"axes.{axis}", words)) for axis, words in spec.axes]
    for axis, listed in found:
        check_pairs(rule, axis, (entry.value for entry in listed))
    lists = [while_members(rule, source, listed) for _, listed in found]
    wanted = spec.least * spec.cycle.per_year * prod(len(listed) for listed in lists)
    check_count(rule, "axes", wanted)
    axes = [axis for axis, _ in spec.axes]
    cells = []
    for combination in product(*lists):
        stands = (Entry(maker.scope, maker.belongs), *combination)
        spans = tuple(entry.tenure for entry in stands)
        tenure = common((rule.tenure, *spans))
        if tenure is not None:
            values = {axis: entry.value for axis, entry in zip(axes, combination, strict=True)}
            content = _content(maker, spec, values)
            text = _SEPARATOR.join(values.values())
            promised = common((rule.promised, *spans)) or tenure
            leaver, leaves = first_to_leave(rule, source, stands)
            theme = values.get("theme")
            cells.append(_Cell(text, theme, tenure, promised, leaves, leaver, content))
    return cells


def _content(maker: Maker, spec: Spec, values: Mapping[str, str]) -> Content:
    kind = values.get("kind", spec.kind)
    if set(values) == {"kind"}:
        return Content(kind, *names_of(maker.source, kind))
    names = [names_of(maker.source, value) for value in values.values()]
    own = maker.own(kind)
    return Content(
        kind,
        f"{own.title}：{'·'.join(name for name, _ in names)}",
        f"{own.title_en}: {', '.join(name for _, name in names)}",
    )


def _of_cell(maker: Maker, spec: Spec, period: Period, cell: _Cell) -> list[DemandUnit]:
    span = spec.cycle.span(period, cell.tenure)
    if span is None:
        return []
    count = owed(spec.least, spec.terms.prorate, period, cell.promised)
    units = (
        maker.unit(maker.key(period.key, cell.text, ordinal), *span, cell.content)
        for ordinal in range(1, count + 1)
    )
    _, end = spec.cycle.span(period, maker.rule.tenure) or span
    leaving = (maker.leaving(unit, end, cell.leaves, cell.leaver) for unit in units)
    return [replace(unit, theme=cell.theme) if cell.theme else unit for unit in leaving]
