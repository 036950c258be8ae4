"""The events of a plan's input, sorted by what a plan may do with them."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta

from scheduler.domain.activity import Event, EventStatus, UnitKey
from scheduler.domain.errors import DomainError
from scheduler.domain.moments import SHANGHAI
from scheduler.rules.calendar.periods import parse_key
from scheduler.rules.explain import UNDONE
from scheduler.rules.inputs import PlanInput, is_fixed
from scheduler.rules.placing.board import DAY, FREE, Claim, Shape, shape
from scheduler.rules.units import DemandUnit, Output

_MINUTE = timedelta(minutes=1)


@dataclass(frozen=True, slots=True)
class Published:
    """What exists: by unit, what stays whatever happens, and what has no unit any more.

    ``live`` holds the one published event of each open unit; ``attempts`` the next attempt of
    units with cancelled events; ``bookings`` all events that a plan does not move; ``gone`` those
    that it cancels and ``stuck`` those that it would cancel if they were not frozen or pinned,
    each with the code of the cause.
    """

    live: Mapping[UnitKey, Event]
    held: frozenset[UnitKey]
    attempts: Mapping[UnitKey, int]
    bookings: tuple[Event, ...]
    gone: tuple[tuple[Event, str], ...]
    stuck: tuple[tuple[Event, str], ...]


@dataclass(slots=True)
class _Sorting:
    """The piles while events are sorted, and which owners and units they are sorted for."""

    targets: frozenset[str]
    wanted: frozenset[UnitKey]
    live: dict[UnitKey, Event] = field(default_factory=dict)
    held: set[UnitKey] = field(default_factory=set)
    attempts: dict[UnitKey, int] = field(default_factory=dict)
    bookings: list[Event] = field(default_factory=list)
    gone: list[tuple[Event, str]] = field(default_factory=list)
    stuck: list[tuple[Event, str]] = field(default_factory=list)


def sort_published(source: PlanInput, units: Iterable[DemandUnit]) -> Published:
    """Sort the events; ``units`` are those of the targets that want a date."""
    piles = _Sorting(frozenset(source.targets), frozenset(unit.key for unit in units))
    ordered = sorted(source.events, key=lambda event: (-event.attempt, event.uid))
    _keep_settled(ordered, piles)
    for event in ordered:
        if event.status is EventStatus.PUBLISHED:
            _sort_one(event, source, piles)
    return Published(
        piles.live,
        frozenset(piles.held),
        piles.attempts,
        tuple(piles.bookings),
        tuple(piles.gone),
        tuple(piles.stuck),
    )


def is_waived(unit: DemandUnit, source: PlanInput) -> bool:
    """Tell whether the unit was given up with a reason."""
    return str(unit.key) in source.waived


def claim_of(event: Event, unit: DemandUnit | None) -> Claim:
    """Give what an event takes where it lies; its unit, if known, names the people."""
    alliances = event.alliances or (event.owner,)
    people = () if unit is None else (key for key in unit.resources if key[:6] != "venue:")
    named = {f"alliance:{key}" for key in alliances} | set(people)
    if event.venue is not None:
        named.add(f"venue:{event.venue}")
    chain = None if event.unit is None else (event.unit.rule, event.unit.scope)
    gap = 0 if unit is None else unit.gap_days
    return Claim(event.uid, _shape(event, unit), tuple(sorted(named)), chain, gap)


def unit_claim(unit: DemandUnit, uid: str) -> Claim:
    """Give what a unit's event takes wherever it is put; several days are taken whole."""
    alliances = unit.alliances or (unit.owner,)
    named = {*unit.resources, *(f"alliance:{key}" for key in alliances)}
    if unit.venue is not None and unit.venue[0] != "@":
        named.add(f"venue:{unit.venue}")
    start = unit.clock.hour * 60 + unit.clock.minute
    taken = (start, start + unit.minutes) if unit.span_days == 1 else (0, unit.span_days * DAY)
    return Claim(uid, shape(*taken), tuple(sorted(named)), unit.chain, unit.gap_days)


def midnight(day: date) -> datetime:
    """Give the local midnight that begins a day."""
    return datetime(day.year, day.month, day.day, tzinfo=SHANGHAI)


def _keep_settled(ordered: Iterable[Event], piles: _Sorting) -> None:
    for event in ordered:
        if event.status is EventStatus.HELD:
            piles.bookings.append(event)
            if event.unit is not None:
                piles.held.add(event.unit)
        elif event.status is EventStatus.CANCELLED and event.unit is not None:
            # What only an undo has cancelled comes back as the same event.
            used = event.attempt if event.why_date.get("code") == UNDONE else event.attempt + 1
            piles.attempts[event.unit] = max(piles.attempts.get(event.unit, 1), used)


def _sort_one(event: Event, source: PlanInput, piles: _Sorting) -> None:
    """Sort one published event; of several of one unit the latest attempt is the live one."""
    cause = _superfluous(event, source, piles)
    if cause is None:
        if event.unit in piles.wanted and event.owner in piles.targets:
            piles.live[event.unit] = event
        if event.unit not in piles.live or is_fixed(event, source):
            piles.bookings.append(event)
    elif not is_fixed(event, source):
        piles.gone.append((event, cause))
    else:
        piles.bookings.append(event)
        if event.day() > source.today:
            piles.stuck.append((event, cause))


def _superfluous(event: Event, source: PlanInput, piles: _Sorting) -> str | None:
    unit = event.unit
    if unit is None or event.owner not in piles.targets:
        return None
    if unit in piles.held:
        return "already_held"
    if unit in piles.live:
        return "duplicate"
    if unit in piles.wanted:
        return None
    if str(unit) in source.waived:
        return "waived"
    return _unwanted(event, unit, source)


def _unwanted(event: Event, unit: UnitKey, source: PlanInput) -> str | None:
    """Tell whether the rule of a unit that is gone has ended, or asks for less than before.

    Of a rule that is set aside nobody can tell what it asks for while it stands.
    """
    if not _in_span(event, unit, source):
        return None
    place, day = (event.owner, unit.rule), event.day()
    aside = (rule for rule in source.aside if (rule.owner, rule.key) == place)
    if any(rule.promised.holds(day) for rule in aside):
        return None
    rules = (rule for rule in source.rules if (rule.owner, rule.key) == place)
    return "unit_gone" if any(rule.tenure.holds(day) for rule in rules) else "rule_ended"


def _in_span(event: Event, unit: UnitKey, source: PlanInput) -> bool:
    """Tell whether the plan would know the unit if it still existed."""
    try:
        period = parse_key(unit.period)
    except DomainError:
        return source.start <= event.day() < source.end
    return period.start < source.end and source.start < period.end


def _shape(event: Event, unit: DemandUnit | None) -> Shape:
    local = event.start.astimezone(SHANGHAI)
    start = local.hour * 60 + local.minute
    minutes = -((event.start - event.end) // _MINUTE)
    if unit is None:
        deliverable = event.all_day and minutes <= DAY and event.venue is None
    else:
        deliverable = unit.output is Output.DELIVERABLE
    return FREE if deliverable else shape(start, start + minutes)
