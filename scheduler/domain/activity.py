"""Activity kinds and events as everything above the domain sees them."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass, field
from datetime import date, datetime, time, timedelta
from enum import StrEnum
from zoneinfo import ZoneInfo

from scheduler.domain.errors import DateError
from scheduler.domain.moments import SHANGHAI, aware


class EventStatus(StrEnum):
    """Where an event stands in its life; a draft is only ever made by hand."""

    DRAFT = "draft"
    PUBLISHED = "published"
    HELD = "held"
    CANCELLED = "cancelled"


@dataclass(frozen=True, slots=True)
class ActivityKind:
    """A kind of activity with its usual start, length in minutes and days.

    ``audience`` says who is expected: ``delegates`` (officers and branch secretaries) or
    ``members`` (everyone at home in the alliance's branches).
    """

    key: str
    name: str
    name_en: str = ""
    start: time = time(14, 30)
    minutes: int = 120
    days: int = 1
    audience: str = "delegates"


@dataclass(frozen=True, slots=True, order=True)
class UnitKey:
    """What one demand unit is: never its date, its revision or a database number.

    ``scope`` is ``body:<key>`` or ``group:<key>``; ``period`` a period key; ``cell`` the sorted
    axis values of a coverage joined by ``|``, the matter's key of a trigger, else empty; ordinals
    count from 1 and are never reused.
    """

    rule: str
    scope: str
    period: str
    cell: str = ""
    ordinal: int = 1

    def __str__(self) -> str:
        """Give the unit as one stable line."""
        return "/".join((self.rule, self.scope, self.period, self.cell, str(self.ordinal)))


@dataclass(frozen=True, slots=True, order=True)
class Also:
    """A unit of another rule that rides on an event, and the kind of activity that it promises."""

    unit: UnitKey
    kind: str

    @property
    def json(self) -> dict[str, object]:
        """Give it as a JSON value."""
        return {**asdict(self.unit), "kind": self.kind}

    @classmethod
    def read(cls, value: object) -> "Also":
        """Read what ``json`` gives; anything else raises ``ValueError``."""
        if not isinstance(value, Mapping) or {name: type(value[name]) for name in value} != _ALSO:
            message = "no unit that rides on an event"
            raise ValueError(message)
        return cls(UnitKey(*(value[name] for name in _OF_UNIT)), value["kind"])


_OF_UNIT = UnitKey.__slots__
_ALSO = {**dict.fromkeys((*_OF_UNIT, "kind"), str), "ordinal": int}

Explanation = Mapping[str, object]
"""An explanation as data: ``{"code": …, "fields": {…}}``; the sentence is made when shown."""


@dataclass(frozen=True, slots=True)
class Event:
    """One meeting, deliverable or trip in the calendar.

    ``start`` and ``end`` are instants in UTC (half-open; an all-day event runs from local
    midnight to local midnight). ``host`` and ``co_hosts`` are opaque member keys; ``also`` are the
    units that ride on the event beside its own, sorted. ``revision`` rises with each change visible
    in a feed and is the SEQUENCE of RFC 5545.
    """

    uid: str
    owner: str
    kind: str
    title: str
    start: datetime
    end: datetime
    created_at: datetime
    updated_at: datetime
    title_en: str = ""
    alliances: tuple[str, ...] = ()
    all_day: bool = False
    status: EventStatus = EventStatus.PUBLISHED
    tentative: bool = False
    revision: int = 0
    pinned: bool = False
    unit: UnitKey | None = None
    attempt: int = 1
    host: str | None = None
    co_hosts: tuple[str, ...] = ()
    venue: str | None = None
    theme: str | None = None
    note: str = ""
    matters: tuple[str, ...] = ()
    also: tuple[Also, ...] = ()
    why_date: Explanation = field(default_factory=dict)
    why_host: Explanation = field(default_factory=dict)
    seal_code: str = ""

    def __post_init__(self) -> None:
        """Refuse naive instants and an end that does not follow the start."""
        for name in ("start", "end", "created_at", "updated_at"):
            object.__setattr__(self, name, aware(getattr(self, name), name))
        if self.end <= self.start:
            start = self.start.isoformat()
            raise DateError(field="end", value=self.end.isoformat(), start=start, reason="order")

    @property
    def kinds(self) -> frozenset[str]:
        """Give its kind and those of what rides on it."""
        return frozenset({self.kind, *(each.kind for each in self.also)})

    @property
    def is_tentative(self) -> bool:
        """Tell whether its day may still change; of what is over or cancelled it does not."""
        return self.tentative and self.status in {EventStatus.DRAFT, EventStatus.PUBLISHED}

    def told_at(self, now: datetime) -> datetime:
        """Give the instant of a change of now: feeds write seconds, and each change its own."""
        return max(now, self.updated_at.replace(microsecond=0) + timedelta(seconds=1))

    def day(self, zone: ZoneInfo = SHANGHAI) -> date:
        """Give the local date on which the event starts."""
        return self.start.astimezone(zone).date()

    def last_day(self, zone: ZoneInfo = SHANGHAI) -> date:
        """Give the local date of the last day that it takes."""
        return (self.end - timedelta.resolution).astimezone(zone).date()
