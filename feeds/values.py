"""The values that a feed is made of, each refused where it cannot be shown rightly."""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, timedelta
from enum import Enum
from types import MappingProxyType, NoneType
from typing import Literal, get_args

from feeds.text import is_address, is_blank, uri

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


_Kind = tuple[type | tuple[type, ...], str]
_TEXT: _Kind = (str, "a text")
_MOMENT: _Kind = (datetime, "a moment")


def _typed(field_name: str, value: object, kind: _Kind) -> None:
    if not isinstance(value, kind[0]):
        raise RefusedValueError(field_name, f"not {kind[1]}")


def _shown(field_name: str, text: str) -> None:
    if is_blank(text):
        raise RefusedValueError(field_name, "a text that shows nothing")


def refuse_language(language: str) -> None:
    """Refuse a language in which nothing is written."""
    if language not in get_args(Language):
        raise RefusedValueError("language", "neither zh nor en")


def _utc(field_name: str, moment: datetime) -> datetime:
    _typed(field_name, moment, _MOMENT)
    if moment.utcoffset() is None:
        raise RefusedValueError(field_name, "a time without a zone")
    try:
        return moment.astimezone(UTC)
    except OverflowError:
        raise RefusedValueError(field_name, "outside the years 1 to 9999 in UTC") from None


def _whole_second(field_name: str, moment: datetime) -> datetime:
    in_utc = _utc(field_name, moment)
    if in_utc.microsecond:
        raise RefusedValueError(field_name, "a time with a fraction of a second")
    return in_utc


def _day(field_name: str, day: date) -> None:
    _typed(field_name, day, (date, "a day"))
    if isinstance(day, datetime):
        raise RefusedValueError(field_name, "a moment where a day is meant")


def _key(field_name: str, text: str, limit: int) -> None:
    _typed(field_name, text, _TEXT)
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
        _day("start", self.start)
        _day("end", self.end)
        if self.end <= self.start:
            raise RefusedValueError("end", "not after the start")


@dataclass(frozen=True, slots=True)
class Conference:
    """Where an event is joined from afar."""

    uri: str
    label: str = ""

    def __post_init__(self) -> None:
        """Refuse what no client could open."""
        _typed("conference", self.uri, _TEXT)
        _typed("conference", self.label, _TEXT)
        if not self.uri:
            raise RefusedValueError("conference", "no address")
        _link("conference", self.uri)


@dataclass(frozen=True, slots=True)
class Coordinates:
    """Where on earth an event takes place, in degrees of WGS 84, kept to six decimals."""

    latitude: float
    longitude: float

    def __post_init__(self) -> None:
        """Refuse what is no place on earth."""
        for name, most in (("latitude", 90), ("longitude", 180)):
            degrees = getattr(self, name)
            _typed(name, degrees, ((int, float), "a number"))
            if isinstance(degrees, bool) or not -most <= degrees <= most:  # nor not-a-number
                raise RefusedValueError(name, f"not between -{most} and {most}")
            # Nothing is added but the sign of a zero, which would be written.
            object.__setattr__(self, name, round(float(degrees), 6) + 0.0)


_OF_EVENT: Mapping[str, _Kind] = MappingProxyType(
    {
        "sequence": (int, "a whole number"),
        "span": ((TimeSpan, DaySpan), "a TimeSpan or a DaySpan"),
        "summary": _TEXT,
        "location": _TEXT,
        "geo": ((Coordinates, NoneType), "Coordinates or None"),
        "contact": _TEXT,
        "description": _TEXT,
        "status": (Status, "a Status"),
        "busy": ((bool, NoneType), "True, False or None"),
        "categories": (tuple, "a tuple of texts"),
        "url": _TEXT,
        "conference": ((Conference, NoneType), "a Conference or None"),
    }
)


@dataclass(frozen=True, slots=True, kw_only=True)
class FeedEvent:
    """One event as subscribers see it, its texts in the language of the feed.

    ``sequence`` and ``modified`` are those of the revision shown, never of the request.
    ``contact`` is whom to ask; what shows nothing, as a category too, is left out.
    ``busy`` left out: a timed event blocks the calendar, an all-day event does not.
    """

    uid: str
    sequence: int
    created: datetime
    modified: datetime
    span: TimeSpan | DaySpan
    summary: str
    location: str = ""
    geo: Coordinates | None = None
    contact: str = ""
    description: str = ""
    status: Status = Status.CONFIRMED
    busy: bool | None = None
    categories: tuple[str, ...] = ()
    url: str = ""
    conference: Conference | None = None

    def __post_init__(self) -> None:
        """Refuse identifiers, numbers, times, links and titles that clients get wrong."""
        for name, kind in _OF_EVENT.items():
            _typed(name, getattr(self, name), kind)
        for category in self.categories:
            _typed("categories", category, (str, "a tuple of texts"))
        _key("uid", self.uid, MAX_UID)
        _shown("summary", self.summary)
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


_OF_FEED: Mapping[str, _Kind] = MappingProxyType(
    {
        "name": _TEXT,
        "description": _TEXT,
        "refresh": ((timedelta, NoneType), "a length of time or None"),
        "alarms": (tuple, "a tuple of lengths of time"),
    }
)


def _whole_minutes(length: timedelta) -> bool:
    return length >= timedelta(minutes=1) and not length % timedelta(minutes=1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Feed:
    """What stands around the events of one subscription.

    ``key`` is its opaque identifier, ``created`` dates the notice shown while it has no event,
    ``refresh`` is how often to fetch it again, None for a file that nobody fetches twice;
    ``alarms`` are the reminders it asks for, counted back from the start, of an all-day event
    from 9 o'clock in the morning of its first day.
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
        for name, kind in _OF_FEED.items():
            _typed(name, getattr(self, name), kind)
        for alarm in self.alarms:
            _typed("alarms", alarm, (timedelta, "a tuple of lengths of time"))
        _key("key", self.key, MAX_FEED_KEY)
        _shown("name", self.name)
        refuse_language(self.language)
        object.__setattr__(self, "created", _utc("created", self.created))
        if self.refresh is not None and not _whole_minutes(self.refresh):
            raise RefusedValueError("refresh", "not a whole number of minutes")
        if len(self.alarms) > MAX_ALARMS:
            raise RefusedValueError("alarms", "more than five")
        if any(alarm < timedelta(0) or alarm % timedelta(minutes=1) for alarm in self.alarms):
            raise RefusedValueError("alarms", "not a whole number of minutes before the start")
