"""Placements made of units: on a day of their own, on a due date, or as the event is published."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event, Explanation
from scheduler.domain.matter import MatterState
from scheduler.domain.moments import aware
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.explain import explained
from scheduler.rules.inputs import PlanInput, is_fixed
from scheduler.rules.placing.why import outside
from scheduler.rules.plan import Placement
from scheduler.rules.planning.published import midnight
from scheduler.rules.turns.rotas import Draft
from scheduler.rules.units import DayPolicy, DemandUnit, Output, uid_of


def drafted(
    unit: DemandUnit,
    day: date,
    calendar: WorkdayCalendar,
    *,
    attempt: int = 1,
    event: Event | None = None,
    why: Explanation,
) -> Draft:
    """Put a unit on a day; an event that exists keeps its UID, and the matters added to it."""
    start, end, all_day = _times(unit, day)
    placement = Placement(
        uid=uid_of(unit.key, attempt) if event is None else event.uid,
        unit=unit.key,
        attempt=attempt if event is None else event.attempt,
        owner=unit.owner,
        alliances=unit.alliances,
        kind=unit.kind,
        title=unit.title,
        title_en=unit.title_en,
        start=aware(start, "start"),
        end=aware(end, "end"),
        all_day=all_day,
        tentative=calendar.is_provisional(day),
        venue=unit.venue,
        matters=_matters(unit, event),
        why_date=why,
    )
    return Draft(placement, unit, event)


def mirrored(unit: DemandUnit, event: Event, calendar: WorkdayCalendar) -> Draft:
    """Take over an event that a plan does not touch; only whether it is tentative may change."""
    day = event.day()
    draft = drafted(unit, day, calendar, event=event, why=kept_reason(event))
    placement = replace(
        draft.placement,
        alliances=event.alliances,
        kind=event.kind,
        title=event.title,
        title_en=event.title_en,
        start=event.start,
        end=event.end,
        all_day=event.all_day,
        venue=event.venue,
        matters=event.matters,
    )
    return Draft(placement, unit, event)


def own_agendas(source: PlanInput, drafts: Sequence[Draft]) -> list[Draft]:
    """Take off the events that a plan may change what was withdrawn or is a unit of its own now.

    So it is where a batch falls apart before its event.
    """
    units = {(each.unit.chain, key): each.unit.key for each in drafts for key in each.unit.matters}
    gone = {matter.key for matter in source.matters if matter.state is MatterState.WITHDRAWN}
    found = []
    for draft in drafts:
        unit, event, listed = draft.unit, draft.event, draft.placement.matters
        if event is not None and not is_fixed(event, source):
            kept = (key for key in listed if units.get((unit.chain, key), unit.key) == unit.key)
            listed = tuple(key for key in kept if key not in gone)
        found.append(replace(draft, placement=replace(draft.placement, matters=listed)))
    return found


def kept_reason(event: Event) -> Explanation:
    """Give the explanation the event was published with."""
    return event.why_date or explained("date_kept", day=event.day().isoformat())


def due_day(unit: DemandUnit, calendar: WorkdayCalendar, today: date) -> date | None:
    """Give the due date of a deliverable, else the last workday of its grace; None once over."""
    last = unit.nominal or calendar.previous(unit.end - timedelta(days=1))
    for day in (max(last, unit.start), calendar.previous(unit.grace_end - timedelta(days=1))):
        if day > today:
            return day
    return None


def due_cause(unit: DemandUnit, event: Event, source: PlanInput) -> Explanation:
    """Tell why a deliverable is due another day than its event: a leave, a notice, or its rule."""
    day = event.day()
    if unit.lapses and unit.leaves is not None and unit.leaves <= day:
        return outside(unit, day)
    if unit.days is DayPolicy.WORKDAY and not source.calendar.is_workday(day):
        return explained("day_off", day=day.isoformat(), resource="")
    former = (calendar for _, calendar in source.calendar.earlier)
    followed = any(due_day(unit, calendar, source.today) == day for calendar in former)
    decided = event.tentative and not source.calendar.is_provisional(day)
    return explained("calendar" if followed or decided else "rule_changed")


def _times(unit: DemandUnit, day: date) -> tuple[datetime, datetime, bool]:
    start = midnight(day)
    if unit.output is Output.DELIVERABLE or unit.span_days > 1:
        return start, midnight(day + timedelta(days=unit.span_days)), True
    start += timedelta(hours=unit.clock.hour, minutes=unit.clock.minute)
    return start, start + timedelta(minutes=unit.minutes), False


def _matters(unit: DemandUnit, event: Event | None) -> tuple[str, ...]:
    if event is None or not set(event.matters) - set(unit.matters):
        return unit.matters
    return tuple(sorted({*unit.matters, *event.matters}))
