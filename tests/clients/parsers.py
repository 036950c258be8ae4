"""What independent parsers understand of a feed; tests of served feeds use it too."""

from collections.abc import Callable, Iterator, Mapping
from datetime import UTC, date, datetime
from types import MappingProxyType
from typing import Any, NamedTuple

import icalendar
import vobject
from ical.calendar_stream import IcsCalendarStream

from feeds.values import FeedEvent


class ParsedEvent(NamedTuple):
    """What every client shows of an event; moments are in UTC, all-day edges are dates."""

    uid: str
    start: date
    end: date
    summary: str
    location: str
    status: str
    sequence: int


def parsed_by_all(octets: bytes) -> dict[str, frozenset[ParsedEvent]]:
    """Read a feed with each parser; no parser may lose or double an event."""
    found = {}
    for name, parse in PARSERS.items():
        events = list(parse(octets))
        found[name] = frozenset(events)
        assert len(found[name]) == len(events), f"{name} read an event twice"
    return found


def agreed(octets: bytes) -> frozenset[ParsedEvent]:
    """Return what all parsers read alike; fail where one of them reads something else."""
    found = parsed_by_all(octets)
    first, *others = found.values()
    assert all(other == first for other in others), found
    return first


def expected(event: FeedEvent, summary: str | None = None) -> ParsedEvent:
    """Say what a parser should read of an event; ``summary`` where the profile marks it."""
    return ParsedEvent(
        event.uid,
        event.span.start,
        event.span.end,
        event.summary if summary is None else summary,
        event.location,
        event.status.value,
        event.sequence,
    )


def _edge(value: date) -> date:
    return value.astimezone(UTC) if isinstance(value, datetime) else value


def _by_icalendar(octets: bytes) -> Iterator[ParsedEvent]:
    for calendar in icalendar.Calendar.from_ical(octets, multiple=True):
        for event in calendar.events:
            yield ParsedEvent(
                str(event["UID"]),
                _edge(event.decoded("DTSTART")),
                _edge(event.decoded("DTEND")),
                str(event["SUMMARY"]),
                str(event.get("LOCATION", "")),
                str(event["STATUS"]),
                event.sequence,
            )


def _by_vobject(octets: bytes) -> Iterator[ParsedEvent]:
    for calendar in vobject.readComponents(octets.decode()):
        for found in calendar.contents.get("vevent", []):
            event: Any = found  # its properties are made at run time
            yield ParsedEvent(
                event.uid.value,
                _edge(event.dtstart.value),
                _edge(event.dtend.value),
                event.summary.value,
                event.location.value if "location" in event.contents else "",
                event.status.value,
                int(event.sequence.value),
            )


def _by_ical(octets: bytes) -> Iterator[ParsedEvent]:
    for calendar in IcsCalendarStream.from_ics(octets.decode()).calendars:
        for event in calendar.events:
            assert event.uid is not None
            assert event.status is not None
            assert event.sequence is not None
            yield ParsedEvent(
                event.uid,
                _edge(event.start),
                _edge(event.end),
                event.summary or "",
                event.location or "",
                event.status.value,
                event.sequence,
            )


PARSERS: Mapping[str, Callable[[bytes], Iterator[ParsedEvent]]] = MappingProxyType(
    {"icalendar": _by_icalendar, "vobject": _by_vobject, "ical": _by_ical}
)
