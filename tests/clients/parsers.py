"""What independent parsers understand of a feed; tests of served feeds use it too."""

import os
from collections.abc import Callable, Iterable, Iterator, Mapping
from datetime import UTC, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

import icalendar
import recurring_ical_events
import vobject
from ical.calendar_stream import IcsCalendarStream

from feeds.formats.icalendar import join
from feeds.profiles import GENERIC
from feeds.values import Feed, FeedEvent
from tests.clients.icaljs import by_icaljs
from tests.clients.libical import by_libical
from tests.clients.missing import MissingError
from tests.clients.seen import ParsedEvent, edge

_EPOCH = datetime(2026, 1, 1, tzinfo=UTC)


def parsed_by_all(octets: bytes) -> dict[str, frozenset[ParsedEvent]]:
    """Read a feed with each parser; no parser may lose or double an event."""
    found = {}
    for name, parse in available().items():
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


@lru_cache(maxsize=1)
def _calendar(octets: bytes) -> icalendar.Calendar:
    """Parse once for both that read with icalendar: it takes the most time of all."""
    return icalendar.Calendar.from_ical(octets)


def _by_icalendar(octets: bytes) -> Iterator[ParsedEvent]:
    return _shown(_calendar(octets).events)


def _by_recurring(octets: bytes) -> Iterator[ParsedEvent]:
    return _shown(recurring_ical_events.of(_calendar(octets)).all())


def _shown(events: Iterable[Any]) -> Iterator[ParsedEvent]:
    for event in events:
        yield ParsedEvent(
            str(event["UID"]),
            edge(event.decoded("DTSTART")),
            edge(event.decoded("DTEND")),
            str(event["SUMMARY"]),
            str(event.get("LOCATION", "")),
            str(event["STATUS"]),
            int(event["SEQUENCE"]),
        )


def _by_vobject(octets: bytes) -> Iterator[ParsedEvent]:
    for calendar in vobject.readComponents(octets.decode()):
        for found in calendar.contents.get("vevent", []):
            event: Any = found  # its properties are made at run time
            yield ParsedEvent(
                event.uid.value,
                edge(event.dtstart.value),
                edge(event.dtend.value),
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
                edge(event.start),
                edge(event.end),
                event.summary or "",
                event.location or "",
                event.status.value,
                event.sequence,
            )


PARSERS: Mapping[str, Callable[[bytes], Iterator[ParsedEvent]]] = MappingProxyType(
    {
        "icalendar": _by_icalendar,
        "recurring-ical-events": _by_recurring,
        "vobject": _by_vobject,
        "ical": _by_ical,
        "ical.js": by_icaljs,
        "libical": by_libical,
    }
)


@lru_cache(maxsize=1)
def available() -> Mapping[str, Callable[[bytes], Iterator[ParsedEvent]]]:
    """Give the parsers that this machine has: where CI is set it must have all."""
    gone = {} if os.environ.get("CI") else missing()
    return {name: parse for name, parse in PARSERS.items() if name not in gone}


def missing() -> Mapping[str, MissingError]:
    """Try each parser, and tell what those need that cannot be used."""
    sample = join(Feed(key="sample", name="sample", created=_EPOCH), [], GENERIC)
    gone = {}
    for name, parse in PARSERS.items():
        try:
            list(parse(sample))
        except MissingError as error:
            gone[name] = error
    return gone
