"""Rules 8 to 14: the calendar around the events."""

import re
from collections import Counter
from collections.abc import Iterator
from types import MappingProxyType

from feeds.content import Component
from feeds.lint.colors import is_color
from feeds.lint.components import is_busy
from feeds.lint.findings import Finding
from feeds.lint.moments import is_local, is_time_between, seconds
from feeds.text import is_blank

_OFFSET = re.compile(r"(?!-0000)[+-](?:[01]\d|2[0-3])[0-5]\d", re.ASCII)
_ZONE = "Asia/Shanghai"
_UNWANTED_IN_ZONE = ("RDATE", "COMMENT", "TZURL", "RRULE")
_ONCE = MappingProxyType(
    {
        **dict.fromkeys(("PRODID", "VERSION", "CALSCALE", "METHOD"), 8),
        **dict.fromkeys(("COLOR", "LAST-MODIFIED", "SOURCE", "URL"), 8),
        **dict.fromkeys(("X-WR-CALDESC", "X-WR-CALNAME", "X-WR-TIMEZONE"), 10),
        **dict.fromkeys(("REFRESH-INTERVAL", "X-PUBLISHED-TTL"), 11),
    }
)
"""What stands once in a calendar, and under which rule."""
_ONCE_IN_EACH_LANGUAGE = MappingProxyType({"NAME": 10, "DESCRIPTION": 10})


def calendar_findings(calendar: Component) -> Iterator[Finding]:
    """Check the properties of the calendar, its time zones, and that it is not empty.

    A calendar of busy times alone needs neither a name nor hints nor an event.
    """
    yield from _head(calendar)
    yield from _method(calendar)
    yield from _zones(calendar)
    if is_busy(calendar):
        return  # busy times have no name, and whoever asks for them asks again when need be
    yield from _names(calendar)
    yield from _refresh(calendar)
    if all(component.name != "VEVENT" for component in calendar.inside):
        yield Finding(calendar.number, 14, "no event stands in the calendar")


def _value(component: Component, name: str) -> str | None:
    line = component.first(name)
    return None if line is None else line.value


def _head(calendar: Component) -> Iterator[Finding]:
    if {line.name for line in calendar.lines[:2]} != {"PRODID", "VERSION"}:
        yield Finding(calendar.number, 8, "PRODID and VERSION are not the first two properties")
    if not calendar.text("PRODID").strip():
        yield Finding(calendar.number, 8, "PRODID says nothing")
    if _value(calendar, "VERSION") != "2.0":
        yield Finding(calendar.number, 8, "VERSION is not 2.0")
    if _value(calendar, "CALSCALE") != "GREGORIAN":
        yield Finding(calendar.number, 8, "CALSCALE is not GREGORIAN")
    for line in calendar.all("COLOR"):
        if not is_color(line.value):
            yield Finding(line.number, 8, "COLOR is no colour of CSS")
    yield from _doubles(calendar)
    for line in calendar.all("UID"):
        yield Finding(line.number, 9, "the calendar has a UID; synchronisers fold it to one event")


def _doubles(calendar: Component) -> Iterator[Finding]:
    seen = set()
    for line in calendar.lines:
        several = line.name in _ONCE_IN_EACH_LANGUAGE
        key = (line.name, (line.parameter("LANGUAGE") or "").lower() if several else "")
        rule = _ONCE_IN_EACH_LANGUAGE.get(line.name) or _ONCE.get(line.name)
        if rule and key in seen:
            yield Finding(line.number, rule, f"{line.name} stands more than once")
        seen.add(key)


def _names(calendar: Component) -> Iterator[Finding]:
    names = (_value(calendar, "NAME"), _value(calendar, "X-WR-CALNAME"))
    if None in names or names[0] != names[1]:
        yield Finding(calendar.number, 10, "NAME and X-WR-CALNAME are not there and equal")
    elif is_blank(calendar.text("NAME")):
        yield Finding(calendar.number, 10, "NAME and X-WR-CALNAME are empty")
    if _value(calendar, "X-WR-TIMEZONE") != _ZONE:
        yield Finding(calendar.number, 10, f"X-WR-TIMEZONE is not {_ZONE}")


def _refresh(calendar: Component) -> Iterator[Finding]:
    interval = calendar.first("REFRESH-INTERVAL")
    published = calendar.first("X-PUBLISHED-TTL")
    events = [one for one in calendar.inside if one.name == "VEVENT"]
    if interval is None and published is None and len(events) == 1:
        return  # the file of one event, which nobody fetches again
    if interval is None or published is None or not _same(interval.value, published.value):
        yield Finding(
            calendar.number, 11, "REFRESH-INTERVAL and X-PUBLISHED-TTL are not there and equal"
        )
        return
    if interval.parameter("VALUE") != "DURATION":
        yield Finding(interval.number, 11, "REFRESH-INTERVAL lacks VALUE=DURATION")
    if not is_time_between(interval.value):
        yield Finding(interval.number, 11, "REFRESH-INTERVAL is no duration")


def _same(one: str, other: str) -> bool:
    """Tell whether two values are one length of time, however each of them writes it."""
    return one == other or (
        is_time_between(one) and is_time_between(other) and seconds(one) == seconds(other)
    )


def _method(calendar: Component) -> Iterator[Finding]:
    """Check that nobody is invited: RFC 5545, 3.8.4.1 and 3.8.4.3, and RFC 5546, 3.2.1."""
    method = calendar.first("METHOD")
    if method is not None and method.value != "PUBLISH":
        yield Finding(method.number, 12, "METHOD is not PUBLISH")
    for component in calendar.walk():
        for line in component.all("ATTENDEE"):
            yield Finding(line.number, 12, "ATTENDEE in what is published")
    for event in calendar.inside:
        if event.name != "VEVENT":
            continue
        organizers = event.all("ORGANIZER")
        if method is not None and len(organizers) != 1:
            yield Finding(event.number, 12, "with METHOD an event has one ORGANIZER")
        if method is None and organizers:
            yield Finding(
                organizers[0].number, 12, "ORGANIZER in an event to which nobody is invited"
            )


def _zones(calendar: Component) -> Iterator[Finding]:
    zones = [one for one in calendar.inside if one.name == "VTIMEZONE"]
    others = [one for one in calendar.inside if one.name != "VTIMEZONE"]
    lines = (line for component in others for line in component.lines)
    used = {name for line in lines if (name := line.parameter("TZID")) is not None}
    known = Counter(_value(zone, "TZID") for zone in zones)
    for name in sorted(used):
        if known[name] != 1:
            yield Finding(calendar.number, 13, f"{name} has not exactly one VTIMEZONE")
    for zone in zones:
        if len(zone.all("TZID")) != 1:
            yield Finding(zone.number, 13, "TZID does not stand exactly once")
        if others and zone.number > others[0].number:
            yield Finding(zone.number, 13, "a VTIMEZONE stands after the first event")
        yield from _zone(zone)


def _zone(zone: Component) -> Iterator[Finding]:
    for component in zone.walk():
        for line in component.lines:
            if line.name in _UNWANTED_IN_ZONE:
                yield Finding(line.number, 13, f"{line.name} in a VTIMEZONE")
            if line.name.startswith("TZOFFSET") and not _OFFSET.fullmatch(line.value):
                yield Finding(line.number, 13, "an offset is not hours and minutes")
    for part in zone.inside:
        if part.name in {"STANDARD", "DAYLIGHT"}:
            yield from _part(part)
    if _value(zone, "TZID") == _ZONE and (
        [part.name for part in zone.inside] != ["STANDARD"]
        or _value(zone.inside[0], "TZOFFSETTO") != "+0800"
    ):
        yield Finding(zone.number, 13, f"{_ZONE} is not one STANDARD block of +0800")


def _part(part: Component) -> Iterator[Finding]:
    for name in ("DTSTART", "TZOFFSETFROM", "TZOFFSETTO"):
        if len(part.all(name)) != 1:
            yield Finding(part.number, 13, f"{name} does not stand exactly once")
    for line in part.all("DTSTART"):
        told = line.parameter("TZID") or line.parameter("VALUE") not in {None, "DATE-TIME"}
        if told or not is_local(line.value):
            yield Finding(line.number, 13, "DTSTART in a VTIMEZONE is no time on the clock there")
