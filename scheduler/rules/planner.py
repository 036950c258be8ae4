"""The planner: rules, roster, calendar and what is published in, one ``Plan`` out.

Pure and deterministic: the same input, in whatever order, gives the same bytes. Dates first, then
hosts, then themes.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from datetime import date

from scheduler.domain.activity import UnitKey
from scheduler.rules.aside import is_aside
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.expand import Days, changing, expand
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import ChangeKind, Plan
from scheduler.rules.planning.conflicts import conflicts_of
from scheduler.rules.planning.diff import changes_of, hash_of
from scheduler.rules.planning.drafting import own_agendas
from scheduler.rules.planning.ground import ground_of
from scheduler.rules.planning.published import is_waived, sort_published
from scheduler.rules.planning.sharing import with_rides
from scheduler.rules.planning.work import Work
from scheduler.rules.turns.hosting import with_hosts
from scheduler.rules.turns.theming import with_themes
from scheduler.rules.units import DemandUnit, Output

_PLACED = frozenset({Output.MEETING, Output.DELIVERABLE})


def plan(source: PlanInput) -> Plan:
    """Plan the targets; the units of others tell which people their published events need.

    Where a constraint, a rotation or a staffing begins or changes within a unit's window, what it
    says hangs on the day: the plan is made again until each unit is as its day wants it.
    """
    owners = {*source.targets, *(event.owner for event in source.events)}
    whole = replace(source, targets=tuple(sorted(owners)))
    units = expand(whole)
    found = plan_units(source, units)
    near: dict[UnitKey, date] = {}
    while changing(whole) and (others := _otherwise(whole, units, found, near)):
        near |= others
        units = expand(whole, near)
        found = plan_units(source, units)
    return found


def _otherwise(
    source: PlanInput, units: Iterable[DemandUnit], found: Plan, near: Days
) -> dict[UnitKey, date]:
    """Give the days of the units that their day wants otherwise than they were placed."""
    placed = {each.unit: each.day for each in found.placements if each.unit not in near}
    there = {unit.key: unit for unit in expand(source, {**near, **placed})}
    return {
        unit.key: placed[unit.key]
        for unit in units
        if unit.key in placed and unit != _in_window(there[unit.key], unit)
    }


def _in_window(unit: DemandUnit, like: DemandUnit) -> DemandUnit:
    return replace(unit, start=like.start, end=like.end, grace_end=like.grace_end)


def plan_units(source: PlanInput, units: Iterable[DemandUnit]) -> Plan:
    """Plan units that were expanded before; those of others than the targets are not placed."""
    known = {unit.key: unit for unit in units}
    wishes = _wishes(source, known)
    published = sort_published(source, wishes)
    ground = ground_of(source, wishes, published.bookings, known)
    work = Work(source, published, ground)
    work.take(wishes)
    drafts = own_agendas(source, work.drafts())
    drafts = with_themes(source, with_hosts(source, drafts))
    drafts = with_rides(drafts)
    drafts.sort(key=lambda draft: draft.placement.uid)
    placements = tuple(draft.placement for draft in drafts)
    changes = changes_of(drafts, published.gone, work.lost, work.causes, frozenset(work.forced))
    moves = sum(1 for change in changes if change.kind is ChangeKind.MOVE)
    return Plan(
        hash=hash_of(placements, changes, source.base),
        base=dict(sorted(source.base.items())),
        placements=placements,
        changes=changes,
        unplaced=tuple(sorted(work.unplaced, key=lambda missing: missing.unit)),
        conflicts=conflicts_of(source, published, work.fixed, known, ground, work.taken),
        forced=work.bound,
        moved=moves + len(work.lost),
    )


def _wishes(source: PlanInput, known: Mapping[UnitKey, DemandUnit]) -> list[DemandUnit]:
    """List the units that the plan dates; a period before the span belongs to the plan of that.

    Only there are all its events known; its make-ups reach into this span as bookings. So does an
    anchor's event that lies beyond the period of its day.
    """
    targets, aside = frozenset(source.targets), is_aside(source)
    wishes = [
        unit
        for unit in known.values()
        if unit.owner in targets
        and unit.plan
        and unit.end > source.start
        and _is_of_span(unit, source)
        and unit.output in _PLACED
        and not is_waived(unit, source)
        and (unit.owner, unit.key.rule) not in aside
    ]
    return sorted(wishes, key=lambda unit: unit.key)


def _is_of_span(unit: DemandUnit, source: PlanInput) -> bool:
    if unit.anchor_day is None:
        return True
    period = parse_key(unit.key.period)
    return period.start < source.end and source.start < period.end
