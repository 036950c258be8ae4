"""The preset of one requirement as the input of a plan, and what comes out of it."""

from collections import Counter
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime
from functools import cache
from itertools import combinations
from typing import TypeVar

from scheduler.domain.activity import EventStatus, UnitKey
from scheduler.domain.matter import Matter, MatterState, Step
from scheduler.domain.moments import SHANGHAI
from scheduler.domain.roster import Membership, Officer
from scheduler.domain.visit import Visit
from scheduler.presets import load
from scheduler.presets.matters import SampleMatter, resolution, sample_matters
from scheduler.presets.requirements import Requirement, preset_of, requirements, rules_of
from scheduler.presets.values import Preset
from scheduler.reports.quarter import HeldEvent, QuarterInput, QuarterReport, quarter_report
from scheduler.rules.calendar.workdays import shipped_calendar
from scheduler.rules.expand import demand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.judging.credit import Credit, credit, shares_of
from scheduler.rules.language.lists import entries
from scheduler.rules.plan import Placement
from scheduler.rules.planner import plan
from scheduler.rules.planning.diff import applied
from scheduler.rules.units import DemandUnit
from tests.rules.promises import quota

Tie = TypeVar("Tie", Membership, Officer)

NEW_YEAR = date(2026, 1, 1)
NEXT_YEAR = date(2027, 1, 1)
EVE = date(2025, 12, 31)
CALENDAR = shipped_calendar()
BY_NUMBER = {requirement.number: requirement for requirement in requirements()}


@dataclass(frozen=True, slots=True)
class Row:
    """What is shown for one requirement, and what it must show."""

    number: int
    show: Callable[[int], object]
    output: object


def requirement(number: int) -> Requirement:
    return BY_NUMBER[number]


def preset(number: int) -> Preset:
    return preset_of(requirement(number))


def source(number: int, *alliances: str, **changes: object) -> PlanInput:
    """Give the requirement's own rules, on the eve of 2026, for its alliance or for those named."""
    stated = requirement(number)
    owners = alliances or (stated.alliance,)
    base = replace(_base(stated.preset), targets=tuple(sorted(owners)))
    rules = tuple(rule for owner in owners for rule in rules_of(replace(stated, alliance=owner)))
    return replace(base, rules=rules, **changes)  # type: ignore[arg-type]  # fields by name


@cache
def _base(key: str) -> PlanInput:
    loaded = next(each for each in load() if each.key == key)
    roster = loaded.roster
    names = dict(loaded.names)
    named = (("organisation", roster.organisations), ("body", roster.bodies))
    for entity, items in named:
        names |= {f"{entity}:{each.key}": (each.short_name, each.name_en) for each in items}
    return PlanInput(
        today=EVE,
        start=NEW_YEAR,
        end=NEXT_YEAR,
        targets=(),
        rules=(),
        calendar=CALENDAR,
        kinds={kind.key: kind for kind in loaded.kinds},
        members=_by_body(roster.memberships),
        officers=_by_body(roster.officers),
        venues={venue.key: venue for venue in loaded.venues},
        groups=loaded.groups,
        lists={**loaded.lists, **loaded.offered_lists},
        names=names,
    )


def _by_body(ties: Iterable[Tie]) -> dict[str, tuple[Tie, ...]]:
    found: dict[str, list[Tie]] = {}
    for tie in ties:
        found.setdefault(tie.body, []).append(tie)
    return {body: tuple(listed) for body, listed in found.items()}


def enterprises(given: PlanInput, alliance: str) -> list[str]:
    """List the enterprises of an alliance, as ``@enterprises`` of a rule names them."""
    named = entries(quota(owner=alliance), given, "axes", ["@enterprises"])
    return [entry.value for entry in named]


def year(given: PlanInput) -> list[Placement]:
    """Give what the plan of the year places, in the order of time."""
    return sorted(plan(given).placements, key=lambda each: (each.start, each.uid))


def placed(given: PlanInput, *fields: str) -> list[tuple[object, ...]]:
    """Tell these fields of everything that the year's plan places, in the order of time."""
    return [tuple(_FIELDS[name](each) for name in fields) for each in year(given)]


_FIELDS: Mapping[str, Callable[[Placement], object]] = {
    "rule": lambda each: each.unit.rule,
    "period": lambda each: each.unit.period,
    "cell": lambda each: each.unit.cell,
    "kind": lambda each: each.kind,
    "title": lambda each: each.title,
    "host": lambda each: each.host,
    "theme": lambda each: each.theme,
    "venue": lambda each: each.venue,
    "alliances": lambda each: each.alliances,
    "matters": lambda each: each.matters,
    "all_day": lambda each: each.all_day,
    "date": lambda each: day_of(each).isoformat()[5:],
    "time": lambda each: f"{_local(each.start):%H:%M}-{_local(each.end):%H:%M}",
    "days": lambda each: (each.end - each.start).days,
}


def day_of(placement: Placement) -> date:
    return _local(placement.start).date()


def _local(moment: datetime) -> datetime:
    return moment.astimezone(SHANGHAI)


def units(given: PlanInput, rule: str) -> list[DemandUnit]:
    """Give the units of one rule whose window ends after New Year."""
    return [unit for unit in demand(given) if unit.key.rule == rule and unit.end > NEW_YEAR]


def held(given: PlanInput) -> PlanInput:
    """Publish the year's plan and hold every event of it."""
    after = applied(given, plan(given))
    return replace(
        after, events=tuple(replace(each, status=EventStatus.HELD) for each in after.events)
    )


def credits_of(given: PlanInput) -> Mapping[UnitKey, Credit]:
    """Give the events that units are credited with."""
    return credit(demand(given), given.events, shares_of(given.rules))


def credited(given: PlanInput) -> Counter[str]:
    """Count by rule the units to which an event is credited."""
    return Counter(key.rule for key in credits_of(given))


def report(given: PlanInput) -> QuarterReport:
    """Give the figures of the year from the events and matters of the input."""
    events = tuple(HeldEvent(each.uid, each.kind, each.day()) for each in given.events)
    return quarter_report(
        QuarterInput("2026年", "2026", NEW_YEAR, NEXT_YEAR, events, given.matters)
    )


def visited(units: Iterable[DemandUnit], *days: date) -> tuple[Visit, ...]:
    """Record a visit, or an item done, for each of these units on each of the days."""
    return tuple(
        Visit(f"v-{place}-{day}", unit.owner, unit.key.rule, unit.key.cell, day)
        for place, unit in enumerate(units)
        for day in days
    )


def kept_by(units: Iterable[DemandUnit], log: Iterable[Visit]) -> Mapping[UnitKey, Credit]:
    """Give the units that recorded visits and items fulfil."""
    return credit(units, (), {}, log)


def overlaps(given: PlanInput) -> list[tuple[str, str]]:
    """Name the pairs of planned events that need one person or one venue at the same time."""
    known = {unit.key: unit for unit in demand(given)}
    return [
        (one.uid, other.uid)
        for one, other in combinations(year(given), 2)
        if one.start < other.end and other.start < one.end
        if _needs(one, known) & _needs(other, known)
    ]


def _needs(placement: Placement, known: Mapping[UnitKey, DemandUnit]) -> set[str]:
    venue = {placement.venue} if placement.venue else set()
    return {*known[placement.unit].resources, *venue}


def sample_year(number: int) -> tuple[Matter, ...]:
    """Give the sample matters of the requirement's alliance as they stand at the year's end."""
    end = datetime(2026, 12, 31, 12, tzinfo=SHANGHAI)
    known = enumerate(sample_matters(end, CALENDAR), start=1)
    return tuple(
        _matter(f"m-{index}", sample)
        for index, sample in known
        if sample.alliance == requirement(number).alliance
    )


def _matter(key: str, sample: SampleMatter) -> Matter:
    steps = {each.step: each for each in sample.steps}
    if sample.major and sample.accepted_at and sample.days:
        done = resolution(sample, sample.accepted_at, CALENDAR)
        steps[done.step] = done
    resolved = steps.get(Step.RESOLVE)
    return Matter(
        key=key,
        alliance=sample.alliance,
        title=sample.title,
        category=sample.category,
        raised_by=sample.raised_by,
        raised_at=sample.raised_at,
        state=MatterState.RESOLVED if resolved else MatterState.ACCEPTED,
        major=sample.major,
        accepted_at=sample.accepted_at,
        resolved_at=resolved.at if resolved else None,
        method=resolved.method if resolved else None,
    )
