"""The values that a feed is made of, each refused where it cannot be shown rightly."""

import re
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from typing import Literal

from feeds.text import is_address, uri

Language = Literal["zh", "en"]

MAX_SEQUENCE = 2**31 - 1
MAX_ALARMS = 5
MAX_UID = 200
MAX_FEED_KEY = 150  # leaves room in the UID of the feed's own notices

# Narrower than the standard on purpose: nothing in an identifier ever needs an escape.
_KEY = re.compile(r"[A-Za-z0-9._@+=:/-]+")
_LINK = re.compile(r"[^\x00-\x20\x7f]+")


class RefusedValueError(ValueError):
    """A value cannot stand in a feed; ``field`` names it, the text says why."""

    def __init__(self, field_name: str, reason: str) -> None:
        """Keep the field apart from the sentence, for reports."""
        super().__init__(f"{field_name}: {reason}")
        self.field = field_name


class Status(Enum):
    """What the calendar says about an event, in the words of RFC 5545."""

    CONFIRMED = "CONFIRMED"
    TENTATIVE = "TENTATIVE"
    CANCELLED = "CANCELLED"


def _utc(field_name: str, moment: datetime) -> datetime:
    if moment.utcoffset() is None:
        raise RefusedValueError(field_name, "a time without a zone")
    return moment.astimezone(UTC)


def _whole_second(field_name: str, moment: datetime) -> datetime:
    if moment.microsecond:
        raise RefusedValueError(field_name, "a time with a fraction of a second")
    return _utc(field_name, moment)


def _key(field_name: str, text: str, limit: int) -> None:
    if len(text) > limit or not _KEY.fullmatch(text):
        raise RefusedValueError(field_name, f"not 1 to {limit} plain ASCII characters")


def _link(field_name: str, text: str) -> None:
    if text and not (_LINK.fullmatch(text) and is_address(uri(text))):
        raise RefusedValueError(field_name, "not an address of the web, a telephone or mail")


@dataclass(frozen=True, slots=True)
class TimeSpan:
    """A half-open span between two moments, kept in UTC."""

    start: datetime
    end: datetime

    def __post_init__(self) -> None:
        """Refuse naive times, fractions of a second and an empty span."""
        object.__setattr__(self, "start", _whole_second("start", self.start))
        object.__setattr__(self, "end", _whole_second("end", self.end))
        if self.end <= self.start:
            raise RefusedValueError("end", "not after the start")


@dataclass(frozen=True, slots=True)
class DaySpan:
    """A half-open span of whole days: ``end`` is the first day after it."""

    start: date
    end: date

    def __post_init__(self) -> None:
        """Refuse moments in the place of days, and an empty span."""
        if isinstance(self.start, datetime) or isinstance(self.end, datetime):
            raise RefusedValueError("start", "a moment where a day is meant")
        if self.end <= self.start:
            raise RefusedValueError("end", "not after the start")


@dataclass(frozen=True, slots=True)
class Conference:
    """Where an event is joined from afar."""

    uri: str
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse what no client could open."""
        if not self.uri:
            raise RefusedValueError("conference", "no address")
        _link("conference", self.uri)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One event as subscribers see it, its texts in the language of the feed.

    ``sequence`` and ``modified`` are those of the revision shown, never of the request.
    ``busy`` left out: a timed event blocks the calendar, an all-day event does not.
    """

    uid: str
    sequence: int
    created: datetime
    modified: datetime
    span: TimeSpan | DaySpan
    summary: str
    location: str = ""
    description: str = ""
    status: Status = Status.CONFIRMED
    busy: bool | None = None
    categories: tuple[str, ...] = ()
    url: str = ""
    conference: Conference | None = None

    def __post_init__(self) -> None:
        """Refuse identifiers, numbers, times and links that clients get wrong."""
        _key("uid", self.uid, MAX_UID)
        if not 0 <= self.sequence <= MAX_SEQUENCE:
            raise RefusedValueError("sequence", "not between 0 and 2147483647")
        object.__setattr__(self, "created", _utc("created", self.created))
        object.__setattr__(self, "modified", _utc("modified", self.modified))
        _link("url", self.url)

    @property
    def blocks_time(self) -> bool:
        """Whether the event makes its subscriber busy; a cancelled one never does."""
        if self.status is Status.CANCELLED:
            return False
        return isinstance(self.span, TimeSpan) if self.busy is None else self.busy


def _whole_minutes(length: timedelta) -> bool:
    return length >= timedelta(minutes=1) and not length % timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What stands around the events of one subscription.

    ``key`` is its opaque identifier, ``created`` dates the notice shown while it has no event,
    ``refresh`` is how often to fetch it again, None for a file that nobody fetches twice;
    ``alarms`` are the reminders it asks for, counted back from the start.
    """

    key: str
    name: str
    created: datetime
    description: str = ""
    language: Language = "zh"
    refresh: timedelta | None = timedelta(hours=1)
    alarms: tuple[timedelta, ...] = ()

    def __post_init__(self) -> None:
        """Refuse what would break every event of the feed at once."""
        _key("key", self.key, MAX_FEED_KEY)
        object.__setattr__(self, "created", _utc("created", self.created))
        if self.refresh is not None and not _whole_minutes(self.refresh):
            raise RefusedValueError("refresh", "not a whole number of minutes")
        if len(self.alarms) > MAX_ALARMS:
            raise RefusedValueError("alarms", "more than five")
        if any(alarm < timedelta(0) or alarm % timedelta(minutes=1) for alarm in self.alarms):
            raise RefusedValueError("alarms", "not a whole number of minutes before the start")
