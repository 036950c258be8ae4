"""Everything a plan is a function of, gathered as one value."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date, timedelta

from scheduler.domain.activity import ActivityKind, Event
from scheduler.domain.matter import Matter
from scheduler.domain.roster import Membership, Officer, Tenure, Venue
from scheduler.domain.turn import TurnEntry
from scheduler.domain.visit import Visit
from scheduler.rules.calendar.workdays import WorkdayCalendar
from scheduler.rules.model import Rule

FREEZE_DAYS = 14
"""How near an event is that no plan moves any more."""


@dataclass(frozen=True, slots=True)
class Blackout:
    """Dates [start, end) on which a resource (``body:…``, ``person:…``, ``venue:…``) is away."""

    resource: str
    start: date
    end: date
    reason: str = ""


@dataclass(frozen=True, slots=True)
class Past:
    """What of all years decides what promises that carry still owe; without any it is empty.

    ``events`` and ``visits`` are those that may keep such a promise, also those of the planned
    span; ``since`` gives by alliance the day of its first recorded event. ``today`` is the day of
    the reader, where promises are judged as on another one.
    """

    events: tuple[Event, ...] = ()
    visits: tuple[Visit, ...] = ()
    since: Mapping[str, date] = field(default_factory=dict)
    today: date | None = None


NO_PAST = Past()


@dataclass(frozen=True, slots=True)
class PlanInput:
    """The rules, roster, calendar and published events from which a plan is computed.

    ``start``/``end`` is the half-open span of dates that is planned; ``today`` the given day.
    ``targets`` are the alliances that are planned; ``events`` also holds those of others whose
    venues or people are shared. ``lists`` resolves ``(alliance, name)`` of an ``@name``;
    ``members`` and ``officers`` are by alliance; ``turns`` by (alliance, rotation rule);
    ``names`` gives (Chinese, English) names of opaque keys and themes; ``base`` is the sequence
    number of each alliance's last plan-relevant change. ``ties`` tell by (alliance, key) when the
    branches and people that rules name belong to it. ``aside`` are rules whose events stay as they
    are: they cannot be read, or hang on one that cannot.
    """

    today: date
    start: date
    end: date
    targets: tuple[str, ...]
    rules: tuple[Rule, ...]
    calendar: WorkdayCalendar
    kinds: Mapping[str, ActivityKind]
    members: Mapping[str, tuple[Membership, ...]] = field(default_factory=dict)
    officers: Mapping[str, tuple[Officer, ...]] = field(default_factory=dict)
    venues: Mapping[str, Venue] = field(default_factory=dict)
    groups: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    lists: Mapping[tuple[str, str], tuple[str, ...]] = field(default_factory=dict)
    names: Mapping[str, tuple[str, str]] = field(default_factory=dict)
    blackouts: tuple[Blackout, ...] = ()
    events: tuple[Event, ...] = ()
    matters: tuple[Matter, ...] = ()
    turns: Mapping[tuple[str, str], tuple[TurnEntry, ...]] = field(default_factory=dict)
    waived: frozenset[str] = frozenset()
    base: Mapping[str, int] = field(default_factory=dict)
    aside: tuple[Rule, ...] = ()
    ties: Mapping[tuple[str, str], tuple[Tenure, ...]] = field(default_factory=dict)
    past: Past = NO_PAST
    freeze_days: int = FREEZE_DAYS
    commit_days: int = 90


def is_fixed(event: Event, source: PlanInput) -> bool:
    """Tell whether a plan may not move the event: pinned, or nearer than the freeze horizon."""
    return event.pinned or event.day() < source.today + timedelta(days=source.freeze_days)


def is_over(end: date, source: PlanInput) -> bool:
    """Tell whether a period that ends then is over for the reader."""
    return end <= (source.past.today or source.today)
