"""Trigger: something that each matter calls for: one consultation in time, or a chain of steps."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from enum import StrEnum

from scheduler.domain.activity import EventStatus
from scheduler.domain.matter import Matter, MatterState
from scheduler.rules.calendar.durations import Duration
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.inputs import PlanInput
from scheduler.rules.language.agendas import agendas
from scheduler.rules.language.batches import BATCH, Batch, content, read_batch
from scheduler.rules.language.making import Content, Maker, applies, maker_of
from scheduler.rules.language.parameters import JsonType, Parameter, Shape
from scheduler.rules.language.reader import Reader
from scheduler.rules.language.steps import (
    STEPS,
    Catalogue,
    StepDue,
    StepTerm,
    dues_of,
    local_day,
    read_catalogue,
    read_steps,
)
from scheduler.rules.language.terms import TERMS, Late, Terms, read_terms
from scheduler.rules.language.which import WHERE, read_where
from scheduler.rules.model import Rule
from scheduler.rules.units import DemandUnit

_ABSENT = frozenset({"output", "prorate", "with", "gap_days", "due"})
_DAY = timedelta(days=1)
_DONE = frozenset({MatterState.CONSULTED, MatterState.RESOLVED})


class Start(StrEnum):
    """What starts the clock of a trigger."""

    ACCEPTED = "matter.accepted"
    RAISED = "matter.raised"


PARAMETERS: tuple[Parameter, ...] = (
    Parameter(
        "on",
        (JsonType.STRING,),
        "起算：要事受理（matter.accepted）或提出（matter.raised）",
        "What starts it: matter.accepted or matter.raised.",
        "matter.accepted",
        required=True,
        choices=tuple(Start),
    ),
    WHERE,
    Parameter(
        "emit",
        (JsonType.STRING,),
        "每件要事安排的活动类型",
        "The kind of event that each matter calls for.",
        "consultation",
        form=Shape.KIND,
    ),
    Parameter(
        "due", (JsonType.STRING,), "期限", "The term for the event.", "10wd", form=Shape.TERM
    ),
    Parameter(
        "satisfied_by",
        (JsonType.ARRAY, JsonType.STRING),
        "列有该事的哪些活动也算",
        "The kinds of event that serve as well when they list the matter.",
        ["council"],
        words=Shape.KIND,
    ),
    Parameter(
        "batch",
        (JsonType.OBJECT,),
        "同类集中办：期限内同类满几件，合开一次；labour.3和labour.5都是labour一类",
        "So many matters of one class within a term become one collective event; labour.3 and "
        "labour.5 are both of labour.",
        {"same": "category", "k": 3, "within": "15d", "emit": "collective_handling"},
        parts=BATCH,
    ),
    *STEPS,
    *(parameter for parameter in TERMS if parameter.name not in _ABSENT),
)


@dataclass(frozen=True, slots=True)
class Spec:
    """A trigger as checked values: either ``emit`` and ``due``, or ``steps``."""

    on: Start
    major: bool | None
    categories: tuple[str, ...]
    emit: str
    due: Duration | None
    satisfied_by: tuple[str, ...]
    batch: Batch | None
    steps: tuple[StepTerm, ...]
    escalate: str
    catalogue: Catalogue
    terms: Terms

    def fits(self, matter: Matter) -> bool:
        """Tell whether it is about such a matter: major or not, and of such a category."""
        return self.major in {None, matter.major} and (
            not self.categories or matter.is_of(self.categories)
        )


@dataclass(frozen=True, slots=True)
class Case:
    """A matter that calls for an event, the day its clock started, and its last day.

    ``end`` is the day after its term, which a member that the promise is of may not await.
    """

    day: date
    matter: Matter
    due: date
    end: date


def parse(rule: Rule) -> Spec:
    """Check a trigger rule and give its values."""
    reader = Reader(rule, PARAMETERS, absent=TERMS)
    _check_shape(reader)
    major, categories = read_where(reader)
    terms = read_terms(reader, own_due=True)
    if terms.late is Late.CARRY:
        reader.refuse("late", "contradiction", beside="type")
    return Spec(
        on=reader.choice("on", Start),
        major=major,
        categories=categories,
        emit=reader.text("emit"),
        due=reader.duration("due", least=1),
        satisfied_by=reader.texts("satisfied_by"),
        batch=read_batch(reader),
        steps=read_steps(reader),
        escalate=reader.text("escalate"),
        catalogue=read_catalogue(reader),
        terms=terms,
    )


def _check_shape(reader: Reader) -> None:
    stepwise = reader.has("steps")
    for name in ("emit", "due"):
        if not stepwise and not reader.has(name):
            reader.refuse(name, "missing")
    for name in ("emit", "due", "satisfied_by", "batch"):
        if stepwise and reader.has(name):
            reader.refuse(name, "contradiction", beside="steps")
    for name in ("escalate", "catalogue"):
        if reader.has(name) and not stepwise:
            reader.refuse(name, "contradiction", beside="emit")


def step_dues(
    matter: Matter, spec: Spec, ended: Mapping[str, datetime], calendar: WorkdayCalendar
) -> tuple[StepDue, ...]:
    """Give the due date of each step of a matter; empty before its clock starts.

    ``ended`` tells when each step that is done was taken last.
    """
    return dues_of(spec.steps, _moment(matter, spec.on), ended, calendar)


def expand(rule: Rule, spec: Spec, source: PlanInput) -> tuple[DemandUnit, ...]:
    """Give one unit for each matter, or one for each batch, that is open within the planned span.

    A promise of one organisation calls for one while that one is a member, and lapses with it.
    A matter that was consulted without an event of its own calls for none; one that a further
    kind of event lists keeps a unit that is judged and not placed.
    """
    maker = maker_of(rule, spec.terms, source)
    called = {case.matter.key: case for case in cases(maker, spec)}
    live = (event for event in source.events if event.status is not EventStatus.CANCELLED)
    serving = (event.matters for event in live if event.kind in spec.satisfied_by)
    listed = frozenset(key for matters in serving for key in matters)
    units = [
        *_settled(maker, spec, called, listed),
        *_elsewhere(maker, spec, called, listed),
        *(_unit(maker, spec, group) for group in _groups(maker, spec, called)),
    ]
    return tuple(
        unit for unit in units if unit.start < source.end and source.start < unit.grace_end
    )


def cases(maker: Maker, spec: Spec) -> list[Case]:
    """List the matters that call for an event, in the order in which their clocks started.

    Those of the alliances of the rule, while it stands, applies, and whom it is of is a member.
    """
    if spec.due is None or not applies(maker.rule, maker.terms, maker.source):
        return []
    concerned = (each for each in maker.source.matters if each.alliance in maker.alliances)
    found = (_case(each, maker, spec, spec.due) for each in concerned)
    return sorted(filter(None, found), key=lambda case: (case.day, case.matter.key))


def _case(matter: Matter, maker: Maker, spec: Spec, term: Duration) -> Case | None:
    moment = _moment(matter, spec.on)
    if moment is None or matter.state is MatterState.WITHDRAWN:
        return None
    day = local_day(moment)
    stands = maker.rule.tenure.holds(day) and maker.belongs.holds(day)
    if not (stands and spec.fits(matter)):
        return None
    due = term.after(day, maker.source.calendar)
    # An amended calendar may move a due date back, but never takes days away.
    end = max(due, matter.due or due) + _DAY
    return Case(day, matter, min(end, maker.belongs.until or end) - _DAY, end)


def _settled(
    maker: Maker, spec: Spec, called: dict[str, Case], listed: frozenset[str]
) -> list[DemandUnit]:
    """Take out what stands on an agenda that is closed: those of its batch come too late for it.

    Its event was held, or some matter consulted, while it stands; it was given up; or no plan may
    touch it, though something on it is not ``listed`` elsewhere. A matter with an event of its own
    stays with that one until it is consulted.
    """
    known = sorted(agendas(maker), key=lambda agenda: not agenda.over)
    over = {agenda.unit.cell for agenda in known if agenda.over}
    own = {agenda.unit.cell for agenda in known}
    units = []
    for agenda in known:
        apart = (over if agenda.over else own) - {agenda.unit.cell}
        keys = [key for key in agenda.matters if key in called and key not in apart]
        done = agenda.over or any(called[key].matter.state in _DONE for key in keys)
        if keys and (done or (agenda.fixed and not listed.issuperset(keys))):
            group = [called.pop(key) for key in keys]
            unit = _unit(maker, spec, group, cell=agenda.unit.cell, period=agenda.unit.period)
            units.append(unit if done else replace(unit, kind=agenda.kind))
    return units


def _elsewhere(
    maker: Maker, spec: Spec, called: dict[str, Case], listed: frozenset[str]
) -> list[DemandUnit]:
    """Take out the matters that an event of a further kind lists: they are only judged."""
    found = [called.pop(key) for key in sorted(listed & called.keys())]
    return [replace(_unit(maker, spec, [case]), plan=False) for case in found]


def _groups(maker: Maker, spec: Spec, called: dict[str, Case]) -> list[list[Case]]:
    """Put together what is handled together; a matter alone is a group of one."""
    waiting = [case for case in called.values() if case.matter.state not in _DONE]
    groups = []
    while waiting:
        first = waiting[0]
        group = [first]
        if spec.batch is not None:
            last = min(spec.batch.within.after(first.day, maker.source.calendar), first.due)
            alike = [case for case in waiting if _alike(case, first) and case.day <= last]
            group = alike if len(alike) >= spec.batch.least else group
        groups.append(group)
        waiting = [case for case in waiting if case not in group]
    return groups


def _unit(
    maker: Maker, spec: Spec, group: list[Case], *, cell: str = "", period: str = ""
) -> DemandUnit:
    """Make the unit of a group under its lowest matter, or under the key of its event."""
    keys = tuple(sorted(case.matter.key for case in group))
    lowest = next(case for case in group if case.matter.key == keys[0])
    start = max(case.day for case in group)
    due = max(min(case.due for case in group), start)
    key = maker.key(period or str(lowest.day.year), cell or keys[0])
    unit = maker.unit(key, start, due + _DAY, _content(maker, spec, group))
    unit = maker.while_member(unit, min(case.end for case in group))
    return replace(unit, matters=keys, accepts=spec.satisfied_by)


def _content(maker: Maker, spec: Spec, group: list[Case]) -> Content:
    matter, count = group[0].matter, len(group)
    if spec.batch is None or count == 1:
        own = maker.own(spec.emit)
        return Content(spec.emit, f"{own.title}：{matter.title}", f"{own.title_en}: {matter.title}")
    return content(spec.batch, maker, matter.category_class, count)


def _alike(case: Case, first: Case) -> bool:
    one, other = case.matter, first.matter
    return (one.alliance, one.category_class) == (other.alliance, other.category_class)


def _moment(matter: Matter, on: Start) -> datetime | None:
    return matter.accepted_at if on is Start.ACCEPTED else matter.raised_at
