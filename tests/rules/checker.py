"""A brute-force reading of what a plan must keep; it shares no code with the planner."""

from collections.abc import Iterable, Sequence
from datetime import UTC, date, datetime, timedelta
from itertools import islice
from zoneinfo import ZoneInfo

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.rules.inputs import PlanInput
from scheduler.rules.plan import Placement, Plan
from scheduler.rules.units import DayPolicy, DemandUnit, Output

_ZONE = ZoneInfo("Asia/Shanghai")
_PAUSE = timedelta(minutes=30)
_Booked = tuple[str, datetime, datetime, frozenset[str], DemandUnit | None]


def violations(source: PlanInput, units: Iterable[DemandUnit], plan: Plan) -> list[str]:
    """Name every overlap, gap, window, day and absence that the plan breaks.

    Held events, those not of the plan, and those listed as conflicts may lie as they are.
    """
    known = {unit.key: unit for unit in units}
    excused = {conflict.uid for conflict in plan.conflicts}
    old = {event.uid: event for event in source.events}
    found = []
    judged = set()
    for placement in plan.placements:
        unit = known[placement.unit]
        before = old.get(placement.uid)
        stays = before is not None and before.start == placement.start
        settled = stays and placement.start.astimezone(_ZONE).date() <= source.today
        if placement.uid not in excused and not settled and unit.output is Output.MEETING:
            judged.add(placement.uid)
            found += _lone(source, unit, placement)
    seen = set()
    for together in _groups(_bookings(source, known, plan)):
        for one, other in _neighbours(together):
            pair = (one[0], other[0])
            if pair not in seen and judged & set(pair) and not excused & set(pair):
                seen.add(pair)
                found += _pair(one, other)
    return found


def _groups(booked: Iterable[_Booked]) -> Iterable[list[_Booked]]:
    """Bring together what could meet: bookings of one resource, and events of one chain."""
    groups: dict[object, list[_Booked]] = {}
    for booking in booked:
        unit = booking[4]
        chain = None if unit is None else (unit.key.rule, unit.key.scope)
        for tie in (*booking[3], chain):
            groups.setdefault(tie, []).append(booking)
    return groups.values()


def _neighbours(together: Sequence[_Booked]) -> Iterable[tuple[_Booked, _Booked]]:
    """Pair bookings with those that begin after them and are not wholly out of reach."""
    ordered = sorted(together, key=lambda booking: (booking[1], booking[0]))
    reach = timedelta(days=max((unit.gap_days for *_, unit in ordered if unit), default=0) + 1)
    for place, one in enumerate(ordered):
        for other in islice(ordered, place + 1, None):
            if other[1] >= max(one[2] + _PAUSE, one[1] + reach):
                break
            yield one, other


def _lone(source: PlanInput, unit: DemandUnit, placement: Placement) -> list[str]:
    found = []
    first = placement.start.astimezone(_ZONE).date()
    last = (placement.end - timedelta(microseconds=1)).astimezone(_ZONE).date()
    days = [first + timedelta(days=count) for count in range((last - first).days + 1)]
    if first <= source.today:
        found.append(f"{placement.uid} in the past")
    if first < unit.start or last >= max(unit.grace_end, unit.end) + timedelta(
        days=1 if unit.span_days == 1 else 0
    ):
        found.append(f"{placement.uid} outside of its window")
    for day in days[: unit.span_days]:
        if unit.days is DayPolicy.WORKDAY and not source.calendar.is_workday(day):
            found.append(f"{placement.uid} on a day off")
        guarded = source.calendar.is_provisional(day) and not source.calendar.allowed(day)
        relaxed = placement.why_date["code"] == "guard_relaxed"
        due = unit.nominal or unit.output is Output.DELIVERABLE
        if unit.days is DayPolicy.WORKDAY and guarded and not relaxed and not due:
            found.append(f"{placement.uid} in the guard band")
        if unit.days is DayPolicy.HOLIDAY and source.calendar.is_workday(day):
            found.append(f"{placement.uid} on a workday")
    found += [
        f"{placement.uid} while {blackout.resource} is away"
        for blackout in source.blackouts
        for day in days[: unit.span_days]
        if blackout.start <= day < blackout.end and blackout.resource in _absent(unit)
    ]
    return found


def _absent(unit: DemandUnit) -> set[str]:
    bodies = {f"body:{key}" for key in (*unit.alliances, unit.owner)}
    return {*unit.resources, f"venue:{unit.venue}", *bodies}


def _bookings(source: PlanInput, known: dict[UnitKey, DemandUnit], plan: Plan) -> Iterable[_Booked]:
    placed = {placement.uid for placement in plan.placements}
    cancelled = {change.uid for change in plan.changes if change.kind == "cancel"}
    for event in source.events:
        alive = event.status in (EventStatus.PUBLISHED, EventStatus.HELD)
        if alive and event.uid not in placed | cancelled:
            unit = known.get(event.unit) if event.unit else None
            yield _booking(event, unit)
    for placement in plan.placements:
        yield _booking(placement, known[placement.unit])


def _booking(event: Event | Placement, unit: DemandUnit | None) -> _Booked:
    taken = {f"alliance:{key}" for key in event.alliances}
    if event.venue:
        taken.add(f"venue:{event.venue}")
    if unit is not None:
        taken |= {key for key in unit.resources if not key.startswith("venue:")}
        if unit.output is Output.DELIVERABLE:
            taken = set()
    elif event.all_day and not event.venue:
        taken = set()
    return (event.uid, event.start, event.end, frozenset(taken), unit)


def _pair(one: _Booked, other: _Booked) -> list[str]:
    found = []
    if one[3] & other[3] and one[1] < other[2] + _PAUSE and other[1] < one[2] + _PAUSE:
        found.append(f"{one[0]} and {other[0]} share {sorted(one[3] & other[3])}")
    first, second = one[4], other[4]
    if first is None or second is None or Output.DELIVERABLE in (first.output, second.output):
        return found
    same = (first.key.rule, first.key.scope) == (second.key.rule, second.key.scope)
    apart = abs((_day(one[1]) - _day(other[1])).days)
    if same and apart < max(first.gap_days, second.gap_days):
        found.append(f"{one[0]} and {other[0]} only {apart} days apart")
    return found


def _day(moment: datetime) -> date:
    assert moment.tzinfo is UTC
    return moment.astimezone(_ZONE).date()
