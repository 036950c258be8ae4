"""Rules 15 to 27 for one event, as far as one reading of a feed can show them."""

import html
import re
from collections import Counter
from collections.abc import Iterator

from feeds.content import Component, ContentLine
from feeds.lint.alarms import alarm_findings
from feeds.lint.findings import Finding
from feeds.lint.moments import is_day, is_local, is_stamp, stamp_fault
from feeds.lint.properties import property_findings
from feeds.lint.recurrence import date_findings, recurrence_findings
from feeds.text import MAX_UNITS, units
from feeds.values import MAX_SEQUENCE, MAX_UID, Status

_IN_UTC = ("DTSTAMP", "LAST-MODIFIED", "CREATED")
_NUMBER = re.compile(r"\d{1,10}", re.ASCII)
_IDENTIFIER = re.compile("[!-~]+")
_TAG = re.compile(r"<[^<>]*>")
_ZONE = "Asia/Shanghai"


def event_findings(calendar: Component) -> Iterator[Finding]:
    """Check every event by itself, and that no two are the same to a client."""
    events = [one for one in calendar.inside if one.name == "VEVENT"]
    for event in events:
        yield from property_findings(event)
        yield from _identity(event)
        yield from _revision(event)
        yield from _span(event)
        yield from _texts(event)
        yield from _links(event)
        yield from alarm_findings(event)
        yield from _state(event)
    yield from _doubles(events)


def _lines(event: Component, *names: str) -> Iterator[ContentLine]:
    return (line for line in event.lines if line.name in names)


def _identity(event: Component) -> Iterator[Finding]:
    for line in _lines(event, "UID"):
        if not _IDENTIFIER.fullmatch(line.value) or len(line.value) > MAX_UID:
            reason = f"UID is not 1 to {MAX_UID} ASCII octets without a space"
            yield Finding(line.number, 16, reason)


def _doubles(events: list[Component]) -> Iterator[Finding]:
    seen: Counter[tuple[str, ...]] = Counter()
    for event in events:
        key = tuple(line.value for line in _lines(event, "UID", "RECURRENCE-ID"))
        seen[key] += 1
        if key and seen[key] == 2:  # noqa: PLR2004 - the second of its kind, reported once
            yield Finding(event.number, 17, "another event has the same UID")


def _revision(event: Component) -> Iterator[Finding]:
    for line in _lines(event, *_IN_UTC):
        if fault := stamp_fault(line):
            yield Finding(line.number, 15, fault)
    for line in _lines(event, "SEQUENCE"):
        if not _NUMBER.fullmatch(line.value) or int(line.value) > MAX_SEQUENCE:
            yield Finding(line.number, 18, "SEQUENCE is not between 0 and 2147483647")
    stamps = {line.value for line in _lines(event, "DTSTAMP", "LAST-MODIFIED")}
    if len(stamps) > 1:
        yield Finding(event.number, 19, "DTSTAMP is not the time of the revision")
    created, modified = event.first("CREATED"), event.first("LAST-MODIFIED")
    if not (created and modified and is_stamp(created) and is_stamp(modified)):
        return
    if created.value > modified.value:
        yield Finding(created.number, 19, "CREATED is after LAST-MODIFIED")


def _span(event: Component) -> Iterator[Finding]:
    edges = list(_lines(event, "DTSTART", "DTEND"))
    all_day = any(line.parameter("VALUE") == "DATE" for line in edges)
    for line in edges:
        yield from _day(line) if all_day else _moment(line)
    marked = [line.value for line in _lines(event, "X-MICROSOFT-CDO-ALLDAYEVENT")]
    if marked != (["TRUE"] if all_day else []):
        yield Finding(event.number, 20, "X-MICROSOFT-CDO-ALLDAYEVENT does not fit")
    start, end = event.first("DTSTART"), event.first("DTEND")
    if start and end and end.value <= start.value:
        yield Finding(end.number, 20 if all_day else 21, "DTEND is not after DTSTART")


def _day(line: ContentLine) -> Iterator[Finding]:
    if line.parameter("VALUE") != "DATE" or not is_day(line.value):
        yield Finding(line.number, 20, f"{line.name} is no date in an all-day event")


def _moment(line: ContentLine) -> Iterator[Finding]:
    if line.parameter("TZID") != _ZONE or not is_local(line.value):
        yield Finding(line.number, 21, f"{line.name} is not a time of {_ZONE}")


def _texts(event: Component) -> Iterator[Finding]:
    for line in _lines(event, "SUMMARY", "LOCATION"):
        if units(line.text) > MAX_UNITS:
            yield Finding(line.number, 22, f"{line.name} has more than {MAX_UNITS} UTF-16 units")
    description = event.first("DESCRIPTION")
    for line in _lines(event, "X-ALT-DESC"):
        plain = html.unescape(_TAG.sub("", line.text.replace("<br>", "\n")))
        if line.parameter("FMTTYPE") != "text/html":
            yield Finding(line.number, 24, "X-ALT-DESC lacks FMTTYPE=text/html")
        if description is None or plain != description.text:
            yield Finding(line.number, 24, "X-ALT-DESC does not agree with DESCRIPTION")


def _links(event: Component) -> Iterator[Finding]:
    described = "".join(line.text for line in _lines(event, "DESCRIPTION"))
    for line in _lines(event, "CONFERENCE"):
        if line.parameter("VALUE") != "URI":
            yield Finding(line.number, 23, "CONFERENCE lacks VALUE=URI")
        if line.value not in described or not event.all("URL"):
            yield Finding(line.number, 23, "the link is not in DESCRIPTION with a URL beside it")


def _state(event: Component) -> Iterator[Finding]:
    sequence = event.first("SEQUENCE")
    for line in _lines(event, "STATUS"):
        if line.value not in {status.value for status in Status}:
            yield Finding(line.number, 26, "STATUS is none that an event has")
        if line.value == Status.CANCELLED.value and sequence and sequence.value == "0":
            yield Finding(line.number, 26, "a cancelled event keeps its first SEQUENCE")
    for line in _lines(event, "RRULE"):
        yield from recurrence_findings(line)
    yield from date_findings(event)
